"""A place has the contests that are voted in it, and no other; where they are many, a page for each."""

import json

import polars as pl

from testigo.columns import BALLOTS
from testigo.publication.check_data import check_files
from testigo.publication.layout import MANY_CONTESTS
from testigo.publication.shard import site_of
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT, claims, contests_of_some_places, snapshot_of

SOME = "contests of some places"


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
    snapshot = contests_of_some_places(14)
    assert len(snapshot.election.contests) > MANY_CONTESTS
    text = dict(check_files(snapshot, site_of(snapshot, IMPRINT)))["assets/check-1.js"].decode()
    value = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    assert set(value["B1-1.01"][2]) == {str(number) for number in range(1, 14, 2)}
