"""Another roster after the seal, by two persons of two organisations; only its salted hash is public.

In   a table of the persons that are added or changed.
Out  the persons as they will stand, then the statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.acts.roster import current_people
from testigo.acts.signing import Signed, refuse, say
from testigo.election.amend import PEOPLE
from testigo.election.people import Person, parse_people, sealed_hash, with_changes
from testigo.errors import Message, RefusedError
from testigo.evidence.statements import Json, Kind
from testigo.review.permission import may_amend_people


@dataclass(frozen=True)
class ChangedPeople:
    """A roster as it would stand.

    people   those who are added or changed, by their codes
    content  people.csv as a whole
    """

    people: Mapping[str, Person]
    content: bytes


def is_of_people(content: bytes) -> bool:
    """Whether a table is one of persons: its first column says so, as of every table that amends."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith((b"person,", b'"person",'))


def changed_people(operation: Operation, file: str, content: bytes) -> ChangedPeople:
    """Return what a table changes of the roster that stands; RefusedError where there is none.

    file  the name of the table
    """
    before = current_people(operation)
    if before is None:
        raise RefusedError(Message("roster.none_to_amend"))
    after = with_changes(before, content, file)
    was, now = (parse_people(one).people for one in (before, after))
    return ChangedPeople({code: one for code, one in now.items() if was.get(code) != one}, after)


def amend_people(
    operation: Operation, changed: ChangedPeople, signed: Signed, random: RandomBytes
) -> int | None:
    """Record another roster; return the statement's number, None where it was only tried."""
    refuse(may_amend_people(signed.by))
    if signed.dry_run:
        return None
    salt = random(32).hex()
    sealed = sealed_hash(f"{salt}\n".encode(), changed.content)
    body: dict[str, Json] = {
        "file": PEOPLE.file,
        "reason": signed.reason,
        "rows": 1,
        "organisations": signed.by.organisations,
        "makes_a_result": False,
        "people": operation.exhibits.put(changed.content),
        "salt": salt,
    }
    subject = operation.exhibits.put(f"{PEOPLE.first}\n{sealed}\n".encode())
    return say(operation, Kind.AMENDED, signed, body, subject=subject).number
