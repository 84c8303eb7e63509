"""Stage 6: where readings of one polling station say the same, and where they differ.

Lowest and highest of a figure over the readings of a station: equal means that all who read it agree. A
figure that a reading does not have (null) neither agrees nor differs.
"""

from collections.abc import Sequence

import polars as pl

LOWEST = "lowest_"
HIGHEST = "highest_"


def spread(readings: pl.DataFrame, figures: Sequence[str]) -> pl.DataFrame:
    """Return the lowest and highest value of each figure at each station.

    readings  READINGS of one contest
    returns   one row a station with a reading: station, lowest_<figure>, highest_<figure>
    """
    lowest = [pl.col(figure).min().alias(LOWEST + figure) for figure in figures]
    highest = [pl.col(figure).max().alias(HIGHEST + figure) for figure in figures]
    return readings.group_by("station", maintain_order=True).agg(*lowest, *highest)


def differs(figure: str) -> pl.Expr:
    """Whether two readings differ on a figure, over a row of `spread`; False where nobody read it."""
    return (pl.col(LOWEST + figure) != pl.col(HIGHEST + figure)).fill_null(value=False)


def agreed(figure: str) -> pl.Expr:
    """The value on which all readings that have the figure agree, over a row of `spread`; else null."""
    same = pl.col(LOWEST + figure) == pl.col(HIGHEST + figure)
    return pl.when(same).then(pl.col(LOWEST + figure)).otherwise(None).alias(figure)
