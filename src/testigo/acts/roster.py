"""The roster of people on disk: read with its salt and held against the seal."""

from pathlib import Path

from testigo.acts.operation import Operation
from testigo.election.people import (
    FILE,
    SALT_FILE,
    SEALED_FILE,
    Roster,
    parse_people,
    parse_sealed,
    sealed_hash,
)
from testigo.errors import Message, Place, Problem, StoreError
from testigo.evidence.bodies import Amended, parse_body
from testigo.evidence.statements import Kind
from testigo.review.permission import may_not_stand
from testigo.standing.rosters import KINDS, Rules, people_problems, roster_after
from testigo.standing.withdrawals import fallen_in


def roster_of(operation: Operation) -> Roster | None:
    """Return who may say what now; None where the definition was sealed without a roster.

    StoreError where the roster on disk is not the sealed one.
    """
    if not (operation.definition_folder / SEALED_FILE).exists():
        return None
    sealed = parse_people(sealed_people(operation.definition_folder))
    return roster_after(sealed, operation.journal.statements(kinds=KINDS), operation.exhibits.get)


def sealed_people(definition: Path) -> bytes:
    """Return the bytes of the sealed roster; StoreError where they are not those of the seal."""
    try:
        content, salt = ((definition / name).read_bytes() for name in (FILE, SALT_FILE))
        sealed = (definition / SEALED_FILE).read_bytes()
    except OSError as error:
        raise StoreError(Message("roster.cannot_be_read", folder=definition, reason=error.strerror)) from None
    if sealed_hash(salt, content) != parse_sealed(sealed):
        raise StoreError(Message("roster.not_the_sealed_one", file=definition / FILE, salt=SALT_FILE))
    return content


def current_people(operation: Operation) -> bytes | None:
    """Return the bytes of the roster that stands; None where there is none."""
    if not (operation.definition_folder / SEALED_FILE).exists():
        return None
    said = list(operation.journal.statements(kinds=KINDS))
    gone = fallen_in(said, operation.exhibits.get)
    bodies = [parse_body(one) for one in said if one.kind is Kind.AMENDED and str(one.number) not in gone]
    amended = [body.people for body in bodies if isinstance(body, Amended) and body.people is not None]
    return operation.exhibits.get(amended[-1]) if amended else sealed_people(operation.definition_folder)


def problems_of_people(operation: Operation) -> tuple[Problem, ...]:
    """Return what persons said that the roster does not let them say, or did not sign."""
    election = operation.sealed_election
    if election.people is None:
        return ()
    try:
        sealed = parse_people(sealed_people(operation.definition_folder))
    except StoreError as error:
        place = Place(f"{operation.definition_folder.name}/{FILE}")
        return (Problem(place, None, str(error), Message("roster.bring_it_back")),)
    rules = Rules(sealed, election.seal, election.policy.signatures, may_not_stand)
    return tuple(people_problems(operation.journal.statements(), operation.exhibits.get, rules))


def refuse_people_unknown(operation: Operation) -> None:
    """Raise StoreError where somebody said what the roster does not let her say."""
    problems = problems_of_people(operation)
    if problems:
        raise StoreError(Message("evidence.see_everything", problem=problems[0], folder=operation.folder))
