"""What a sample says of a contest, and what it does not: the quick count.

In   the figures of a sample, its plan.
Out  a `ContestEstimate`. That the polls are closed is for who calls it to know.

Nothing of the figures is given before the response that the plan announced: who shows early ones shows the
stations that were quick. What is said of a share carries what the missing forms may differ by.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real
from testigo.statistics.bootstrap import replicates
from testigo.statistics.plan import Plan
from testigo.statistics.ratio import Estimate, cluster_ratio, combined_ratio, size_ratio
from testigo.statistics.response import (
    Cell,
    Missing,
    cell_weights,
    cells,
    delta,
    naive,
    non_response_term,
    quintile,
    response_weights,
    weighted,
)
from testigo.statistics.sampled import Sampled
from testigo.statistics.stream import Stream

STEPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Share:
    """A share, or the margin, three times over.

    figure     an option's code; None = the margin of the first over the second
    naive      what came, taken as if it were all
    estimate   by the design
    adjusted   by the design and the modelled chance to come; None where rolls are unknown
    half_width of the interval of the design, with the non-response term
    term       of it, what the missing may differ by
    bootstrap  ends of the interval by the bootstrap; None where none was asked for
    """

    figure: str | None
    naive: float
    estimate: Estimate
    adjusted: float | None
    half_width: float
    term: float
    bootstrap: tuple[float, float] | None


@dataclass(frozen=True)
class Step:
    """The estimate of one option by the first of what came, in the order of the draw."""

    figure: str
    units: int
    share: float
    half_width: float


@dataclass(frozen=True)
class ContestEstimate:
    """What a sample says of one contest.

    drawn, came       stations of the sample that vote in it
    shares            one an option, the first first, then the margin; empty where nothing may be said yet
    first, second     options by the estimate
    missing           how different what is missing would have to be
    by_stratum        name and response; by_size the same by fifth of the place's size, where rolls are known
    steps             shares of the first and of the second by the first forms, in the order of the draw
    """

    contest: str
    drawn: int
    came: int
    elsewhere: int
    shares: tuple[Share, ...]
    first: str | None
    second: str | None
    missing: Missing
    missing_by_rolls: bool
    by_stratum: tuple[tuple[str, Cell], ...]
    by_size: tuple[Cell, ...]
    steps: tuple[Step, ...]

    @property
    def response_percent(self) -> int:
        """Of 100 drawn stations, how many came; rounded down."""
        return 100 * self.came // self.drawn


def of_contest(
    of: Sampled, plan: Plan, contest: str, bootstrap: tuple[str, int] | None = None
) -> ContestEstimate:
    """Return what a sample's figures say of a contest; no share below the announced response."""
    drawn, came = len(of.came), int(of.came.sum())
    may_be_said = 100 * came >= plan.shown_from_response_percent * drawn and of.valid[of.came].sum() > 0
    if not may_be_said:
        return ContestEstimate(
            contest, drawn, came, of.elsewhere, (), None, None, delta(0, of.share_missing),
            of.missing_by_rolls, by_stratum(of, None), by_size(of, None), (),
        )  # fmt: skip
    estimator = by_design(of, plan)
    ordered = sorted(of.votes, key=lambda option: -estimator(of.votes[option][of.came], of.came).ratio)
    first, second = ordered[0], ordered[1] if len(ordered) > 1 else None
    figures: list[tuple[str | None, Real]] = [(option, of.votes[option]) for option in ordered]
    if second is not None:
        figures.append((None, of.votes[first] - of.votes[second]))
    shares = tuple(share(of, plan, figure, y, estimator, bootstrap) for figure, y in figures)
    margin = shares[-1].estimate.ratio
    return ContestEstimate(
        contest,
        drawn,
        came,
        of.elsewhere,
        shares,
        first,
        second,
        delta(margin, of.share_missing),
        of.missing_by_rolls,
        by_stratum(of, first),
        by_size(of, first),
        tuple(
            step
            for option in ordered[:2]
            for step in steps(of, estimator, option, plan.confidence_percent / 100)
        ),
    )


Estimator = Callable[[Real, "np.ndarray[tuple[int], np.dtype[np.bool_]]"], Estimate]
"""Estimates from the figures of some of the sampled stations, given as (k,) and which they are, (n,)."""


def by_design(of: Sampled, plan: Plan) -> Estimator:
    """Return the estimator of the design."""

    def simple_or_stratified(y: Real, some: Real) -> Estimate:
        return combined_ratio(y, of.valid[some], of.stratum[some], of.population)

    def of_places(y: Real, some: Real) -> Estimate:
        _, place = np.unique(of.place[some], return_inverse=True)
        return cluster_ratio(y, of.valid[some], place.astype(np.int64), of.stratum[some], of.population)

    def by_size_of_roll(y: Real, some: Real) -> Estimate:
        return size_ratio(y, of.valid[some], of.roll[some])

    return {"places": of_places, "size": by_size_of_roll}.get(plan.design, simple_or_stratified)  # type: ignore[return-value]


def share(
    of: Sampled,
    plan: Plan,
    figure: str | None,
    y: Real,
    estimator: Estimator,
    bootstrap: tuple[str, int] | None,
) -> Share:
    """Return one share or margin three times over, with its interval."""
    came = of.came
    found = estimator(y[came], came)
    differ = plan.missing_may_differ_points / 100 * (2 if figure is None else 1)
    term = non_response_term(of.share_missing, differ)
    ends = None
    if bootstrap is not None and plan.design in ("simple", "stratified"):
        seed, draws = bootstrap
        stream = Stream(seed).to(figure or "margin")
        drawn = replicates(y[came], of.valid[came], of.stratum[came], of.population, stream, draws)
        tail = (1 - plan.confidence_percent / 100) / 2
        ends = (float(np.quantile(drawn, tail)) - term, float(np.quantile(drawn, 1 - tail)) + term)
    return Share(
        figure,
        naive(y[came], of.valid[came]),
        found,
        adjusted(of, plan, y),
        found.half_width(plan.confidence_percent / 100) + term,
        term,
        ends,
    )


def adjusted(of: Sampled, plan: Plan, y: Real) -> float | None:
    """Return the estimate by modelled chances to come, by size of place and station; None without rolls."""
    if np.isnan(of.roll).any() or np.isnan(of.place_roll).any() or plan.design in ("places", "size"):
        return None
    design = cell_weights(of.stratum, of.population)
    covariates = np.column_stack([np.log1p(of.place_roll), np.log1p(of.roll)])
    weight = response_weights(of.came, covariates, design)
    return weighted(y[of.came], of.valid[of.came], weight)


def by_stratum(of: Sampled, first: str | None) -> tuple[tuple[str, Cell], ...]:
    """Return the response of each stratum, with the first's share where it may be said."""
    y = np.zeros(len(of.came)) if first is None else of.votes[first]
    found = cells(y, of.valid, of.came, of.stratum, len(of.strata))
    return tuple(zip(of.strata, (_cell(each, said=first is not None) for each in found), strict=True))


def by_size(of: Sampled, first: str | None) -> tuple[Cell, ...]:
    """Return the response by fifth of the size of the place; empty where a roll is unknown."""
    if np.isnan(of.place_roll).any():
        return ()
    y = np.zeros(len(of.came)) if first is None else of.votes[first]
    found = cells(y, of.valid, of.came, quintile(of.place_roll), 5)
    return tuple(_cell(each, said=first is not None) for each in found)


def _cell(cell: Cell, *, said: bool) -> Cell:
    return cell if said else Cell(cell.drawn, cell.came, None)


def steps(of: Sampled, estimator: Estimator, option: str, confidence: float) -> tuple[Step, ...]:
    """Return an option's share with a tenth ... all of what came, in the order of the draw.

    The order in which forms came is nobody's business and says who was quick; that of the draw is public.
    """
    arrived = np.flatnonzero(of.came)
    found = []
    for part in STEPS:
        some = np.zeros(len(of.came), dtype=np.bool_)
        some[arrived[: round(part * len(arrived))]] = True
        if some.sum() >= 2 * len(of.strata) and of.valid[some].sum() > 0:
            here = estimator(of.votes[option][some], some)
            found.append(Step(option, int(some.sum()), here.ratio, here.half_width(confidence)))
    return tuple(found)
