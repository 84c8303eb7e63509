"""Stage 7: what is in doubt, and what it would do to the votes of the two in front.

In   RESULTS, READINGS and DECISIONS of a contest, and its two options in front.
Out  DOUBTS: four rows. `under review` (disputed and quarantined) and `to be incorporated` (read, but not yet
     by enough readers): what these forms would add if they were accepted as one of their readers read them,
     at least and at most. `corrected`: what the standing corrections moved. `excluded`: how many forms people
     took out; they are under review no more.

The range is over the readings that there are: it is what the doubt is about, not a bound on what a false form
could hide. That is `bounds`, from the voters on the roll.
"""

from collections.abc import Sequence
from enum import StrEnum

import polars as pl

from testigo.columns import BASIS_OF_PEOPLE, COUNT, TEXT, Decision, Schema, Status


class Doubt(StrEnum):
    """What forms are counted in a row."""

    UNDER_REVIEW = "under review"
    TO_BE_INCORPORATED = "to be incorporated"
    CORRECTED = "corrected"
    EXCLUDED = "excluded"


STATUSES = {
    Doubt.UNDER_REVIEW: (Status.DISPUTED, Status.QUARANTINED),
    Doubt.TO_BE_INCORPORATED: (Status.PENDING,),
}
SIDES = ("first", "second", "lead")
DOUBTS: Schema = {
    "doubt": TEXT,
    "stations": COUNT,
    **{f"{side}_{end}": COUNT for side in SIDES for end in ("lowest", "highest")},
}
"""Votes that would be added; all null where nobody is in front."""


def doubts(
    results: pl.DataFrame, readings: pl.DataFrame, decisions: pl.DataFrame, pair: Sequence[str | None]
) -> pl.DataFrame:
    """Return DOUBTS of a contest.

    readings   with the options that follow from their lines (forms.arithmetic.completed)
    decisions  those that stand (review.settlement.standing_decisions)
    pair  the columns of votes of the first and the second option; None where nobody is in front
    """
    excluded = excluded_stations(results, decisions)
    rows = []
    for doubt, statuses in STATUSES.items():
        stations = results.filter(pl.col("status").is_in([status.value for status in statuses])).join(
            excluded, on="station", how="anti"
        )
        of_these = readings.join(stations, on="station", how="semi")
        rows.append((doubt.value, stations.height, *_range(of_these, pair)))
    corrected = decisions.filter(pl.col("decision") == Decision.CORRECT.value).join(
        results.filter(pl.col("basis") == BASIS_OF_PEOPLE), on="station", how="semi"
    )
    rows.append((Doubt.CORRECTED.value, corrected.height, *_moved(corrected, readings, pair)))
    rows.append((Doubt.EXCLUDED.value, excluded.height, *(None,) * 6))
    return pl.DataFrame(rows, schema=DOUBTS, orient="row")


def excluded_stations(results: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Return the stations whose form people excluded: station.

    decisions  those that stand
    """
    said = decisions.filter(pl.col("decision") == Decision.EXCLUDE.value).select("station")
    held_back = results.filter(pl.col("status") == Status.QUARANTINED.value)
    return held_back.join(said, on="station", how="semi").select("station")


def _range(readings: pl.DataFrame, pair: Sequence[str | None]) -> tuple[int | None, ...]:
    """Return the least and the most that the forms of these readings add to each side."""
    if None in pair:
        return (None,) * 6
    first, second = (pl.col(str(column)) for column in pair)
    sides = dict(zip(SIDES, (first, second, first - second), strict=True))
    of_forms = readings.group_by("station").agg(
        *(side.min().alias(f"{name}_lowest") for name, side in sides.items()),
        *(side.max().alias(f"{name}_highest") for name, side in sides.items()),
    )
    return of_forms.select(pl.col(name).sum() for name in DOUBTS if name not in ("doubt", "stations")).row(0)


def _moved(
    decisions: pl.DataFrame, readings: pl.DataFrame, pair: Sequence[str | None]
) -> tuple[int | None, ...]:
    """Return what corrections moved: from the votes on which the readings that they knew agree."""
    if None in pair:
        return (None,) * 6
    columns = [str(column) for column in pair]
    knew = decisions.select("station", reading="knew").explode("reading")
    known = knew.join(readings, on=["station", "reading"])
    agreed = known.group_by("station").agg(
        pl.when(pl.col(column).drop_nulls().n_unique() == 1).then(pl.col(column).drop_nulls().first())
        for column in columns
    )
    both = decisions.join(agreed, on="station", how="left", suffix="_before")
    first, second = (
        int(both[column].fill_null(0).sum()) - int(both[f"{column}_before"].fill_null(0).sum())
        for column in columns
    )
    return (first, first, second, second, first - second, first - second)
