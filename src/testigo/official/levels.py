"""Stage 7: level by level, the places where the authority and the forms agree, differ, or cannot be compared.

In   DISCREPANCIES, TALLY of each contest.
Out  PLACES: a row a claim and jurisdiction, with how many of its figures are in which case.

Where forms are missing, a claim that is larger says nothing against them: such a figure cannot be compared,
and neither can a share. A claim that is smaller than the forms that are there differs, whatever is missing.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

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


BELOW: Schema = {
    "claim": TEXT,
    "contest": TEXT,
    "jurisdiction": TEXT,
    "level": COUNT,  # of the places counted: below `jurisdiction`
    "agrees": COUNT,  # places
    "differs": COUNT,
    "incomparable": COUNT,
}


def below(places: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return BELOW: how the places in each jurisdiction stand, a row a claim, contest and level.

    places         PLACES
    jurisdictions  columns.JURISDICTIONS
    """
    parents = jurisdictions.select(at="jurisdiction", jurisdiction="parent")
    standing, found = places.select("claim", "contest", "level", "verdict", at="place"), []
    for _ in range(jurisdictions["level"].n_unique()):
        standing = standing.join(parents, on="at").drop_nulls("jurisdiction")
        found.append(standing.drop("at"))
        standing = standing.drop("at").rename({"jurisdiction": "at"})
    counted = {
        column: (pl.col("verdict") == verdict.value).sum().cast(COUNT)
        for column, verdict in zip(("agrees", "differs", "incomparable"), Verdict, strict=True)
    }
    key = ("claim", "contest", "jurisdiction", "level")
    return conform(pl.concat(found).group_by(key).agg(**counted), BELOW).sort(key)


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


def case_of(difference: int | None, unit: str, *, is_whole: bool) -> str:
    """Say in which case one row of DISCREPANCIES is: agree, differ, incomplete or unknown.

    is_whole  whether every form of the place is accepted
    """
    sign = None if difference is None else (difference > 0) - (difference < 0)
    return _case_of_sign(sign, unit, is_whole=is_whole)


@cache
def _case_of_sign(sign: int | None, unit: str, *, is_whole: bool) -> str:
    row = pl.DataFrame(
        {"difference": [sign], "unit": [unit], "is_whole": [is_whole]},
        schema={"difference": COUNT, "unit": TEXT, "is_whole": pl.Boolean},
    )
    return str(row.select(_case()).item())


def _verdict() -> pl.Expr:
    return (
        pl.when(pl.col("differ") > 0)
        .then(pl.lit(Verdict.DIFFERS.value))
        .when((pl.col("incomplete") == 0) & (pl.col("agree") > 0))
        .then(pl.lit(Verdict.AGREES.value))
        .otherwise(pl.lit(Verdict.INCOMPARABLE.value))
    )
