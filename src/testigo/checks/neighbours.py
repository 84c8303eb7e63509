"""Rule N.5xx: does a station vote quite otherwise than the rest of its polling place?"""

import polars as pl

from testigo.checks.registry import Context, found, is_result, none_found, rule
from testigo.findings import Severity

STANDARD_DEVIATIONS = 5
"""Two-sided 5.7e-7 under the null: 0.02 false alarms among 30,000 stations. In Venezuela 2024 stations of
one place differ by a little more than chance (variance 1.22 times the binomial): still 0.2."""
FEWEST_EXPECTED = 10
"""Expected votes in the smallest cell. At 10 the exact (Poisson) tail beyond 5 standard deviations is
1.8e-5, so even 30,000 stations that all stand on this border give half a false alarm."""


@rule(
    "N.501",
    Severity.WARNING,
    source="two-proportion test with pooled variance (Pearson 1900; Fleiss, Levin and Paik 2003, ch. 3)",
)
def station_differs_from_its_polling_place(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The leading pair's votes split otherwise here than at the other stations of the polling place.

    With a, b the pair's votes at the station and c, d those of the rest of its place, n = a+b+c+d:

        z^2 = n * (a*d - b*c)^2 / ((a+b) * (c+d) * (a+c) * (b+d)),   a finding where z^2 > 25

    Voters of one place are assigned to its stations by name or number, so their stations differ by
    chance alone; where they are assigned by quarter this fires, and means nothing. The pair is that of
    the whole contest. Each factor is a whole number in binary64 and each product is rounded once, in the
    order written in `exceeds`, so every machine gives the same answer.
    """
    compared = compared_with_its_place(readings, context)
    if compared is None:
        return none_found()
    frame, (first, second) = compared
    figures = {first: pl.col(first), second: pl.col(second)}
    return found(
        frame,
        exceeds(pl.col(first), pl.col(second), pl.col("rest_first"), pl.col("rest_second")),
        {**figures, "rest_first": pl.col("rest_first"), "rest_second": pl.col("rest_second")},
    )


def compared_with_its_place(
    readings: pl.DataFrame, context: Context
) -> tuple[pl.DataFrame, tuple[str, str]] | None:
    """Return the readings that can be compared, and the columns of the pair; None where only one option runs.

    Beside each: rest_first, rest_second, the pair's votes at the other stations of its polling place.
    """
    pair = leading_pair(readings, context)
    if pair is None:
        return None
    first, second = pair
    voted = readings.filter(is_result() & pl.all_horizontal(pl.col(first, second).is_not_null()))
    places = _votes_of_places(voted, first, second)
    compared = voted.join(places, on="polling_place").join(
        _undisputed(voted, first, second), on="station", how="left"
    )
    rest = {
        "rest_first": pl.col("place_first") - pl.col("own_first").fill_null(0),
        "rest_second": pl.col("place_second") - pl.col("own_second").fill_null(0),
    }
    return compared.with_columns(**rest), pair


def expects_enough(first: str, second: str) -> pl.Expr:
    """True where the smallest cell expects enough votes, over readings of `compared_with_its_place`."""
    return _enough(*(pl.col(name).cast(pl.Float64) for name in (first, second, "rest_first", "rest_second")))


def leading_pair(readings: pl.DataFrame, context: Context) -> tuple[str, str] | None:
    """Return the columns of the two options with most votes; on equal votes ballot order speaks.

    None where the contest has one option.
    """
    columns = context.contest.vote_columns
    if len(columns) < 2:
        return None
    votes = dict(zip(columns, readings.select(pl.col(columns).sum()).row(0), strict=True))
    first, second, *_ = sorted(columns, key=lambda column: -votes[column])
    return first, second


def exceeds(a: pl.Expr, b: pl.Expr, c: pl.Expr, d: pl.Expr) -> pl.Expr:
    """True where z^2 > STANDARD_DEVIATIONS^2 and the smallest cell expects enough votes."""
    a, b, c, d = (votes.cast(pl.Float64) for votes in (a, b, c, d))
    here, rest, first, second = a + b, c + d, a + c, b + d
    everybody = here + rest
    crossed = a * d - b * c
    return _enough(a, b, c, d) & (
        everybody * (crossed * crossed) > STANDARD_DEVIATIONS**2 * (here * rest * first * second)
    )


def _enough(a: pl.Expr, b: pl.Expr, c: pl.Expr, d: pl.Expr) -> pl.Expr:
    here, rest, first, second = a + b, c + d, a + c, b + d
    return pl.min_horizontal(here, rest) * pl.min_horizontal(first, second) >= FEWEST_EXPECTED * (here + rest)


def _undisputed(readings: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """The pair's votes of each station whose readings agree on them: others say nothing of a neighbour."""
    agree = (pl.col(first).n_unique() == 1) & (pl.col(second).n_unique() == 1)
    return (
        readings.group_by("station")
        .agg(
            agree.alias("agree"),
            pl.col("polling_place").first(),
            own_first=pl.col(first).first(),
            own_second=pl.col(second).first(),
        )
        .filter("agree")
        .drop("agree")
    )


def _votes_of_places(readings: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    return (
        _undisputed(readings, first, second)
        .filter(pl.col("polling_place").is_not_null())
        .group_by("polling_place")
        .agg(place_first=pl.col("own_first").sum(), place_second=pl.col("own_second").sum())
    )
