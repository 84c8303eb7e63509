"""What pages list below a place: places by their votes, and stations with their figures and status."""

import re

from tests import world
from tests.publication.conftest import made
from tests.publication.elections import html_pages, site_of_election, snapshot_of
from tests.publication.test_states import text_of

MAYOR = world.contest("mayor")
ALL_STATIONS = {"A1-1.01": 10, "B1-1.01": 40}


def pages_of(votes: dict[str, int]) -> dict[str, str]:
    rows = [
        world.reading(station, red=1, blue=number - 1, valid_votes=number, null_votes=0, total_votes=number)
        for station, number in votes.items()
    ]
    return html_pages(site_of_election(snapshot_of((MAYOR,), {"mayor": rows})))


def listed(page: str) -> list[str]:
    """The links of the table of places, in their order."""
    table = page[page.index('id="h-s"') :]
    return re.findall(r'<tr><th scope="row"><a href="([^"]+)"', table[: table.index("</table>")])


def test_places_stand_by_their_valid_votes_and_the_page_says_so() -> None:
    page = pages_of({"A1-1.01": 10, "B1-1.01": 40})["en/index.html"]
    assert listed(page) == ["B/index.html", "A/index.html"]
    assert "By valid votes, the most first." in text_of(page)


def test_before_the_first_vote_places_stand_by_their_names_and_no_order_is_claimed() -> None:
    page = html_pages(made("nothing yet")[1])["en/index.html"]
    assert listed(page) == ["A/index.html", "B/index.html"]
    assert "By valid votes" not in text_of(page)


def test_a_place_lists_its_stations_with_their_votes_and_what_has_none_with_its_status() -> None:
    page = text_of(pages_of(ALL_STATIONS)["en/A/A1.html"])
    stations = page[page.index("Polling places and their stations") :]
    assert (
        "Station Status Blue Red A1-1 A1-1.01 9 1 A1-1.02 Without a reading – not known – not known"
        in stations
    )


def test_who_is_in_front_of_the_whole_is_solid_everywhere_and_not_who_is_first_on_the_ballot() -> None:
    pages = pages_of(ALL_STATIONS)
    for path in ("en/index.html", "en/A/index.html"):
        bar = re.search(r'<ol class="bars">\s*<li>.*?</li>', pages[path], re.DOTALL)
        assert bar is not None
        assert ("Blue" in bar[0], '<rect class="f1"' in bar[0]) == (True, True)


def title(page: str) -> str:
    found = re.search("<title>(.*?)</title>", page)
    assert found is not None
    return found[1]


def test_the_title_names_who_is_ahead_where_somebody_is() -> None:
    ahead = pages_of(ALL_STATIONS)["en/index.html"]
    nobody = html_pages(made("nothing yet")[1])["en/index.html"]
    tied = html_pages(made("one option, a tie, seats")[1])["en/contest-tied.html"]
    assert title(ahead) == "Blue is ahead in the forms published here · Invented election · Testigo"
    assert "ahead" not in title(nobody)
    assert title(tied) == "Tied · Invented election · Testigo"
