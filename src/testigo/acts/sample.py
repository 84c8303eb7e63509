"""Plan, draw and extend a sample of polling stations.

In   an operation, what the plan asks for, a public seed.
Out  a plan, or a sample; anyone who has the list of stations draws the same.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from testigo.acts.operation import Operation
from testigo.columns import FrameKind
from testigo.election.definition import Election
from testigo.election.stations import stations_of
from testigo.errors import Message, RefusedError
from testigo.statistics.allocation import allocate, extend
from testigo.statistics.drawn import draw, frame_facts, population
from testigo.statistics.plan import PLAN_FORMAT, SAMPLE_FORMAT, Audit, Design, Plan, Sample, plan_hash

LAST_ON_EARTH = datetime.timezone(datetime.timedelta(hours=-12))
"""Where a day ends last: what is not known of a clock is taken so."""
STRATUM = "stratum"


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


def frame_of(operation: Operation, strata: str | None) -> pl.DataFrame:
    """Return drawn.FRAME: every listed station that votes in any contest; RefusedError for unknown strata."""
    election = operation.election
    voting = pl.concat([stations_of(election, contest).select("station") for contest in election.contests])
    return (
        election.stations.filter(pl.col("station").is_in(voting["station"].implode()))
        .select(
            "station",
            "polling_place",
            stratum_column(election, strata).alias("stratum"),
            "registered_voters",
        )
        .sort("station")
    )


def stratum_column(election: Election, strata: str | None) -> pl.Expr:
    """Return what stratifies: a level's jurisdictions, or the column `stratum` of stations.csv."""
    if strata is None:
        return pl.lit(None, dtype=pl.String)
    if strata == STRATUM:
        return pl.col(STRATUM)
    if strata not in election.levels:
        known = ", ".join((*election.levels, STRATUM))
        raise RefusedError(Message("statistics.no_such_strata", strata=strata, known=known))
    return pl.col(election.level_columns[election.levels.index(strata)])


def declared_stations(election: Election) -> int | None:
    """Return how many stations the definition says there are in the whole; None where nobody knows."""
    root = election.jurisdictions.filter(pl.col("jurisdiction") == election.root).row(0, named=True)
    if root["stations"] is not None:
        return int(root["stations"])
    of_parts = election.jurisdictions.filter(pl.col("parent") == election.root)
    if root["frame"] == FrameKind.SUM_OF_PARTS and not of_parts["stations"].null_count():
        return int(of_parts["stations"].sum())
    return None


def polls_close(election: Election) -> datetime.datetime:
    """Return when the last polls close; the end of the day of the vote where no hour is known.

    A time zone that this machine does not know ends its day last.
    """
    zone: datetime.tzinfo
    try:
        zone = ZoneInfo(election.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = LAST_ON_EARTH
    if election.polls_close is not None:
        return datetime.datetime.combine(election.date, election.polls_close, tzinfo=zone)
    return datetime.datetime.combine(election.date + datetime.timedelta(days=1), datetime.time(), tzinfo=zone)


def plan(operation: Operation, request: PlanRequest) -> Plan:
    """Return the plan of a sample; RefusedError where no such sample can be drawn."""
    election = operation.election
    frame = frame_of(operation, request.strata)
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
    frame = frame_of(operation, planned.strata)
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
    return sample.model_copy(
        update={
            "size": size,
            "allocation": given,
            "earlier_sizes": (*sample.earlier_sizes, sample.size),
            "signer": None,
            "stations": draw(frame_of(operation, sample.plan.strata), sample.plan, sample.seed, given),
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
