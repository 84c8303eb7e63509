"""Rules C.4xx: do other stations have the very same figures, or the very same photo?"""

import polars as pl

from testigo.checks.registry import Context, found, is_result, rule
from testigo.findings import Severity

FEWEST_OPTIONS = 4
FEWEST_VOTES = 50
"""Below either, honest stations share their figures by chance.

Measured on Venezuela 2024 (24,532 stations) by benchmarks/false_alarms.py: every station drawn anew from its
own shares. At four options a whole country shows about one twin by chance, and a copied form stands out.
"""


FEWEST_STATIONS = 5
FEWEST_VOTES_OF_MOST = 20
"""Below either, most stations can have the same few votes by chance. With 20 ballots everywhere and two equal
options the commonest figures have a chance of 0.18: at five of nine stations, 1 in 100."""


@rule(
    "C.401",
    Severity.WARNING,
    source="equal vectors of votes; bounds by redrawing Venezuela 2024 (docs/rules/C.401.md)",
)
def figures_are_those_of_another_station(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """All options have the same votes as at another station.

    Two readings of one station agree as they should: only different stations count. `related` is the
    first other station, by code. Forms with few votes or few options that have any are left out.
    """
    return twins(readings, list(context.contest.vote_columns), FEWEST_OPTIONS)


def twins(readings: pl.DataFrame, votes: list[str], fewest_options: int) -> pl.DataFrame:
    """Return a finding for each reading whose votes another station has too.

    fewest_options   how many options must have votes; smaller numbers are for measuring what chance gives
    """
    cast = pl.sum_horizontal(votes, ignore_nulls=False)
    compared = readings.filter(telling(votes, fewest_options))
    groups = compared.group_by(votes).agg(
        stations=pl.col("station").n_unique().cast(pl.Int64),
        first=pl.col("station").min(),
        second=pl.col("station").unique().sort().get(1, null_on_oob=True),
    )
    shared = compared.join(groups.filter(pl.col("stations") > 1), on=votes)
    other = pl.when(pl.col("station") == pl.col("first")).then("second").otherwise("first")
    return found(shared, pl.lit(value=True), {"stations": pl.col("stations"), "votes": cast}, related=other)


def telling(votes: list[str], fewest_options: int = FEWEST_OPTIONS) -> pl.Expr:
    """True where C.401 looks: a result with all options read, enough of them with votes, and enough votes."""
    options = pl.sum_horizontal(pl.col(votes) > 0)
    cast = pl.sum_horizontal(votes, ignore_nulls=False)
    return (is_result() & (options >= fewest_options) & (cast >= FEWEST_VOTES)).fill_null(value=False)


@rule("C.402", Severity.WARNING, source="the paper's name: photos of equal pixels are one form")
def form_is_read_for_another_station_too(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The same photo gave readings of another station.

    Either somebody wrote a station wrongly, or a photo shows two forms, or one photo was handed in for two
    stations. `related` is the first other station, by code.
    """
    named = readings.filter(pl.col("form").is_not_null())
    groups = named.group_by("form").agg(
        stations=pl.col("station").n_unique().cast(pl.Int64),
        first=pl.col("station").min(),
        second=pl.col("station").unique().sort().get(1, null_on_oob=True),
    )
    shared = named.join(groups.filter(pl.col("stations") > 1), on="form", maintain_order="left")
    other = pl.when(pl.col("station") == pl.col("first")).then("second").otherwise("first")
    return found(shared, pl.lit(value=True), {"stations": pl.col("stations")}, related=other)


@rule("C.403", Severity.WARNING, source="equal vectors of votes at most stations; any number of options")
def most_stations_have_the_very_same_figures(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """More than half of the stations that were read have the same votes for every option.

    So looks a table whose rows were filled down, or a test that was taken for a result. It asks with two or
    three options too, where C.401 looks away, because chance repeats one station and not most of them. A
    station counts once, with any of its readings.
    """
    votes = list(context.contest.vote_columns)
    cast = pl.sum_horizontal(votes, ignore_nulls=False)
    read = readings.filter(is_result() & cast.is_not_null())
    of_stations = read["station"].n_unique()
    groups = read.group_by(votes).agg(stations=pl.col("station").n_unique().cast(pl.Int64))
    most = groups.filter((pl.col("stations") * 2 > of_stations) & (pl.col("stations") >= FEWEST_STATIONS))
    told = read.filter(cast >= FEWEST_VOTES_OF_MOST).join(most, on=votes, maintain_order="left")
    figures = {"stations": pl.col("stations"), "of_stations": pl.lit(of_stations), "votes": cast}
    return found(told, pl.lit(value=True), figures)
