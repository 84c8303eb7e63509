"""Test an outcome by the sample, as often as one likes: each option against each other, and the official one.

In   a snapshot, a sample, its stations in random order.
Out  a `ContestAudit`. That the polls are closed is for who calls it to know.

The parameters stand in the plan, which was announced before the seed. A form that was drawn and is not there
counts as if all its voters had voted for the other side.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.columns import PlaceKind, votes_column
from testigo.election.definition import Election
from testigo.snapshot import Snapshot
from testigo.statistics.arrays import Real, Truth
from testigo.statistics.drawn import units
from testigo.statistics.frame import frame_of
from testigo.statistics.kaplan_markov import p_value
from testigo.statistics.plan import Audit, Plan, Sample
from testigo.statistics.sampled import Sampled, sampled, with_places
from testigo.statistics.sequential import Capital, alpha, assorted, fixed_bet
from testigo.statistics.tickets import drawing_order


@dataclass(frozen=True)
class Tested:
    """One test: that `winner` has more votes than `loser` in the whole frame.

    p          of the hypothesis that it has not; None where a form shows more than the largest roll
    needed     units after which p first was at most the risk; None where it never was
    path       p after each unit, in the order of the draw; empty where there is no test
    """

    winner: str
    loser: str
    p: float | None
    needed: int | None
    path: tuple[float, ...] = ()


@dataclass(frozen=True)
class ByStation:
    """The test of official figures by station (Kaplan and Markov).

    claim, winner  whose figures, and who wins by them
    compared       draws whose official figures and whose form are both known
    missing        draws that lack one of the two: counted as if all their votes had been overstated
    """

    claim: str
    winner: str
    compared: int
    missing: int
    p: float


@dataclass(frozen=True)
class ContestAudit:
    """What the sample says of the outcome of one contest.

    units     in random order, which the test looks at; drawn beyond them: `left_out`
    missing   units among them that count as 0
    tested    the two options that are first against each other, both ways, then what the authority claims
    official  claim -> the option that has most votes by it, over the whole
    """

    contest: str
    units: int
    left_out: int
    missing: int
    risk_percent: float
    tested: tuple[Tested, ...]
    official: Mapping[str, str]
    official_p: Mapping[str, float | None]
    by_station: tuple[ByStation, ...]


def random_order(election: Election, sample: Sample) -> tuple[str, ...] | None:
    """Return the units of the sample that are the first of the whole list of stations, by their tickets.

    A stratified sample is in no random order as a whole; but the smallest tickets of all are, up to the first
    that was not drawn. Where to stop follows from tickets and strata alone, so the test may stop there. None
    under `size`, where every draw counts.
    """
    if sample.plan.design == "size":
        return None
    frame = frame_of(election, sample.plan.strata)
    of = units(frame, sample.plan.design)["unit"].to_list()
    drawn = set(sample.stations)
    if sample.plan.design == "places":
        drawn = set(
            frame.filter(pl.col("station").is_in(list(drawn))).select(
                unit=pl.coalesce("polling_place", "station")
            )["unit"]
        )
    beginning = []
    for place in drawing_order(of, sample.seed):
        if of[place] not in drawn:
            break
        beginning.append(of[place])
    return tuple(beginning)


@dataclass(frozen=True)
class Batches:
    """What the test bets on, in random order: arrays are (k,).

    came     whether every station of the unit came
    largest  what no difference of votes exceeds
    """

    came: Truth
    votes: Mapping[str, Real]
    largest: float | Real
    population: int | None


def of_contest(
    snapshot: Snapshot, sample: Sample, contest: str, order: tuple[str, ...] | None
) -> ContestAudit:
    """Return the tests of one contest."""
    of = sampled(snapshot, sample, contest)
    found = batches(snapshot, sample.plan, of, contest, order)
    options = sorted(found.votes, key=lambda option: -float(found.votes[option].sum()))
    both_ways = [(options[0], options[1]), (options[1], options[0])] if len(options) > 1 else []
    tested = tuple(tested_pair(found, sample.plan.audit, *pair) for pair in both_ways)
    official = claimed_winners(snapshot, contest)
    return ContestAudit(
        contest,
        len(found.came),
        (len(np.unique(of.place)) if sample.plan.design == "places" else len(of.came)) - len(found.came),
        int((~found.came).sum()),
        sample.plan.audit.risk_percent,
        tested,
        official,
        {claim: outcome(found, sample.plan.audit, winner) for claim, winner in official.items()},
        by_station(snapshot, sample, of, contest),
    )


def batches(
    snapshot: Snapshot, plan: Plan, of: Sampled, contest: str, order: tuple[str, ...] | None
) -> Batches:
    """Return the sampled stations, or whole places, in random order."""
    if order is None:
        return Batches(of.came, of.votes, of.roll, None)
    largest = float(plan.audit.largest or 0)
    if plan.design != "places":
        row = {station: place for place, station in enumerate(of.stations)}
        rows = np.array([row[unit] for unit in order if unit in row], dtype=np.int64)
        votes = {option: each[rows] for option, each in of.votes.items()}
        return Batches(of.came[rows], votes, largest, listed(snapshot, contest))
    place_of = with_places(snapshot, contest, None)
    names = dict(place_of.select("station", "place").iter_rows())
    members: dict[str, list[int]] = {}
    for place, station in enumerate(of.stations):
        members.setdefault(names[station], []).append(place)
    groups = [members[unit] for unit in order if unit in members]
    came = np.array([bool(of.came[rows].all()) for rows in groups], dtype=np.bool_)
    votes = {
        option: np.array([float(each[rows].sum()) for rows in groups]) for option, each in of.votes.items()
    }
    return Batches(came, votes, largest, place_of["place"].n_unique())


def listed(snapshot: Snapshot, contest: str) -> int:
    """Return how many listed stations vote in a contest."""
    return with_places(snapshot, contest, None).height


def tested_pair(found: Batches, audit_plan: Audit, winner: str, loser: str) -> Tested:
    """Test one pair; the test says nothing where a form has more votes than the largest roll."""
    capital = bet(found, audit_plan, winner, loser)
    if capital is None:
        return Tested(winner, loser, None, None)
    lowest = np.exp(-np.maximum(np.maximum.accumulate(capital.logarithm), 0.0))
    needed = capital.needed(audit_plan.risk_percent / 100)
    return Tested(winner, loser, capital.p_value(), needed, tuple(lowest.tolist()))


def bet(found: Batches, audit_plan: Audit, winner: str, loser: str) -> Capital | None:
    """Return what the bet on a pair is worth; None where its bound does not hold."""
    first, second = found.votes[winner], found.votes[loser]
    if (np.abs(first - second) > found.largest)[found.came].any():
        return None
    values = assorted(first, second, found.largest, found.came)
    if audit_plan.method == "alpha":
        return alpha(values, found.population, audit_plan.eta, audit_plan.weight, audit_plan.above)
    return fixed_bet(values, found.population, audit_plan.bet)


def outcome(found: Batches, audit_plan: Audit, winner: str) -> float | None:
    """Return the largest p of the winner against each other option: the outcome stands only if all do."""
    ps = [tested_pair(found, audit_plan, winner, loser).p for loser in found.votes if loser != winner]
    known = [p for p in ps if p is not None]
    return None if len(known) < len(ps) or not ps else max(known)


def claimed_votes(snapshot: Snapshot, contest: str, kind: PlaceKind) -> pl.DataFrame:
    """Return claim, place, option and votes (exact counts only) that the authority claims."""
    columns = {
        votes_column(option.option): option.option for option in snapshot.election.contest(contest).options
    }
    return snapshot.discrepancies.filter(
        pl.col("contest") == contest,
        pl.col("place_kind") == kind.value,
        pl.col("figure").is_in(list(columns)),
        pl.col("theirs_lowest") == pl.col("theirs_highest"),
    ).select("claim", "place", option=pl.col("figure").replace_strict(columns), votes="theirs_lowest")


def claimed_winners(snapshot: Snapshot, contest: str) -> dict[str, str]:
    """Return claim -> the option that alone has most votes by it, over the whole."""
    claimed = claimed_votes(snapshot, contest, PlaceKind.JURISDICTION).filter(
        pl.col("place") == snapshot.election.root
    )
    winners = {}
    for (claim,), rows in claimed.group_by("claim", maintain_order=True):
        most = rows.filter(pl.col("votes") == pl.col("votes").max())
        if most.height == 1 and rows.height > 1:
            winners[str(claim)] = str(most["option"].item())
    return winners


def by_station(snapshot: Snapshot, sample: Sample, of: Sampled, contest: str) -> tuple[ByStation, ...]:
    """Test official figures by station, where stations were drawn in proportion to their rolls.

    u_p = 2 roll / V: no station can overstate a margin V by more. So the probability of a draw is u_p / U.
    """
    if sample.plan.design != "size" or sample.plan.frame.registered_voters is None:
        return ()
    claimed = claimed_votes(snapshot, contest, PlaceKind.STATION)
    found = []
    for (claim,), rows in claimed.group_by("claim", maintain_order=True):
        wide = rows.pivot("option", index="place", values="votes")
        options = [name for name in wide.columns if name != "place"]
        if len(options) < 2:
            continue
        totals = sorted(((int(wide[name].sum()), name) for name in options), reverse=True)
        winner, margins = totals[0][1], {name: totals[0][0] - total for total, name in totals[1:]}
        if min(margins.values()) <= 0:
            continue
        taints, compared = station_taints(of, wide, winner, margins)
        total = 2 * sample.plan.frame.registered_voters / min(margins.values())
        found.append(ByStation(str(claim), winner, compared, len(taints) - compared, p_value(taints, total)))
    return tuple(found)


def station_taints(
    of: Sampled, claimed: pl.DataFrame, winner: str, margins: Mapping[str, int]
) -> tuple[Real, int]:
    """Return the taint of each draw, 1 where form or official figure is missing, and how many have both."""
    row = {code: place for place, code in enumerate(claimed["place"])}
    votes = {name: claimed[name].fill_null(-1).to_list() for name in (winner, *margins)}
    smallest = min(margins.values())
    taints, compared = np.ones(len(of.came)), 0
    for draw, station in enumerate(of.stations):
        place = row.get(station)
        if place is None or not of.came[draw] or any(votes[name][place] < 0 for name in votes):
            continue
        over = max(
            ((votes[winner][place] - votes[loser][place]) - (of.votes[winner][draw] - of.votes[loser][draw]))
            / margin
            for loser, margin in margins.items()
        )
        taints[draw] = over / (2 * of.roll[draw] / smallest)
        compared += 1
    return taints, compared
