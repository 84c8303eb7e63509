"""Plan, draw and extend a sample of polling stations.

In   an operation, what the plan asks for, a public seed.
Out  a plan, or a sample; anyone who has the list of stations draws the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.errors import Message, RefusedError
from testigo.statistics.allocation import allocate, extend
from testigo.statistics.drawn import draw, frame_facts, population
from testigo.statistics.frame import declared_stations, frame_of, polls_close
from testigo.statistics.plan import PLAN_FORMAT, SAMPLE_FORMAT, Audit, Design, Plan, Sample, plan_hash


@dataclass(frozen=True)
class PlanRequest:
    """What a sample is to be.

    design, strata  as of `statistics.plan.Plan`; strata is the name of a level, or `stratum`
    size            units to draw
    audit           the sequential test; `largest` is filled in from the rolls where it is None
    """

    design: Design
    strata: str | None
    size: int
    confidence_percent: int
    missing_may_differ_points: int
    shown_from_response_percent: int
    audit: Audit


def plan(operation: Operation, request: PlanRequest) -> Plan:
    """Return the plan of a sample; RefusedError where no such sample can be drawn."""
    election = operation.election
    frame = frame_of(election, request.strata)
    rolls = frame["registered_voters"]
    if request.design == "size" and (rolls.null_count() or not rolls.sum()):
        raise RefusedError(Message("statistics.size_without_rolls"))
    units = population(frame, request.design)
    given = {"": request.size} if request.design == "size" else allocate(units, request.size)
    largest = request.audit.largest
    if largest is None and not rolls.null_count() and rolls.len():
        largest = largest_of(frame, request.design)
    return Plan(
        testigo=PLAN_FORMAT,
        origin=election.origin,
        definition=election.seal,
        frame=frame_facts(frame, declared_stations(election)),
        design=request.design,
        strata=request.strata,
        size=request.size,
        population=units,
        allocation=given,
        confidence_percent=request.confidence_percent,
        missing_may_differ_points=request.missing_may_differ_points,
        shown_from_response_percent=request.shown_from_response_percent,
        not_before=polls_close(election).isoformat(),
        audit=request.audit.model_copy(update={"largest": largest}),
        signer=None,
    )


def largest_of(frame: pl.DataFrame, design: Design) -> int:
    """Return the largest roll of a unit: of a station, or of a polling place where those are drawn."""
    if design != "places":
        return int(frame["registered_voters"].sort()[-1])
    of_place = frame.group_by(pl.coalesce("polling_place", "station")).agg(pl.col("registered_voters").sum())
    return int(of_place["registered_voters"].sort()[-1])


def drawn_sample(operation: Operation, planned: Plan, signature: tuple[str, ...], seed: str) -> Sample:
    """Draw the sample of a plan; InputError where the list of stations is another one.

    signature  lines that sign the plan; empty = nobody did
    """
    refuse_a_short_seed(seed)
    frame = frame_of(operation.election, planned.strata)
    return Sample(
        testigo=SAMPLE_FORMAT,
        plan=planned,
        plan_sha256=plan_hash(planned),
        plan_signature=signature,
        seed=seed,
        size=planned.size,
        allocation=planned.allocation,
        earlier_sizes=(),
        stations=draw(frame, planned, seed, planned.allocation),
        signer=None,
    )


def extended_sample(operation: Operation, sample: Sample, size: int) -> Sample:
    """Draw more units by the same seed; what was drawn stays. RefusedError where it is not more."""
    if size <= sample.size:
        raise RefusedError(Message("statistics.not_larger", size=size, before=sample.size))
    given = larger(sample, size)
    frame = frame_of(operation.election, sample.plan.strata)
    return sample.model_copy(
        update={
            "size": size,
            "allocation": given,
            "earlier_sizes": (*sample.earlier_sizes, sample.size),
            "signer": None,
            "stations": draw(frame, sample.plan, sample.seed, given),
        }
    )


def larger(sample: Sample, size: int) -> Mapping[str, int]:
    """Return the allocation of an extended sample."""
    if sample.plan.design == "size":
        return {"": size}
    return extend(sample.allocation, sample.plan.population, size)


def drawn_again(frame: pl.DataFrame, sample: Sample) -> bool:
    """Say whether this seed and this list of stations give exactly the sample."""
    return draw(frame, sample.plan, sample.seed, sample.allocation) == sample.stations


SHORTEST_SEED = 20


def refuse_a_short_seed(seed: str) -> None:
    """Raise RefusedError unless a seed is at least twenty digits: twenty dice in front of everybody."""
    if not (seed.isascii() and seed.isdigit() and SHORTEST_SEED <= len(seed) <= 200):
        raise RefusedError(Message("statistics.short_seed"))
