"""Stage 7: how much the forms of a place hold that speak most against a claim.

In   doubts: a row a claim, place and figure where the forms have more votes than fit; RESULTS of the contest.
Out  for each, what its best forms hold, and how few forms would have to be wholly false.

Forms are taken the heaviest first, so that no smaller number can carry the same votes.
"""

from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, Status

MORE_THAN_A_FORM_WEIGHS = 1 << 32
"""One number sorts by place, then the heaviest first, in half the time that two columns take."""


class Weight(StrEnum):
    """What a form weighs in an argument."""

    ITS_VOTES = "its votes"
    OTHERS_VOTES = "the votes of all others"


def with_heaviest_forms(doubts: pl.DataFrame, results: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """Add `held` (votes) and `forms` to each doubt.

    doubts    claim, place, level (of the place), figure, columns (the columns of RESULTS that the figure
              adds up, joined by a space), weight, excess (votes, > 0), uncounted (stations; null = none)
    stations  columns.STATIONS with level_1 ... level_n

    held      the weight of the `uncounted` heaviest accepted forms of the place together
    forms     how many accepted forms at least weigh `excess` together
    """
    if doubts.is_empty():
        return doubts.with_columns(held=pl.lit(0, COUNT), forms=pl.lit(0, COUNT))
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value).join(
        stations.select("station", pl.col("^level_[0-9]+$")), on="station"
    )
    found = []
    for (level,), of_level in doubts.group_by("level", maintain_order=True):
        # A place is a number from here on: so many forms are sorted by it far sooner than by its code.
        numbered = of_level.select("place").unique(maintain_order=True).with_row_index("at")
        placed = accepted.join(numbered, left_on=f"level_{level}", right_on="place")
        asked = of_level.join(numbered, on="place", maintain_order="left")
        for _, alike in asked.group_by("columns", "weight", maintain_order=True):
            found.append(_of_one_figure(alike, placed).drop("at"))
    return pl.concat(found)


def _of_one_figure(alike: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Weigh the forms for doubts of one level, figure and weight.

    placed  RESULTS of the accepted forms, with `at`, the number of their place
    """
    columns, weight = alike.select("columns", "weight").row(0)
    votes = pl.sum_horizontal(columns.split(" "))
    others = (pl.col("valid_votes") - votes).fill_null(0).clip(0)
    heaviest_first = (
        placed.select("at", weighs=votes if weight == Weight.ITS_VOTES else others)
        .sort(pl.col("at").cast(COUNT) * MORE_THAN_A_FORM_WEIGHS - pl.col("weighs"))
        .with_columns(together=pl.col("weighs").cum_sum().over("at"), nth=pl.int_range(pl.len()).over("at"))
    )
    asked = alike.with_row_index("doubt")
    of_doubts = asked.select("doubt", "at", "excess", "uncounted").join(heaviest_first, on="at")
    weighed = of_doubts.group_by("doubt").agg(
        held=pl.col("weighs").filter(pl.col("nth") < pl.col("uncounted")).sum().cast(COUNT),
        forms=(pl.col("together") < pl.col("excess")).sum().cast(COUNT) + 1,
    )
    whole = asked.join(weighed, on="doubt", how="left", maintain_order="left")
    return whole.with_columns(pl.col("held").fill_null(0)).drop("doubt")
