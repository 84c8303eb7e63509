"""Stage 2, at its end: rows that are no stations but the sums of the other rows of their place.

In   the readings of a table, the stations of the definition with their places.
Out  a note for each contest that has such rows. Nothing is left out: a person looks, and writes `skip`.

A row is named where every figure that it has is the sum of that figure in all other rows of one place, at any
level, and they are two at least. A town that prints its total below its precincts is counted twice else.
"""

from collections.abc import Mapping

import polars as pl

from testigo.intake.readings import PART, figure_names
from testigo.numbered import numbered

FEWEST_ROWS = 3
FEWEST_FIGURES = 2
MOST_NAMED = 10


def subtotal_notes(frames: Mapping[str, pl.DataFrame], stations: pl.DataFrame) -> tuple[str, ...]:
    """Return what is said of rows that look like subtotals.

    frames    contest -> part, station, document_class, a column a figure
    stations  columns.STATIONS with level_1 ... level_n
    """
    notes = []
    for contest, frame in frames.items():
        found = subtotals(frame, stations)
        if found:
            named = ", ".join(found[:MOST_NAMED]) + (", ..." if len(found) > MOST_NAMED else "")
            rows = numbered(len(found), "row holds", "rows hold")
            notes.append(
                f"{contest}: {rows} in every figure the sum of the other rows of one place: {named}. "
                "If these are subtotals, leave them out with `skip`, and out of the definition"
            )
    return tuple(notes)


def subtotals(frame: pl.DataFrame, stations: pl.DataFrame) -> list[str]:
    """Return the stations whose figures are all the sums of the other rows of a place, sorted."""
    figures = figure_names(frame)
    levels = [name for name in stations.columns if name.startswith("level_")]
    placed = frame.join(stations.select("station", *levels), on="station")
    given = pl.sum_horizontal(pl.col(name).is_not_null() for name in figures)
    some = pl.sum_horizontal(figures) > 0
    found: set[str] = set()
    for level in levels:
        key = [PART, level]
        is_sum = [
            pl.col(name).is_null() | (2 * pl.col(name) == pl.col(name).sum().over(key)) for name in figures
        ]
        rows = placed.filter(
            pl.col(level).is_not_null(),
            pl.len().over(key) >= FEWEST_ROWS,
            given >= FEWEST_FIGURES,
            some,
            *is_sum,
        )
        found |= set(rows["station"])
    return sorted(found)
