"""Stage 7: level by level, the places where the authority and the forms agree, differ, or cannot be compared.

In   DISCREPANCIES, TALLY of each contest.
Out  PLACES: a row a claim and jurisdiction, with how many of its figures are in which case.

How one figure stands is said by the comparison itself (official.compare): a larger claim says nothing against
forms of which some are missing, nor a smaller one where the claim itself covers a part of the stations.
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, TEXT, Compared, PlaceKind, Schema, conform


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
    "incomplete": COUNT,  # what one side lacks could be the difference
    "unknown": COUNT,  # we have no such figure
}
CASES = dict(zip(("agree", "differ", "incomplete", "unknown"), Compared, strict=True))
"""The columns of PLACES that count figures, and the cases that they count."""


def by_place(discrepancies: pl.DataFrame, tallies: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return PLACES, sorted by claim, contest, level and place.

    discrepancies  columns.DISCREPANCIES; those of stations are left aside, they have no level, and sums that
                   nobody printed are not counted among the figures
    tallies        contest -> TALLY
    """
    places = pl.concat(
        tally.select(
            pl.lit(contest).alias("contest"),
            pl.col("jurisdiction").alias("place"),
            "level",
        )
        for contest, tally in sorted(tallies.items())
    )
    of_jurisdictions = discrepancies.filter(pl.col("place_kind") == PlaceKind.JURISDICTION.value)
    figures = of_jurisdictions.join(places, on=["contest", "place"], how="left")
    counted = figures.group_by("claim", "contest", "level", "place").agg(
        ((pl.col("case") == case.value) & pl.col("claimed")).sum().cast(COUNT).alias(column)
        for column, case in CASES.items()
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


def _verdict() -> pl.Expr:
    return (
        pl.when(pl.col("differ") > 0)
        .then(pl.lit(Verdict.DIFFERS.value))
        .when((pl.col("incomplete") == 0) & (pl.col("agree") > 0))
        .then(pl.lit(Verdict.AGREES.value))
        .otherwise(pl.lit(Verdict.INCOMPARABLE.value))
    )
