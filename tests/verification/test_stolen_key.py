"""Attacks by one who has the sealed key: each publication here is signed by it, and no verification holds."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.publication.format import MARK
from tests.verification.made import found_by_bytes, found_by_rules

FRONT, STATE, STATION = "en/index.html", "en/A/index.html", "en/A/stations/A-1.01.html"
Change = Callable[[str], str]
Found = Callable[[Path], set[tuple[str, str]]]


def changed(folder: Path, path: str, change: Change, found: Found) -> set[tuple[str, str]]:
    """What is found where one file was changed."""
    before = (folder / path).read_text()
    (folder / path).write_text(change(before))
    assert (folder / path).read_text() != before
    return found(folder)


def around(begin: str, end: str) -> Change:
    """Put something around every figure of a page."""
    return lambda page: MARK.sub(lambda mark: f"{begin}{mark[0]}{end}", page)


def exchanged(one: str, other: str) -> Change:
    return lambda page: page.replace(one, "\0").replace(other, one).replace("\0", other)


@pytest.mark.parametrize("path", [FRONT, STATE])
@pytest.mark.parametrize(
    "change",
    [
        exchanged("Red", "Blue"),
        lambda page: re.sub(r"<h1(.*?)>.*?</h1>", r"<h1\1>Blue has won</h1>", page, flags=re.DOTALL),
        lambda page: page.replace(
            "</main>", '<p><a href="https://elsewhere.example/">Results</a></p></main>'
        ),
        lambda page: page.replace('<link rel="stylesheet"', '<link rel="help"'),
        around("<details><summary>none</summary>", "</details>"),
        around('<span dir="rtl">', "</span>"),
        lambda page: page.replace("</main>", '<svg viewBox="0 0 9 9"><path d="M1 1L9 9"/></svg></main>'),
        lambda page: page.replace("</main>", "<p>Blue: OOl</p></main>"),
    ],
)
def test_what_most_people_read_is_made_again_to_the_byte(copy: Path, path: str, change: Change) -> None:
    assert ("rebuild.differs", path) in changed(copy, path, change, found_by_bytes)


@pytest.mark.parametrize(
    "change",
    [
        lambda svg: svg.replace("<svg ", '<svg onload="alert(1)" ', 1),
        lambda svg: svg.replace("</svg>", "<text>Blue has won</text></svg>"),
        lambda svg: svg.replace("<text ", '<text opacity="0" '),
    ],
)
def test_a_card_is_made_again_to_the_byte(copy: Path, change: Change) -> None:
    card = "cards/en/X.svg"
    assert ("rebuild.differs", card) in changed(copy, card, change, found_by_bytes)


def test_a_picture_that_says_something_else_fails(copy: Path) -> None:
    (copy / "cards/en/A.png").write_bytes((copy / "cards/en/B.png").read_bytes())
    assert found_by_bytes(copy) == {("rebuild.differs", "cards/en/A.png")}


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "en/errata.html",
        "es/verify.html",
        "en/official.html",
        "es/map-lead.html",
        "cards/en/A.png",
    ],
)
def test_no_page_and_no_picture_can_be_taken_away(copy: Path, path: str) -> None:
    (copy / path).unlink()
    assert ("rebuild.missing", path) in found_by_bytes(copy)


@pytest.mark.parametrize("path", ["fr/index.html", "en/more.html", "en/A/stations/more/x.html"])
def test_no_page_can_be_added(copy: Path, path: str) -> None:
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    (copy / path).write_text("<!DOCTYPE html>\n<p>Blue has won</p>\n")
    assert path in {file for _, file in found_by_rules(copy)}


def test_no_file_of_a_publication_that_never_was_can_be_added(copy: Path) -> None:
    path = "previous/0007/manifest.txt"
    (copy / path).parent.mkdir(parents=True)
    (copy / path).write_text("Blue has won\n")
    assert ("chain.never_was", path) in found_by_rules(copy)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("data/results-mayor.csv", lambda table: "\ufeff" + table),
        ("data/results-mayor.csv", lambda table: table.replace("A-1.01,", '"A-1.01",', 1)),
        ("data/results-mayor.json", lambda table: " " + table),
    ],
)
def test_a_table_in_another_spelling_fails(copy: Path, path: str, change: Change) -> None:
    assert ("rebuild.differs", path) in changed(copy, path, change, found_by_bytes)


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        ("\u202e", "\u202c", "page.unseen"),
        ("\u2067", "\u2069", "page.unseen"),
        ("\x08", "", "page.unseen"),
        ("\ue000", "", "page.unseen"),
        ("\u2800", "", "page.unseen"),
        ("\u200d", "", "page.unseen"),
        ("", "\u0336", "page.unseen"),
        ("<svg><title>", "</title></svg>", "page.tag"),
        ("<svg>", "</svg>", "page.tag"),
        ("<svg><svg></svg>", "</svg>", "page.tag"),
        ("<textarea>", "</textarea>", "page.tag"),
        ('<span class="vh">', "</span>", "page.tag"),
    ],
)
def test_a_figure_of_a_station_that_is_turned_struck_or_not_shown_fails(
    copy: Path, begin: str, end: str, code: str
) -> None:
    assert (code, STATION) in changed(copy, STATION, around(begin, end), found_by_rules)


@pytest.mark.parametrize(
    ("path", "begin", "end", "code"),
    [
        ("cards/cards.json", '{"cards":', "}", "file.not_json"),
        ("assets/check-forms.js", 'testigo.take("check-forms",', ");\n", "page.script"),
    ],
)
def test_a_file_that_is_nested_too_deep_is_named(
    copy: Path, path: str, begin: str, end: str, code: str
) -> None:
    (copy / path).write_text(begin + "[" * 100_000 + "]" * 100_000 + end)
    assert (code, path) in found_by_rules(copy)
