"""Stage 7: what the rest could change at most, without any assumption (spec/tally.md).

M is the roll of everything that is not accepted. The lead is *decided* when it is greater than M: even if
every outstanding voter turned out for the runner-up. A share lies in [V_c / (V+M), (V_c+M) / (V+M)].
Everything holds if the accepted forms are genuine, which no sum can tell.
"""

import polars as pl

from testigo.columns import FrameKind, Status, bounds_schema, conform, ratio
from testigo.election.contests import Contest

UNSETTLED = (Status.PENDING, Status.DISPUTED, Status.QUARANTINED)


def bounds(tally: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return first, second, lead, M, *decided* and the interval of every share.

    tally    what `tally.coverage.cover` gives
    returns  columns.bounds_schema, a row a jurisdiction; `forms_to_undo` is filled by `tally.undo`
    """
    options = [option.option for option in contest.options]
    ranked = tally.join(rank(tally, contest), on="jurisdiction", how="left", maintain_order="left")
    outstanding, at_most = _outstanding()
    lead = pl.col("first_votes") - pl.col("second_votes")
    bounded = ranked.with_columns(
        lead=lead,
        outstanding_registered_voters=outstanding,
        outstanding_at_most=at_most,
        unsettled_registered_voters=pl.sum_horizontal(
            f"registered_voters_{status.value}" for status in UNSETTLED
        ),
        unsettled_forms=pl.sum_horizontal(f"stations_{status.value}" for status in UNSETTLED),
        rest_votes=pl.col("valid_votes_of_options") - pl.col("first_votes") - pl.col("second_votes"),
        rest_options=pl.lit(len(options) - min(2, len(options))),
    ).with_columns(margin_if_all_outstanding=pl.col("lead") - pl.col("outstanding_registered_voters"))
    voters = pl.col("outstanding_registered_voters")
    valid = pl.col("valid_votes")
    bounded = bounded.with_columns(
        decided=pl.col("margin_if_all_outstanding") > 0 if contest.decides.winners else pl.lit(None),
        unsettled_could_change=_unsettled_could_change(),
        share_first=ratio(pl.col("first_votes"), valid),
        share_second=ratio(pl.col("second_votes"), valid),
        share_rest=ratio(pl.col("rest_votes"), valid),
        share_lead=ratio(pl.col("lead"), valid),
        **{
            f"share_lowest_{option}": ratio(pl.col(column), valid + voters)
            for option, column in zip(options, contest.vote_columns, strict=True)
        },
        **{
            f"share_highest_{option}": ratio(pl.col(column) + voters, valid + voters)
            for option, column in zip(options, contest.vote_columns, strict=True)
        },
    )
    return conform(bounded, bounds_schema(options))


def rank(tally: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return who is in front of each jurisdiction: the last that would win and the first that would not.

    On equal votes the order of the ballot speaks. A contest won by n has the n-th and the next one.
    """
    last_winner = (contest.decides.winners or 1) - 1
    votes = contest.vote_columns
    order = pl.col("votes").sort_by("votes", "place_on_ballot", descending=[True, False])
    names = pl.col("option").sort_by("votes", "place_on_ballot", descending=[True, False])
    place = {column: number for number, column in enumerate(votes)}
    return (
        tally.select("jurisdiction", *votes)
        .unpivot(index="jurisdiction", variable_name="column", value_name="votes")
        .filter(pl.col("votes").is_not_null())
        .with_columns(
            option=pl.col("column").str.strip_prefix("votes_"),
            place_on_ballot=pl.col("column").replace_strict(place, return_dtype=pl.Int64),
        )
        .group_by("jurisdiction")
        .agg(
            first=names.get(last_winner, null_on_oob=True),
            second=names.get(last_winner + 1, null_on_oob=True),
            first_votes=order.get(last_winner, null_on_oob=True),
            second_votes=order.get(last_winner + 1, null_on_oob=True),
            valid_votes_of_options=pl.col("votes").sum(),
        )
    )


def _unsettled_could_change() -> pl.Expr:
    """Whether what is pending, disputed or quarantined alone could change who is in front.

    Null where that may hang on a roll that nobody knows: a sum of nulls is 0, and would say no.
    """
    could = pl.col("unsettled_registered_voters") >= pl.col("lead")
    unknown = (pl.col("unsettled_forms") > 0) & (pl.col("outstanding_without_roll") > 0)
    return pl.when(could | ~unknown).then(could)


def _outstanding() -> tuple[pl.Expr, pl.Expr]:
    """M and whether it is an upper bound.

    Where the frame's registered voters are known: all of them less those of the accepted stations; an
    accepted station without a roll stands with its ballots cast, which is fewer, so M is at most that.
    In a listed frame the rolls of what is not accepted are added up. A listed, unaccepted station without
    a roll and with nothing declared above it makes M unknown. So do accepted stations with more voters than
    are declared in all: one of the two is false, and M below 0 would decide anything.
    """
    declared = pl.col("frame").is_in([FrameKind.DECLARED.value, FrameKind.SUM_OF_PARTS.value])
    listed = pl.col("frame") == FrameKind.LISTED.value
    whole = pl.col("registered_voters_of_frame") - pl.col("accepted_voters_at_least")
    rolls = pl.when(pl.col("outstanding_without_roll") == 0).then("outstanding_listed")
    outstanding = pl.when(declared & (whole >= 0)).then(whole).when(listed).then(rolls)
    return outstanding, declared & (pl.col("accepted_without_roll") > 0)
