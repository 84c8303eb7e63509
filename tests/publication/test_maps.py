"""Maps: outlines from the definition, tiles where there are none, and a table that says the same."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.publication.format import MARK
from testigo.publication.map_links import Map
from testigo.publication.maps import map_pages
from testigo.publication.outlines import MOST_CHARACTERS, WIDTH, outlines
from testigo.publication.page_frame import MOST_BYTES
from testigo.publication.shard import site_of
from testigo.snapshot import Snapshot
from tests.elements import strange_elements, stray_numerals
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT


def geometry(**rings: list[tuple[float, float]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in rings.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SQUARES = geometry(
    A=[(0, 59), (1, 59), (1, 61), (0, 61), (0, 59)], B=[(1, 59), (2, 59), (2, 61), (1, 61), (1, 59)]
)


def points(path: str) -> list[tuple[int, int]]:
    """Absolute points of a path that `outlines` wrote."""
    found = []
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_a_degree_of_longitude_is_half_as_long_at_sixty_degrees() -> None:
    drawn = outlines(SQUARES, ["A", "B"])
    assert drawn is not None
    assert drawn.height == pytest.approx(2 * WIDTH, rel=0.001)


def test_north_is_up_and_east_is_right() -> None:
    drawn = outlines(SQUARES, ["A", "B"])
    assert drawn is not None
    a, b = points(drawn.paths["A"]), points(drawn.paths["B"])
    assert max(x for x, _ in a) <= min(x for x, _ in b)
    assert min(y for _, y in a) == 0


def test_without_a_polygon_there_are_no_outlines() -> None:
    broken = json.dumps({"features": [{"properties": {"code": "A"}, "geometry": None}]}).encode()
    assert outlines(broken, ["A"]) is None
    assert outlines(SQUARES, ["Z"]) is None


@given(st.lists(st.tuples(st.floats(-80, -60), st.floats(0, 12)), min_size=3, max_size=3_000))
def test_all_points_are_in_the_box_and_all_paths_fit_on_a_page(ring: list[tuple[float, float]]) -> None:
    drawn = outlines(geometry(A=ring), ["A"])
    assert drawn is not None
    assert sum(map(len, drawn.paths.values())) <= MOST_CHARACTERS
    assert all(-2 <= x <= WIDTH + 2 for x, _ in points(drawn.paths["A"]))


def pages_with(snapshot: Snapshot, shapes: bytes | None) -> dict[str, str]:
    drawn = replace(snapshot, election=replace(snapshot.election, geometry=shapes))
    return {path: page.decode() for path, page in map_pages(drawn, site_of(drawn, IMPRINT))}


@pytest.fixture
def country() -> Snapshot:
    return made("every state")[0]


def test_every_shape_is_a_link_with_a_name_and_no_figure(country: Snapshot) -> None:
    for path, page in pages_with(country, SQUARES).items():
        shapes = re.findall(r'<a href="([^"]+)"><path[^>]*><title>([^<]+)</title></path></a>', page)
        assert len(shapes) == 2, path
        assert stray_numerals(page) == [], path
        assert strange_elements(page) == set(), path
        assert len(page.encode()) < MOST_BYTES


def test_without_outlines_places_are_tiles_the_highest_first(country: Snapshot) -> None:
    page = pages_with(country, None)["en/map-lead.html"]
    tiles = re.search(r'<ol class="tiles".*?</ol>', page, re.DOTALL)
    assert tiles is not None
    shares = [float(found["value"]) for found in MARK.finditer(tiles[0])]
    assert shares
    assert all(one >= other for one, other in pairwise(shares))


def test_where_no_place_knows_its_stations_the_map_shows_forms_and_says_so(country: Snapshot) -> None:
    tallies = {
        contest: tally.with_columns(stations=None, coverage_of_stations=pl.lit(None, pl.Int64))
        for contest, tally in country.tallies.items()
    }
    page = pages_with(replace(country, tallies=tallies), SQUARES)["en/map-coverage.html"]
    assert "only how many forms with a result there are of each" in page
    legend = re.search(r'<ul class="legend.*?</ul>', page, re.DOTALL)
    assert legend is not None
    assert {found["cell"].rpartition("/")[2] for found in MARK.finditer(legend[0])} == {"stations_accepted"}
    assert 'class="su"' not in page


def test_where_one_place_knows_its_stations_the_map_shows_shares(country: Snapshot) -> None:
    page = pages_with(country, SQUARES)["en/map-coverage.html"]
    assert "only how many forms" not in page
    assert "How many stations it has is not known" in page


@pytest.mark.parametrize("kind", list(Map))
def test_the_table_has_every_place_that_the_map_has(country: Snapshot, kind: Map) -> None:
    page = pages_with(country, SQUARES)[f"es/map-{kind}.html"]
    table = page[page.index("<table") :]
    for place in ("Lugar A", "Lugar B", "Place A", "Place B"):
        assert (place in page) == (place in table)
