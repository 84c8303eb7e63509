"""Stage 7: M, how many votes could still come at most (spec/tally.md).

A station that is not accepted can give as many votes as its roll has voters, or as its confirmed ballots if
they are more. A *listed* place has the stations of its list, a *declared* one the voters that are declared,
and a *sum of parts* what its parts have: where each part is known, the whole is, whatever rolls are unknown
of stations that are accepted already. Where an accepted station shows more ballots than its roll, rolls bound
nothing, and as long as anything is missing there M is unknown.
"""

import polars as pl

from testigo.columns import COUNT, TEXT, FrameKind, Schema

OUTSTANDING: Schema = {
    "jurisdiction": TEXT,
    "outstanding_registered_voters": COUNT,  # M; null = unknown
    "outstanding_at_most": pl.Boolean(),  # an accepted station without a roll stands with its ballots
    "is_complete": pl.Boolean(),  # every station that is expected is accepted: nothing is outstanding
    "rolls_bound": pl.Boolean(),  # no accepted station shows more ballots than its roll
}


def outstanding(tally: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return OUTSTANDING, a row a jurisdiction in the order of `tally`.

    tally          what `tally.coverage.cover` gives
    jurisdictions  columns.JURISDICTIONS
    """
    complete = (pl.col("stations") == pl.col("stations_accepted")).fill_null(value=False)
    own = tally.join(jurisdictions.select("jurisdiction", "parent"), on="jurisdiction", maintain_order="left")
    own = own.join(_hanging_here(own), on="jurisdiction", maintain_order="left").with_columns(
        is_complete=complete, most=_by_frame(), at_most=_stands_with_its_ballots()
    )
    for level in sorted(own["level"].unique(), reverse=True):
        own = _with_sums_of_parts(own, level)
    rolls_bound = pl.col("accepted_over_roll") == 0
    return own.select(
        "jurisdiction",
        outstanding_registered_voters=pl.when(
            pl.col("is_complete") & pl.col("most").is_null() & ~_is_refuted()
        )
        .then(0)
        .when(rolls_bound | pl.col("is_complete"))
        .then("most"),
        outstanding_at_most="at_most",
        is_complete="is_complete",
        rolls_bound=rolls_bound,
    )


def _by_frame() -> pl.Expr:
    """M of a place that is listed, or declared; null elsewhere."""
    listed = pl.when(pl.col("outstanding_without_roll") == 0).then("outstanding_voters")
    rest = _rest_of_declared()
    # Ballots above a roll come on top of what is declared; those of stations without one are within it.
    declared = pl.max_horizontal(rest + pl.col("outstanding_over_roll"), "outstanding_confirmed")
    return (
        pl.when(_is(FrameKind.LISTED)).then(listed).when(_is(FrameKind.DECLARED) & (rest >= 0)).then(declared)
    )


def _rest_of_declared() -> pl.Expr:
    return pl.col("registered_voters_of_frame") - pl.col("accepted_voters_at_least")


def _is_refuted() -> pl.Expr:
    """Accepted stations have more voters than are declared in all: one of the two is false."""
    return (_is(FrameKind.DECLARED) & (_rest_of_declared() < 0)).fill_null(value=False)


def _stands_with_its_ballots() -> pl.Expr:
    return _is(FrameKind.DECLARED) & (pl.col("accepted_without_roll") > 0)


def _is(frame: FrameKind) -> pl.Expr:
    return pl.col("frame") == frame.value


def _hanging_here(own: pl.DataFrame) -> pl.DataFrame:
    """Return M of the stations of each jurisdiction that hang on it and on none of its parts: here_most."""
    columns = ["outstanding_voters", "outstanding_without_roll"]
    below = own.group_by("parent").agg(pl.col(columns).sum().name.prefix("below_"))
    both = own.select("jurisdiction", *columns).join(
        below, left_on="jurisdiction", right_on="parent", how="left", maintain_order="left"
    )
    voters, without_roll = (pl.col(name) - pl.col(f"below_{name}").fill_null(0) for name in columns)
    return both.select("jurisdiction", here_most=pl.when(without_roll == 0).then(voters))


def _with_sums_of_parts(own: pl.DataFrame, level: int) -> pl.DataFrame:
    """Fill M of each `sum of parts` one level above: null as soon as one part is unknown."""
    parts = (
        own.filter(pl.col("level") == level)
        .group_by("parent")
        .agg(
            parts_most=pl.when(pl.col("most").null_count() == 0).then(pl.col("most").sum()),
            parts_at_most=pl.col("at_most").any(),
        )
    )
    is_sum = _is(FrameKind.SUM_OF_PARTS) & (pl.col("level") == level - 1)
    return (
        own.join(parts, left_on="jurisdiction", right_on="parent", how="left", maintain_order="left")
        .with_columns(
            most=pl.when(is_sum).then(pl.col("parts_most") + pl.col("here_most")).otherwise("most"),
            at_most=pl.when(is_sum).then(pl.col("parts_at_most").fill_null(value=False)).otherwise("at_most"),
        )
        .drop("parts_most", "parts_at_most")
    )
