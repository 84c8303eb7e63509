"""Ways around the mark of a figure: each page here is signed by the sealed key, and still fails."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.verification.made import found_by_rules

FRONT = "en/index.html"
FIRST, SECOND = (f"en/A/stations/A-1.0{number}.html" for number in (1, 2))
MARK = re.compile(r'<data value="833" data-cell="tally/mayor/X/votes_red">833</data>')


def with_mark(folder: Path, change: Callable[[str], str]) -> set[tuple[str, str]]:
    """What is found where the first mark of the front page became something else."""
    page = (folder / FRONT).read_text()
    mark = MARK.search(page)
    assert mark is not None
    (folder / FRONT).write_text(page[: mark.start()] + change(mark[0]) + page[mark.end() :])
    return found_by_rules(folder)


@pytest.mark.parametrize(
    "number",
    [
        "<bdi>9,999</bdi>",
        "<code>9999</code>",
        "<time>9.999</time>",
        '<span class="hash">99.99%</span>',
        "<bdi><b>−9,999</b></bdi>",
        "<bdi>9,999<b></b></bdi>",
    ],
)
def test_a_number_dressed_up_as_a_name_fails(copy: Path, number: str) -> None:
    assert ("page.unmarked", FRONT) in with_mark(copy, lambda _mark: number)


@pytest.mark.parametrize(
    "around",
    [
        '<span style="display:none">{}</span>',
        '<span title="9,999">{}</span>',
        '<span aria-label="9,999">{}</span>',
        '<span onclick="x()">{}</span>',
        "<span class=hash>{}</span>",
        '<span title=">">{}</span>',
        '<a href="javascript:x()">{}</a>',
        '<a href="//elsewhere.example/">{}</a>',
        '<use href="https://elsewhere.example/x.svg#a"/>{}',
        '<meta http-equiv="refresh" content="0">{}',
        "{}<!-- more -->",
        "<!-- >{}<! -->",
    ],
)
def test_what_could_show_hide_or_replace_a_figure_fails(copy: Path, around: str) -> None:
    assert ("page.tag", FRONT) in with_mark(copy, around.format)


def test_the_pages_of_two_stations_that_were_swapped_fail(copy: Path) -> None:
    first, second = (copy / FIRST).read_bytes(), (copy / SECOND).read_bytes()
    (copy / FIRST).write_bytes(second)
    (copy / SECOND).write_bytes(first)
    assert {("page.figure_missing", FIRST), ("page.figure_missing", SECOND)} <= found_by_rules(copy)


def test_the_page_of_a_station_from_which_an_option_was_taken_fails(copy: Path) -> None:
    page = (copy / FIRST).read_text()
    (copy / FIRST).write_text(re.sub(r'<data [^>]*results/mayor/A-1\.01/votes_red"[^/]*/data>', "-", page))
    assert found_by_rules(copy) == {("page.figure_missing", FIRST)}


def test_a_station_without_its_page_fails(copy: Path) -> None:
    (copy / FIRST).unlink()
    assert ("page.missing", FIRST) in found_by_rules(copy)


def test_a_page_of_a_station_that_the_definition_does_not_have_fails(copy: Path) -> None:
    (copy / "en/A/stations/A-1.04.html").write_bytes((copy / FIRST).read_bytes())
    assert found_by_rules(copy) == {("page.no_station", "en/A/stations/A-1.04.html")}


@pytest.mark.parametrize(
    "file", ["results.csv", "en/map.svg", "en/page.xhtml", "en/A/x.HTML", "assets/x.txt"]
)
def test_a_file_that_has_no_place_in_a_publication_fails(copy: Path, file: str) -> None:
    (copy / file).write_text("Red has won")
    assert ("file.strange", file) in found_by_rules(copy)


def test_two_files_that_differ_only_in_capitals_fail(copy: Path) -> None:
    (copy / "en/Index.html").write_bytes((copy / FRONT).read_bytes())
    if (copy / "en/index.html").samefile(copy / "en/Index.html"):
        pytest.skip("this disk ignores capitals")
    assert ("list.collides", FRONT) in found_by_rules(copy)
