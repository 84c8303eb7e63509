"""Stage 7: level by level, the places where the authority and the forms agree, differ, or cannot be compared.

In   DISCREPANCIES, TALLY of each contest.
Out  PLACES: a row a claim and jurisdiction, with how many of its figures are in which case.

Where forms are missing, a claim that is larger says nothing against them: such a figure cannot be compared,
and neither can a share. A claim that is smaller than the forms that are there differs, whatever is missing.
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, TEXT, PlaceKind, Schema, conform


class Verdict(StrEnum):
    """How a place stands."""

    AGREES = "agrees"
    DIFFERS = "differs"
    INCOMPARABLE = "cannot be compared"


PLACES: Schema = {
    "claim": TEXT,
    "contest": TEXT,
    "level": COUNT,
    "place": TEXT,
    "verdict": TEXT,  # Verdict
    "agree": COUNT,  # figures
    "differ": COUNT,
    "incomplete": COUNT,  # forms are missing, and the claim is larger
    "unknown": COUNT,  # we have no such figure
}


def by_place(discrepancies: pl.DataFrame, tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return PLACES, sorted by claim, contest, level and place.

    discrepancies  columns.DISCREPANCIES; those of stations are left aside, they have no level
    tallies        contest -> TALLY
    """
    places = pl.concat(
        tally.select(
            pl.lit(contest).alias("contest"),
            pl.col("jurisdiction").alias("place"),
            "level",
            is_whole=pl.col("stations_accepted").eq_missing(pl.col("stations")),
        )
        for contest, tally in sorted(tallies.items())
    )
    of_jurisdictions = discrepancies.filter(pl.col("place_kind") == PlaceKind.JURISDICTION.value)
    figures = of_jurisdictions.join(places, on=["contest", "place"], how="left").with_columns(case=_case())
    counted = figures.group_by("claim", "contest", "level", "place").agg(
        (pl.col("case") == case).sum().cast(COUNT).alias(case)
        for case in ("agree", "differ", "incomplete", "unknown")
    )
    return conform(counted.with_columns(verdict=_verdict()), PLACES).sort(
        "claim", "contest", "level", "place"
    )


def _case() -> pl.Expr:
    larger = (pl.col("difference") > 0) | (pl.col("unit") != "count")
    return (
        pl.when(pl.col("difference").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("difference") == 0)
        .then(pl.lit("agree"))
        .when(~pl.col("is_whole") & larger)
        .then(pl.lit("incomplete"))
        .otherwise(pl.lit("differ"))
    )


def _verdict() -> pl.Expr:
    return (
        pl.when(pl.col("differ") > 0)
        .then(pl.lit(Verdict.DIFFERS.value))
        .when((pl.col("incomplete") == 0) & (pl.col("agree") > 0))
        .then(pl.lit(Verdict.AGREES.value))
        .otherwise(pl.lit(Verdict.INCOMPARABLE.value))
    )
