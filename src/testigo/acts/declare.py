"""Record how many forms somebody declares to hold and to have scanned: numbers that nobody can check here.

In   the numbers, who says so, of which place.
Out  the statement. The same again changes nothing.
"""

import datetime
from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.characters import REMEDY, words_fault
from testigo.errors import Message, RefusedError
from testigo.evidence.statements import Kind


@dataclass(frozen=True)
class Declaration:
    """What somebody declares; `place` is a jurisdiction, None for the whole."""

    held: int | None
    scanned: int | None
    source: str
    place: str | None = None


@dataclass(frozen=True)
class Declared:
    """What was recorded: None where it was only tried; is_new is False where it was declared before."""

    statement: int | None
    is_new: bool


def declare(
    operation: Operation, declaration: Declaration, day: datetime.date, *, dry_run: bool = False
) -> Declared:
    """Record a declaration; RefusedError where it says nothing, or what cannot be."""
    held, scanned, source = declaration.held, declaration.scanned, declaration.source.strip()
    place = declaration.place or operation.election.root
    if held is None and scanned is None:
        raise RefusedError(Message("declare.nothing"))
    if held is not None and scanned is not None and scanned > held:
        raise RefusedError(Message("declare.more_scanned_than_held"))
    if place not in operation.election.jurisdictions["jurisdiction"]:
        raise RefusedError(Message("declare.no_such_place", place=place, folder=operation.folder))
    if not source:
        raise RefusedError(Message("declare.nobody_says_it"))
    if fault := words_fault(source):
        raise RefusedError(Message("declare.source_is_published", fault=fault, remedy=REMEDY))
    said = (place, held, scanned, source)
    if said in operation.evidence().declared.rows():
        return Declared(None, is_new=False)
    if dry_run:
        return Declared(None, is_new=True)
    body = dict(zip(("place", "held", "scanned", "source"), said, strict=True))
    return Declared(operation.journal.append(day, Kind.DECLARED, body=body).number, is_new=True)
