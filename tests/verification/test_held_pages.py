"""What a page must not lose, hide or add: each publication here is signed by the sealed key, and fails."""

import re
from pathlib import Path

import pytest

from testigo.publication.format import MARK
from tests.verification.made import found_by_bytes, found_by_rules

FRONT, STATE = "en/index.html", "es/A/index.html"


def with_more(folder: Path, path: str, more: str) -> set[tuple[str, str]]:
    """What is found where a paragraph was added at the end of a page."""
    page = (folder / path).read_text()
    (folder / path).write_text(page.replace("</main>", f"{more}</main>"))
    return found_by_rules(folder)


@pytest.mark.parametrize("number", ["9²", "½", "٩٩", "⑨", "Ⅸ", "９", "𝟗", "&sup2;", "&#57;"])
def test_a_numeral_of_any_script_that_names_no_cell_fails(copy: Path, number: str) -> None:
    codes = {code for code, file in with_more(copy, FRONT, f"<p>Red: {number}</p>") if file == FRONT}
    assert "page.unmarked" in codes


@pytest.mark.parametrize("number", ["²²²", "٩٩٩", "&half;&half;"])
def test_a_numeral_of_any_script_dressed_up_as_a_name_fails(copy: Path, number: str) -> None:
    assert {code for code, _ in with_more(copy, FRONT, f"<p><bdi>{number}</bdi></p>")} & {
        "page.unmarked",
        "page.tag",
    }


def test_a_character_written_in_a_way_of_its_own_fails(copy: Path) -> None:
    assert ("page.tag", FRONT) in with_more(copy, FRONT, "<p>&half;</p>")


@pytest.mark.parametrize("path", [FRONT, STATE])
@pytest.mark.parametrize(
    "column", ["votes_red", "votes_blue", "share_red", "valid_votes", "null_votes", "stations_accepted"]
)
def test_the_page_of_a_place_from_which_a_figure_was_taken_fails(copy: Path, path: str, column: str) -> None:
    page = (copy / path).read_text()
    marks = {mark[0] for mark in MARK.finditer(page) if re.fullmatch(rf"tally/mayor/[XA]/{column}", mark[2])}
    own = {mark for mark in marks if f"/{'X' if path == FRONT else 'A'}/{column}" in mark}
    assert own
    for mark in own:
        page = page.replace(mark, "-")
    (copy / path).write_text(page)
    assert ("page.figure_missing", path) in found_by_rules(copy)


def test_the_page_of_a_place_that_was_taken_away_fails(copy: Path) -> None:
    (copy / STATE).unlink()
    assert ("page.missing", STATE) in found_by_rules(copy)


def test_a_figure_in_a_form_that_is_hidden_fails(copy: Path) -> None:
    page = (copy / FRONT).read_text()
    mark = MARK.search(page)
    assert mark is not None
    hidden = f'<form id="x" hidden>{mark[0]}</form>'
    (copy / FRONT).write_text(page.replace(mark[0], hidden, 1))
    assert ("page.tag", FRONT) in found_by_rules(copy)


@pytest.mark.parametrize(
    "hidden", ["<p hidden>Red</p>", "<style>data{display:none}</style>", '<p style="color:red">Red</p>']
)
def test_what_hides_fails_but_in_a_form(copy: Path, hidden: str) -> None:
    codes = {code for code, _ in with_more(copy, FRONT, hidden)}
    assert codes & {"page.tag"}


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("assets/testigo.css", 'h1::after{content:"9.999"}\n'),
        ("assets/check.js", "alert(1)\n"),
        ("assets/words-es.js", "alert(1)\n"),
    ],
)
def test_a_style_a_script_and_a_dictionary_are_those_that_are_made_here(
    copy: Path, path: str, more: str
) -> None:
    (copy / path).write_bytes((copy / path).read_bytes() + more.encode())
    assert ("rebuild.differs", path) in found_by_bytes(copy)


def test_a_line_more_in_the_dictionary_fails(copy: Path) -> None:
    path = copy / "data/dictionary.csv"
    path.write_text(f"{path.read_text()}results-mayor.csv,votes_red,integer,votes,Red has won,Rojo gana\n")
    assert ("table.rows", "data/dictionary.csv") in found_by_bytes(copy)


def test_a_style_sheet_that_was_taken_away_fails(copy: Path) -> None:
    (copy / "assets/testigo.css").unlink()
    assert ("rebuild.missing", "assets/testigo.css") in found_by_bytes(copy)


def test_a_style_sheet_beside_ours_fails(copy: Path) -> None:
    (copy / "assets/more.css").write_text("data{display:none}\n")
    assert ("rebuild.not_made", "assets/more.css") in found_by_bytes(copy)
