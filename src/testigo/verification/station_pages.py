"""Stage 11, step 7: the page of a polling station is there, and shows the figures of that station.

In   paths of pages, the figures of RESULTS.
Out  which station a path names, and which cells its page must show.

Every figure of two swapped pages holds, and so does one of a page from which a figure was taken away. Only
the name of the file says which station a reader asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from testigo.publication.format import cell_address, safe_name

STATION_PAGE = re.compile(r"[^/]+/[^/]+/stations/(?P<name>[^/]+)\.html")


def station_name(path: str) -> str | None:
    """Return the file name of the station whose page this is; None where it is another page."""
    found = STATION_PAGE.fullmatch(path)
    return None if found is None else found["name"]


def own_cells(
    station: str,
    contests: Mapping[str, Sequence[str]],
    columns: Mapping[str, int],
    rows: Mapping[tuple[str, ...], Sequence[int | None]],
) -> Iterator[str]:
    """Yield the cells that the page of a station must show: the votes of all options that it has.

    contests       contest -> its columns of votes
    columns, rows  of RESULTS: column -> its place, (contest, station) -> figures
    """
    for contest, votes in contests.items():
        row = rows.get((contest, station))
        for column in votes:
            if row is not None and row[columns[column]] is not None:
                yield cell_address("results", contest, station, column)


def pages_of(stations: Iterable[tuple[str, str]], languages: Sequence[str]) -> Iterator[str]:
    """Yield the path of every station's page; `stations` are (first jurisdiction, station)."""
    for first, station in stations:
        for language in languages:
            yield f"{language}/{safe_name(first)}/stations/{safe_name(station)}.html"
