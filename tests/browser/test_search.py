"""The search of a large country, whose polling places are in several files, in several scripts."""

import datetime
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from testigo.publication import search_data
from testigo.publication.mirror import write_zip
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.publication.elections import site_of_election

NAMES = {
    "A1-1": "Escuela José Peñaloza",
    "A2-1": "مدرسة الأمل الثانوية",
    "B1-1": "โรงเรียนบ้านหนองบัว",
    "B2-1": "בית ספר חיים נחמן",
}


def named() -> Snapshot:
    """Country X, whose polling places have names of four languages."""
    places = pl.DataFrame({"polling_place": list(NAMES), "name": list(NAMES.values())})
    election = replace(world.election((world.contest(),)), polling_places=places)
    evidence = world.evidence({"mayor": world.readings([])})
    return derive(election, {"form": world.PROFILE}, evidence)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, cut as that of a large country: a file a town, of which three may be loaded at once."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_data, "PLACES_IN_ONE_FILE", 1)
        patch.setattr(search_data, "PLACES_A_FILE", 1)
        files = site_of_election(named())
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def page(browser: Browser, large: Path) -> Page:
    """The front page of the large country, from a disk, with script and without network."""
    opened = browser.new_context(offline=True).new_page()
    opened.goto((large / "en/index.html").as_uri())
    return opened


def loaded(page: Page) -> list[str]:
    """The files with polling places that the page has asked for."""
    sources = page.evaluate("[...document.head.querySelectorAll('script')].map(script => script.src)")
    names = [source.rsplit("/", 1)[1] for source in sources]
    return sorted(name for name in names if name.startswith("search-") and name != "search-places.js")


def test_a_code_leads_to_the_only_file_that_can_hold_it(page: Page) -> None:
    page.get_by_role("searchbox").fill("B1-1.03")
    expect(page.get_by_role("link", name="B1-1.03", exact=True)).to_be_visible()
    assert loaded(page) == ["search-3.js"]


def test_the_name_of_an_area_leads_to_its_files(page: Page) -> None:
    page.get_by_role("searchbox").fill("penaloza place a")
    expect(page.locator("#found b")).to_have_text("Escuela José Peñaloza")
    assert loaded(page) == ["search-1.js", "search-2.js"]


def test_a_name_alone_asks_for_its_area_and_loads_nothing(page: Page) -> None:
    page.get_by_role("searchbox").fill("penaloza")
    expect(page.get_by_role("status")).to_contain_text("write its municipality too, or choose where to look")
    assert loaded(page) == []


def test_the_reader_may_choose_where_to_look(page: Page) -> None:
    page.get_by_role("searchbox").fill("penaloza")
    page.get_by_label("Look for polling places in").select_option(label="Place A1, Place A")
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    assert loaded(page) == ["search-1.js"]


def test_a_mirror_unpacks_the_zip_and_its_search_works_from_a_disk(
    page: Page, large: Path, tmp_path: Path
) -> None:
    files = sorted((file.relative_to(large).as_posix(), file) for file in large.rglob("*") if file.is_file())
    with (tmp_path / "site.zip").open("wb") as to:
        contents = ((path, file.read_bytes()) for path, file in files)
        write_zip(contents, "publication-0001", to, datetime.date(2030, 1, 7), 1)
    with zipfile.ZipFile(tmp_path / "site.zip") as packed:
        packed.extractall(tmp_path)
    page.goto((tmp_path / "publication-0001/es/index.html").as_uri())
    page.get_by_role("searchbox").fill("A2-1.01")
    page.get_by_role("link", name="A2-1.01", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A2-1.01")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("penalosa escuela place a1", "Escuela José Peñaloza"),  # one letter is another
        ("مدرسه الامل place a2", "مدرسة الأمل الثانوية"),  # without hamza, other endings
        ("الثانويت place a2", "مدرسة الأمل الثانوية"),
        ("หนองบว place b1", "โรงเรียนบ้านหนองบัว"),  # a part, without its vowel sign
        ("נחמנ place b2", "בית ספר חיים נחמן"),  # without the final letter
    ],
)
def test_spelling_is_forgiven_in_every_script(page: Page, asked: str, found: str) -> None:
    page.get_by_role("searchbox").fill(asked)
    expect(page.locator("#found b").first).to_have_text(found)


CODES = ("1007", "7", "0070", "17", "00171", "B-07")
ASK = """
([codes, asked]) => {
  const places = { jurisdictions: [["country x x", "Country X", "index.html", -1, "X"]], files: [] };
  const file = { rows: codes.map(code => [code, "", 0, [code]]) };
  const found = testigo.search.query([new testigo.search.Index(places, file)], asked, false).found;
  return found.map(one => one.polling ? file.rows[one.number][0] : "X");
}
"""
RANGES = """
([ranges, asked]) => testigo.search.filesFor(
  { jurisdictions: [["country x x", "Country X", "index.html", -1, "X"]],
    files: ranges.map(([from, to]) => [from, 0, from, to]) }, asked).map(file => file[0])
"""


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("7", "7"),
        ("07", "7"),
        ("0007", "7"),
        ("70", "0070"),
        ("00070", "0070"),
        ("171", "00171"),
        ("17", "17"),
    ],
)
def test_an_exact_code_comes_first_whatever_zeros_stand_before_it(page: Page, asked: str, first: str) -> None:
    assert page.evaluate(ASK, [list(CODES), asked])[0] == first


def test_so_does_one_with_letters_and_one_of_a_station(page: Page) -> None:
    assert page.evaluate(ASK, [list(CODES), "b-7"])[0] == "B-07"
    assert page.evaluate(ASK, [list(CODES), "b-007"])[0] == "B-07"


@pytest.mark.parametrize("asked", ["150", "0150", "000150"])
def test_a_code_leads_to_its_file_whatever_its_zeros(page: Page, asked: str) -> None:
    ranges = [["0001", "0100"], ["0101", "0200"], ["0201", "0300"]]
    assert page.evaluate(RANGES, [ranges, asked])[-1:] == ["0101"]


def test_asking_for_the_whole_code_of_a_station_opens_its_page_and_back_has_the_question_again(
    page: Page,
) -> None:
    field = page.get_by_role("searchbox")
    field.fill("B1-1.3")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("B1-1.03")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("B1-1.3")
    expect(page.get_by_role("link", name="B1-1.03", exact=True)).to_be_visible()
    assert "B1-1" not in page.url


def test_typing_alone_opens_nothing(page: Page) -> None:
    page.get_by_role("searchbox").fill("B1-1.03")
    expect(page.get_by_role("link", name="B1-1.03", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("B1-1.03")


def test_on_a_phone_the_answer_comes_where_the_eye_is(browser: Browser, large: Path) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 640}, offline=True).new_page()
    page.goto((large / "en/index.html").as_uri())
    page.get_by_role("searchbox").fill("place")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("status")).to_be_in_viewport()
    expect(page.locator("#found a").first).to_be_in_viewport()


NAMED = """
([names, asked]) => {
  const places = { jurisdictions: names.map((name, at) =>
    [testigo.searchForm(name), name, "index.html", -1, "X"]), files: [] };
  const found = testigo.search.query([new testigo.search.Index(places, null)], asked, false).found;
  return found.map(one => names[one.number]);
}
"""


def test_a_whole_name_comes_before_the_names_that_begin_with_it(page: Page) -> None:
    assert page.evaluate(NAMED, [["Cumanacoa", "Cumaná", "Santa Inés"], "cumana"]) == ["Cumaná", "Cumanacoa"]
