"""The real election on its pages: the figures that everybody can compare."""

import re
from importlib import resources

import pytest

from testigo.cells import Cells
from testigo.publication.cutting import shards
from testigo.publication.format import MARK, cell_keys
from testigo.publication.page_frame import MOST_BYTES, MOST_FRONT_BYTES
from testigo.publication.shard import site_of
from testigo.publication.site import front_pages, station_and_place_pages
from testigo.snapshot import Snapshot
from tests.elements import stray_numerals
from tests.publication.elections import IMPRINT, html_pages


@pytest.fixture(scope="module")
def pages(venezuela_snapshot: Snapshot) -> dict[str, str]:
    """The pages of the whole, and of two states: the closest one, and the largest."""
    site = site_of(venezuela_snapshot, IMPRINT)
    found = dict(front_pages(venezuela_snapshot, site, {}))
    for shard in shards(venezuela_snapshot):
        if shard.first in ("VE", "17", "21"):
            found.update(station_and_place_pages(site, shard))
    return html_pages(found)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_front_page_says_who_is_ahead_and_that_the_rest_cannot_change_it(pages: dict[str, str]) -> None:
    page = pages["en/index.html"]
    text = words(page)
    for figure in ("7,156,462", "67.14%", "3,241,461", "30.41%", "24,532", "30,026", "267,776", "188"):
        assert f">{figure}</data>" in page, figure
    assert "has more than twice the votes of" in text
    assert "Can what is missing change who is first? No" in text
    assert "50.01%" in text
    assert "81.89%" in text


def test_the_front_page_has_room_for_all_states_in_both_languages(pages: dict[str, str]) -> None:
    for language in ("es", "en"):
        assert pages[f"{language}/index.html"].count('<tr><th scope="row"><a href="') == 24


def test_the_bulletins_are_contradicted_with_their_numbers(pages: dict[str, str]) -> None:
    page = pages["es/official.html"]
    for figure in ("1.830.358", "1.370.253", "941", "4.217", "376.479", "134.375.310"):
        assert f">{figure}</data>" in page, figure


def test_the_closest_state_says_by_how_much_and_claims_nothing_of_the_rest(pages: dict[str, str]) -> None:
    text = words(pages["en/17/index.html"])
    assert "González is ahead of Maduro by 10,415 votes" in text
    assert "is not known" in text


def test_every_station_is_accepted_on_one_row_of_a_table_and_says_so(pages: dict[str, str]) -> None:
    stations = [page for path, page in pages.items() if "/stations/" in path and path.startswith("en/")]
    assert len(stations) == 1_039 + 2_592
    assert all("one row of a table" in page for page in stations)


def test_all_pages_are_small_and_hold_no_stray_digit(pages: dict[str, str]) -> None:
    sizes = {path: len(page.encode()) for path, page in pages.items()}
    most = dict.fromkeys(("es/index.html", "en/index.html"), MOST_FRONT_BYTES)
    assert {path: size for path, size in sizes.items() if size >= most.get(path, MOST_BYTES)} == {}
    assert [path for path, page in pages.items() if stray_numerals(page)] == []


def test_the_front_page_with_all_that_it_loads_is_under_150_kilobytes(pages: dict[str, str]) -> None:
    assets = resources.files("testigo.publication") / "assets"
    loaded = sum(len((assets / file).read_bytes()) for file in ("testigo.css", "testigo.js", "search.js"))
    for language in ("es", "en"):
        assert len(pages[f"{language}/index.html"].encode()) + loaded < 150_000


def test_a_sample_of_figures_equals_the_cells(pages: dict[str, str], venezuela_snapshot: Snapshot) -> None:
    cells, seen = Cells(venezuela_snapshot), 0
    for path in sorted(pages)[::40]:
        for found in MARK.finditer(pages[path]):
            value = cells.value(cell_keys(found["cell"]))
            assert value is not None
            assert float(found["value"]) in (value, value / 100)
            seen += 1
    assert seen > 5_000
