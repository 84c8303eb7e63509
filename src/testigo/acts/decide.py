"""What people decide of a form: *adjudicated* where it is open, *corrected* where it is accepted.

In   a station and contest, what the people choose, and their figures from the paper.
Out  the figures of the decision, the status before and after it, and the statement.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.acts.signing import Signed, refuse, say
from testigo.columns import Decision, DocumentClass, Method, Status
from testigo.election.contests import Contest
from testigo.election.table import CellKind as Cell
from testigo.election.table import Column, read_table
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.evidence.statements import Body, Json, Kind
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.review.decision import (
    Figures,
    NoFigures,
    accepted_class,
    accepted_figures,
    why_it_cannot_count,
)
from testigo.review.permission import Case, may_adjudicate, may_correct
from testigo.snapshot import Snapshot
from testigo.standing.errata import agreed

FIGURE = re.compile(r"(?P<name>[^=]+)=(?P<value>[0-9]{1,9})")


@dataclass(frozen=True)
class Choice:
    """What people choose of the form of a station in a contest.

    reading   the one that is right, with *accept*
    written   figures as `NAME=N`
    declared  what the paper is
    """

    station: str
    contest: str
    decision: Decision
    reading: str | None = None
    written: tuple[str, ...] = ()
    declared: DocumentClass | None = None


@dataclass(frozen=True)
class Decided:
    """What was decided.

    figures          of the decision; none where the form is excluded
    no_longer_known  figures that the readings had and the correction does not give: nobody knows them then
    after            the status after it; None where it was only tried, as of `statement`
    """

    figures: Figures
    no_longer_known: Mapping[str, int]
    before: Status
    after: Status | None
    statement: int | None


@dataclass(frozen=True)
class Form:
    """A station and contest to decide on, with what stands of it: its readings are READINGS."""

    station: str
    contest: Contest
    profile: FormProfile
    readings: pl.DataFrame
    case: Case


@dataclass(frozen=True)
class Prepared:
    """A decision that may be said: of which form, its figures, and the body of its statement."""

    form: Form
    figures: Figures
    no_longer_known: Mapping[str, int]
    body: Body

    def decided(self, statement: int | None, after: Snapshot | None) -> Decided:
        """Return what was decided, as of a statement and the snapshot after it; None where only tried."""
        status = None if after is None else _status(after, self.form.station, self.form.contest.contest)
        return Decided(self.figures, self.no_longer_known, self.form.case.status, status, statement)


def adjudicate(operation: Operation, choice: Choice, signed: Signed) -> Decided:
    """Decide on a form that is pending, disputed or quarantined; RefusedError where they may not."""
    form = form_of(operation.snapshot_of(choice.contest), choice)
    refuse(may_adjudicate(form.case, choice.decision, signed.by))
    return _decide(operation, Kind.ADJUDICATED, form, choice, signed)


def correct(operation: Operation, choice: Choice, signed: Signed) -> Decided:
    """Change what was accepted, by two persons of two organisations; RefusedError where they may not."""
    form = form_of(operation.snapshot_of(choice.contest), choice)
    refuse(may_correct(form.case, signed.by))
    return _decide(operation, Kind.CORRECTED, form, choice, signed)


def figures_in(file: str, content: bytes) -> tuple[str, ...]:
    """Read a CSV with the columns `figure` and `value`, each row as `NAME=N`; InputError where it is none."""
    columns = [Column("figure", Cell.CODE, filled=True), Column("value", Cell.COUNT, filled=True)]
    frame, problems = read_table(file, content, columns)
    if frame is None or problems:
        raise InputError(problems)
    return tuple(f"{name}={value}" for _, name, value in frame.iter_rows())


def form_of(snapshot: Snapshot, choice: Choice) -> Form:
    """Find a station in a contest of the snapshot; RefusedError where it does not vote in it."""
    station, contest = choice.station, choice.contest
    of = snapshot.election.contest(contest)
    status = _status(snapshot, station, contest)
    readings = snapshot.evidence.readings[contest].filter(pl.col("station") == station)
    typists = readings.filter(pl.col("method") == Method.PERSON.value)["reader"].drop_nulls()
    return Form(station, of, snapshot.profiles[of.form], readings, Case(status, frozenset(typists)))


def _status(snapshot: Snapshot, station: str, contest: str) -> Status:
    results = snapshot.results[contest].filter(pl.col("station") == station)
    if results.is_empty():
        raise RefusedError(Message("decision.no_such_station", station=station, contest=contest))
    return Status(results["status"].item())


def prepared(form: Form, choice: Choice, signed: Signed) -> Prepared:
    """Return what would be said of a form; InputError or RefusedError where it could not count."""
    said, kind_of_paper = _figures_decided(form, choice), _class_decided(form, choice)
    body: dict[str, Json] = {
        "station": form.station,
        "decision": choice.decision.value,
        "reason": signed.reason,
        "knew": sorted(form.readings["reading"]),
        "figures": {**said},
        "document_class": None if kind_of_paper is None else kind_of_paper.value,
        "organisations": signed.by.organisations,
    }
    return Prepared(form, said, _no_longer_known(form, choice.decision, said), body)


def _decide(operation: Operation, kind: Kind, form: Form, choice: Choice, signed: Signed) -> Decided:
    ready = prepared(form, choice, signed)
    if signed.dry_run:
        return ready.decided(None, None)
    statement = say(operation, kind, signed, ready.body, contest=choice.contest)
    return ready.decided(statement.number, operation.snapshot_of(choice.contest))


def _figures_decided(form: Form, choice: Choice) -> Figures:
    """Return the figures of a decision; InputError or RefusedError where it has none that could count."""
    given = _read_figures(choice.written, figures(form.contest, form.profile))
    if choice.decision is not Decision.CORRECT and given:
        raise RefusedError(Message("decision.takes_no_figures", decision=choice.decision))
    if choice.decision is not Decision.ACCEPT and choice.reading is not None:
        raise RefusedError(Message("decision.takes_no_reading", decision=choice.decision))
    if choice.decision is Decision.EXCLUDE:
        return {}
    found: Figures | NoFigures = given
    if choice.decision is Decision.ACCEPT:
        found = accepted_figures(form.readings, choice.reading, form.contest, form.profile)
    if isinstance(found, NoFigures):
        raise RefusedError(found.message)
    refuse(why_it_cannot_count(found, form.contest, _class_decided(form, choice)))
    return found


def _class_decided(form: Form, choice: Choice) -> DocumentClass | None:
    """Return what the paper is: as people declare it, else, for *accept*, as the accepted readings say."""
    if choice.declared is not None or choice.decision is not Decision.ACCEPT:
        return choice.declared
    return accepted_class(form.readings, choice.reading)


def _read_figures(written: Iterable[str], names: tuple[str, ...]) -> dict[str, int]:
    """Read `NAME=N`; InputError with every one that is not a figure of the contest and a count."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for text in written:
        parsed = FIGURE.fullmatch(text)
        if parsed is None or parsed["name"] not in names or parsed["name"] in found:
            remedy = Message("decision.write_a_figure", example=names[1], names=", ".join(names))
            problems.append(Problem(Place("--figure"), text, Message("decision.no_figure"), remedy))
        else:
            found[parsed["name"]] = int(parsed["value"])
    if problems:
        raise InputError(problems)
    return found


def _no_longer_known(form: Form, decision: Decision, said: Figures) -> dict[str, int]:
    if decision is not Decision.CORRECT:
        return {}
    read = agreed(form.readings, form.readings["reading"].to_list())
    return {name: value for name, value in read.items() if value is not None and said.get(name) is None}
