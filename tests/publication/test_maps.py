"""Maps: outlines from the definition, tiles where there are none, and a table that says the same."""

import json
import re
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.publication.format import MARK
from testigo.publication.map_links import Map
from testigo.publication.map_names import STEP, map_names, scale_of, shape_of
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


def test_where_no_place_knows_its_stations_there_is_no_map_of_coverage(country: Snapshot) -> None:
    tallies = {
        contest: tally.with_columns(stations=None, coverage_of_stations=pl.lit(None, pl.Int64))
        for contest, tally in country.tallies.items()
    }
    pages = pages_with(replace(country, tallies=tallies), SQUARES)
    assert [path for path in pages if "map-coverage" in path] == []
    assert "map-coverage" not in pages["en/map-lead.html"]
    assert "map-turnout.html" in pages["en/map-lead.html"]


def test_a_name_stands_where_its_shape_is_longest_from_west_to_east() -> None:
    drawn = outlines(geometry(A=[(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (0, 3), (0, 0)]), ["A"])
    assert drawn is not None
    room = drawn.rooms["A"]
    assert room.length == pytest.approx(WIDTH, rel=0.01)
    assert room.x == pytest.approx(WIDTH / 2, rel=0.01)
    assert room.y > drawn.height / 2


@given(st.lists(st.tuples(st.floats(-80, -60), st.floats(0, 12)), min_size=3, max_size=60))
def test_a_name_is_never_outside_the_drawing(ring: list[tuple[float, float]]) -> None:
    drawn = outlines(geometry(A=ring), ["A"])
    assert drawn is not None
    for room in drawn.rooms.values():
        assert 0 <= room.x <= WIDTH + 1
        assert 0 <= room.y <= drawn.height + 1


ROW = geometry(
    **{
        code: [(x, 0.0), (x + 1, 0.0), (x + 1, 2.0), (x, 2.0)]
        for x, code in ((0.0, "A"), (1.0, "B"), (2.0, "C"))
    }
)


@pytest.mark.parametrize(
    ("called", "phone", "desk"),
    [
        ({"A": "Lara", "B": "Zulia", "C": "Apure"}, ["Lara", "Zulia", "Apure"], ["Lara", "Zulia", "Apure"]),
        ({"A": "Distrito Capital del Norte", "B": "Zulia", "C": "Apure"}, ["Zulia", "Apure"], ["Distrito"]),
        ({"A": "x" * 90, "B": "y" * 90, "C": "z" * 90}, [], []),
    ],
)
def test_a_name_stands_only_where_it_has_room_and_a_phone_has_fewer(
    called: dict[str, str], phone: list[str], desk: list[str]
) -> None:
    drawn = outlines(ROW, list(called))
    assert drawn is not None
    found = {str(each.name): each.classes for each in map_names(drawn, called)}
    assert [
        one for one in phone if not any(one in each and "wide" not in of for each, of in found.items())
    ] == []
    assert [one for one in desk if not any(one in each for each in found)] == []
    assert len(found) == len(set(phone) | set(desk))


def test_no_name_covers_another() -> None:
    thin = geometry(
        **{f"A{n}": [(0.0, n / 10), (9.0, n / 10), (9.0, n / 10 + 0.02), (0.0, n / 10)] for n in range(40)}
    )
    drawn = outlines(thin, [f"A{n}" for n in range(40)])
    assert drawn is not None
    found = map_names(drawn, {f"A{n}": f"Parish of {n}" for n in range(40)})
    heights = sorted(int(each.classes.split()[1][1:]) for each in found)
    assert 0 < len(found) < 40
    assert all(one < other for one, other in pairwise(heights))


@pytest.mark.parametrize(
    ("degrees", "said"), [(14, "200"), (0.9, "20"), (0.05, "1"), (0.01, "200"), (0.004, "100")]
)
def test_a_scale_is_one_two_or_five_with_noughts_and_its_bar_is_as_long(degrees: float, said: str) -> None:
    drawn = outlines(geometry(A=[(0, 0), (degrees, 0), (degrees, degrees), (0, degrees), (0, 0)]), ["A"])
    assert drawn is not None
    scale = scale_of(drawn, "en")
    assert f"<bdi>{said}\N{NO-BREAK SPACE}" in scale.length
    share = float(re.findall(r'width="([0-9.]+)%"', scale.bar)[0])
    metres = int(said) * (1_000 if "km" in scale.length else 1)
    assert share == pytest.approx(metres / (degrees * 111_195 * 1.008) * 100, abs=0.3)
    assert 12 <= share <= 34


def test_a_drawing_higher_than_wide_is_as_narrow_as_its_height_asks() -> None:
    high = outlines(geometry(A=[(0, 0), (1, 0), (1, 3), (0, 3), (0, 0)]), ["A"])
    assert high is not None
    assert shape_of(high) == "w30"
    low = outlines(geometry(A=[(0, 0), (3, 0), (3, 1), (0, 1), (0, 0)]), ["A"])
    assert low is not None
    assert shape_of(low) == ""


def test_the_style_sheet_has_each_place_of_a_name_and_each_shape_of_a_drawing() -> None:
    sheet = (resources.files("testigo.publication") / "assets/maps.css").read_text()
    for percent in range(0, 101, STEP):
        assert f".x{percent}{{left:{percent}%}}" in sheet
        assert f".y{percent}{{top:{percent}%}}" in sheet
    assert all(f".w{width}{{max-inline-size:" in sheet for width in range(5, 100, 5))


@pytest.mark.parametrize("kind", list(Map))
def test_the_legend_says_what_dark_means_in_units(country: Snapshot, kind: Map) -> None:
    page = pages_with(country, SQUARES)[f"en/map-{kind}.html"]
    legend = page[page.index('id="h-l"') :]
    assert "The darker" in legend
    assert "in % of" in legend


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
