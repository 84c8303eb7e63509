"""Stage 4: what the evidence says of the definition since it was sealed.

In   the statements that amend or withdraw, in order, and the exhibits that they name.
Out  the amendments that stand, for `election.amend.amended`.
"""

from collections.abc import Iterable

from testigo.election.definition import Amendment
from testigo.evidence.bodies import Amended, Withdrawn, parse_body
from testigo.evidence.gather import ReadExhibit, withdrawn_names
from testigo.evidence.statements import Kind, Statement
from testigo.evidence.withdrawal import fallen

KINDS = (Kind.AMENDED, Kind.WITHDRAWN, Kind.INVALIDATED)
"""The kinds of statement that say which amendments stand; others may be left out of what is read."""


def amendments(statements: Iterable[Statement], read_exhibit: ReadExhibit) -> tuple[Amendment, ...]:
    """Return the amendments that stand, in the order in which they were made."""
    said: list[tuple[int, Amendment]] = []
    withdrawals: list[tuple[int, frozenset[str]]] = []
    for statement in statements:
        if statement.kind not in KINDS:
            continue
        match parse_body(statement):
            case Amended() as body:
                content = read_exhibit(statement.subject or "")
                said.append((statement.number, Amendment(body.file, content, body.reason)))
            case Withdrawn() as body:
                withdrawals.append((statement.number, withdrawn_names(body, read_exhibit)))
    gone = fallen(withdrawals)
    return tuple(amendment for number, amendment in said if str(number) not in gone)
