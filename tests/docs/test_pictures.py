"""The pictures of the documentation: there, small, with words, and each made by the script."""

import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
PAGES = [
    *(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
    ROOT / "README.md",
]
MARKDOWN = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)\s]*pictures/[^)\s]+)\)")
HTML = re.compile(r'<img src="(?P<path>[^"]*pictures/[^"]+)" alt="(?P<words>[^"]*)"')
DIRECTIVE = re.compile(r"```\{image\} (?P<path>\S*pictures/\S+)\n:alt: (?P<words>[^\n]*)")
LARGEST = 200_000  # bytes


def shots() -> list[str]:
    """The names of the pictures that the script makes."""
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "scripts" / "screenshots.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return [shot.name for shot in script.SHOTS]


def shown() -> list[tuple[Path, str, str]]:
    """Every picture that a page shows: the page, the path in it, its words."""
    return [
        (page, found["path"], found["words"])
        for page in PAGES
        for pattern in (MARKDOWN, HTML, DIRECTIVE)
        for found in pattern.finditer(page.read_text(encoding="utf-8"))
    ]


def test_every_picture_that_a_page_shows_is_there() -> None:
    assert shown()
    assert [(page.name, path) for page, path, _ in shown() if not (page.parent / path).is_file()] == []


def test_every_picture_has_words_for_those_who_do_not_see_it() -> None:
    assert [(page.name, path) for page, path, words in shown() if len(words) < 30] == []


def test_no_page_shows_a_picture_in_another_way() -> None:
    named = {(page, name) for page in PAGES for name in named_in(page)}
    assert named == {(page, Path(path).name) for page, path, _ in shown()}


def named_in(page: Path) -> set[str]:
    return set(re.findall(r"pictures/([\w.-]+)", page.read_text(encoding="utf-8")))


def test_every_picture_of_the_script_is_shown_on_a_page_and_no_other_is_kept() -> None:
    drawn = {path.name for path in PICTURES.glob("*.svg")}
    of_pages = {Path(path).name for _, path, _ in shown()}
    assert of_pages == {*shots(), *drawn}
    assert {path.name for path in PICTURES.iterdir()} == of_pages


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_every_picture_is_small(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    if path.suffix == ".png":
        with Image.open(path) as image:
            assert max(image.size) <= 1300
