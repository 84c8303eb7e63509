"""The figures of a publication's sample and forensic tests as tables of whole numbers, which pages show.

In   a snapshot whose evidence discloses a sample, or what was simulated (`disclosed`).
Out  `Keyed` tables, each with its keys; none of what is not disclosed. Shares are in hundredths of a percent,
     p-values and dispersion in thousandths (`decimal_`). A p-value is rounded up: never smaller than it is.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from testigo.columns import HUNDREDTHS_OF_A_PERCENT, Status, votes_column
from testigo.errors import RefusedError
from testigo.snapshot import Snapshot
from testigo.statistics.audit import ContestAudit, of_contest, random_order
from testigo.statistics.calibrated import Outcome, together
from testigo.statistics.disclosed import Simulated, sample_in, simulated_in
from testigo.statistics.estimate import ContestEstimate, Share
from testigo.statistics.estimate import of_contest as estimate_of
from testigo.statistics.forensics import TESTS, Looked, looked
from testigo.statistics.plan import Sample
from testigo.statistics.sampled import sampled

LEAD = "lead of the first"
"""The figure that is no option's: no code of an option has a space."""
THOUSAND = 1_000
Row = dict[str, object]


@dataclass(frozen=True)
class Keyed:
    """A table: rows by their keys, which are text; all other columns are whole numbers or null."""

    name: str
    keys: tuple[str, ...]
    frame: pl.DataFrame


COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # name -> keys, figures
    "estimates": (
        ("contest", "figure"),
        ("share_naive", "share_estimate", "share_adjusted", "share_low", "share_high", "share_counted"),
    ),
    "estimate_counts": (
        ("contest",),
        ("stations_drawn", "stations_came", "stations_elsewhere", "stations_listed", "stations_declared",
         "stations_counted", "share_missing", "share_term", "share_needed", "points_may_differ",
         "percent_confidence", "percent_shown_from"),
    ),
    "estimate_steps": (("contest", "figure", "part"), ("stations", "share_estimate", "share_half_width")),
    "responses": (("contest", "cells", "cell"), ("stations_drawn", "stations_came", "share_first")),
    "audits": (("contest", "test", "claim", "winner", "loser"), ("decimal_p", "units_needed")),
    "audit_counts": (
        ("contest",),
        ("units", "units_missing", "units_left_out", "share_risk", "largest_roll"),
    ),
    "forensics": (("contest", "test", "figure"), ("decimal_p", "share_rejected")),
    "forensic_counts": (
        ("contest",),
        ("stations", "draws", "tests", "low", "decimal_expected", "decimal_smallest", "places",
         "decimal_dispersion", "decimal_low", "decimal_high", "stations_repeated", "vectors"),
    ),
    "outlying": (("contest", "station"), ("share_here", "share_others", "standard_deviations")),
}  # fmt: skip
"""Every table that this file makes."""


def tables(snapshot: Snapshot) -> Iterator[Keyed]:
    """Yield every table that has something to show."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    announced = sample_in(snapshot.evidence.statistics)
    for contest in snapshot.election.contests:
        if announced is not None:
            of_sample(snapshot, announced.value, contest.contest, rows)
        simulated = simulated_in(snapshot.evidence.statistics, contest.contest)
        if simulated is not None:
            of_tests(snapshot, simulated, rows)
    for name, found in rows.items():
        if found:
            keys, figures = COLUMNS[name]
            schema = dict.fromkeys(keys, pl.String()) | dict.fromkeys(figures, pl.Int64())
            yield Keyed(name, keys, pl.DataFrame(found, schema=schema))


def of_sample(snapshot: Snapshot, sample: Sample, contest: str, rows: dict[str, list[Row]]) -> None:
    """Add what a sample says of a contest; nothing where none of its stations votes in it."""
    try:
        of = sampled(snapshot, sample, contest)
    except RefusedError:
        return
    found = estimate_of(of, sample.plan, contest)
    counted = counted_shares(snapshot, contest)
    rows["estimates"] += [estimate_row(contest, one, found, counted) for one in found.shares]
    rows["estimate_counts"].append(counts_row(snapshot, sample, found))
    rows["estimate_steps"] += [
        {
            "contest": contest,
            "figure": step.figure,
            "part": str(number),
            "stations": step.units,
            "share_estimate": hundredths(step.share),
            "share_half_width": hundredths(step.half_width),
        }
        for number, step in enumerate(found.steps)
    ]
    rows["responses"] += response_rows(found)
    if sample.plan.audit.largest is not None:
        tested = of_contest(snapshot, sample, contest, random_order(snapshot.election, sample))
        rows["audits"] += audit_rows(tested)
        rows["audit_counts"].append(
            {
                "contest": contest,
                "units": tested.units,
                "units_missing": tested.missing,
                "units_left_out": tested.left_out,
                "share_risk": round(100 * tested.risk_percent),
                "largest_roll": sample.plan.audit.largest,
            }
        )


def counted_shares(snapshot: Snapshot, contest: str) -> dict[str, float]:
    """Return option -> its share of the valid votes of all accepted forms; empty where there is none."""
    accepted = snapshot.results[contest].filter(pl.col("status") == Status.ACCEPTED)
    valid = accepted["valid_votes"].sum() or 0
    options = [option.option for option in snapshot.election.contest(contest).options]
    votes = {option: accepted[votes_column(option)].sum() or 0 for option in options}
    return {option: int(each) / int(valid) for option, each in votes.items()} if valid else {}


def estimate_row(contest: str, one: Share, found: ContestEstimate, counted: dict[str, float]) -> Row:
    """Return one share, or the lead, as a row."""
    whole = counted.get(one.figure or "")
    if one.figure is None and counted:
        whole = counted[found.first or ""] - counted[found.second or ""]
    known = one.estimate.degrees > 0
    return {
        "contest": contest,
        "figure": LEAD if one.figure is None else one.figure,
        "share_naive": hundredths(one.naive),
        "share_estimate": hundredths(one.estimate.ratio),
        "share_adjusted": hundredths(one.adjusted),
        "share_low": hundredths(one.estimate.ratio - one.half_width) if known else None,
        "share_high": hundredths(one.estimate.ratio + one.half_width) if known else None,
        "share_counted": hundredths(whole),
    }


def counts_row(snapshot: Snapshot, sample: Sample, found: ContestEstimate) -> Row:
    """Return what an estimate stands on, as a row."""
    plan = sample.plan
    accepted = snapshot.results[found.contest].filter(pl.col("status") == Status.ACCEPTED).height
    return {
        "contest": found.contest,
        "stations_drawn": found.drawn,
        "stations_came": found.came,
        "stations_elsewhere": found.elsewhere,
        "stations_listed": plan.frame.stations,
        "stations_declared": plan.frame.declared,
        "stations_counted": accepted,
        "share_missing": hundredths(found.missing.share_missing),
        "share_term": hundredths(found.shares[0].term) if found.shares else None,
        "share_needed": None if found.missing.needed is None else hundredths(-found.missing.needed),
        "points_may_differ": plan.missing_may_differ_points,
        "percent_confidence": plan.confidence_percent,
        "percent_shown_from": plan.shown_from_response_percent,
    }


def response_rows(found: ContestEstimate) -> list[Row]:
    """Return the response by stratum and by fifth of the place's size, smallest first, as rows."""
    cells = [("stratum", name, cell) for name, cell in found.by_stratum]
    cells += [("size", str(number), cell) for number, cell in enumerate(found.by_size, start=1)]
    return [
        {
            "contest": found.contest,
            "cells": kind,
            "cell": name,
            "stations_drawn": cell.drawn,
            "stations_came": cell.came,
            "share_first": hundredths(cell.share),
        }
        for kind, name, cell in cells
        if cell.drawn
    ]


OURS, OUTCOME, STATIONS = "ours", "outcome", "stations"
"""Of an audit: our own pair, an outcome that the authority claims, its figures station by station."""


def audit_rows(found: ContestAudit) -> list[Row]:
    """Return every outcome that was tested: our own pairs, and what the authority claims, as rows."""

    def row(test: str, claim: str, winner: str, loser: str, p: float | None, needed: int | None) -> Row:
        return {
            "contest": found.contest,
            "test": test,
            "claim": claim,
            "winner": winner,
            "loser": loser,
            "decimal_p": thousandths(p),
            "units_needed": needed,
        }

    return [
        *(row(OURS, "", one.winner, one.loser, one.p, one.needed) for one in found.tested),
        *(
            row(OUTCOME, claim, winner, "", found.official_p[claim], None)
            for claim, winner in found.official.items()
        ),
        *(row(STATIONS, one.claim, one.winner, "", one.p, None) for one in found.by_station),
    ]


def outcomes_of(of: Looked, simulated: Simulated) -> tuple[Outcome, ...]:
    """Return the disclosed tests as outcomes, sorted by p; textbook values are made here, they are exact."""
    textbook = {
        (test.name, figure.name): test.textbook(test.count(figure.votes, figure.trials))
        for figure in of.figures
        for test in TESTS[figure.tests]
        if test.textbook is not None
    }
    found = [
        Outcome(
            one.test,
            one.figure,
            0.0,
            textbook.get((one.test, one.figure)),
            (1 + one.as_odd) / (1 + simulated.draws),
            None if one.rejected is None else one.rejected / simulated.draws,
            simulated.draws,
        )
        for one in simulated.tests
    ]
    return tuple(sorted(found, key=lambda one: one.p))


def of_tests(snapshot: Snapshot, simulated: Simulated, rows: dict[str, list[Row]]) -> None:
    """Add what the forensic tests of a contest say."""
    of, contest = looked(snapshot, simulated.contest), simulated.contest
    outcomes = outcomes_of(of, simulated)
    whole, d = together(outcomes), of.dispersion
    rows["forensics"] += [
        {
            "contest": contest,
            "test": one.test,
            "figure": one.figure,
            "decimal_p": thousandths(one.p),
            "share_rejected": hundredths(one.clean_low),
        }
        for one in outcomes
    ]
    rows["forensic_counts"].append(
        {
            "contest": contest,
            "stations": len(of.table.stations),
            "draws": simulated.draws,
            "tests": len(outcomes),
            "low": whole.low,
            "decimal_expected": round(THOUSAND * whole.expected),
            "decimal_smallest": thousandths(whole.smallest),
            "places": None if d is None else d.places,
            "decimal_dispersion": None if d is None else round(THOUSAND * d.dispersion),
            "decimal_low": None if d is None else math.floor(THOUSAND * d.low),
            "decimal_high": None if d is None else math.ceil(THOUSAND * d.high),
            "stations_repeated": sum(map(len, of.identical)),
            "vectors": len(of.identical),
        }
    )
    rows["outlying"] += [
        {
            "contest": contest,
            "station": one.station,
            "share_here": hundredths(one.share),
            "share_others": hundredths(one.others),
            "standard_deviations": round(one.standard_deviations),
        }
        for one in of.outlying
    ]


def hundredths(share: float | None) -> int | None:
    """Return a share in hundredths of a percent, rounded half up; None for what is not finite."""
    if share is None or not math.isfinite(share):
        return None
    return math.floor(share * HUNDREDTHS_OF_A_PERCENT + 0.5)


def thousandths(p: float | None) -> int | None:
    """Return a p-value in thousandths, rounded up, at least 1: never smaller than it is."""
    return None if p is None else max(1, math.ceil(THOUSAND * p - 1e-9))
