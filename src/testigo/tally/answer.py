"""Stage 7: can what is missing change who is first? One answer, for every page and command (spec/tally.md).

In   BOUNDS as far as they are made: who is in front, the lead, M, and whether M is one.
Out  an `Answer` a jurisdiction. For a contest won by a majority the question is another: whether somebody has
     more than half of the valid votes.

Nobody else compares a lead with voters: pages, cards, corrections and `testigo tally` word this answer.
"""

import polars as pl

from testigo.columns import Answer, FrameKind
from testigo.election.contests import Contest

DECIDED = (Answer.COMPLETE, Answer.NO)
OPEN = (Answer.TIED, Answer.YES)

NOBODY_KNOWS = (FrameKind.UNKNOWN.value, FrameKind.FROM_RESULTS.value)
"""Frames of which nobody knows how many stations there are."""


def could_change(votes: pl.Expr, contest: Contest) -> pl.Expr:
    """Return whether so many more votes could change the answer of a contest; null where it is not known.

    votes  at most so many come, all for anybody, or not at all

    Who is first: they reach the lead. Half: whoever has more than half could lose it, or the one in front,
    who needs the fewest, could pass it.
    """
    if not contest.decides.by_half:
        return votes >= pl.col("lead")
    first, valid = pl.col("first_votes"), pl.col("valid_votes")
    stays_above = 2 * first > valid + votes
    stays_below = 2 * (first + votes) <= valid + votes
    return ~(stays_above | stays_below)


def answer(contest: Contest) -> pl.Expr:
    """Return the Answer of each jurisdiction.

    Needs first_votes, second_votes, lead, valid_votes, valid_votes_known, frame, is_complete, rolls_bound,
    outstanding_registered_voters (M), outstanding_at_most, unread_votes and unread_without_bound.

    *Yes* is said where M is what could come: of an upper bound fewer may be missing than the lead.
    """
    most = pl.col("outstanding_registered_voters")
    by_half = pl.lit(contest.decides.by_half)
    asked = contest.decides.winners is not None or contest.decides.by_half
    ordered = (
        (Answer.ANOTHER_RULE, pl.lit(not asked)),
        (Answer.NO_VOTES, pl.col("first_votes").fill_null(0) == 0),
        (Answer.ALONE, pl.col("second_votes").is_null()),
        (Answer.VOTES_UNREAD, _unread_could_change(contest)),
        (Answer.TIED, ~by_half & (most == 0) & (pl.col("lead") == 0)),
        (Answer.VALID_VOTES_UNKNOWN, by_half & ~pl.col("valid_votes_known")),
        (Answer.COMPLETE, pl.col("is_complete") & (most == 0)),
        (Answer.ROLLS_DO_NOT_BOUND, ~pl.col("rolls_bound") & ~pl.col("is_complete")),
        (Answer.FRAME_UNKNOWN, most.is_null() & pl.col("frame").is_in(list(NOBODY_KNOWS))),
        (Answer.ROLL_UNKNOWN, most.is_null() | (pl.col("outstanding_at_most") & could_change(most, contest))),
        (Answer.YES, could_change(most, contest)),
    )
    chain: pl.Expr = pl.lit(Answer.NO.value)
    for one, holds in reversed(ordered):
        chain = pl.when(holds).then(pl.lit(one.value)).otherwise(chain)
    return chain


def _unread_could_change(contest: Contest) -> pl.Expr:
    """Return whether unread votes of options could change the answer, where M alone could not; never null."""
    most, unread = pl.col("outstanding_registered_voters"), pl.col("unread_votes")
    unbounded = pl.col("unread_without_bound") > 0
    missing_could = ((most > 0) & could_change(most, contest)).fill_null(value=False)
    reach = unbounded | could_change(most.fill_null(0) + unread, contest)
    if contest.decides.by_half:
        reach = reach | _half_within(unread, most.fill_null(0))
    return ((unbounded | (unread > 0)) & reach & ~missing_could).fill_null(value=False)


def _half_within(unread: pl.Expr, most: pl.Expr) -> pl.Expr:
    """Whether unread votes, which are among the valid ones, could bring somebody above half."""
    first, valid = pl.col("first_votes"), pl.col("valid_votes")
    return (2 * first <= valid + most) & (2 * (first + most + unread) > valid + most)


def unsettled_could_change(contest: Contest) -> pl.Expr:
    """Return whether what is pending, disputed or quarantined alone could change the answer of a contest.

    It is a part of what is outstanding: where all of that cannot, it cannot either, whatever rolls of it are
    unknown. Null where it may hang on a roll that nobody knows, or on votes of accepted forms that
    nobody read, and where nobody is in front.
    """
    alone = could_change(pl.col("unsettled_registered_voters"), contest)
    of_all = could_change(pl.col("outstanding_registered_voters"), contest)
    known = (pl.col("unsettled_without_roll") == 0) & pl.col("rolls_bound")
    half_of_what = pl.lit(contest.decides.by_half) & ~pl.col("valid_votes_known")
    return (
        pl.when(pl.col("unsettled_forms") == 0)
        .then(pl.lit(value=False))
        .when(half_of_what | _unread_could_change(contest))
        .then(pl.lit(None, pl.Boolean))
        .when(pl.col("first_votes").fill_null(0) == 0)
        .then(pl.lit(None, pl.Boolean))
        .when(~of_all)
        .then(pl.lit(value=False))
        .when(alone)
        .then(pl.lit(value=True))
        .when(known)
        .then(alone)
    )
