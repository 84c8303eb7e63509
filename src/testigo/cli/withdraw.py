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
    reason_given,
    reason_option,
    signer_options,
    signers,
)
from testigo.columns import Status
from testigo.election.table import Column, read_table
from testigo.election.table import Kind as Cell
from testigo.errors import InputError, Place, Problem, RefusedError, StoreError
from testigo.evidence.statements import Json, Kind, Statement
from testigo.evidence.withdrawal import FALLEN, KINDS, fallen_in
from testigo.review.permission import Signers, may_be_withdrawn, may_withdraw_or_amend
from testigo.snapshot import Snapshot

MOST_NAMES_IN_A_BODY = 50


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--table", metavar="FILE", type=click.Path(path_type=Path), help="A CSV whose column `reading` has names."
)
@signer_options
@reason_option
@day_option
@dry_run_option
def command(
    folder: Path,
    names: tuple[str, ...],
    *,
    table: Path | None,
    person: str,
    second_person: str | None,
    organisation: str | None,
    second_organisation: str | None,
    reason: str,
    day: datetime.datetime | None,
    dry_run: bool,
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
    signed = signers(person, second_person, organisation, second_organisation)
    operation = Operation(folder)
    given = [(Place("NAME"), name) for name in names]
    if table is not None:
        given += names_in(table)
    if not given:
        raise RefusedError("Nothing to withdraw: give names, or --table FILE.")
    refuse_what_does_not_stand(operation, given)
    said = [name for _, name in given]
    for line in withdraw(operation, Kind.WITHDRAWN, said, signed, reason, day_of(day), dry_run=dry_run):
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
        refusal = may_be_withdrawn(kinds[name]) if name in kinds else None
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
    signed: Signers,
    reason: str,
    day: datetime.date,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Say the withdrawal, and yield what it changes; in a dry run only what it would.

    RefusedError where the persons may not, InputError where the amendments that are left do not fit.
    """
    fall = sorted(set(names))
    body: dict[str, Json] = {"reason": reason_given(reason), "readings": [*fall]}
    last = operation.journal.last()
    supposed = Statement(0 if last is None else last.number + 1, day, kind, body=body)
    before, after = operation.snapshot(), operation.snapshot_if(supposed)
    makes = makes_a_result(before, after)
    refusal = may_withdraw_or_amend(signed, makes_a_result=makes)
    if refusal is not None:
        raise RefusedError(refusal.value)
    yield f"Names that fall: {len(fall):,}"
    yield from moved(before, after)
    if dry_run:
        yield "Dry run: nothing was changed."
        return
    if len(fall) > MOST_NAMES_IN_A_BODY:
        exhibit = operation.exhibits.put(parquet_of(pl.DataFrame({"reading": fall}, schema=FALLEN)))
        body = {"reason": body["reason"], "readings_exhibit": exhibit}
    body |= {"organisations": signed.organisations, "makes_a_result": makes}
    statement = operation.journal.append(
        day, kind, person=signed.person, second_person=signed.second_person, body=body
    )
    yield f"Recorded as statement {statement.number}."
    yield f"To undo it: testigo withdraw {operation.folder} {statement.number}"


def makes_a_result(before: Snapshot, after: Snapshot) -> bool:
    """Whether a result is accepted after that was not accepted before, or with other votes."""
    for contest in after.election.contests:
        votes = ["station", *contest.vote_columns, *contest.line_columns]
        was, now = (
            snapshot.results[contest.contest].filter(pl.col("status") == Status.ACCEPTED.value).select(votes)
            for snapshot in (before, after)
        )
        if not now.join(was, on=votes, how="anti", nulls_equal=True).is_empty():
            return True
    return False


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
