"""A real browser on a real folder: Debian's Chromium, driven by Playwright, without network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import needs
from tests.publication.conftest import made

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, if this machine has it."""
    chromium = needs.command("chromium", "chromium fonts-noto-core")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of the small country where a station is in each status, as a folder."""
    return written(tmp_path_factory.mktemp("site"), "every state")


@pytest.fixture(scope="session")
def ballot_of_sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of a ballot with sixty candidates."""
    return written(tmp_path_factory.mktemp("sixty"), "sixty options")


def written(folder: Path, election: str) -> Path:
    """Write the publication of a small election into a folder."""
    for path, content in made(election)[1].items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a phone's size, without script, without network."""
    opened = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, offline=True
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab."""
    return context.new_page()
