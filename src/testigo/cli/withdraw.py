"""`testigo withdraw DIR NAME...`: readings, decisions and other statements that no longer stand."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import polars as pl

from testigo.cli.claim import parquet_of
from testigo.cli.operation import Operation
from testigo.cli.signers import (
    day_of,
    day_option,
    dry_run_option,
    person_code,
    person_option,
    reason_given,
    reason_option,
)
from testigo.columns import Status
from testigo.election.amend import amended
from testigo.election.table import Column, read_table
from testigo.election.table import Kind as Cell
from testigo.errors import InputError, Place, Problem, RefusedError, StoreError
from testigo.evidence.amendments import KINDS as AMENDING
from testigo.evidence.amendments import amendments
from testigo.evidence.statements import Json, Kind, Statement
from testigo.evidence.withdrawal import FALLEN, KINDS, fallen_in
from testigo.review.permission import may_withdraw
from testigo.snapshot import Snapshot

MOST_NAMES_IN_A_BODY = 50


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--table", metavar="FILE", type=click.Path(path_type=Path), help="A CSV whose column `reading` has names."
)
@person_option
@reason_option
@day_option
@dry_run_option
def command(
    folder: Path,
    names: tuple[str, ...],
    *,
    table: Path | None,
    person: str,
    reason: str,
    day: datetime.datetime | None,
    dry_run: bool,
) -> None:
    """Withdraw what no longer stands; nothing is erased, both statements stay.

    NAME is that of a reading, as `testigo history` prints it (7.0:001.02 is a row of the table that
    statement 7 imported), or the number of a statement: a transcription, an import, a decision, an
    amendment, claims, a declaration, or a withdrawal: withdrawing that one brings back what it took away.

    \b
    Examples:
        testigo withdraw my-operation 14 --person judge-2 --reason "Typed from the form of another station."
        testigo withdraw my-operation --table false-rows.csv --person judge-2 --reason "Rows we cannot show."
    """
    operation = Operation(folder)
    given = [(Place("NAME"), name) for name in names]
    if table is not None:
        given += names_in(table)
    if not given:
        raise RefusedError("Nothing to withdraw: give names, or --table FILE.")
    refuse_what_does_not_stand(operation, given)
    said = [name for _, name in given]
    for line in withdraw(
        operation, Kind.WITHDRAWN, said, person_code(person), reason, day_of(day), dry_run=dry_run
    ):
        click.echo(line)


def names_in(table: Path) -> list[tuple[Place, str]]:
    """Read the names in the column `reading` of a CSV, each with its place."""
    try:
        content = table.read_bytes()
    except OSError as error:
        raise StoreError(f"{table}: cannot be read: {error.strerror}.") from None
    frame, problems = read_table(table.name, content, [Column("reading", Cell.CODE, filled=True)])
    if frame is None or problems:
        raise InputError(problems)
    return [(Place(table.name, row, "reading"), name) for row, name in frame.iter_rows()]


def refuse_what_does_not_stand(operation: Operation, given: Iterable[tuple[Place, str]]) -> None:
    """Raise InputError with every name that is not of a reading or statement that stands."""
    gone = fallen_in(operation.journal.statements(kinds=KINDS), operation.exhibits.get)
    kinds = {str(statement.number): statement.kind for statement in operation.journal.statements()}
    readings = {name for frame in operation.evidence().readings.values() for name in frame["reading"]}
    remedy = "See the names with `testigo history DIR STATION`."
    problems = []
    for place, name in given:
        refusal = may_withdraw(kinds[name]) if name in kinds else None
        if refusal is not None:
            problems.append(Problem(place, name, refusal.value, remedy))
        elif name in gone:
            problems.append(Problem(place, name, "It was withdrawn before", remedy))
        elif name not in kinds and name not in readings:
            problems.append(Problem(place, name, "No reading or statement of this name stands", remedy))
    if problems:
        raise InputError(problems)


def withdraw(
    operation: Operation,
    kind: Kind,
    names: Sequence[str],
    person: str,
    reason: str,
    day: datetime.date,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Say the withdrawal, and yield what it changed; in a dry run only what would be said."""
    why = reason_given(reason)
    fall = sorted(set(names))
    refuse_a_broken_definition(operation, kind, fall, day)
    if dry_run:
        yield f"{len(fall):,} names would fall. Dry run: nothing was changed."
        return
    before = operation.snapshot()
    body: dict[str, Json] = {"reason": why, "readings": [*fall]}
    if len(fall) > MOST_NAMES_IN_A_BODY:
        exhibit = operation.exhibits.put(parquet_of(pl.DataFrame({"reading": fall}, schema=FALLEN)))
        body = {"reason": why, "readings_exhibit": exhibit}
    statement = operation.journal.append(day, kind, person=person, body=body)
    yield f"Recorded as statement {statement.number}: {len(fall):,} names no longer stand."
    yield from moved(before, Operation(operation.folder).snapshot())
    yield f"To undo it: testigo withdraw {operation.folder} {statement.number}"


def refuse_a_broken_definition(
    operation: Operation, kind: Kind, names: Sequence[str], day: datetime.date
) -> None:
    """Raise InputError where the amendments that would be left do not fit the definition."""
    said = list(operation.journal.statements(kinds=AMENDING))
    if all(statement.kind is not Kind.AMENDED for statement in said):
        return
    number = (said[-1].number if said else 0) + 1
    supposed = Statement(number, day, kind, body={"reason": "supposed", "readings": list(names)})
    amended(operation.sealed_election, amendments([*said, supposed], operation.exhibits.get))


def moved(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Yield how many stations are in each status now, where that changed."""
    for contest, results in after.results.items():
        for status in Status:
            was, now = (
                frame.filter(pl.col("status") == status.value).height
                for frame in (before.results[contest], results)
            )
            if was != now:
                yield f"  {contest}: {status} {was:,} -> {now:,} stations"
