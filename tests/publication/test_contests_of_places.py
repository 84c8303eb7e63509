"""A place has the contests that are voted in it, and no other; where they are many, a page for each."""

import json

import polars as pl

from testigo.columns import BALLOTS
from testigo.publication.page_frame import MANY_CONTESTS
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import claims, snapshot_of

SOME = "contests of some places"
MANY = "many contests"


def test_tables_have_rows_of_the_places_in_which_a_contest_is_voted() -> None:
    snapshot, _ = made(SOME)
    assert list(snapshot.tallies["contest-1"]["jurisdiction"]) == ["X", "A", "A1", "A2"]
    assert list(snapshot.bounds["contest-2"]["jurisdiction"]) == ["X", "B", "B1", "B2"]


def test_a_page_of_a_place_shows_the_contests_that_are_voted_there() -> None:
    _, files = made(SOME)
    of_a, of_b = files["en/A/index.html"].decode(), files["en/B/index.html"].decode()
    assert "tally/contest-1/A/" in of_a
    assert "tally/contest-2/" not in of_a
    assert "tally/contest-2/B/" in of_b
    assert "tally/contest-1/" not in of_b


def test_a_place_where_another_contest_is_voted_is_linked_from_the_list_of_places() -> None:
    _, files = made(SOME)
    listed = files["en/X/index_p2.html"].decode()
    assert '<a href="../A/index.html">' in listed
    assert "Places where other contests are voted" in listed
    assert '<a href="../B/index.html">' in listed


def test_the_card_of_a_place_is_of_a_contest_that_is_voted_there() -> None:
    _, files = made(SOME)
    listed = {card["card"]: card["figures"] for card in json.loads(files["cards/cards.json"])["cards"]}
    assert all(figure["cell"].split("/")[1] == "contest-2" for figure in listed["cards/en/B"])


def test_a_place_of_which_the_authority_claims_a_contest_keeps_it_although_nobody_votes_in_it_there() -> None:
    mayor, council = world.contest("mayor"), world.contest("council")
    ballots = pl.DataFrame([("mayor", "A", None), ("council", "B", None)], schema=BALLOTS, orient="row")
    said = claims(("votes_red", "3")).with_columns(place=pl.lit("B1"))
    snapshot = snapshot_of((mayor, council), {}, claims=said, ballots=ballots)
    assert list(snapshot.tallies["mayor"]["jurisdiction"]) == ["X", "A", "B", "A1", "A2", "B1"]
    assert snapshot.discrepancies.select("contest", "place").rows() == [("mayor", "B1")]


def test_what_is_checked_of_a_station_names_only_its_contests_where_they_are_many() -> None:
    snapshot, files = made(MANY)
    assert len(snapshot.election.contests) > MANY_CONTESTS
    text = files["assets/check-1.js"].decode()
    value = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    assert set(value["B1-1.01"][2]) == {str(number) for number in range(1, 14, 2)}


def test_where_many_contests_are_voted_a_place_lists_them_and_each_has_its_page() -> None:
    _, files = made(MANY)
    listed = files["en/B/index.html"].decode()
    for number in range(1, 15):
        path = f"en/B/index_k-contest-{number}.html"
        assert (path in files) == (number % 2 == 0)
        assert (f'href="../B/index_k-contest-{number}.html"' in listed) == (number % 2 == 0)
    assert "tally/contest-4/B/votes_red" in files["en/B/index_k-contest-4.html"].decode()
    assert "tally/contest-2/B/votes_red" not in files["en/B/index_k-contest-4.html"].decode()


def test_the_page_of_a_contest_at_a_place_lists_the_places_below_with_its_figures() -> None:
    _, files = made(MANY)
    page = files["en/B/index_k-contest-4.html"].decode()
    assert "tally/contest-4/B1/" in page
    assert 'href="../B/B1.html"' in page


def test_where_contests_are_many_front_pages_lead_to_one_list_of_all() -> None:
    _, files = made(MANY)
    assert 'href="contests.html"' in files["es/contest-contest-3.html"].decode()
    assert files["es/contests.html"].decode().count('href="contest-contest-') == 13


def test_with_few_contests_nothing_is_listed() -> None:
    _, files = made(SOME)
    assert not [path for path in files if "_k-" in path or path.endswith("/contests.html")]


def test_where_contests_are_many_each_has_a_page_of_its_own_downloads() -> None:
    _, files = made(MANY)
    of_all, of_one = files["en/data.html"].decode(), files["en/data-contest-4.html"].decode()
    assert 'href="data-contest-4.html"' in of_all
    assert "../data/results-contest-4.csv" in of_one
    assert "results-contest-4.csv" not in of_all
    assert "results-contest-5.csv" not in of_one
    assert "../data/dictionary.csv" in of_all
