"""Test the accepted figures for signs of fabrication, each test beside clean elections on the same stations.

In   a snapshot, a seed, how many clean elections, how many processes.
Out  one `ContestForensics` a contest: every test that was run, none picked.

None of it proves fabrication, and a clean table proves no honesty: a forger who adds to one side and takes
from the other by the same share leaves no mark in digits.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.errors import Message, RefusedError
from testigo.official.contradiction import ContradictionKind
from testigo.processes.pool import Job, spread
from testigo.snapshot import Snapshot
from testigo.statistics.accepted import Table, same_vectors, table_of
from testigo.statistics.arrays import Real, Whole
from testigo.statistics.calibrated import Outcome, calibrated_p, judged
from testigo.statistics.clean import counts_of_clean
from testigo.statistics.digits import OF_TURNOUT, OF_VOTES, Test
from testigo.statistics.dispersion import Dispersion, standing_out, within_places
from testigo.statistics.far import clean_ratios, mean_over_median
from testigo.statistics.stream import Stream

Progress = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""
FAR = "stations far from their place"
TURNOUT = "turnout"
OUTLYING = 20
AT_ONCE = 20  # clean elections that a process makes before it says how far it is


def unwatched(_done: int, _whole: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Outlying:
    """A station that differs from the others of its place; a reason to look at its image, nothing more.

    share, others  of the first among the votes of both that are first: here, and at the other stations
    """

    station: str
    standard_deviations: float
    share: float
    others: float


@dataclass(frozen=True)
class Bulletin:
    """A claim over the whole whose votes are exactly percentages of their sum (official.percentages).

    ways    so many results of its total are so
    one_in  of how many results one is so
    """

    claim: str
    ways: int
    one_in: int


@dataclass(frozen=True)
class ContestForensics:
    """Everything that was looked at, of one contest.

    stations    with accepted figures
    outcomes    every calibrated test that was run, sorted by p
    dispersion  within places, and its benchmark; without one it says nothing
    identical   groups of stations with the same whole vector
    bulletins   of the claims over the whole, those whose votes are percentages
    """

    contest: str
    stations: int
    first: str
    second: str
    outcomes: tuple[Outcome, ...]
    dispersion: Dispersion | None
    benchmark: float | None
    outlying: tuple[Outlying, ...]
    identical: tuple[tuple[str, ...], ...]
    bulletins: tuple[Bulletin, ...]
    seed: str
    draws: int


@dataclass(frozen=True)
class Looked:
    """What is looked at without any simulation: exact, and the same on every machine.

    table  the accepted figures of the contest; the rest as of ContestForensics
    """

    table: Table
    first: str
    second: str
    dispersion: Dispersion | None
    outlying: tuple[Outlying, ...]
    identical: tuple[tuple[str, ...], ...]
    bulletins: tuple[Bulletin, ...]

    @property
    def figures(self) -> "list[Figure]":
        """The figures that are tested."""
        return figures_of(self.table, self.first, self.second)


def looked(snapshot: Snapshot, contest: str) -> Looked:
    """Return what needs no simulation; RefusedError where there is nothing to look at."""
    table = table_of(snapshot, contest)
    options = sorted(table.votes, key=lambda option: -int(table.votes[option].sum()))
    if len(options) < 2 or not table.valid.sum():
        raise RefusedError(Message("statistics.nothing_to_test", contest=contest))
    first, second = options[:2]
    together = table.votes[first] + table.votes[second]
    return Looked(
        table,
        first,
        second,
        within_places(table.votes[first].astype(np.float64), together.astype(np.float64), table.place),
        outlying_of(table, table.votes[first], together),
        tuple(tuple(table.stations[row] for row in rows) for rows in same_vectors(table)),
        bulletins(snapshot, contest),
    )


def outlying_of(table: Table, y: Whole, m: Whole) -> tuple[Outlying, ...]:
    """Return the stations that stand out most from their places, with the share of each and of the others.

    y, m  votes of the first, and of both that are first, (n,)
    """
    rows, distances = standing_out(y.astype(np.float64), m.astype(np.float64), table.place, OUTLYING)
    found = []
    for row, distance in zip(rows.tolist(), distances.tolist(), strict=True):
        if distance != 0:
            others = table.place == table.place[row]
            others[row] = False
            rest = float(y[others].sum() / m[others].sum())
            found.append(Outlying(table.stations[row], distance, float(y[row] / m[row]), rest))
    return tuple(found)


def every_test(
    of: Looked, seed: str, draws: int, processes: int = 1, progress: Progress = unwatched
) -> tuple[Outcome, ...]:
    """Return every calibrated test, sorted by p; seed and draws make the same figures again, to the digit."""
    together = of.table.votes[of.first] + of.table.votes[of.second]
    outcomes = simulated(of.figures, seed, draws, processes, progress)
    far = far_test(of.table.votes[of.first], together, of.table.place, seed, draws)
    return tuple(sorted([*outcomes, *far], key=lambda one: one.p))


def forensics(
    snapshot: Snapshot,
    contest: str,
    seed: str,
    draws: int,
    benchmark: float | None = None,
    processes: int = 1,
    progress: Progress = unwatched,
) -> ContestForensics:
    """Run every test on the accepted figures of a contest; RefusedError where there are none.

    seed       of the stream; nobody should choose it, so the seal of the definition is taken where none is
               given
    benchmark  dispersion within places of an earlier, honest election; None = there is none
    """
    of = looked(snapshot, contest)
    outcomes = every_test(of, seed, draws, processes, progress)
    return ContestForensics(
        contest,
        len(of.table.stations),
        of.first,
        of.second,
        outcomes,
        of.dispersion,
        benchmark,
        of.outlying,
        of.identical,
        of.bulletins,
        seed,
        draws,
    )


@dataclass(frozen=True)
class Figure:
    """What clean elections are drawn of: votes among trials, and the tests that look at them."""

    name: str
    votes: Whole
    trials: Whole
    tests: str  # "votes" or "turnout"


TESTS: dict[str, tuple[Test, ...]] = {"votes": OF_VOTES, "turnout": OF_TURNOUT}


def figures_of(table: Table, first: str, second: str) -> list[Figure]:
    """Return the figures that are tested: both options that are first, and turnout where rolls are known."""
    figures = [
        Figure(option, table.votes[option], table.valid, "votes")
        for option in (first, second)
        if (table.votes[option] <= table.valid).all()
    ]
    known = (table.roll > 0) & (table.cast <= table.roll)
    if known.any():
        figures.append(Figure(TURNOUT, table.cast[known], table.roll[known], "turnout"))
    return figures


def simulated(
    figures: Sequence[Figure], seed: str, draws: int, processes: int, progress: Progress
) -> list[Outcome]:
    """Return every test of every figure, beside its clean elections."""
    parts = [
        (number, begin, min(begin + AT_ONCE, draws))
        for number in range(len(figures))
        for begin in range(0, draws, AT_ONCE)
    ]
    state = (tuple(figures), seed)
    here = (clean_part(state, part) for part in parts)
    made = here if processes == 1 else spread(JOB, state, parts, processes)
    clean: dict[tuple[int, int], list[Real]] = {}
    for done, (part, counts) in enumerate(zip(parts, made, strict=True), start=1):
        for test, rows in enumerate(counts):
            clean.setdefault((part[0], test), []).append(np.array(rows, dtype=np.float64))
        progress(done, len(parts))
    return [
        judged(
            test,
            figure.name,
            test.count(figure.votes, figure.trials),
            np.vstack(clean[number, place]),
        )
        for number, figure in enumerate(figures)
        for place, test in enumerate(TESTS[figure.tests])
    ]


def clean_part(state: tuple[tuple[Figure, ...], str], part: tuple[int, int, int]) -> list[list[list[float]]]:
    """Return the counts of some clean elections of one figure: a list of rows a test."""
    figures, seed = state
    number, begin, end = part
    figure = figures[number]
    stream = Stream(seed).to(figure.name)
    counts = counts_of_clean(TESTS[figure.tests], figure.votes, figure.trials, stream, range(begin, end))
    return [rows.tolist() for rows in counts]


def _write(counts: list[list[list[float]]]) -> bytes:
    return json.dumps(counts).encode()


def _parse(content: bytes) -> list[list[list[float]]]:
    return [[[float(each) for each in row] for row in rows] for rows in json.loads(content)]


JOB = Job(clean_part, _write, _parse)


def far_test(y: Whole, m: Whole, place: Whole, seed: str, draws: int) -> list[Outcome]:
    """Return the test of stations that are far from their place; nothing where no place has two."""
    statistic = mean_over_median(y.astype(np.float64), m.astype(np.float64), place)
    if statistic == 0:
        return []
    clean = clean_ratios(y, m, place, Stream(seed).to(FAR), range(draws))
    return [Outcome(FAR, "", statistic, None, calibrated_p(statistic, clean), None, draws)]


def bulletins(snapshot: Snapshot, contest: str) -> tuple[Bulletin, ...]:
    """Return the claims over the whole whose votes are percentages, not by chance of a small total."""
    found = snapshot.contradictions.filter(
        pl.col("kind") == ContradictionKind.VOTES_ARE_PERCENTAGES.value,
        pl.col("contest") == contest,
        pl.col("place") == snapshot.election.root,
    )
    return tuple(Bulletin(*row) for row in found.select("claim", "ours", "votes").iter_rows())
