"""Headquarters in a real browser: from an empty folder to a verified publication, by mouse and keyboard."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from testigo.evidence.statements import Kind
from tests.amounts import LONG
from tests.cli.small import make_small
from tests.docs.journeys import steps
from tests.docs.test_journey import PAGE
from tests.server.conftest import Headquarters, headquarters
from tests.server.test_typing import photo
from tests.tables.workbooks import Cell, workbook

WINDOWS = ((360, "dark"), (1280, "light"), (320, "light"))


def written() -> dict[str, str]:
    """The files of docs/operate/own-election.md by their names."""
    return {name: text for name, text in steps(PAGE) if name != "run"}


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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Headquarters]:
    """Headquarters of a small operation that is sealed."""
    with headquarters(make_small(tmp_path).folder) as serving:
        yield serving


def received(desk: Headquarters) -> list[str]:
    """The exhibits that were received, in order."""
    with desk.house.looking() as operation:
        return [str(one.subject) for one in operation.journal.statements(kinds=[Kind.RECEIVED])]


def test_a_folder_goes_in_by_pieces_and_given_again_goes_on(
    browser: Browser, desk: Headquarters, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    contents = [photo(shade) for shade in range(6)] + [os.urandom(2_500_000)]
    for number, content in enumerate(contents):
        (photos / f"{number}.png").write_bytes(content)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(desk.address)
    page.get_by_role("link", name="Photos").click()
    desk.house.least_free = 2**62
    page.get_by_label("Or a whole folder").set_input_files(photos)
    expect(page.get_by_text("0 kept and acknowledged, 7 are left.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("The disk is nearly full")).to_be_visible()
    assert received(desk) == []
    desk.house.least_free = 0
    page.reload()
    page.get_by_label("Or a whole folder").set_input_files(photos)
    expect(page.get_by_text("7 kept and acknowledged, 0 are left. You may close")).to_be_visible(
        timeout=20_000
    )
    assert sorted(received(desk)) == sorted(hashlib.sha256(content).hexdigest() for content in contents)
    page.get_by_label("Or a whole folder").set_input_files(photos)
    expect(page.get_by_text("14 kept and acknowledged")).to_be_visible(timeout=20_000)
    assert len(received(desk)) == len(contents)
    context.close()


def test_stopping_says_what_is_left(browser: Browser, desk: Headquarters, tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(photo())
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(desk.address)
    page.get_by_role("link", name="Photos").click()
    context.set_offline(True)
    page.get_by_label("Bring or drop photos here").set_input_files(tmp_path / "one.png")
    page.get_by_role("button", name="Stop and leave").click()
    expect(page.get_by_text("Stopped: 0 kept and acknowledged, 1 are left.")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS if LONG else WINDOWS[:1])
def test_no_page_has_a_barrier_or_is_wider_than_its_window(
    browser: Browser, desk: Headquarters, width: int, scheme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 760}, color_scheme=scheme, locale="es-VE"
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(desk.address)
    found: dict[str, list[str]] = {}
    for path in ("", "definition", "tables", "photos", "type", "decide", "publish", "receipt", "nowhere"):
        page.goto(f"http://127.0.0.1:{desk.port}/{path}")
        barriers = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            barriers.append("wider than its window")
        found[path] = barriers
    assert [path for path, barriers in found.items() if barriers] == [], found
    context.close()


def test_a_form_is_typed_by_keyboard_alone(browser: Browser, desk: Headquarters, tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(photo())
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(desk.address)
    page.goto(f"http://127.0.0.1:{desk.port}/photos")
    page.get_by_label("Bring or drop photos here").set_input_files(tmp_path / "one.png")
    expect(page.get_by_text("1 kept and acknowledged, 0 are left. You may close")).to_be_visible()
    while desk.house.works.running:
        page.wait_for_timeout(50)
    page.goto(f"http://127.0.0.1:{desk.port}/type")
    page.get_by_label("Your code").press_sequentially("reader-1")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code of the polling station")).to_be_focused()
    page.get_by_text("Find the polling station").click()
    page.get_by_label("Code, part of it").press_sequentially("library")
    page.get_by_role("button", name="002.01").click()
    expect(page.get_by_label("Code of the polling station")).to_have_value("002.01")
    for typed in ("", "500", "100", "50", "150", "-", "?", "150"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_text("Sum of the votes: 150")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="There are no forms for you")).to_be_visible()
    context.close()
    with desk.house.looking() as operation:
        (said,) = operation.journal.statements(kinds=[Kind.TRANSCRIBED])
    assert said.body["station"] == "002.01"
    assert said.body["figures"] == {
        "registered_voters": 500,
        "votes_red": 100,
        "votes_blue": 50,
        "valid_votes": 150,
        "total_votes": 150,
    }
