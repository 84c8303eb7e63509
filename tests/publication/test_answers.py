"""The page of what is said against the forms: figures that are cells, both outcomes alike, nothing untold."""

import re

import pytest

from testigo.cells import Cells
from testigo.publication.format import MARK, cell_keys
from testigo.publication.page_frame import MANY_CONTESTS
from tests import world
from tests.publication.elections import html_pages, site_of_election, snapshot_of
from tests.publication.test_states import text_of

PAGE = "en/answers.html"
MORE = "Only the first contests stand here"


def pages_of(red: int = 200, blue: int = 100, forms: int = 12, contests: int = 1) -> dict[str, str]:
    row = {"red": red, "blue": blue, "valid_votes": red + blue, "null_votes": 0, "total_votes": red + blue}
    read = [world.reading(code, **row) for code in world.STATION_CODES[:forms]]
    several = [world.contest(code="mayor" if number == 0 else f"c{number}") for number in range(contests)]
    return html_pages(site_of_election(snapshot_of(several, {"mayor": read})))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_figure_of_the_page_is_the_mark_of_a_cell(language: str) -> None:
    row = {"red": 200, "blue": 100, "valid_votes": 300, "null_votes": 0, "total_votes": 300}
    read = [world.reading(code, **row) for code in world.STATION_CODES]
    snapshot = snapshot_of([world.contest()], {"mayor": read})
    page = html_pages(site_of_election(snapshot))[f"{language}/answers.html"]
    marks = list(MARK.finditer(page))
    assert len(marks) > 4
    cells = Cells(snapshot)
    assert all(cell_keys(mark["cell"]) in cells for mark in marks)


def test_what_the_forms_bear_out_stands_there_like_what_they_do_not() -> None:
    page = text_of(pages_of()[PAGE])
    assert "less than one point" in page  # all places have one share: borne out
    assert "with one that does not hold" in page  # sums hold: not borne out
    assert page.count("Open:") == page.count("“")


def test_beside_each_accusation_words_and_not_a_sign_alone_say_whether_the_data_show_it() -> None:
    page = text_of(pages_of()[PAGE])
    assert "“The same percentage everywhere.” There is something to look at." in page
    assert "“The totals do not add up.” These data do not show it." in page
    some = text_of(pages_of(forms=11)[PAGE])
    assert "another may be first.” These data do not show it." in some  # 11 x 100 ahead, 500 are missing
    few = text_of(pages_of(forms=1)[PAGE])
    assert "another may be first.” There is something to look at." in few


def test_of_what_the_data_cannot_tell_nothing_stands_there() -> None:
    page = text_of(pages_of()[PAGE])
    assert "strongholds" not in text_of(pages_of(forms=1)[PAGE])
    assert "altered" not in page  # each form was read once
    assert "copies of one form" not in page  # simulated: not on the page


def test_only_where_contests_are_left_out_is_it_said() -> None:
    assert MORE not in text_of(pages_of(contests=MANY_CONTESTS)[PAGE])
    assert MORE in text_of(pages_of(contests=MANY_CONTESTS + 1)[PAGE])


def test_the_page_is_reached_from_that_of_the_method_in_each_language() -> None:
    pages = pages_of()
    for language in ("es", "en"):
        assert re.search(r'href="answers\.html"', pages[f"{language}/method.html"])
        assert f"{language}/answers.html" in pages
