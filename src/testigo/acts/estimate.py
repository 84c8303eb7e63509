"""Estimate the result of each contest from what came of a sample, not before the polls close.

In   a snapshot, a sample, the hour.
Out  one `ContestEstimate` a contest; RefusedError before the polls close.
"""

import datetime
from collections.abc import Sequence

from testigo.errors import Message, RefusedError
from testigo.snapshot import Snapshot
from testigo.statistics.estimate import ContestEstimate, of_contest
from testigo.statistics.plan import Plan, Sample
from testigo.statistics.sampled import sampled


def refuse_before_polls_close(plan: Plan, now: datetime.datetime) -> None:
    """Raise RefusedError while anybody can still vote."""
    if now < datetime.datetime.fromisoformat(plan.not_before):
        raise RefusedError(Message("statistics.polls_are_open", hour=plan.not_before))


def estimate(
    snapshot: Snapshot,
    sample: Sample,
    contests: Sequence[str],
    now: datetime.datetime,
    bootstrap: tuple[str, int] | None = None,
) -> tuple[ContestEstimate, ...]:
    """Return what the sample says of each contest.

    bootstrap  seed and draws, where intervals by the bootstrap are wanted too
    """
    refuse_before_polls_close(sample.plan, now)
    return tuple(
        of_contest(sampled(snapshot, sample, contest), sample.plan, contest, bootstrap)
        for contest in contests
    )
