"""Pages in invented languages: a longer one fits, one from right to left turns round."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from testigo.snapshot import Snapshot
from tests import pseudo
from tests.elements import strange_elements, stray_numerals
from tests.publication.conftest import made
from tests.publication.elections import html_pages, site_of_election

LANGUAGES = {"longer": (pseudo.accented, "es"), "right to left": (pseudo.mirrored, "ar")}


def pages_in(snapshot: Snapshot, language: str) -> dict[str, bytes]:
    change, locale = LANGUAGES[language]
    with pseudo.spoken(change, locale):
        return site_of_election(snapshot)


@pytest.fixture(scope="session", params=list(LANGUAGES))
def invented(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The small country in an invented language, as a folder."""
    folder = tmp_path_factory.mktemp("invented")
    for path, content in pages_in(made("every state")[0], request.param).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return request.param, folder


def each_page(browser: Browser, folder: Path, width: int, look: Callable[[str, object], None]) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    page = context.new_page()
    for path in sorted((folder / "es").rglob("*.html")):
        page.goto(path.as_uri())
        look(path.relative_to(folder).as_posix(), page)
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(browser: Browser, invented: tuple[str, Path], width: int) -> None:
    wide = []

    def look(path: str, page: object) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > width:  # type: ignore[attr-defined]
            wide.append(path)

    each_page(browser, invented[1], width, look)
    assert wide == []


def test_every_page_has_the_direction_of_its_language(invented: tuple[str, Path]) -> None:
    direction = "rtl" if invented[0] == "right to left" else "ltr"
    for path in (invented[1] / "es").rglob("*.html"):
        assert f'<html lang="es" dir="{direction}">' in path.read_text(), path


def test_codes_and_hashes_stay_from_left_to_right(browser: Browser, invented: tuple[str, Path]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((invented[1] / "es/verify.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.hash')).direction") == "ltr"
    page.goto((invented[1] / "es/A/stations/A1-1.01.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('h1 .mono')).direction") == "ltr"
    context.close()


def test_figures_and_elements_are_the_same_in_every_language(invented: tuple[str, Path]) -> None:
    for path, page in html_pages(
        {file.name: file.read_bytes() for file in (invented[1] / "es").glob("*.html")}
    ).items():
        assert stray_numerals(page) == [], path
        assert strange_elements(page) == set(), path


def test_axe_finds_no_violation(browser: Browser, invented: tuple[str, Path]) -> None:
    found: list[tuple[str, str]] = []

    def look(path: str, page: object) -> None:
        found.extend((path, violation["id"]) for violation in Axe().run(page).response["violations"])

    each_page(browser, invented[1], 360, look)
    assert found == []
