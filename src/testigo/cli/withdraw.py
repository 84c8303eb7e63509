"""`testigo withdraw DIR NAME...`: readings, decisions and other statements that no longer stand."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import polars as pl

from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.claim import parquet_of
from testigo.cli.files import content_of
from testigo.cli.moved import makes_a_result, moved
from testigo.cli.operation import Operation
from testigo.cli.signers import NOTHING_CHANGED, Signed, refuse, say, signed_options
from testigo.election.table import Column, read_table
from testigo.election.table import Kind as Cell
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.evidence.statements import Json, Kind, Statement
from testigo.review.permission import may_be_withdrawn, may_withdraw_or_amend
from testigo.standing.withdrawals import FALLEN, KINDS, fallen_in

MOST_NAMES_IN_A_BODY = 50


@click.command()
@folder_argument
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--table", metavar="FILE", type=click.Path(path_type=Path), help="A CSV whose column `reading` has names."
)
@alone
@signed_options
def command(
    folder: Path,
    names: tuple[str, ...],
    *,
    table: Path | None,
    signed: Signed,
) -> None:
    """Withdraw what no longer stands; nothing is erased, both statements stay.

    NAME is that of a reading, as `testigo history` prints it (7.0:001.02 is a row of the table that
    statement 7 imported), or the number of a statement: a transcription, an import, a decision, an
    amendment, claims, a declaration, or a withdrawal: withdrawing that one brings back what it took away.
    Where a result would become accepted by it, two persons of two organisations sign.

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
    for line in withdraw(operation, Kind.WITHDRAWN, said, signed):
        click.echo(line)


def names_in(table: Path) -> list[tuple[Place, str]]:
    """Read the names in the column `reading` of a CSV, each with its place."""
    frame, problems = read_table(table.name, content_of(table), [Column("reading", Cell.CODE, filled=True)])
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
        refusal = may_be_withdrawn(kinds[name]) if name in kinds else None
        if refusal is not None:
            problems.append(Problem(place, name, refusal.value, remedy))
        elif name in gone:
            problems.append(Problem(place, name, "It was withdrawn before", remedy))
        elif name not in kinds and name not in readings:
            problems.append(Problem(place, name, "No reading or statement of this name stands", remedy))
    if problems:
        raise InputError(problems)


def withdraw(operation: Operation, kind: Kind, names: Sequence[str], signed: Signed) -> Iterator[str]:
    """Say the withdrawal, and yield what it changes; in a dry run only what it would.

    RefusedError where the persons may not, InputError where the amendments that are left do not fit.
    """
    fall = sorted(set(names))
    body: dict[str, Json] = {"reason": signed.reason, "readings": [*fall]}
    last = operation.journal.last()
    supposed = Statement(0 if last is None else last.number + 1, signed.day, kind, body=body)
    before, after = operation.snapshot(), operation.snapshot_if(supposed)
    makes = makes_a_result(before, after)
    refuse(may_withdraw_or_amend(signed.by, makes_a_result=makes))
    yield f"Names that fall: {len(fall):,}"
    yield from moved(before, after)
    if signed.dry_run:
        yield NOTHING_CHANGED
        return
    if len(fall) > MOST_NAMES_IN_A_BODY:
        exhibit = operation.exhibits.put(parquet_of(pl.DataFrame({"reading": fall}, schema=FALLEN)))
        body = {"reason": signed.reason, "readings_exhibit": exhibit}
    body |= {"organisations": signed.by.organisations, "makes_a_result": makes}
    statement = say(operation, kind, signed, body)
    yield f"Recorded as statement {statement.number}."
    yield f"To undo it: testigo withdraw {operation.folder} {statement.number}"
