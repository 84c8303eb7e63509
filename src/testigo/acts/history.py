"""A station's whole story, statement by statement, and on what the readings that stand differ."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.cells import completed_readings
from testigo.errors import Message, RefusedError
from testigo.forms.arithmetic import figures
from testigo.review.history import HistoryEntry, history
from testigo.snapshot import Snapshot


@dataclass(frozen=True)
class State:
    """What a station is in one contest after a statement; `findings` are the codes of the rules."""

    status: str
    basis: str | None
    findings: tuple[str, ...]


States = Mapping[str, State]  # contest ->


@dataclass(frozen=True)
class ReadFigure:
    """What one reading says of a figure.

    is_added_up  whether the reading does not have it and it follows from what it has: codes that give party
                 lines alone have the votes of their options
    """

    reading: str
    value: int
    is_added_up: bool


@dataclass(frozen=True)
class Difference:
    """A figure on which the readings that stand differ."""

    contest: str
    figure: str
    read: tuple[ReadFigure, ...]


@dataclass(frozen=True)
class Story:
    """What was said of a station.

    after  what it was after each statement of `told`
    """

    station: str
    told: tuple[HistoryEntry, ...]
    after: tuple[States, ...]
    now: States
    differences: tuple[Difference, ...]


def story_of(operation: Operation, station: str) -> Story:
    """Tell everything that was said of a station, in order; RefusedError where nobody knows of it."""
    told = history(station, operation.journal.statements(), operation.exhibits.get)
    after = tuple(_states_of(operation.snapshot(one.number), station) for one in told)
    snapshot = operation.snapshot()
    now = _states_of(snapshot, station)
    if not told and not now:
        raise RefusedError(Message("history.unknown_station", station=station))
    return Story(station, told, after, now, _differences(snapshot, station))


def _states_of(snapshot: Snapshot, station: str) -> States:
    """Return what the station is in each contest in which it votes."""
    states = {}
    for contest, results in snapshot.results.items():
        found = snapshot.findings.filter((pl.col("station") == station) & (pl.col("contest") == contest))
        codes = tuple(found["code"].unique().sort())
        for status, basis in (
            results.filter(pl.col("station") == station).select("status", "basis").iter_rows()
        ):
            states[contest] = State(status, basis, codes)
    return states


def _differences(snapshot: Snapshot, station: str) -> tuple[Difference, ...]:
    found = []
    for code, whole in completed_readings(snapshot).items():
        contest = snapshot.election.contest(code)
        of = whole.filter(pl.col("station") == station)
        as_read = snapshot.evidence.readings[code].filter(pl.col("station") == station)
        read = {row["reading"]: row for row in as_read.iter_rows(named=True)}
        for figure in figures(contest, snapshot.profiles[contest.form]):
            if of[figure].drop_nulls().n_unique() < 2:
                continue
            values = tuple(
                ReadFigure(name, value, read[name][figure] is None)
                for name, value in of.select("reading", figure).iter_rows()
                if value is not None
            )
            found.append(Difference(code, figure, values))
    return tuple(found)
