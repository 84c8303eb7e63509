"""The pages of a sample and of tests in a real browser: axe finds nothing, and no phone scrolls sideways."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.publication.elections import site_of_election
from tests.publication.test_statistics_pages import country, sample_of, telling

KINDS = ("estimate", "audit", "forensics")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small country that tells of its sample and of simulated tests, as a folder."""
    folder, snapshot = tmp_path_factory.mktemp("told"), country(11)
    for path, content in site_of_election(telling(snapshot, sample_of(snapshot), 19)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
    browser: Browser, told: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    for kind in KINDS:
        page.goto((told / f"es/{kind}.html").as_uri())
        assert Axe().run(page).response["violations"] == [], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    context.close()
