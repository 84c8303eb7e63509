"""A place on paper: one sheet, A4 or Letter, with all that is needed to hold it against another copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.site import pages
from testigo.snapshot import Snapshot
from tests import pseudo, world
from tests.publication.conftest import made
from tests.publication.elections import DEFINITION, IMPRINT, snapshot_of

ADDRESS = "https://results.example/2030/"
PLACES = ("index.html", "A/index.html", "A/A1.html")
SHEET = re.compile(rb"/Type\s*/Page[^s]")


def many_options(number: int) -> Snapshot:
    """A ballot whose candidates have names of ordinary length, and the votes of one station."""
    codes = [f"c{each}" for each in range(number)]
    contest = world.contest("mayor", codes)
    named = [
        replace(
            option,
            name=f"Candidata Número {option.option} de la Alianza",
            short_name=f"Número {option.option}",
        )
        for option in contest.options
    ]
    figures: dict[str, object] = dict.fromkeys(codes, 7)
    row = world.reading("A1-1.01", valid_votes=7 * number, null_votes=0, total_votes=7 * number, **figures)
    return snapshot_of((replace(contest, options=tuple(named)),), {"mayor": [row]})


def contests(number: int) -> Snapshot:
    """So many contests at every place, each with the same forms."""
    several = [world.contest(f"office-{each}", ("red", "blue", "green")) for each in range(number)]
    rows = [
        world.reading("A1-1.01", red=7, blue=5, green=1, valid_votes=13, null_votes=0, total_votes=13),
        world.reading("B1-1.01", red=3, blue=5, green=1, valid_votes=9, null_votes=0, total_votes=9),
    ]
    return snapshot_of(several, {contest.contest: rows for contest in several})


def write(folder: Path, snapshot: Snapshot) -> Path:
    imprint = replace(IMPRINT, address=ADDRESS)
    files = dict(dataset(snapshot, DEFINITION, imprint))
    for path, content in {**files, **dict(pages(snapshot, imprint, published_files(files.items())))}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def sheets(tab: Page, page: Path) -> list[int]:
    """How many sheets of A4 and of Letter a page takes."""
    tab.goto(page.as_uri())
    return [len(SHEET.findall(tab.pdf(format=paper))) for paper in ("A4", "Letter")]


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab without network."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def not_on_one_sheet(tab: Page, site: Path, languages: Sequence[str]) -> list[tuple[str, list[int]]]:
    paths = [f"{language}/{place}" for language in languages for place in PLACES]
    found = [(path, sheets(tab, site / path)) for path in paths]
    return [each for each in found if each[1] != [1, 1]]


def test_every_place_of_a_country_with_two_contests_is_one_sheet(tab: Page, tmp_path: Path) -> None:
    assert not_on_one_sheet(tab, write(tmp_path, made("every state")[0]), ("es", "en")) == []


@pytest.mark.parametrize("number", [1, 2, 20, 60])
def test_a_ballot_of_any_length_is_one_sheet(tab: Page, tmp_path: Path, number: int) -> None:
    assert not_on_one_sheet(tab, write(tmp_path, many_options(number)), ("es", "en")) == []


@pytest.mark.parametrize(("change", "locale"), [(pseudo.accented, "es"), (pseudo.mirrored, "ar")])
def test_a_longer_language_and_one_from_right_to_left_are_one_sheet(
    tab: Page, tmp_path: Path, change: object, locale: str
) -> None:
    with pseudo.spoken(change, locale):  # type: ignore[arg-type]
        site = write(tmp_path, many_options(60))
    assert not_on_one_sheet(tab, site, ("es",)) == []


def test_a_place_with_six_contests_is_one_sheet_with_all_of_them(tab: Page, tmp_path: Path) -> None:
    site = write(tmp_path, contests(6))
    assert not_on_one_sheet(tab, site, ("es", "en")) == []
    tab.emulate_media(media="print")
    tab.goto((site / "en/A/index.html").as_uri())
    for part in range(1, 7):
        assert tab.locator(f"#k{part}").is_visible()
        assert tab.locator(f"#h-v{part}").is_visible()


def test_a_station_is_one_sheet_whatever_its_status(tab: Page, tmp_path: Path) -> None:
    site = write(tmp_path, made("every state")[0])
    stations = sorted((site / "en").rglob("stations/*.html"))
    assert {station.stem: sheets(tab, station) for station in stations} == {
        station.stem: [1, 1] for station in stations
    }


def test_the_sheet_of_a_country_has_its_states_with_their_shares(tab: Page, tmp_path: Path) -> None:
    site = write(tmp_path, made("every state")[0])
    tab.emulate_media(media="print")
    tab.goto((site / "en/index.html").as_uri())
    printed = " ".join(tab.locator(".states table").inner_text().split())
    assert printed.startswith("States")
    assert "Place B 89.53% 10.14% Place A 42.36% 57.09%" in printed


def test_the_sheet_says_what_it_is_of_and_where_to_look(tab: Page, tmp_path: Path) -> None:
    site = write(tmp_path, made("every state")[0])
    tab.emulate_media(media="print")
    for place in PLACES:
        tab.goto((site / "en" / place).as_uri())
        printed = " ".join(tab.inner_text("body").split())
        for said in (
            "Held",
            "Scanned",
            "Read",
            "Published",
            "Valid votes",
            "7 January 2030",
            ADDRESS,
            "ab12 ab12",
        ):
            assert said in printed, (place, said)
        assert tab.locator("h1").is_visible()
