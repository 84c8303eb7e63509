"""How people sign what they say: codes of persons, organisations, a reason, and the statement itself.

In   who signs, as it was written and as the roster knows them; what they say.
Out  the statement as it stands in the evidence; RefusedError where they may not say it so.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from testigo.acts.operation import Operation
from testigo.acts.person_keys import GivenKey, PersonKey, keys_of
from testigo.acts.roster import roster_of
from testigo.characters import is_formula, words_fault
from testigo.election.people import SEALED_FILE
from testigo.errors import Message, RefusedError
from testigo.evidence.journal import follow
from testigo.evidence.signatures import signature_of, text_to_sign
from testigo.evidence.statements import EMPTY_CHAIN, Body, Json, Kind, Statement
from testigo.review.decision import NoFigures
from testigo.review.permission import Refusal, Signers, by_the_roster, has_the_role, may_be_written


@dataclass(frozen=True)
class Signed:
    """What goes with everything that people say: who says it, why, on which day; or only tries it."""

    by: Signers
    reason: str
    day: datetime.date
    dry_run: bool
    keys: Mapping[str, PersonKey] = field(default_factory=dict)  # of each person who signs with one


def refuse(refusal: Refusal | NoFigures | None) -> None:
    """Raise RefusedError with the words of a refusal; nothing where there is none."""
    if refusal is not None:
        raise RefusedError(refusal.message)


def say(
    operation: Operation,
    kind: Kind,
    signed: Signed,
    body: Body,
    *,
    subject: str | None = None,
    contest: str | None = None,
) -> Statement:
    """Append what people signed to the evidence; return the statement as it stands there."""
    return say_all(operation, kind, [NewStatement(signed, body, contest, subject)])[0]


@dataclass(frozen=True)
class NewStatement:
    """What people sign: the body of a statement, with the contest and exhibit that it is of."""

    signed: Signed
    body: Body
    contest: str | None = None
    subject: str | None = None


def say_all(operation: Operation, kind: Kind, said: Sequence[NewStatement]) -> tuple[Statement, ...]:
    """Append statements to the evidence, all or none; return them as they stand there."""
    last, seal, statements = operation.journal.last(), operation.sealed_election.seal, []
    for one in said:
        by = one.signed.by
        body, day = dict(one.body), one.signed.day
        statement = Statement(-1, day, kind, one.subject, one.contest, by.person, by.second_person, body)
        if one.signed.keys:
            after = EMPTY_CHAIN if last is None else last.chain
            body["signed"] = _signatures(statement, one.signed, seal, after)
            statement = replace(statement, body=body)
        last = follow(last, statement)
        statements.append(statement)
    return operation.journal.append_all(statements)


def _signatures(said: Statement, signed: Signed, seal: str, after: str) -> Json:
    """Sign a statement with the keys of the persons who say it; return what its body holds."""
    return {
        "after": after,
        "signatures": [
            signature_of(person, one.public, one.private.sign(text_to_sign(said, seal, after, person)))
            for person, one in signed.keys.items()
        ],
    }


def signed_by(
    operation: Operation,
    typed: Signers,
    given: tuple[GivenKey | None, GivenKey | None],
    reason: str,
    day: datetime.date,
    *,
    dry_run: bool,
) -> Signed:
    """Return who signs as the roster has them, and with which keys; without a roster as they were typed.

    given  the keys of the first and the second person; they are opened only where something will be said

    RefusedError where the roster does not know them so, or has a key that was not given.
    """
    if not (operation.definition_folder / SEALED_FILE).exists():
        if any(key is not None for key in given):
            raise RefusedError(Message("signing.no_roster_for_key"))
        return Signed(typed, reason, day, dry_run)
    operation.refuse_a_changed_definition()
    roster = roster_of(operation)
    by = by_the_roster(typed, roster)
    if isinstance(by, Refusal):
        raise RefusedError(by.message)
    if roster is None or dry_run:
        return Signed(by, reason, day, dry_run)
    keys = keys_of(by, roster, given, required=operation.sealed_election.policy.signatures)
    return Signed(by, reason, day, dry_run, keys)


def refuse_an_unknown_reader(operation: Operation, person: str) -> None:
    """Raise RefusedError where the roster does not have a person, or not as a reader; nothing without one."""
    by = by_the_roster(Signers(person), roster_of(operation))
    refuse(by if isinstance(by, Refusal) else has_the_role(by, Kind.TRANSCRIBED))


def person_code(person: str) -> str:
    """Return a person's code; RefusedError, without repeating it, where it looks like a name or number."""
    refuse(may_be_written(person))
    return person


def signers(
    person: str, second_person: str | None, organisation: str | None, second_organisation: str | None
) -> Signers:
    """Return who signs; RefusedError where a person is not written as a code."""
    second = None if second_person is None else person_code(second_person)
    return Signers(person_code(person), second, organisation, second_organisation)


def reason_given(reason: str) -> str:
    """Return a reason; RefusedError where it says nothing, or is more than words.

    It stands in the published tables, which people open in spreadsheets: one that began like a formula would
    be run there.
    """
    said = reason.strip()
    if len(said.split()) < 2:
        raise RefusedError(Message("signing.reason_says_nothing"))
    if fault := words_fault(said):
        raise RefusedError(Message("signing.reason_is_no_line", fault=fault))
    if is_formula(said):
        raise RefusedError(Message("signing.reason_is_a_formula"))
    return said


def day_said(chosen: datetime.date | None, today: datetime.date) -> datetime.date:
    """Return the day of a statement: as chosen, else today; RefusedError where it has not come yet.

    A day to come could be published by nobody before it comes: who verifies refuses it.
    """
    day = today if chosen is None else chosen
    if day > today:
        raise RefusedError(Message("signing.day_to_come", day=day, today=today))
    return day
