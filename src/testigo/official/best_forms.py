"""Stage 7: how much the forms of a place hold that speak most against a claim.

In   doubts: a row a claim, place and figure where the forms have more votes than fit; RESULTS of the contest.
Out  for each, what its best forms hold, and how few forms would have to be wholly false.

Forms are taken the heaviest first, so that no smaller number can carry the same votes.
"""

from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, Status


class Weight(StrEnum):
    """What a form weighs in an argument."""

    ITS_VOTES = "its votes"
    OTHERS_VOTES = "the votes of all others"


def with_best_forms(doubts: pl.DataFrame, results: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """Add `held` (votes) and `forms` to each doubt.

    doubts    claim, place, level (of the place), figure, columns (the columns of RESULTS that the figure
              adds up, joined by a space), weight, excess (votes, > 0), left_out (stations; null = none)
    stations  columns.STATIONS with level_1 ... level_n

    held      the weight of the `left_out` heaviest accepted forms of the place together
    forms     how many accepted forms at least weigh `excess` together
    """
    if doubts.is_empty():
        return doubts.with_columns(held=pl.lit(0, COUNT), forms=pl.lit(0, COUNT))
    placed = results.filter(pl.col("status") == Status.ACCEPTED.value).join(
        stations.select("station", pl.col("^level_[0-9]+$")), on="station"
    )
    return pl.concat(
        _of_one_figure(alike, placed)
        for _, alike in doubts.group_by("level", "columns", "weight", maintain_order=True)
    )


def _of_one_figure(alike: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Weigh the forms for doubts of one level, figure and weight."""
    level, columns, weight = alike.select("level", "columns", "weight").row(0)
    votes = pl.sum_horizontal(columns.split(" "))
    others = (pl.col("valid_votes") - votes).fill_null(0).clip(0)
    forms = placed.select(
        place=f"level_{level}", weighs=votes if weight == Weight.ITS_VOTES else others
    ).filter(pl.col("weighs") > 0)
    asked = alike.with_row_index("doubt").select("doubt", "place", "excess", "left_out")
    heaviest = pl.col("weighs").sort(descending=True)
    weighed = (
        forms.join(asked, on="place")
        .group_by("doubt")
        .agg(
            held=heaviest.head(pl.col("left_out").first().fill_null(0)).sum().cast(COUNT),
            forms=(heaviest.cum_sum() < pl.col("excess").first()).sum().cast(COUNT) + 1,
        )
    )
    return (
        alike.with_row_index("doubt")
        .join(weighed, on="doubt", how="left", maintain_order="left")
        .with_columns(pl.col("held").fill_null(0))
        .drop("doubt")
    )
