"""Who typed and decided what: codes, how much of hers stands, and the last day on which she said something.

In   an operation.
Out  a row a person, of the roster and of the evidence; never an hour, and never whom her forms favour.
"""

import datetime
from dataclasses import dataclass, replace

from testigo.acts.invalidate import TOUCHED
from testigo.acts.operation import Operation
from testigo.acts.roster import roster_of
from testigo.acts.withdraw import withdrawn_before
from testigo.evidence.statements import Kind, spelt_once


@dataclass(frozen=True)
class PersonSeen:
    """A person.

    roles, organisation  as the roster has them; none where there is no roster
    typed, decided       what stands of hers
    fallen               what was withdrawn of hers
    last_day             on which she said something
    """

    code: str
    roles: tuple[str, ...] = ()
    organisation: str = ""
    typed: int = 0
    decided: int = 0
    fallen: int = 0
    last_day: datetime.date | None = None


def people_seen(operation: Operation) -> tuple[PersonSeen, ...]:
    """Return everybody, by code."""
    roster = roster_of(operation)
    people = {
        code: PersonSeen(code, tuple(sorted(role.value for role in one.roles)), one.organisation)
        for code, one in ({} if roster is None else roster.people).items()
    }
    gone = withdrawn_before(operation)
    for statement in operation.journal.statements(kinds=TOUCHED):
        for written in (statement.person, statement.second_person):
            if written is None:
                continue
            code = spelt_once(written)
            seen = people.get(code, PersonSeen(code))
            fell, typed = str(statement.number) in gone, statement.kind is Kind.TRANSCRIBED
            people[code] = replace(
                seen,
                typed=seen.typed + (typed and not fell),
                decided=seen.decided + (not typed and not fell),
                fallen=seen.fallen + fell,
                last_day=statement.day,
            )
    return tuple(people[code] for code in sorted(people))
