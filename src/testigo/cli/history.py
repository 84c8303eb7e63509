"""`testigo history DIR STATION`: a station's whole story, statement by statement."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl

from testigo.acts.operation import Operation
from testigo.cells import completed_readings
from testigo.cli.arguments import folder_argument
from testigo.cli.shown import print_json
from testigo.errors import RefusedError
from testigo.forms.arithmetic import figures
from testigo.review.history import Told, history
from testigo.snapshot import Snapshot

WIDTH = 100


@dataclass(frozen=True)
class State:
    """What a station is in one contest after a statement; `findings` are the codes of the rules."""

    status: str
    basis: str | None
    findings: tuple[str, ...]


States = Mapping[str, State]  # contest ->


@click.command()
@folder_argument
@click.argument("station", metavar="STATION")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, station: str, *, as_json: bool) -> None:
    """Tell everything that was said of STATION, in order, and what it was after each statement.

    For the coordinator: persons appear by their codes, so this is not for publication. In brackets stand the
    names by which `testigo withdraw` and `testigo adjudicate --reading` know what was said.

    \b
    Examples:
        testigo history my-operation 150702005.02
        testigo history my-operation 150702005.02 --json
    """
    operation = Operation(folder)
    told = history(station, operation.journal.statements(), operation.exhibits.get)
    after = [states_of(operation.snapshot(one.number), station) for one in told]
    now = states_of(operation.snapshot(), station)
    if not told and not now:
        raise RefusedError(
            f"The station {station!r} is not in the definition, and nothing was said of it. "
            "Codes are written as the paper writes them."
        )
    apart = differences(operation.snapshot(), station)
    if as_json:
        print_json(as_object(station, told, after, now))
    else:
        for line in lines_of(station, told, after, now):
            click.echo(line)
        for line in apart:
            click.echo(f"  {line}")


def differences(snapshot: Snapshot, station: str) -> list[str]:
    """Return each figure on which the readings that stand differ, with what each of them says, side by side.

    A total that a reading does not have and that follows from what it has stands as *added up*: codes that
    give party lines alone have the votes of their options.
    """
    said = []
    for code, whole in completed_readings(snapshot).items():
        contest = snapshot.election.contest(code)
        of = whole.filter(pl.col("station") == station)
        as_read = snapshot.evidence.readings[code].filter(pl.col("station") == station)
        read = {row["reading"]: row for row in as_read.iter_rows(named=True)}
        for figure in figures(contest, snapshot.profiles[contest.form]):
            if of[figure].drop_nulls().n_unique() < 2:
                continue
            values = [
                f"{value:,}{'' if read[name][figure] is not None else ' (added up)'} in {name}"
                for name, value in of.select("reading", figure).iter_rows()
                if value is not None
            ]
            said.append(f"{code}: {figure} differs: {'; '.join(values)}")
    return said


def states_of(snapshot: Snapshot, station: str) -> States:
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


def lines_of(station: str, told: tuple[Told, ...], after: list[States], now: States) -> Iterator[str]:
    """Yield the story for people."""
    yield f"Station {station}"
    if not told:
        yield "Nothing was said of it yet."
    for one, states in zip(told, after, strict=True):
        of = f", {', '.join(one.contests)}" if one.contests else ""
        names = f"  [{', '.join(one.names)}]" if one.names else ""
        yield f"{one.number:>6}  {one.day}  {one.kind}{of}{names}"
        yield from textwrap.wrap(one.said, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)
        yield from (f"        -> {line}" for line in _state_lines(states, one.contests))
    yield "Now:"
    yield from (f"  {line}" for line in _state_lines(now, ()))


def _state_lines(states: States, contests: tuple[str, ...]) -> Iterator[str]:
    for contest, state in states.items():
        if contests and contest not in contests:
            continue
        basis = f", on: {state.basis}" if state.basis else ""
        found = f"; findings: {', '.join(state.findings)}" if state.findings else ""
        yield f"{contest}: {state.status}{basis}{found}"
    if not states:
        yield "in no contest of the definition: its readings are kept, and count nowhere"


def as_object(station: str, told: tuple[Told, ...], after: list[States], now: States) -> Mapping[str, object]:
    """Return the story for programs."""
    return {
        "station": station,
        "statements": [
            {
                "number": one.number,
                "day": one.day.isoformat(),
                "kind": one.kind.value,
                "contests": list(one.contests),
                "names": list(one.names),
                "said": one.said,
                "after": _plain(states),
            }
            for one, states in zip(told, after, strict=True)
        ],
        "now": _plain(now),
    }


def _plain(states: States) -> Mapping[str, object]:
    return {
        contest: {"status": state.status, "basis": state.basis, "findings": list(state.findings)}
        for contest, state in states.items()
    }
