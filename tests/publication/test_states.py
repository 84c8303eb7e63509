"""Every state that a page must know how to say (screens/11)."""

import re

from testigo.publication.format import safe_name
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import html_pages, site_of_election, snapshot_of


def text_of(page: str) -> str:
    """The visible words of a page's main part: inline elements join, all others part them."""
    main = page[page.index("<main") : page.index("</main>")]
    joined = re.sub(r"</?(?:b|bdi|data|code|time|a|small|s)\b[^>]*>", "", main)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", joined))


def station(pages: dict[str, str], code: str, language: str = "en") -> str:
    found = [page for path, page in pages.items() if path.endswith(f"stations/{safe_name(code)}.html")]
    return next(page for page in found if f'<html lang="{language}"' in page)


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1])


def test_an_accepted_station_leads_with_its_two_numbers(every_state: dict[str, str]) -> None:
    pages = html_pages(made("lines and classes")[1])
    assert heading(station(pages, "A1-1.01")) == "Station A1-1.01: Red 5, Blue 4"
    assert "one row of a table" in text_of(station(pages, "A1-1.01"))


def test_a_disputed_station_shows_both_readings_and_no_published_figure(every_state: dict[str, str]) -> None:
    page = station(every_state, "A2-1.02")
    assert heading(page) == "Station A2-1.02: the readings differ, and it does not count yet"
    assert "Person A" in text_of(page)
    assert "Person B" in text_of(page)
    assert "This station does not count yet" in text_of(page)


def test_the_figures_on_which_readings_differ_are_marked(every_state: dict[str, str]) -> None:
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', station(every_state, "A2-1.02"))
    marked = [re.sub(r"<[^>]+>", "", row) for row in rows if 'aria-label="The readings differ"' in row]
    assert marked == ["Ñ. Ó", "Valid votes", "Ballots cast"]
    assert "The readings differ" not in station(every_state, "A1-1.01")


def test_a_quarantined_station_has_its_figures_struck(every_state: dict[str, str]) -> None:
    page = station(every_state, "B1-1.02")
    assert "This station is quarantined" in text_of(page)
    assert page.count("<s><data") >= 10
    assert not re.search(r'class="r pub"><data', page)


def test_struck_figures_are_spoken_as_such_by_the_heading_of_their_column(
    every_state: dict[str, str],
) -> None:
    spoken = '<span class="vh"> struck, does not count</span></th>'
    assert spoken in station(every_state, "B1-1.02")
    assert spoken not in station(every_state, "A1-1.01")


def test_a_pending_station_says_that_readings_do_not_suffice(every_state: dict[str, str]) -> None:
    assert "do not suffice yet" in text_of(station(every_state, "A1-1.03"))


def test_a_missing_station_asks_to_keep_a_copy(every_state: dict[str, str]) -> None:
    assert "keep it: it may be the only one" in text_of(station(every_state, "A2-1.03"))


def test_a_station_of_unknown_place_says_so_and_is_listed_with_the_whole(every_state: dict[str, str]) -> None:
    page = station(every_state, "Erie/Del 001")
    assert "Which place this station belongs to is not known" in text_of(page)
    lists = [page for path, page in every_state.items() if "index_p" in path and path.startswith("en/")]
    assert any("Erie/Del 001" in page for page in lists)


def test_every_station_says_that_its_image_is_not_published_and_why(every_state: dict[str, str]) -> None:
    for path, page in every_state.items():
        if path.startswith("en/") and "/stations/" in path:
            assert "No image is published here" in page
            assert "The figures are here" not in page  # of a station that nobody read there are none


def test_the_whole_is_not_decided_while_the_rest_could_change_it(every_state: dict[str, str]) -> None:
    page = text_of(every_state["en/index.html"])
    assert "Can what is missing change who is first? Yes" in page
    assert "Draw no conclusion yet" in page


def test_a_place_of_unknown_frame_claims_nothing(every_state: dict[str, str]) -> None:
    page = text_of(every_state["en/B/index.html"])
    assert "How many stations Place B has in all is not known" in page


def test_what_was_read_and_not_accepted_is_counted_beside_the_sum(every_state: dict[str, str]) -> None:
    page = text_of(every_state["en/index.html"])
    assert re.search(r"Disputed 1 500", page)
    assert re.search(r"Quarantined 1 500", page)
    assert "can by themselves change who is first" in page


def test_a_contradiction_of_the_authority_is_said_in_a_sentence(every_state: dict[str, str]) -> None:
    page = text_of(every_state["en/index.html"])
    assert "The authority gives Rodríguez-Villavicencio fewer votes" not in page
    assert "Impossible." in page


def test_before_the_first_form_no_figure_is_given_in_advance() -> None:
    pages = html_pages(made("nothing yet")[1])
    assert heading(pages["es/index.html"]) == "Por ahora no hay actas aceptadas aquí"
    assert "Esta página no adelanta cifras" in pages["es/index.html"]
    assert heading(station(pages, "A1-1.01", "es")) == "Mesa A1-1.01: aquí no hay ninguna lectura de su acta"


def test_of_sixty_candidates_two_have_bars_and_all_are_named_in_ballot_order() -> None:
    page = html_pages(made("sixty options")[1])["en/index.html"]
    assert page.count('<svg class="bar"') == 5  # two, the rest, and the two of the best case
    named = re.findall(r"<bdi>(\d+)\. C(\d+)</bdi>", page)
    assert named == [(str(number), str(number)) for number in range(1, 61)]


def test_a_contest_that_sums_do_not_decide_says_so() -> None:
    pages = html_pages(made("one option, a tie, seats")[1])
    assert "a sum alone does not say who wins" in text_of(pages["en/contest-seats.html"])


def test_a_tie_and_a_single_candidate_have_their_own_sentences() -> None:
    pages = html_pages(made("one option, a tie, seats")[1])
    assert heading(pages["en/index.html"]) == "In 1 published results form, Only has 4 votes"
    assert "There is only one option here: nobody else can be first." in text_of(pages["en/index.html"])
    assert (
        heading(pages["en/contest-tied.html"])
        == "In 1 published results form, Red and Blue are tied at 5 votes"
    )


def test_one_vote_and_one_form_are_said_in_the_singular() -> None:
    alone, tied = world.contest("alone", ("only",)), world.contest("tied")
    rows = {
        "alone": [world.reading("A1-1.01", only=1, valid_votes=1, null_votes=0, total_votes=1)],
        "tied": [world.reading("A1-1.01", red=1, blue=1, valid_votes=2, null_votes=0, total_votes=2)],
    }
    pages = html_pages(site_of_election(snapshot_of((alone, tied), rows)))
    assert heading(pages["es/index.html"]).endswith("suma 1 voto")
    assert heading(pages["es/contest-tied.html"]).endswith("empatan con 1 voto")
    assert "De 12 mesas, 1 tiene resultado aquí." in text_of(pages["es/contest-tied.html"])
    assert "1 has its result here." in text_of(pages["en/contest-tied.html"])


def test_places_that_voted_alike_are_not_said_to_differ() -> None:
    votes = {"red": 6, "blue": 4, "valid_votes": 10, "null_votes": 0, "total_votes": 10}
    rows = [world.reading(station, **votes) for station in ("A1-1.01", "B1-1.01")]
    page = text_of(
        html_pages(site_of_election(snapshot_of((world.contest("mayor"),), {"mayor": rows})))["en/index.html"]
    )
    assert "Red got the same at every place with votes: 60.00%" in page
    assert "did not get the same" not in page


def test_before_the_first_vote_no_option_is_shown_before_another() -> None:
    page = html_pages(made("nothing yet")[1])["en/index.html"]
    states = page[page.index('id="h-s"') : page.index('id="h-n"')]
    assert "Rodríguez" not in states
    assert "A/index.html" in states


def test_each_page_of_several_contests_names_the_one_that_its_heading_is_of() -> None:
    pages = html_pages(made("one option, a tie, seats")[1])
    for path, contest in (("index", "Alone"), ("contest-tied", "Tied"), ("A/index", "Alone")):
        assert f'<p class="of"><bdi>{contest}</bdi></p><h1>' in pages[f"en/{path}.html"]
    assert 'class="of"' not in html_pages(made("sixty options")[1])["en/index.html"]


def test_a_total_that_some_stations_lack_says_at_least_and_how_many() -> None:
    page = text_of(html_pages(made("lines and classes")[1])["en/index.html"])
    assert "Null: at least 9 (2 stations)." in page


def test_party_lines_can_be_opened_without_script() -> None:
    page = station(html_pages(made("lines and classes")[1]), "A1-1.01")
    assert "<details><summary>Show the party lines</summary>" in page


def test_a_finding_is_said_in_a_sentence_with_its_code_and_numbers(every_state: dict[str, str]) -> None:
    page = text_of(station(every_state, "B1-1.02"))
    assert "The form has 99 as valid votes, but its parts add up to 30, as it was read." in page
    assert "S.201" in page


def test_a_rule_that_had_nothing_to_compare_is_not_said_to_have_found_nothing() -> None:
    page = text_of(station(html_pages(made("lines and classes")[1]), "A2-1.01"))
    assert "The votes do not exceed the registered voters" not in page


def test_a_station_of_several_contests_shows_each_of_them(every_state: dict[str, str]) -> None:
    page = text_of(station(every_state, "A1-1.01"))
    assert "Mayor" in page
    assert "Council/Erie 1" in page
