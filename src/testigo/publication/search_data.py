"""What the search of the pages looks through: files that a script element loads, from a disk too.

In   a Snapshot and the Site.
Out  `assets/search-places.js`: every jurisdiction with its page; and one file with every polling place and
     its stations, or, above PLACES_A_FILE, one a first jurisdiction, so that a phone loads only one. They
     hold names, codes and paths; no figure.

A row of a file is `[code, name or null, number of its jurisdiction, stations]`. A station that begins with
the code of its polling place is written `~` and the rest; one whose file has another name than its code is
`[station, file]`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from testigo.election.geography import with_first_jurisdiction
from testigo.publication.format import safe_name, script_path, write_script
from testigo.publication.layout import Pages, place_path
from testigo.publication.shard import Site
from testigo.publication.spelling import search_form
from testigo.snapshot import Snapshot

PLACES = "search-places"
PLACES_A_FILE = 50_000
"""Polling places that one file may hold: about 2 MB, a few milliseconds of looking."""

Row = tuple[str, str | None, str, str, list[str]]
"""Polling place (or a station that has none), name, jurisdiction, first jurisdiction, stations."""


def search_files(snapshot: Snapshot, site: Site) -> Pages:
    """Yield the files of the search."""
    rows = list(polling_places(snapshot))
    numbers = {code: number for number, code in enumerate(site.places)}
    shards = cut(site, rows)
    index = {
        "jurisdictions": [
            [
                search_form(" ".join([place.name, *dict(place.names).values(), place.jurisdiction])),
                {"": place.name, **dict(place.names)} if place.names else place.name,
                place_path(place),
                numbers.get(place.parent or "", -1),
                safe_name(place.first),
            ]
            for place in site.places.values()
        ],
        "files": [[f"search-{number}", name, folder] for number, (name, folder, _) in enumerate(shards, 1)],
    }
    yield script_path(PLACES), write_script(PLACES, index)
    for number, (_, _, piece) in enumerate(shards, start=1):
        name = f"search-{number}"
        yield script_path(name), write_script(name, written(piece, numbers))


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


def cut(site: Site, rows: Sequence[Row]) -> list[tuple[str | None, str | None, list[Row]]]:
    """Return the pieces: (name and folder of the first jurisdiction, its rows); None for the only piece."""
    if len(rows) <= PLACES_A_FILE:
        return [(None, None, list(rows))]
    pieces: dict[str, list[Row]] = {}
    for row in rows:
        pieces.setdefault(row[3], []).append(row)
    return [(site.places[first].name, safe_name(first), piece) for first, piece in pieces.items()]


def written(rows: Sequence[Row], numbers: dict[str, int]) -> dict[str, Any]:
    """Return the value of one file: the words that are looked through, a line a row, and the rows."""
    return {
        "words": "\n".join(words_of(row) for row in rows),
        "rows": [
            [code, name, numbers[jurisdiction], [_station(code, station) for station in stations]]
            for code, name, jurisdiction, _, stations in rows
        ],
    }


def words_of(row: Row) -> str:
    """Return the words by which a polling place is found: its code and name, and the rest of its stations."""
    code, name, _, _, stations = row
    rests = " ".join(station.removeprefix(code) for station in stations if station != code)
    return search_form(f"{code} {name or ''} {rests}")


def _station(place: str, station: str) -> str | list[str]:
    file = safe_name(station)
    if file != station:
        return [station, file]
    if station.startswith(place):
        return f"~{station[len(place) :]}"
    return station
