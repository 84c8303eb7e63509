"""`testigo adjudicate`: what people decide of a form that is pending, disputed or quarantined."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl

from testigo.cli.alone import alone
from testigo.cli.arguments import Function, folder_argument
from testigo.cli.files import content_of
from testigo.cli.operation import Operation
from testigo.cli.signers import NOTHING_CHANGED, Signed, refuse, say, signed_options
from testigo.columns import Decision, DocumentClass, Method, Status
from testigo.election.contests import Contest
from testigo.election.table import Column, read_table
from testigo.election.table import Kind as Cell
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.evidence.statements import Json, Kind
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.review.decision import (
    Figures,
    NoFigures,
    accepted_class,
    accepted_figures,
    why_it_cannot_count,
)
from testigo.review.permission import Case, may_adjudicate
from testigo.snapshot import Snapshot
from testigo.standing.errata import agreed

FIGURE = re.compile(r"(?P<name>[^=]+)=(?P<value>[0-9]{1,9})")

FIGURES_OF_THE_PAPER = (
    click.option(
        "--figure",
        "written",
        metavar="NAME=N",
        multiple=True,
        help="What the paper says; once for each figure.",
    ),
    click.option(
        "--figures",
        "table",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="The same from a CSV with the columns `figure` and `value`.",
    ),
    click.option(
        "--class",
        "declared",
        type=click.Choice([kind.value for kind in DocumentClass]),
        help="What the paper is, where the people declare it.",
    ),
)


def paper_options(command: Function) -> Function:
    """Add `--figure`, `--figures`, `--class`: what people read on the paper."""
    for option in reversed(FIGURES_OF_THE_PAPER):
        command = option(command)
    return command


@dataclass(frozen=True)
class Form:
    """A station and contest to decide on, with what stands of it.

    readings  READINGS of the station
    """

    station: str
    contest: Contest
    profile: FormProfile
    readings: pl.DataFrame
    case: Case


@dataclass(frozen=True)
class Choice:
    """What people choose.

    reading   the one that is right, with *accept*
    written   figures as `NAME=N`
    declared  what the paper is
    """

    decision: Decision
    reading: str | None
    written: tuple[str, ...]
    declared: DocumentClass | None


@click.command()
@folder_argument
@click.argument("station", metavar="STATION")
@click.argument("contest", metavar="CONTEST")
@click.option(
    "--decision", type=click.Choice([one.value for one in Decision]), required=True, help="What is decided."
)
@click.option("--reading", metavar="NAME", help="With `accept`: the reading that is right.")
@paper_options
@alone
@signed_options
def command(
    folder: Path,
    station: str,
    contest: str,
    *,
    decision: str,
    reading: str | None,
    written: tuple[str, ...],
    table: Path | None,
    declared: str | None,
    signed: Signed,
) -> None:
    """Decide on the form of STATION in CONTEST; the decision holds until another reading comes.

    accept: one reading is right (--reading), or all agree. correct: the paper says what --figure gives.
    exclude: the form stays out of every total, and is counted as quarantined. See the readings first, with
    `testigo history DIR STATION`. Nobody decides on what she typed. What is accepted already is changed
    by `testigo correct`; excluding it needs two persons of two organisations.

    \b
    Examples:
        testigo adjudicate my-operation 001.02 mayor --decision accept --reading 14 \\
            --person judge-2 --reason "The photo shows 212; reading 15 has two digits turned round."
        testigo adjudicate my-operation 001.02 mayor --decision exclude \\
            --person judge-2 --reason "The paper is of another election."
    """
    operation = Operation(folder)
    form = form_of(operation.snapshot(), station, contest)
    choice = Choice(Decision(decision), reading, all_written(written, table), class_of(declared))
    refuse(may_adjudicate(form.case, choice.decision, signed.by))
    decide(operation, Kind.ADJUDICATED, form, choice, signed)


def form_of(snapshot: Snapshot, station: str, contest: str) -> Form:
    """Find a station in a contest; RefusedError where it does not vote in it."""
    known = {one.contest: one for one in snapshot.election.contests}
    if contest not in known:
        raise RefusedError(f"There is no contest {contest!r}. Known are: {', '.join(known)}.")
    results = snapshot.results[contest].filter(pl.col("station") == station)
    if results.is_empty():
        raise RefusedError(
            f"The station {station!r} is not in the definition, or does not vote in {contest}. "
            "If it was found, say so first: testigo election amend."
        )
    readings = snapshot.evidence.readings[contest].filter(pl.col("station") == station)
    typists = readings.filter(pl.col("method") == Method.PERSON.value)["reader"].drop_nulls()
    case = Case(Status(results["status"].item()), frozenset(typists))
    return Form(station, known[contest], snapshot.profiles[known[contest].form], readings, case)


def figures_decided(form: Form, choice: Choice) -> Figures:
    """Return the figures of a decision; InputError or RefusedError where it has none that could count."""
    given = read_figures(choice.written, figures(form.contest, form.profile))
    if choice.decision is not Decision.CORRECT and given:
        raise RefusedError(
            f"`{choice.decision}` takes no figures. Figures from the paper: --decision correct."
        )
    if choice.decision is not Decision.ACCEPT and choice.reading is not None:
        raise RefusedError(f"`{choice.decision}` takes no reading.")
    if choice.decision is Decision.EXCLUDE:
        return {}
    found: Figures | NoFigures = given
    if choice.decision is Decision.ACCEPT:
        found = accepted_figures(form.readings, choice.reading, form.contest, form.profile)
    if isinstance(found, NoFigures):
        raise RefusedError(found.value)
    refuse(why_it_cannot_count(found, form.contest, class_decided(form, choice)))
    return found


def class_decided(form: Form, choice: Choice) -> DocumentClass | None:
    """Return what the paper is: as people declare it, else, for *accept*, as the accepted readings say."""
    if choice.declared is not None or choice.decision is not Decision.ACCEPT:
        return choice.declared
    return accepted_class(form.readings, choice.reading)


def class_of(written: str | None) -> DocumentClass | None:
    """Read `--class`, whose words the option has checked."""
    return None if written is None else DocumentClass(written)


def all_written(written: Iterable[str], table: Path | None) -> tuple[str, ...]:
    """Return the figures given one by one and those of a table, each as `NAME=N`."""
    if table is None:
        return tuple(written)
    columns = [Column("figure", Cell.CODE, filled=True), Column("value", Cell.COUNT, filled=True)]
    frame, problems = read_table(table.name, content_of(table), columns)
    if frame is None or problems:
        raise InputError(problems)
    return (*written, *(f"{name}={value}" for _, name, value in frame.iter_rows()))


def read_figures(written: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """Read `NAME=N`; InputError with every one that is not a figure of the contest and a count."""
    names = tuple(known)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for text in written:
        parsed = FIGURE.fullmatch(text)
        if parsed is None or parsed["name"] not in names or parsed["name"] in found:
            message = "This is not a figure of the contest with a count, each once"
            remedy = f"Write for example {names[1]}=212. Figures: {', '.join(names)}."
            problems.append(Problem(Place("--figure"), text, message, remedy))
        else:
            found[parsed["name"]] = int(parsed["value"])
    if problems:
        raise InputError(problems)
    return found


def decide(operation: Operation, kind: Kind, form: Form, choice: Choice, signed: Signed) -> None:
    """Say the decision, and what the station is after it; in a dry run, what would be said."""
    said, kind_of_paper = figures_decided(form, choice), class_decided(form, choice)
    click.echo(f"{form.station}, {form.contest.contest}: {form.case.status} before.")
    for name, value in said.items():
        if value is not None:
            click.echo(f"  {name} = {value}")
    for line in no_longer_known(form, choice.decision, said):
        click.echo(line)
    if signed.dry_run:
        click.echo(NOTHING_CHANGED)
        return
    body: dict[str, Json] = {
        "station": form.station,
        "decision": choice.decision.value,
        "reason": signed.reason,
        "knew": sorted(form.readings["reading"]),
        "figures": {**said},
        "document_class": None if kind_of_paper is None else kind_of_paper.value,
        "organisations": signed.by.organisations,
    }
    statement = say(operation, kind, signed, body, contest=form.contest.contest)
    after = form_of(operation.snapshot(), form.station, form.contest.contest).case.status
    click.echo(f"Recorded as statement {statement.number}. Now {after}.")


def no_longer_known(form: Form, decision: Decision, said: Figures) -> Iterator[str]:
    """Yield the figures that the readings had and a correction does not give: nobody knows them then."""
    if decision is not Decision.CORRECT:
        return
    for name, value in agreed(form.readings, form.readings["reading"].to_list()).items():
        if value is not None and said.get(name) is None:
            yield f"  {name}: not given, so the {value} of the readings does not count any more"
