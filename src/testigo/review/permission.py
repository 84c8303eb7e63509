"""Stage 5 of the life of a form: what a person may say of it, and why not.

In   what is already said of the form, and who wants to say what.
Out  None where it is allowed, else a `Refusal`: a named value, which has a sentence for that person.

Independence is a rule here, not a setting: nobody's role passes it. The database refuses the worst cases
again, whatever program asks: a second transcription by one person, and a correction, or a withdrawal or
amendment that makes a result, that is not by two persons of two organisations (evidence/schema_sqlite.sql and
schema_sqlite_2.sql). In words: spec/people.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from testigo.columns import Decision, Status
from testigo.election.people import CODE, Role, Roster
from testigo.errors import Message
from testigo.evidence.statements import Kind, Statement, spelt_once

MAY: Mapping[Kind, frozenset[Role]] = {
    Kind.TRANSCRIBED: frozenset({Role.READER}),
    Kind.ADJUDICATED: frozenset({Role.ADJUDICATOR}),
    Kind.CORRECTED: frozenset({Role.ADJUDICATOR}),
    Kind.WITHDRAWN: frozenset({Role.ADJUDICATOR, Role.COORDINATOR}),
    Kind.INVALIDATED: frozenset({Role.ADJUDICATOR, Role.COORDINATOR}),
    Kind.AMENDED: frozenset({Role.ADJUDICATOR, Role.COORDINATOR}),
}
"""Which roles of the roster may say what. Where there is no roster nobody has a role, and none is asked."""


class Refusal(StrEnum):
    """Why a person may not say something. No sentence repeats what was written: it may be a name."""

    NOT_A_CODE = "permission.not_a_code"
    TRANSCRIBED_BEFORE = "permission.transcribed_before"
    NOTHING_READ = "permission.nothing_read"
    SAME_PERSON = "permission.same_person"
    SAME_ORGANISATION = "permission.same_organisation"
    SECOND_PERSON_NEEDED = "permission.second_person_needed"
    TYPED_IT = "permission.typed_it"
    ACCEPTED_ALREADY = "permission.accepted_already"
    MAKES_A_RESULT = "permission.makes_a_result"
    NOT_ON_THE_ROSTER = "permission.not_on_the_roster"
    OF_ANOTHER_ORGANISATION = "permission.of_another_organisation"
    NOT_HER_ROLE = "permission.not_her_role"
    HAPPENED = "permission.happened"

    @property
    def message(self) -> Message:
        """The sentence for that person."""
        return Message(self.value)


WITHDRAWABLE = frozenset(
    {
        Kind.AMENDED,
        Kind.IMPORTED,
        Kind.READ,
        Kind.TRANSCRIBED,
        Kind.ADJUDICATED,
        Kind.CORRECTED,
        Kind.WITHDRAWN,
        Kind.INVALIDATED,
        Kind.CLAIMED,
        Kind.DECLARED,
    }
)


@dataclass(frozen=True)
class Signers:
    """Who decides: codes, never names. The second person may be absent; so may the organisations."""

    person: str
    second_person: str | None = None
    organisation: str | None = None
    second_organisation: str | None = None
    roles: tuple[frozenset[Role], ...] | None = None  # of each, by the roster; None where there is none

    @property
    def persons(self) -> frozenset[str]:
        """The one or two persons."""
        return frozenset({self.person, self.second_person} - {None})  # type: ignore[arg-type]

    @property
    def are_two_of_named_organisations(self) -> bool:
        """Whether a second person signs and both say whom they are of."""
        return None not in (self.second_person, self.organisation, self.second_organisation)

    @property
    def organisations(self) -> int:
        """Of how many organisations they are: at least one."""
        named = (self.organisation, self.second_organisation)
        return max(1, len({name.strip().casefold() for name in named if name is not None}))


@dataclass(frozen=True)
class Case:
    """What stands of a station and contest when people decide.

    typists  the persons whose transcriptions stand
    """

    status: Status
    typists: frozenset[str]


def by_the_roster(signers: Signers, roster: Roster | None) -> Signers | Refusal:
    """Return who signs as the roster knows them, or why it does not; without one as they were typed.

    The organisation is the roster's: what is typed may say the same, and nothing else.
    """
    if roster is None:
        return signers
    codes = [code for code in (signers.person, signers.second_person) if code is not None]
    if not all(code in roster.people for code in codes):
        return Refusal.NOT_ON_THE_ROSTER
    people = [roster.people[code] for code in codes]
    typed = (signers.organisation, signers.second_organisation)
    if any(said not in (None, one.organisation) for said, one in zip(typed, people, strict=False)):
        return Refusal.OF_ANOTHER_ORGANISATION
    organisations = [one.organisation for one in people]
    return Signers(
        signers.person,
        signers.second_person,
        organisations[0],
        organisations[1] if len(people) > 1 else None,
        tuple(one.roles for one in people),
    )


def has_the_role(signers: Signers, kind: Kind) -> Refusal | None:
    """Say whether everybody who signs has a role that may say this kind of statement."""
    roles = signers.roles or ()
    return None if all(of_one & MAY.get(kind, frozenset(Role)) for of_one in roles) else Refusal.NOT_HER_ROLE


def may_not_stand(statement: Statement, roster: Roster, organisations: int) -> str | None:
    """Say why the persons of a statement could not say it by the roster; None where they could.

    organisations  of how many its body says that they are
    """
    signers = by_the_roster(Signers(statement.person or "", statement.second_person), roster)
    if isinstance(signers, Refusal):
        return signers.message
    if refusal := has_the_role(signers, statement.kind):
        return refusal.message
    if statement.kind is Kind.AMENDED and "people" in statement.body and signers.organisations < 2:
        return Refusal.SECOND_PERSON_NEEDED.message
    return None if organisations <= signers.organisations else Refusal.SAME_ORGANISATION.message


def may_amend_people(signers: Signers) -> Refusal | None:
    """Say whether people may change the roster: always two persons of two organisations."""
    if not signers.are_two_of_named_organisations:
        return Refusal.SECOND_PERSON_NEEDED
    refusal = may_withdraw_or_amend(signers, makes_a_result=True)
    return refusal or has_the_role(signers, Kind.AMENDED)


def may_be_written(person: str) -> Refusal | None:
    """Say whether a text may stand for a person: a code, nothing that looks like a name or number."""
    return None if CODE.fullmatch(person) else Refusal.NOT_A_CODE


def may_transcribe(said: Iterable[Statement], contest: str, person: str) -> Refusal | None:
    """Say whether a person may transcribe a form.

    said  what is said of the form: the statements whose subject is its exhibit
    """
    for statement in said:
        is_of_form = (statement.kind, statement.contest) == (Kind.TRANSCRIBED, contest)
        if is_of_form and spelt_once(statement.person or "") == spelt_once(person):
            return Refusal.TRANSCRIBED_BEFORE
    return None


def may_adjudicate(case: Case, decision: Decision, signers: Signers) -> Refusal | None:
    """Say whether people may decide on a form that is pending, disputed or quarantined.

    An accepted one may only be excluded here, and only by two persons of two organisations.
    """
    if case.status is Status.ACCEPTED:
        return Refusal.ACCEPTED_ALREADY if decision is not Decision.EXCLUDE else may_correct(case, signers)
    return _may_decide(case, signers)


def may_correct(case: Case, signers: Signers) -> Refusal | None:
    """Say whether people may change what was accepted: two persons of two organisations."""
    if not signers.are_two_of_named_organisations:
        return Refusal.SECOND_PERSON_NEEDED
    return _may_decide(case, signers) or (Refusal.SAME_ORGANISATION if signers.organisations < 2 else None)


def may_be_withdrawn(kind: Kind) -> Refusal | None:
    """Say whether statements of a kind can be withdrawn: what somebody says, not what happened."""
    return None if kind in WITHDRAWABLE else Refusal.HAPPENED


def may_withdraw_or_amend(signers: Signers, *, makes_a_result: bool) -> Refusal | None:
    """Say whether people may withdraw something, or amend the definition.

    makes_a_result  whether a result would be accepted that is not accepted now, or with other figures: who
                    takes away the reading that differs decides the dispute; who corrects a roll may let a
                    blocked form count
    """
    if signers.second_person == signers.person:
        return Refusal.SAME_PERSON
    if refusal := has_the_role(signers, Kind.WITHDRAWN):
        return refusal
    if not makes_a_result:
        return None
    if not signers.are_two_of_named_organisations:
        return Refusal.MAKES_A_RESULT
    return Refusal.SAME_ORGANISATION if signers.organisations < 2 else None


def _may_decide(case: Case, signers: Signers) -> Refusal | None:
    if case.status is Status.MISSING:
        return Refusal.NOTHING_READ
    if signers.second_person == signers.person:
        return Refusal.SAME_PERSON
    if signers.persons & case.typists:
        return Refusal.TYPED_IT
    return has_the_role(signers, Kind.ADJUDICATED)
