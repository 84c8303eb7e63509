"""Rule C.4xx: does another station have the very same figures?"""

import polars as pl

from testigo.checks.registry import Context, found, is_result, rule
from testigo.findings import Severity

FEWEST_OPTIONS = 4
FEWEST_VOTES = 50
"""Below either, honest stations share their figures by chance.

Measured on Venezuela 2024 (24,532 stations): every station drawn anew from its own shares gives, in the
mean, 20 stations with a twin among forms with two or more options that have votes, 5.6 with three or
more, 1.0 with four or more. So at four a whole country shows about one, and a copied form stands out.
"""


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
    votes = list(context.contest.vote_columns)
    options = pl.sum_horizontal(pl.col(votes) > 0)
    cast = pl.sum_horizontal(votes, ignore_nulls=False)
    telling = readings.filter(is_result() & (options >= FEWEST_OPTIONS) & (cast >= FEWEST_VOTES))
    groups = telling.group_by(votes).agg(
        stations=pl.col("station").n_unique().cast(pl.Int64),
        first=pl.col("station").min(),
        last=pl.col("station").max(),
        second=pl.col("station").unique().sort().get(1, null_on_oob=True),
    )
    twins = telling.join(groups.filter(pl.col("stations") > 1), on=votes)
    other = pl.when(pl.col("station") == pl.col("first")).then("second").otherwise("first")
    figures = {"stations": pl.col("stations"), "votes": cast}
    return found(twins, pl.lit(value=True), figures, related=other)
