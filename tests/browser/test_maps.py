"""A drawn map with the keyboard, with the names that a screen reader says, and without colours."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from testigo.publication.site import pages
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT
from tests.publication.test_maps import SQUARES

MAPS = ("map-coverage", "map-lead", "map-turnout")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small country with outlines, as a folder."""
    folder, snapshot = tmp_path_factory.mktemp("drawn"), made("every state")[0]
    snapshot = replace(snapshot, election=replace(snapshot.election, geometry=SQUARES))
    for path, content in pages(snapshot, IMPRINT, {}):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(params=["light", "dark"])
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a phone's size."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=request.param, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", MAPS)
def test_every_place_is_a_named_link_in_the_group_of_the_map(tab: Page, drawn: Path, name: str) -> None:
    tab.goto((drawn / f"en/{name}.html").as_uri())
    group = tab.get_by_role("group", name=tab.locator("h1").inner_text()).first
    for place in ("Place A", "Place B"):
        expect(group.get_by_role("link", name=place)).to_have_count(1)
        expect(tab.get_by_role("table").get_by_role("link", name=place)).to_have_count(1)


@pytest.mark.parametrize("name", MAPS)
def test_the_keyboard_walks_from_shape_to_shape_and_shows_where_it_is(
    tab: Page, drawn: Path, name: str
) -> None:
    tab.goto((drawn / f"en/{name}.html").as_uri())
    links = tab.locator("svg.map a")
    before = links.first.locator("path").evaluate("path => getComputedStyle(path).strokeWidth")
    tab.locator(".maps a").last.focus()
    tab.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    assert (
        links.first.locator("path").evaluate("path => getComputedStyle(path).strokeWidth") == "7px" != before
    )
    tab.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url((drawn / "en/B/index.html").as_uri())


def test_who_leads_is_told_by_a_pattern_and_not_by_colour_alone(tab: Page, drawn: Path) -> None:
    tab.goto((drawn / "en/map-lead.html").as_uri())
    fills = tab.locator("svg.map path").evaluate_all(
        "paths => paths.map(path => getComputedStyle(path).fill)"
    )
    assert len(fills) == 2
    assert len([fill for fill in fills if fill.startswith("url(")]) == 1


@pytest.mark.parametrize("name", MAPS)
def test_axe_finds_no_violation_on_a_drawn_map(tab: Page, drawn: Path, name: str) -> None:
    tab.goto((drawn / f"en/{name}.html").as_uri())
    assert [violation["id"] for violation in Axe().run(tab).response["violations"]] == []
