"""What a statement of people changes: the results before it beside those after it."""

from dataclasses import dataclass

import polars as pl

from testigo.columns import Status
from testigo.snapshot import Snapshot


@dataclass(frozen=True)
class StatusChange:
    """How many stations of a contest had a status, and have it then."""

    contest: str
    status: Status
    before: int
    after: int


def makes_a_result(before: Snapshot, after: Snapshot) -> bool:
    """Whether a result is accepted after that was not accepted before, or with other votes."""
    for contest in after.election.contests:
        votes = ["station", *contest.vote_columns, *contest.line_columns]
        was, now = (
            snapshot.results[contest.contest].filter(pl.col("status") == Status.ACCEPTED.value).select(votes)
            for snapshot in (before, after)
        )
        if not now.join(was, on=votes, how="anti", nulls_equal=True).is_empty():
            return True
    return False


def status_changes(before: Snapshot, after: Snapshot) -> tuple[StatusChange, ...]:
    """Return how many stations are in each status before and after, where that changed."""
    return tuple(
        StatusChange(contest, status, was, now)
        for contest, results in after.results.items()
        for status in Status
        if (was := _number(before.results[contest], status)) != (now := _number(results, status))
    )


def _number(results: pl.DataFrame, status: Status) -> int:
    return results.filter(pl.col("status") == status.value).height
