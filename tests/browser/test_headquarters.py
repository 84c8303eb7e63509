"""Headquarters in a real browser: from an empty folder to a verified publication, by mouse and keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.docs.test_journey import steps
from tests.server.conftest import Headquarters, headquarters
from tests.tables.workbooks import Cell, workbook


def written() -> dict[str, str]:
    """The files of docs/operate/own-election.md by their names."""
    return {name: text for name, text in steps() if name != "run"}


def sheet(text: str) -> bytes:
    """A CSV as a spreadsheet has it."""
    rows: list[list[Cell]] = [
        [int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in text.splitlines()
    ]
    return workbook({"Results": rows})


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Headquarters]:
    """Headquarters of a folder that is not there yet."""
    with headquarters(tmp_path / "river-town") as serving:
        yield serving


@pytest.fixture
def window(browser: Browser, begun: Headquarters) -> Iterator[Page]:
    """A window in which the address was opened; whatever the browser refuses there fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 760}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(begun.address)
    yield page
    context.close()
    assert [one for one in complaints if "409" not in one] == []


def write(page: Page, name: str, text: str) -> None:
    """Write one file of the definition."""
    page.get_by_label("Profile of a form").fill(name)
    page.get_by_role("button", name="Write").click()
    page.get_by_label("Text of the file").fill(text)
    page.get_by_role("button", name="Keep").click()


def finish(page: Page) -> None:
    """Wait until a work is done, and go on."""
    expect(page.get_by_text("Done.", exact=True)).to_be_visible(timeout=30_000)


def test_from_an_empty_folder_to_a_verified_publication(window: Page, tmp_path: Path) -> None:
    page, files = window, written()
    page.get_by_label("A drill").check()
    page.get_by_label("Who publishes what").fill("example.org/river-town")
    page.get_by_label("Its passphrase", exact=True).fill("eight stations and a river")
    page.get_by_label("Its passphrase, another one").fill("a river and eight stations")
    page.get_by_role("button", name="Make the operation").click()
    finish(page)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("DRILL: data of an exercise")).to_be_visible()

    page.get_by_role("link", name="Definition", exact=True).click()
    settings = files["river-town/election/election.toml"]
    page.get_by_role("link", name="election.toml").click()
    sealed = page.get_by_label("Text of the file").input_value()
    fingerprint = sealed.partition('key_fingerprints = ["')[2].partition('"')[0]
    page.get_by_label("Text of the file").fill(settings.replace("FINGERPRINT", fingerprint))
    page.get_by_role("button", name="Keep").click()
    (tmp_path / "roll.csv").write_text(files["roll.csv"])
    page.get_by_label("Spreadsheets or CSV").set_input_files(tmp_path / "roll.csv")
    page.get_by_label("Which column is what (TOML)").fill(files["roll.toml"])
    page.get_by_role("button", name="Draft", exact=True).click()
    expect(page.get_by_text("stations.csv: 8 rows")).to_be_visible()
    for name in ("jurisdictions.csv", "contests.csv", "options.csv", "forms/tally-sheet/form.toml"):
        write(page, name, files[f"river-town/election/{name}"])
    expect(page.get_by_text("No problem. 8 polling stations.")).to_be_visible()
    page.get_by_label("I have read the problems").check()
    page.get_by_role("button", name="Seal the definition").click()
    expect(page.get_by_role("heading", name="Sealed", exact=True)).to_be_visible()

    page.get_by_role("link", name="Tables", exact=True).click()
    (tmp_path / "results.xlsx").write_bytes(sheet(files["results.csv"]))
    page.get_by_label("Bring or drop tables here").set_input_files(tmp_path / "results.xlsx")
    page.get_by_role("button", name="Look").click()
    drafted = page.get_by_label("Mapping (TOML)")
    drafted.fill(drafted.input_value().replace('reader = ""', 'reader = "river-town-observers"'))
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_text("results.xlsx: 7 rows, 7 readings.")).to_be_visible()
    page.get_by_role("button", name="Import").click()
    finish(page)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("row", name="Accepted 7")).to_be_visible()

    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_label("Its passphrase", exact=True).fill("eight stations and a river")
    page.get_by_label("Its passphrase, another one").fill("a river and eight stations")
    page.get_by_role("button", name="Publish").click()
    finish(page)
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Verify as a stranger").click()
    finish(page)
    expect(page.get_by_text("Everything holds")).to_be_visible()
    assert (tmp_path / "river-town" / "public" / "manifest.note").is_file()
