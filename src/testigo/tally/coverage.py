"""Stage 7: how much of each jurisdiction the sums cover, as far as its frame is known.

A jurisdiction's frame is listed (the list of stations is complete), declared (two numbers with their
source), the sum of its parts, or unknown: then nothing is claimed, and the columns that would need it are
null. Declared minus listed counts as missing, at the jurisdiction that declares (spec/tally.md).
"""

from collections.abc import Sequence

import polars as pl

from testigo.columns import FrameKind, Status, conform, ratio, tally_schema

BEHIND = (
    "accepted_voters_at_least",
    "accepted_without_roll",
    "accepted_over_roll",
    "outstanding_voters",
    "outstanding_confirmed",
    "outstanding_over_roll",
    "outstanding_without_roll",
    "unsettled_voters",
    "unsettled_without_roll",
    "ballots_claimed_beyond",
    "unread_votes",
    "unread_without_bound",
)
"""What `bounds` is made of, and no column of TALLY."""
HERE = [status.value for status in Status if status is not Status.MISSING]


def cover(
    sums: pl.DataFrame, jurisdictions: pl.DataFrame, figures: Sequence[str], votes: Sequence[str]
) -> pl.DataFrame:
    """Add the frame, what is missing, coverage, turnout and shares to the sums of `add_up`.

    returns  columns.tally_schema, and the columns that `bounds` needs behind it
    """
    framed = sums.join(frames(sums, jurisdictions), on="jurisdiction", maintain_order="left")
    whole = framed.with_columns(
        stations_missing=pl.col("stations") - pl.sum_horizontal(f"stations_{status}" for status in HERE),
        registered_voters_missing=_voters_without_a_reading(),
        **{f"registered_voters_{status}": _of_known_rolls(status) for status in HERE},
    ).with_columns(
        turnout=ratio(pl.col("turnout_ballots"), pl.col("turnout_registered_voters")),
        coverage_of_stations=ratio(
            pl.col("stations_accepted") - pl.col("stations_not_installed"),
            pl.col("stations") - pl.col("stations_not_installed"),
        ),
        coverage_of_registered_voters=pl.when(pl.col("accepted_without_roll") == 0).then(
            ratio(pl.col("registered_voters_accepted"), pl.col("registered_voters_of_frame"))
        ),
        **{f"share_{column.removeprefix('votes_')}": _share(column) for column in votes},
    )
    behind = whole.select(BEHIND)
    return pl.concat([conform(whole, tally_schema(figures, votes)), behind], how="horizontal")


def _share(column: str) -> pl.Expr:
    """Return the share of an option; null where an accepted station lacks its votes or the valid ones."""
    whole = valid_votes_are_whole() & votes_are_whole(column)
    return pl.when(whole).then(ratio(pl.col(column), pl.col("valid_votes")))


def valid_votes_are_whole() -> pl.Expr:
    """Whether every accepted station has its valid votes: those that were not installed have none."""
    return pl.col("valid_votes_stations") >= pl.col("stations_accepted") - pl.col("stations_not_installed")


def votes_are_whole(column: str) -> pl.Expr:
    """Whether every accepted station has the votes of an option; annulled ones need not say them."""
    without = pl.col("stations_not_installed") + pl.col("stations_annulled")
    return pl.col(f"{column}_stations") >= pl.col("stations_accepted") - without


def _of_known_rolls(status: str) -> pl.Expr:
    """The voters on the rolls of a status; null where it has stations and none has a roll: never 0."""
    unknown = pl.col(f"stations_{status}_without_roll")
    some_known = (unknown == 0) | (unknown < pl.col(f"stations_{status}"))
    return pl.when(some_known).then(f"registered_voters_{status}")


def _voters_without_a_reading() -> pl.Expr:
    """What is left of the frame's voters, where all rolls of the others are known; else the listed rolls.

    A station that is on no list has no roll: where some are missing so, only the rest is known of them.
    """
    others = pl.sum_horizontal(f"registered_voters_{status}" for status in HERE)
    unknown = pl.sum_horizontal(f"stations_{status}_without_roll" for status in HERE)
    left = pl.when(unknown == 0).then(pl.col("registered_voters_of_frame") - others)
    all_listed = pl.col("stations") == pl.col("stations_listed")
    return pl.when(left >= 0).then(left).when(all_listed).then(_of_known_rolls(Status.MISSING.value))


def frames(sums: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return what is expected of each jurisdiction: jurisdiction, stations, registered_voters_of_frame.

    A listed frame without the roll of one of its stations has no number of registered voters. Stations that
    hang on a place itself, such as those of unknown place on the root, are parts of its sum of parts.
    """
    own = (
        sums.join(
            jurisdictions.select(
                "jurisdiction", "parent", declared="stations", declared_voters="registered_voters"
            ),
            on="jurisdiction",
            maintain_order="left",
        )
        .select(
            "jurisdiction",
            "parent",
            "level",
            "frame",
            stations=_by_kind(pl.col("stations_listed"), pl.col("declared")),
            voters=_by_kind(
                pl.when(pl.col("stations_without_roll") == 0).then("registered_voters_listed"),
                pl.col("declared_voters"),
            ),
        )
        .join(_hanging_here(sums, jurisdictions), on="jurisdiction", how="left", maintain_order="left")
    )
    for level in sorted(own["level"].unique(), reverse=True):
        own = _with_sums_of_parts(own, level)
    return own.select("jurisdiction", "stations", registered_voters_of_frame="voters")


def _by_kind(listed: pl.Expr, declared: pl.Expr) -> pl.Expr:
    kind = pl.col("frame")
    return (
        pl.when(kind == FrameKind.LISTED.value)
        .then(listed)
        .when(kind == FrameKind.DECLARED.value)
        .then(declared)
        .otherwise(None)
    )


def _hanging_here(sums: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return the stations of each jurisdiction that hang on it and on none of its parts.

    returns  jurisdiction, here_stations, here_voters (null where one of them has no roll)
    """
    listed = ["stations_listed", "registered_voters_listed", "stations_without_roll"]
    below = (
        sums.select("jurisdiction", *listed)
        .join(jurisdictions.select("jurisdiction", "parent"), on="jurisdiction")
        .group_by("parent")
        .agg(pl.col(listed).sum())
    )
    both = sums.select("jurisdiction", *listed).join(
        below, left_on="jurisdiction", right_on="parent", how="left", suffix="_below"
    )
    stations, voters, without_roll = (pl.col(name) - pl.col(f"{name}_below").fill_null(0) for name in listed)
    return both.select(
        "jurisdiction", here_stations=stations, here_voters=pl.when(without_roll == 0).then(voters)
    )


def _with_sums_of_parts(own: pl.DataFrame, level: int) -> pl.DataFrame:
    """Fill the frames of `sum of parts` one level above: null as soon as one part is unknown."""
    parts = (
        own.filter(pl.col("level") == level)
        .group_by("parent")
        .agg(
            pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(f"parts_{name}")
            for name in ("stations", "voters")
        )
    )
    is_sum = pl.col("frame") == FrameKind.SUM_OF_PARTS.value
    return (
        own.join(parts, left_on="jurisdiction", right_on="parent", how="left", maintain_order="left")
        .with_columns(
            pl.when(is_sum & (pl.col("level") == level - 1))
            .then(pl.col(f"parts_{name}") + pl.col(f"here_{name}"))
            .otherwise(name)
            .alias(name)
            for name in ("stations", "voters")
        )
        .drop("parts_stations", "parts_voters")
    )
