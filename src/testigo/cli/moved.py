"""What a statement of people moves: the results before it beside those after it."""

from collections.abc import Iterator

import polars as pl

from testigo.columns import Status
from testigo.numbered import numbered
from testigo.snapshot import Snapshot


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


def moved(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Yield how many stations are in each status now, where that changed."""
    for contest, results in after.results.items():
        for status in Status:
            was, now = (
                frame.filter(pl.col("status") == status.value).height
                for frame in (before.results[contest], results)
            )
            if was != now:
                yield f"  {contest}: {status} {was:,} -> {numbered(now, 'station')}"
