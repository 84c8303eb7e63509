"""Stage 7: where an accepted form lacks a claimed figure, so that our sum of it is at least what it says.

In   the claimed figures of jurisdictions, RESULTS of the contest, the stations.
Out  a row a place and figure, and whether any accepted form of the place lacks a part of it.

A form that was declared not installed or annulled has no votes to lack.
"""

import polars as pl

from testigo.columns import Status
from testigo.election.contests import Contest
from testigo.official.claims import part_of
from testigo.review.settlement import WITHOUT_OPTIONS


def lacking(
    claimed: pl.DataFrame, contest: Contest, results: pl.DataFrame, stations: pl.DataFrame
) -> pl.DataFrame:
    """Return place_kind, place, figure, at_least.

    claimed   place_kind, place, figure, of jurisdictions and one contest
    results   RESULTS of the contest
    stations  columns.STATIONS with level_1 ... level_n
    """
    asked = claimed.select("place_kind", "place", "figure").unique(maintain_order=True)
    without = [kind.value for kind in WITHOUT_OPTIONS]
    accepted = results.filter(
        pl.col("status") == Status.ACCEPTED.value,
        ~pl.col("document_class").is_in(without).fill_null(value=False),
    )
    placed = accepted.join(stations.select("station", pl.col("^level_[0-9]+$")), on="station")
    levels = [name for name in placed.columns if name.startswith("level_")]
    figures = {
        figure: columns
        for figure in asked["figure"].unique().sort()
        if (columns := _columns(figure, contest, results))
    }
    if not figures:
        return asked.with_columns(at_least=pl.lit(value=False))
    lacks = [
        pl.any_horizontal(pl.col(column).is_null() for column in columns).any().alias(figure)
        for figure, columns in figures.items()
    ]
    wide = pl.concat(placed.group_by(place=level).agg(lacks) for level in levels)
    long = wide.unpivot(list(figures), index="place", variable_name="figure", value_name="at_least")
    return asked.join(long, on=["place", "figure"], how="left", maintain_order="left").with_columns(
        pl.col("at_least").fill_null(value=False)
    )


def _columns(figure: str, contest: Contest, results: pl.DataFrame) -> tuple[str, ...]:
    columns, over = part_of(figure, contest)
    named = (*(columns or (figure,)), *([] if over is None else [over]))
    return named if set(named) <= set(results.columns) else ()
