"""Stage 7: our results beside anyone's readings of the same stations. Nothing here is ever counted.

In   RESULTS of each contest, and a table that others made, as an import reads it (columns.IMPORTED).
Out  every station of either side in one of five cases, and every figure on which the two differ.

A station agrees where every figure that both have is the same. A figure that one side did not read says
nothing; where there is no figure in common, that is a case of its own. Only accepted results are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, TEXT, Schema, Status

KEY = ("part", "contest", "station")
STATIONS: Schema = {
    "part": COUNT,  # whose readings: the `[[reading]]` of the mapping, 0 = first
    "contest": TEXT,
    "station": TEXT,
    "case": TEXT,  # Case
    "compared": COUNT,  # figures that both have
    "differing": COUNT,
}
FIGURES: Schema = {
    "part": COUNT,
    "contest": TEXT,
    "station": TEXT,
    "figure": TEXT,
    "ours": COUNT,  # null where we have no accepted result, or did not read the figure
    "theirs": COUNT,
}


class Case(StrEnum):
    """How a station stands between us and others."""

    AGREE = "agree"
    DIFFER = "differ"
    ONLY_HERE = "only here"
    ONLY_THERE = "only there"
    NOTHING_IN_COMMON = "nothing in common"


@dataclass(frozen=True)
class Corroboration:
    """Two sets of figures beside each other.

    stations  STATIONS: every station of either side, sorted by its key
    figures   FIGURES: what differs, and what only they have
    """

    stations: pl.DataFrame
    figures: pl.DataFrame

    def number(self, case: Case) -> int:
        """Return how many stations (of a contest and a reader) are in a case."""
        return int((self.stations["case"] == case.value).sum())

    def worth(self, case: Case) -> dict[str, int]:
        """Return the sum of their figures over the stations of a case: figure -> sum."""
        of_case = self.stations.filter(pl.col("case") == case.value).select(KEY)
        sums = (
            self.figures.join(of_case, on=KEY, how="semi")
            .group_by("figure")
            .agg(pl.col("theirs").sum())
            .sort("figure")
        )
        return dict(sums.rows())


def corroborate(results: Mapping[str, pl.DataFrame], theirs: pl.LazyFrame) -> Corroboration:
    """Hold our accepted results against others' readings.

    results  contest -> RESULTS
    theirs   columns.IMPORTED; (part, station, contest, figure) is unique
    """
    read = theirs.select(*KEY, "figure", theirs="value").collect()
    figures = read["figure"].unique().sort().to_list()
    ours = pl.concat(_long(frame, contest, figures) for contest, frame in sorted(results.items()))
    parts = read.select(pl.col("part").unique().sort())
    pairs = read.join(ours.join(parts, how="cross"), on=[*KEY, "figure"], how="full", coalesce=True)
    is_compared = pl.col("ours").is_not_null() & pl.col("theirs").is_not_null()
    differs = is_compared & (pl.col("ours") != pl.col("theirs"))
    keys = (read.select(*KEY, has_theirs=True).unique(), _keys(results).join(parts, how="cross"))
    there = keys[0].join(keys[1].with_columns(has_ours=True), on=KEY, how="full", coalesce=True)
    counted = pairs.group_by(KEY).agg(
        compared=is_compared.sum().cast(COUNT), differing=differs.sum().cast(COUNT)
    )
    stations = there.join(counted, on=KEY, how="left").with_columns(
        pl.col("compared", "differing").fill_null(0)
    )
    only_there = stations.filter(pl.col("has_ours").is_null()).select(KEY)
    shown = pl.concat([pairs.filter(differs), pairs.join(only_there, on=KEY, how="semi")])
    return Corroboration(
        stations.with_columns(case=_case()).select(list(STATIONS)).sort(KEY),
        shown.select(list(FIGURES)).sort(*KEY, "figure"),
    )


def _keys(results: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(_accepted(frame, contest) for contest, frame in sorted(results.items())).select(
        "contest", "station"
    )


def _accepted(results: pl.DataFrame, contest: str) -> pl.DataFrame:
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value)
    return accepted.select("station", contest=pl.lit(contest))


def _long(results: pl.DataFrame, contest: str, figures: list[str]) -> pl.DataFrame:
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value)
    read = [figure for figure in figures if figure in results.columns]
    return (
        accepted.select("station", *read)
        .unpivot(read, index="station", variable_name="figure", value_name="ours")
        .select("station", "figure", pl.col("ours").cast(COUNT), contest=pl.lit(contest))
    )


def _case() -> pl.Expr:
    return (
        pl.when(pl.col("has_ours").is_null())
        .then(pl.lit(Case.ONLY_THERE.value))
        .when(pl.col("has_theirs").is_null())
        .then(pl.lit(Case.ONLY_HERE.value))
        .when(pl.col("compared") == 0)
        .then(pl.lit(Case.NOTHING_IN_COMMON.value))
        .when(pl.col("differing") > 0)
        .then(pl.lit(Case.DIFFER.value))
        .otherwise(pl.lit(Case.AGREE.value))
    )
