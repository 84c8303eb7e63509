"""What withdrawals and amendments by one person made, derived once more.

Two persons of two organisations sign what makes a result. The database holds a statement to what it says of
itself; whether that is true is worked out here, from the state before and after it.
"""

from collections.abc import Iterator
from pathlib import Path

from testigo.acts.effect import makes_a_result
from testigo.acts.operation import Operation
from testigo.errors import Message, Place, Problem
from testigo.evidence.bodies import Amended, Withdrawn, parse_body
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.statements import Kind, Statement

SIGNED = (Kind.WITHDRAWN, Kind.INVALIDATED, Kind.AMENDED)


def made_by_one_person(folder: Path) -> Iterator[Problem]:
    """Yield each withdrawal and amendment that makes or changes an accepted result and lacks a signature."""
    operation = Operation(folder)
    for statement in operation.journal.statements(kinds=SIGNED):
        if is_of_one_person(statement) and makes_a_result(
            operation.snapshot(statement.number - 1), operation.snapshot(statement.number)
        ):
            yield Problem(
                Place(f"{EVIDENCE_FILE}, statement {statement.number}"),
                None,
                Message("evidence.made_by_one_person", kind=statement.kind),
                Message("evidence.look_with_a_second", folder=folder, number=statement.number),
            )
    operation.close()


def is_of_one_person(statement: Statement) -> bool:
    """Whether a statement lacks a second person or organisation; a release's rows are taken by its import."""
    body = parse_body(statement)
    if isinstance(body, Withdrawn) and statement.person is None and body.release is not None:
        return False
    organisations = body.organisations if isinstance(body, Withdrawn | Amended) else 1
    return statement.second_person is None or organisations < 2
