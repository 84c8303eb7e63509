"""The outlines of jurisdictions as SVG paths, from the definition's GeoJSON.

In   GeoJSON (RFC 7946, degrees) whose features carry `code`.
Out  a path for each code in one box WIDTH wide. Longitudes are scaled by the cosine of the middle latitude:
     a map of one country needs no other projection. A feature whose geometry is no polygon has no path.

Outlines are simplified before they enter a definition. Where they take more than MOST_CHARACTERS, points
nearer to the last one than a step are left out, and the step grows until they fit.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

WIDTH = 1_000
MOST_CHARACTERS = 12_000
"""For all outlines together, so that the page of a map stays small."""

Ring = Sequence[tuple[float, float]]


KILOMETRES_A_DEGREE = 111.195
"""Of a sphere as large as the Earth (mean radius 6,371.009 km)."""
LINES = 16
"""Heights at which is looked where a name has most room in a shape."""


@dataclass(frozen=True)
class Room:
    """Where a name may stand in a shape: the middle of its longest line from west to east, and its length."""

    x: float
    y: float
    length: float


@dataclass(frozen=True)
class Outlines:
    """code -> path, in a box WIDTH wide and `height` high; and where there is room for its name.

    kilometre  how long a kilometre is in the box, at the middle latitude
    """

    height: int
    paths: Mapping[str, str]
    rooms: Mapping[str, Room]
    kilometre: float


def outlines(geometry: bytes, codes: Sequence[str]) -> Outlines | None:
    """Return the outlines of some jurisdictions; None where the geometry has none of them."""
    wanted = set(codes)
    rings = {
        code: found
        for feature in json.loads(geometry)["features"]
        if (code := feature["properties"]["code"]) in wanted and (found := list(rings_of(feature)))
    }
    points = [point for each in rings.values() for ring in each for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrower = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrower, 1e-9)
    drawn = {
        code: [[((x - west) * narrower * scale, (north - y) * scale) for x, y in ring] for ring in each]
        for code, each in rings.items()
    }
    rooms = {code: room for code, each in drawn.items() if (room := room_of(each)) is not None}
    height = max(1, round((north - south) * scale))
    return Outlines(height, fitting(drawn), rooms, scale / KILOMETRES_A_DEGREE)


def room_of(rings: Sequence[Ring]) -> Room | None:
    """Return where the longest line from west to east is inside the largest ring; None in no area."""
    largest = max(rings, key=lambda ring: abs(area(ring)))
    top, bottom = min(y for _, y in largest), max(y for _, y in largest)
    best = None
    for line in range(LINES):
        y = top + (bottom - top) * (line + 0.5) / LINES
        for start, end in inside(largest, y):
            if best is None or end - start > best.length:
                best = Room((start + end) / 2, y, end - start)
    return best


def area(ring: Ring) -> float:
    """Return twice the area of a ring, with its sign."""
    closed = [*ring, ring[0]]
    return math.fsum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(closed))


def inside(ring: Ring, y: float) -> Iterator[tuple[float, float]]:
    """Yield the pieces of a line from west to east that are inside a ring."""
    crossed = sorted(
        x + (y - before) * (next_x - x) / (after - before)
        for (x, before), (next_x, after) in pairwise([*ring, ring[0]])
        if (before > y) != (after > y)
    )
    yield from zip(crossed[::2], crossed[1::2], strict=True)


def rings_of(feature: Mapping[str, Any]) -> Iterator[Ring]:
    """Yield the rings of a polygon or of several; nothing where it is neither, or badly written."""
    geometry = feature.get("geometry") or {}
    try:
        coordinates = geometry["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[geometry["type"]]
        for polygon in polygons:
            for ring in polygon:
                yield [(float(point[0]), float(point[1])) for point in ring]
    except (KeyError, TypeError, ValueError, IndexError):
        return


def fitting(drawn: Mapping[str, Sequence[Ring]]) -> dict[str, str]:
    """Return the paths, coarser where they would take too many characters."""
    step = 1.0
    while True:
        paths = {code: "".join(path(ring, step) for ring in rings) for code, rings in drawn.items()}
        if sum(map(len, paths.values())) <= MOST_CHARACTERS or step > WIDTH:
            return paths
        step *= 1.5


def path(ring: Ring, step: float) -> str:
    """Return one ring in whole units, each point relative to the one before it."""
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x), round(y))
        if not kept or math.dist(point, kept[-1]) >= step:
            kept.append(point)
    if len(kept) < 3:
        kept = [kept[0], (kept[0][0] + 2, kept[0][1]), (kept[0][0], kept[0][1] + 2)] if kept else []
    moves = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(moves)}z".replace(" -", "-") if kept else ""
