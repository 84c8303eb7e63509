"""Test an outcome by the sample, as often as one likes; and our own transcription by figures typed again.

In   an operation, its snapshot, a sample, the hour.
Out  one `ContestAudit` a contest; RefusedError before the polls close, or where the plan allows no test.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from testigo.acts.estimate import refuse_before_polls_close
from testigo.acts.operation import Operation
from testigo.columns import Status, votes_column
from testigo.errors import Message, RefusedError
from testigo.review.transcriptions import Typed
from testigo.snapshot import Snapshot
from testigo.statistics.audit import ContestAudit, of_contest, random_order
from testigo.statistics.hidden import most_hidden
from testigo.statistics.plan import Sample
from testigo.statistics.sampled import sampled


def audit(
    operation: Operation,
    snapshot: Snapshot,
    sample: Sample,
    contests: Sequence[str],
    now: datetime.datetime,
) -> tuple[ContestAudit, ...]:
    """Return the tests of each contest."""
    refuse_before_polls_close(sample.plan, now)
    if sample.plan.audit.largest is None:
        raise RefusedError(Message("statistics.audit_without_rolls"))
    order = random_order(operation.election, sample)
    return tuple(of_contest(snapshot, sample, contest, order) for contest in contests)


@dataclass(frozen=True)
class Rekeyed:
    """Our own figures beside those that others keyed blind, of sampled stations.

    compared     in random order, with every figure of both known
    differing    stations whose figures are not the same, of all that were typed again
    most_wrong   so many accepted results, at most, are wrong, at the risk of the plan; None where the design
                 draws no stations in random order
    not_random   rows of stations that were not drawn, or stand beyond the random order: they bound nothing
    """

    contest: str
    compared: int
    differing: tuple[str, ...]
    most_wrong: int | None
    accepted: int
    not_random: int


def rekeyed(
    operation: Operation, snapshot: Snapshot, sample: Sample, contest: str, typed: Sequence[Typed]
) -> Rekeyed:
    """Hold our results against figures keyed again, and bound how many of ours are wrong."""
    of = sampled(snapshot, sample, contest)
    row = {station: place for place, station in enumerate(of.stations)}
    by_station = sample.plan.design in ("simple", "stratified")
    in_order = set(random_order(operation.election, sample) or ()) if by_station else set()
    same: dict[str, bool] = {}
    not_random = 0
    for one in typed:
        if one.contest != contest or one.station is None:
            continue
        not_random += one.station not in in_order
        place = row.get(one.station)
        if place is not None and of.came[place]:
            ours = {votes_column(option): int(votes[place]) for option, votes in of.votes.items()}
            agrees = all(one.figures.get(name) == value for name, value in ours.items())
            same[one.station] = same.get(one.station, True) and agrees
    random = [agrees for station, agrees in same.items() if station in in_order]
    accepted = snapshot.results[contest].filter(pl.col("status") == Status.ACCEPTED).height
    risk = sample.plan.audit.risk_percent / 100
    most = most_hidden(accepted, len(random), risk, random.count(False)) if random else None
    differing = tuple(station for station, agrees in same.items() if not agrees)
    return Rekeyed(contest, len(random), differing, most, accepted, not_random)
