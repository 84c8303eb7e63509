"""Take back what no longer stands: readings, decisions and other statements. Nothing is erased.

In   the names of readings, or the numbers of statements; who signs, and why.
Out  what changes, and the statement; only what would change where it is only tried.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.acts.effect import StatusChange, makes_a_result, status_changes
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed, refuse, say
from testigo.election.table import CellKind as Cell
from testigo.election.table import Column, read_table
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.evidence.statements import Body, Kind, Statement
from testigo.review.permission import may_be_withdrawn, may_withdraw_or_amend
from testigo.snapshot import Snapshot
from testigo.standing.wide import parquet_of
from testigo.standing.withdrawals import FALLEN, KINDS, fallen_in

MOST_NAMES_IN_A_BODY = 50

GivenName = tuple[Place, str]
"""A name, and where somebody gave it."""


@dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal changes.

    names      how many names fall
    changes    how many stations are in which status then
    statement  its number; None where it was only tried
    """

    names: int
    changes: tuple[StatusChange, ...]
    statement: int | None


def names_in(file: str, content: bytes) -> list[GivenName]:
    """Read the names in the column `reading` of a CSV, each with its place; InputError with every problem."""
    frame, problems = read_table(file, content, [Column("reading", Cell.CODE, filled=True)])
    if frame is None or problems:
        raise InputError(problems)
    return [(Place(file, row, "reading"), name) for row, name in frame.iter_rows()]


def withdraw(operation: Operation, given: Iterable[GivenName], signed: Signed) -> Withdrawal:
    """Withdraw names; InputError with each that is not of a reading or statement that stands.

    RefusedError where there is none, or the persons may not.
    """
    names = list(given)
    if not names:
        raise RefusedError(Message("withdraw.nothing"))
    _refuse_what_does_not_stand(operation, names)
    return take_back(operation, Kind.WITHDRAWN, [name for _, name in names], signed)


def _refuse_what_does_not_stand(operation: Operation, given: Iterable[GivenName]) -> None:
    gone = withdrawn_before(operation)
    kinds = {str(statement.number): statement.kind for statement in operation.journal.statements()}
    readings = {name for frame in operation.evidence().readings.values() for name in frame["reading"]}
    wrong: list[tuple[Place, str, str]] = []
    for place, name in given:
        refusal = may_be_withdrawn(kinds[name]) if name in kinds else None
        if refusal is not None:
            wrong.append((place, name, refusal.value))
        elif name in gone:
            wrong.append((place, name, "withdraw.withdrawn_before"))
        elif name not in kinds and name not in readings:
            wrong.append((place, name, "withdraw.no_such_name"))
    if wrong:
        remedy = Message("withdraw.see_the_names")
        raise InputError(Problem(place, name, Message(key), remedy) for place, name, key in wrong)


def withdrawn_before(operation: Operation) -> frozenset[str]:
    """Return the names that no longer stand."""
    return fallen_in(operation.journal.statements(kinds=KINDS), operation.exhibits.get)


def take_back(operation: Operation, kind: Kind, names: Sequence[str], signed: Signed) -> Withdrawal:
    """Say that names no longer stand, as a statement of a kind (*withdrawn*, *invalidated*).

    RefusedError where the persons may not, InputError where the amendments that are left do not fit.
    """
    fall = sorted(set(names))
    before, after = if_they_fell(operation, kind, fall, signed.reason, signed.day)
    makes = makes_a_result(before, after)
    refuse(may_withdraw_or_amend(signed.by, makes_a_result=makes))
    changes = status_changes(before, after)
    if signed.dry_run:
        return Withdrawal(len(fall), changes, None)
    said = {"organisations": signed.by.organisations, "makes_a_result": makes}
    body = {"reason": signed.reason, **body_of_names(operation, fall), **said}
    return Withdrawal(len(fall), changes, say(operation, kind, signed, body).number)


def if_they_fell(
    operation: Operation, kind: Kind, names: Sequence[str], reason: str, day: datetime.date
) -> tuple[Snapshot, Snapshot]:
    """Return what stands, and what would stand if names fell; nothing is said."""
    last = operation.journal.last()
    body: Body = {"reason": reason, "readings": [*names]}
    supposed = Statement(0 if last is None else last.number + 1, day, kind, body=body)
    return operation.snapshot(), operation.snapshot_if(supposed)


def body_of_names(operation: Operation, names: Sequence[str]) -> Body:
    """Return what of a statement's body names readings: themselves, or an exhibit where they are many."""
    if len(names) <= MOST_NAMES_IN_A_BODY:
        return {"readings": [*names]}
    exhibit = operation.exhibits.put(parquet_of(pl.DataFrame({"reading": names}, schema=FALLEN)))
    return {"readings_exhibit": exhibit}
