"""Take back everything that one person typed and decided, or so much of it by lot.

In   whose it is, how many at most, who signs.
Out  what changes, and how many are left for later publications.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from testigo.acts.effect import StatusChange, makes_a_result, status_changes
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed
from testigo.acts.withdraw import Withdrawal, if_they_fell, take_back, withdrawn_before
from testigo.errors import Message, RefusedError
from testigo.evidence.statements import Kind, spelt_once

TOUCHED = (Kind.TRANSCRIBED, Kind.ADJUDICATED, Kind.CORRECTED)

SUPPOSED = "supposed"
"""The reason of what is only looked at."""

Draw = Callable[[Sequence[str], int], Sequence[str]]
"""Draws so many of some names, by lot (`random.SystemRandom().sample`)."""


@dataclass(frozen=True)
class Invalidation:
    """What an invalidation changes; `left` is what stands still of what the person said."""

    withdrawal: Withdrawal
    left: int


def invalidate(
    operation: Operation, person: str, at_most: int | None, signed: Signed, draw: Draw
) -> Invalidation:
    """Invalidate what a person typed and every decision that she signed, at most so many of them.

    RefusedError where nothing of hers stands, or those who sign may not.
    """
    names = touched_by(operation, person)
    if not names:
        raise RefusedError(Message("invalidate.nothing_stands"))
    drawn = names if at_most is None else draw(names, min(at_most, len(names)))
    withdrawal = take_back(operation, Kind.INVALIDATED, drawn, signed)
    return Invalidation(withdrawal, len(names) - len(drawn))


@dataclass(frozen=True)
class WouldFall:
    """What would fall with everything of a person.

    names    how many of her transcriptions and decisions stand
    changes  how many stations would be in which status
    is_made  whether a result would be made or changed: then two persons of two organisations sign
    """

    names: int
    changes: tuple[StatusChange, ...]
    is_made: bool


def would_fall(operation: Operation, person: str, day: datetime.date) -> WouldFall:
    """Return what invalidating a person would change; nothing is said."""
    names = touched_by(operation, person)
    before, after = if_they_fell(operation, Kind.INVALIDATED, names, SUPPOSED, day)
    return WouldFall(len(names), status_changes(before, after), makes_a_result(before, after))


def touched_by(operation: Operation, person: str) -> tuple[str, ...]:
    """Return the names of the transcriptions and decisions of a person that stand."""
    gone = withdrawn_before(operation)
    return tuple(
        str(statement.number)
        for statement in operation.journal.statements(kinds=TOUCHED)
        if str(statement.number) not in gone
        and person in {spelt_once(one or "") for one in (statement.person, statement.second_person)}
    )
