"""Stage 4: what the evidence says of the definition since it was sealed.

In   the statements that amend or withdraw, in order, and the exhibits that they name.
Out  the amendments that stand, for `election.amend.amended`.
"""

from collections.abc import Iterable

from testigo.election.definition import Amendment
from testigo.errors import Message, StoreError
from testigo.evidence.bodies import Amended, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.standing.withdrawals import KINDS as WITHDRAWING
from testigo.standing.withdrawals import ReadExhibit, fallen_in

KINDS = (Kind.AMENDED, *WITHDRAWING)
"""The kinds of statement that say which amendments stand; others may be left out of what is read."""


def amendments(statements: Iterable[Statement], read_exhibit: ReadExhibit) -> tuple[Amendment, ...]:
    """Return the amendments that stand, in the order in which they were made."""
    heard = [statement for statement in statements if statement.kind in KINDS]
    gone = fallen_in(heard, read_exhibit)
    return tuple(
        amendment_of(statement, read_exhibit)
        for statement in heard
        if statement.kind is Kind.AMENDED and str(statement.number) not in gone
    )


def amendment_of(statement: Statement, read_exhibit: ReadExhibit) -> Amendment:
    """Return the amendment that an *amended* statement makes."""
    said = parse_body(statement)
    if not isinstance(said, Amended) or statement.subject is None:
        raise StoreError(Message("standing.no_amendment", number=statement.number))
    return Amendment(said.file, read_exhibit(statement.subject), said.reason)
