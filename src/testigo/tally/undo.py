"""Stage 7: how many forms at least would have to be wholly false to undo a decided lead.

A wholly false form would take its lead away and add its registered voters to what is outstanding: the worst
case loses (lead at the station + roll). Forms are taken greedily, the heaviest first, so no smaller number
can do it (spec/tally.md). What is unread of options at accepted stations counts as lost. Where the roll of an
accepted station is unknown, and the place itself declares no number of voters that bounds it, nobody knows
how many: null.
"""

import polars as pl

from testigo.columns import FrameKind


def forms_to_undo(
    bounds: pl.DataFrame,
    tally: pl.DataFrame,
    results: pl.DataFrame,
    stations: pl.DataFrame,
    levels: tuple[str, ...],
) -> pl.DataFrame:
    """Fill `forms_to_undo` of every decided jurisdiction in BOUNDS.

    tally              what `tally.coverage.cover` gives
    results, stations  the same stations in the same order, as in `tally.add_up`
    """
    known = tally.select("jurisdiction", "unread_votes", declared=pl.col("frame") == FrameKind.DECLARED.value)
    decided = (
        bounds.filter(pl.col("decided"))
        .join(known, on="jurisdiction")
        .select(
            "jurisdiction",
            "first",
            "second",
            "declared",
            margin=pl.col("margin_if_all_outstanding") - pl.col("unread_votes"),
        )
    )
    if decided.is_empty():
        return bounds
    placed = pl.concat([results, stations.select(*levels)], how="horizontal")
    accepted = placed.filter(pl.col("status") == "accepted")
    numbers = pl.concat(_in_level(accepted, decided, level) for level in levels)
    return (
        bounds.drop("forms_to_undo")
        .join(numbers, on="jurisdiction", how="left", maintain_order="left")
        .select(bounds.columns)
    )


def _in_level(accepted: pl.DataFrame, decided: pl.DataFrame, level: str) -> pl.DataFrame:
    placed = accepted.join(decided, left_on=level, right_on="jurisdiction")
    weight = _votes_of(placed, "first") - _votes_of(placed, "second") + _roll()
    unknown = pl.col("registered_voters").is_null() & ~pl.col("declared")
    heaviest_first = placed.select(
        pl.col(level).alias("jurisdiction"), "margin", weight=weight, unknown=unknown
    ).sort("jurisdiction", "weight", descending=[False, True])
    still_decided = pl.col("weight").cum_sum().over("jurisdiction") < pl.col("margin")
    return (
        heaviest_first.with_columns(still_decided=still_decided)
        .group_by("jurisdiction")
        .agg(
            forms_to_undo=pl.when(~pl.col("unknown").any()).then(
                pl.col("still_decided").sum().cast(pl.Int64) + 1
            )
        )
    )


def _votes_of(placed: pl.DataFrame, which: str) -> pl.Expr:
    options = placed[which].unique().drop_nulls().to_list()
    votes = [pl.when(pl.col(which) == option).then(f"votes_{option}").otherwise(0) for option in options]
    return pl.sum_horizontal(pl.lit(0), *votes)


def _roll() -> pl.Expr:
    """What the station could really have: its roll, or its ballots where they are more or it has no roll."""
    return pl.max_horizontal("registered_voters", "total_votes").fill_null(0)
