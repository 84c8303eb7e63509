"""What the search of the pages looks through: files that a script element loads, from a disk too.

In   a Snapshot and the Site.
Out  `assets/search-places.js`: the jurisdictions with their pages, and which files there are; and the files
     with every polling place and its stations: one, or above PLACES_IN_ONE_FILE one an area, so that a phone
     loads only what it needs. They hold names, codes and paths; no figure.

A row of a file is `[code, name or null, number of its jurisdiction, stations]`. A station that begins with
the code of its polling place is written `~` and the rest; one whose file has another name than its code is
`[station, file]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from testigo.election.geography import with_first_jurisdiction
from testigo.publication.format import safe_name, script_path, write_script
from testigo.publication.page_frame import Pages, place_path
from testigo.publication.shard import Place, Site
from testigo.publication.spelling import search_form
from testigo.snapshot import Snapshot

PLACES = "search-places"
PLACES_IN_ONE_FILE = 50_000
"""Polling places of a country up to which every search loads all of them."""
PLACES_A_FILE = 20_000
"""Polling places of an area that one file may hold, where there are more: about 1 MB."""
JURISDICTIONS_AT_ONCE = 10_000
"""Jurisdictions that every search loads; lower levels stand in the files of their areas."""

Row = tuple[str, str | None, str, str, list[str]]
"""Polling place (or a station that has none), name, jurisdiction, first jurisdiction, stations."""


@dataclass(frozen=True)
class Piece:
    """The polling places of one file, and the jurisdiction in which they are."""

    area: str
    rows: Sequence[Row]


def search_files(snapshot: Snapshot, site: Site) -> Pages:
    """Yield the files of the search."""
    rows = list(polling_places(snapshot))
    deepest = levels_at_once(site)
    known = [place for place in site.places.values() if place.level <= deepest]
    numbers = {place.jurisdiction: number for number, place in enumerate(known)}
    pieces = list(cut(site, rows, deepest))
    files = [f"search-{number}" for number in range(1, len(pieces) + 1)]
    index = {
        "jurisdictions": [written_place(site, place, numbers) for place in known],
        "files": [
            [file, numbers[piece.area], *codes_from_to(piece.rows)]
            for file, piece in zip(files, pieces, strict=True)
        ],
        "without_pages": folders_without_pages(site),
    }
    yield script_path(PLACES), write_script(PLACES, index)
    for file, piece in zip(files, pieces, strict=True):
        yield script_path(file), write_script(file, written(site, piece, numbers))


def polling_places(snapshot: Snapshot) -> Iterator[Row]:
    """Yield every polling place with its stations; a station without one stands for itself."""
    election = snapshot.election
    placed = with_first_jurisdiction(election, election.stations)
    grouped = (
        placed.with_columns(pl.col("polling_place").fill_null(pl.col("station")))
        .group_by("polling_place", "jurisdiction", "first_jurisdiction", maintain_order=True)
        .agg("station")
        .join(
            election.polling_places.select("polling_place", "name"),
            on="polling_place",
            how="left",
            maintain_order="left",
        )
    )
    yield from grouped.select(
        "polling_place", "name", "jurisdiction", "first_jurisdiction", "station"
    ).iter_rows()


def folders_without_pages(site: Site) -> list[str]:
    """Return the folders of the first jurisdictions whose polling stations have no page of their own."""
    firsts = {place.first for place in site.places.values()}
    return sorted(safe_name(first) for first in firsts if not site.election.has_station_pages(first))


def levels_at_once(site: Site) -> int:
    """Return the lowest level down to which every search loads the jurisdictions; at least the country's."""
    levels = [place.level for place in site.places.values()]
    fitting = [
        level for level in set(levels) if sum(each <= level for each in levels) <= JURISDICTIONS_AT_ONCE
    ]
    return max(fitting, default=1)


def cut(site: Site, rows: Sequence[Row], deepest: int) -> Iterator[Piece]:
    """Yield the polling places in one piece, or in pieces of at most PLACES_A_FILE: by area, of an area that
    is too large by the areas below it, down to level `deepest`; then by the order of the codes."""
    root = next(place.jurisdiction for place in site.places.values() if place.level == 1)
    if len(rows) <= PLACES_IN_ONE_FILE:
        yield Piece(root, rows)
        return
    waiting = [Piece(root, rows)]
    while waiting:
        piece = waiting.pop()
        if len(piece.rows) <= PLACES_A_FILE:
            yield piece
            continue
        below: dict[str, list[Row]] = {}
        for row in piece.rows:
            below.setdefault(area_below(site, row[2], piece.area, deepest), []).append(row)
        if set(below) == {piece.area}:
            ordered = sorted(piece.rows)
            starts = range(0, len(ordered), PLACES_A_FILE)
            yield from (Piece(piece.area, ordered[start : start + PLACES_A_FILE]) for start in starts)
        else:
            waiting += [Piece(area, rows) for area, rows in reversed(below.items())]


def area_below(site: Site, jurisdiction: str, area: str, deepest: int) -> str:
    """Return the jurisdiction just below `area` in which another one is; `area` where there is none."""
    below = area
    here = site.places[jurisdiction]
    while here.jurisdiction != area:
        if here.level <= deepest:
            below = here.jurisdiction
        here = site.places[str(here.parent)]
    return below


def codes_from_to(rows: Sequence[Row]) -> list[str]:
    """Return the first and the last code of some polling places, as the search spells them."""
    codes = [search_form(row[0]) for row in rows]
    return [min(codes, default=""), max(codes, default="")]


def written_place(site: Site, place: Place, numbers: Mapping[str, int]) -> list[Any]:
    """Return the entry of a jurisdiction: words, name, page, the one above it, folder of its stations."""
    return [
        search_form(" ".join([place.name, *dict(place.names).values(), place.jurisdiction])),
        {"": place.name, **dict(place.names)} if place.names else place.name,
        place_path(place),
        numbers.get(place.parent or "", -1),
        safe_name(place.first),
    ]


def written(site: Site, piece: Piece, known: Mapping[str, int]) -> dict[str, Any]:
    """Return the value of one file: its rows, and those jurisdictions of them that are not `known` to every
    search, numbered after the known ones. The page spells the words itself: half as much is to be loaded."""
    numbers = dict(known)
    own: list[Place] = []
    for row in piece.rows:
        chain = []
        place = site.places[row[2]]
        while place.jurisdiction not in numbers:
            chain.append(place)
            place = site.places[str(place.parent)]
        for below in reversed(chain):
            numbers[below.jurisdiction] = len(numbers)
            own.append(below)
    value: dict[str, Any] = {
        "rows": [
            [code, name, numbers[jurisdiction], [_station(code, station) for station in stations]]
            for code, name, jurisdiction, _, stations in piece.rows
        ],
    }
    return (
        {**value, "jurisdictions": [written_place(site, place, numbers) for place in own]} if own else value
    )


def _station(place: str, station: str) -> str | list[str]:
    file = safe_name(station)
    if file != station:
        return [station, file]
    if station.startswith(place):
        return f"~{station[len(place) :]}"
    return station
