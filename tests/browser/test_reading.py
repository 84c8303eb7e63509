"""Reading the site from a folder (file://), without script and without network."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

STATION = "A/stations/A1-1.01.html"


def test_a_reader_goes_from_the_language_to_a_station_and_back(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Read in English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("published results forms")
    page.get_by_role("link", name="Place A", exact=True).click()
    page.get_by_role("link", name="Place A1", exact=True).click()
    page.get_by_role("link", name="A1-1.01").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Station A1-1.01: Ó 100")
    page.get_by_role("link", name="Country X").or_(page.get_by_role("link", name="Place X")).click()
    expect(page).to_have_url((site / "en/index.html").as_uri())


def test_the_other_language_is_the_same_page(page: Page, site: Path) -> None:
    page.goto((site / "es" / STATION).as_uri())
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url((site / "en" / STATION).as_uri())
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url((site / "es" / STATION).as_uri())


def test_party_lines_and_menus_need_no_script(page: Page, site: Path) -> None:
    page.goto((site / "en/verify.html").as_uri())
    for name in ("Result", "Method and limits", "Download", "Verify everything"):
        page.get_by_role("link", name="Menu").click()
        links = page.get_by_role("navigation", name="Menu")
        expect(links).to_be_in_viewport()
        links.get_by_role("link", name=name).click()
        expect(page.locator('footer [aria-current="page"]')).to_have_text(name)


def test_on_a_wide_screen_the_way_through_the_site_is_at_the_head(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 740})
    page = context.new_page()
    page.goto((site / "en/verify.html").as_uri())
    expect(page.get_by_role("link", name="Menu")).to_be_hidden()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Result").click()
    expect(page).to_have_url((site / "en/index.html").as_uri())
    context.close()


def test_a_page_asks_for_nothing_but_its_own_files(browser: Browser, site: Path) -> None:
    context = browser.new_context(offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
    context.close()
    inside = unquote(site.as_uri())
    assert asked
    assert [url for url in asked if not url.startswith(inside)] == []
    assert {url.rpartition(".")[2] for url in asked} == {"html", "css", "js"}
    assert complaints == []


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(page: Page, site: Path) -> None:
    page.goto((site / "en/index.html").as_uri())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url((site / "en/index.html").as_uri() + "#m")
    page.keyboard.press("Tab")
    assert page.locator("main a:focus, main [tabindex]:focus").count() == 1


def test_focus_is_drawn_three_pixels_wide(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "en/index.html").as_uri())
    for _ in range(4):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px"
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(browser: Browser, site: Path, ballot_of_sixty: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    wide = []
    for path in sorted([*site.rglob("en/**/*.html"), *ballot_of_sixty.glob("es/*.html")]):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path.name)
    context.close()
    assert wide == []


def test_links_of_tables_and_lists_are_at_least_24_pixels_high(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    for path in ("en/index.html", "en/A/A1.html", f"en/{STATION}"):
        page.goto((site / path).as_uri())
        heights = page.evaluate(
            "[...document.querySelectorAll('table a, nav a, .find a, .links a')]"
            ".filter(link => link.checkVisibility())"
            ".map(link => [link.textContent, link.getBoundingClientRect().height])"
        )
        assert [link for link in heights if link[1] < 24] == []
    context.close()


def test_dark_mode_and_print_keep_words_and_patterns(browser: Browser, site: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((site / "en/index.html").as_uri())
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark == "rgb(21, 23, 26)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("header nav").is_visible()
    assert page.locator("main h1").is_visible()
    context.close()
