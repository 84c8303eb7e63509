"""Stage 7: votes of a claim that are exactly percentages of their sum, which counting does not give.

In   the claims as numbers (official.claimed_votes).
Out  the places of which a claim's votes are so, and how rare that is.

It is no contradiction, and says nothing about who won. In a small total many results are so by chance; and
of many places some are. So it is said only where among all the places that were looked at together fewer
than one in LEAST_STRANGE such elections would show it anywhere.
"""

import math

import polars as pl

from testigo.columns import COUNT
from testigo.official.claimed_votes import KEY, ClaimedVotes

STEPS = 1000
"""Percentages with one decimal."""
LEAST_STRANGE = 1000
FEWEST_VOTES = math.isqrt(2 * LEAST_STRANGE * math.comb(STEPS + 2, 2))
"""The smallest total in which at most one result in LEAST_STRANGE is made of exact percentages."""


def made_of_percentages(votes: ClaimedVotes) -> pl.DataFrame:
    """Return KEY, ours, votes where three groups' votes are all percentages with one decimal of their sum.

    ours   how many results of three groups with this total are so
    votes  of how many results one is so
    """
    looked_at = (
        votes.figures.filter("is_votes")
        .unique([*KEY, "figure"], keep="last", maintain_order=True)
        .join(votes.totals.filter(pl.col("total") >= FEWEST_VOTES), on=KEY)
        .with_columns(nearest=_rounded_votes(pl.col("lowest"), pl.col("total")))
        .group_by(KEY, maintain_order=True)
        .agg(pl.len(), pl.col("total").first(), same=(pl.col("nearest") == pl.col("lowest")).all())
        .filter(pl.col("len") == 3)
    )
    found = looked_at.filter("same")
    such = [results_that_are_percentages(total, STEPS) for total in found["total"]]
    one_in = [
        _rounded(math.comb(total + 2, 2), 1, number)
        for total, number in zip(found["total"], such, strict=True)
    ]
    rare = found.select(*KEY).with_columns(
        ours=pl.Series(such, dtype=COUNT), votes=pl.Series(one_in, dtype=COUNT)
    )
    return rare.filter(pl.col("votes") >= LEAST_STRANGE * looked_at.height)


def _rounded_votes(votes: pl.Expr, total: pl.Expr) -> pl.Expr:
    """The votes that the nearest percentage with one decimal gives of a total, rounded half up."""
    steps = (2 * votes * STEPS + total) // (2 * total)
    return (2 * steps * total + STEPS) // (2 * STEPS)


def results_that_are_percentages(total: int, steps: int) -> int:
    """Return how many results of three groups with sum `total` are percentages of it in `steps` steps."""
    first, second = pl.col("first"), pl.col("second")
    parts = pl.Series("first", range(steps + 1), dtype=pl.Int64).to_frame()
    pairs = parts.join(parts.rename({"first": "second"}), how="cross").filter(first + second <= steps)
    rounded = [
        (part * (2 * total) + steps) // (2 * steps) for part in (first, second, steps - first - second)
    ]
    return int(pairs.select((pl.sum_horizontal(rounded) == total).sum()).item())


def _rounded(number: int, numerator: int, denominator: int) -> int:
    """number * numerator / denominator, rounded half up."""
    return (2 * number * numerator + denominator) // (2 * denominator)
