"""Stage 2: who could say what at each statement, and what in the evidence breaks it.

In   the sealed roster, the statements in their order, the exhibits that they name.
Out  the roster as it stands; every statement by somebody unknown, without the role, of an organisation that
     the roster does not have, or without the signature that it needs.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from testigo.election.people import Roster, parse_people, sealed_hash
from testigo.errors import InputError, Message, Place, Problem, StoreError
from testigo.evidence.bodies import Amended, Decided, Withdrawn, parse_body
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.signatures import KINDS as SIGNED_KINDS
from testigo.evidence.signatures import signed_hash, wrong_signatures
from testigo.evidence.statements import EMPTY_CHAIN, Kind, Statement
from testigo.standing.withdrawals import KINDS as WITHDRAWING
from testigo.standing.withdrawals import ReadExhibit, Withdrawals, hear_withdrawal

SAID_BY_PEOPLE = (*SIGNED_KINDS, Kind.TRANSCRIBED)
KINDS = (Kind.AMENDED, *WITHDRAWING)
"""The kinds of statement that say which roster stands."""
MayNot = Callable[[Statement, Roster, int], str | None]
"""Says why the persons of a statement may not say it by a roster; of how many organisations its body says."""


@dataclass(frozen=True)
class Rules:
    """What people's statements are held against.

    sealed   the roster of the seal
    seal     of the definition
    required whether the policy demands signatures
    may_not  `review.permission`
    """

    sealed: Roster
    seal: str
    required: bool
    may_not: MayNot


def roster_after(sealed: Roster, statements: Iterable[Statement], read_exhibit: ReadExhibit) -> Roster:
    """Return the roster as it stands: the last amended one that was not withdrawn, else the sealed."""
    rosters = Rosters(sealed, read_exhibit)
    for statement in statements:
        rosters.follow(statement)
    return rosters.standing()


class Rosters:
    """The roster, statement by statement."""

    def __init__(self, sealed: Roster, read_exhibit: ReadExhibit) -> None:
        self._sealed, self._read_exhibit = sealed, read_exhibit
        self._withdrawals = Withdrawals()
        self._amended: dict[str, Statement] = {}  # those that give another roster, by their number

    def follow(self, statement: Statement) -> bool:
        """Take in a statement; whether another roster may stand after it."""
        moved = hear_withdrawal(self._withdrawals, statement, self._read_exhibit)
        if statement.kind is Kind.AMENDED and "people" in statement.body:
            self._amended[str(statement.number)] = statement
            return True
        return moved.touches(self._amended.keys())

    def standing(self) -> Roster:
        """Return the roster that stands; StoreError, InputError where it is not the one that was told."""
        roster = self._sealed
        for name, statement in self._amended.items():
            if name not in self._withdrawals.fallen:
                roster = _amended(statement, self._read_exhibit) or roster
        return roster


def _amended(statement: Statement, read_exhibit: ReadExhibit) -> Roster | None:
    body = parse_body(statement)
    if not isinstance(body, Amended) or body.people is None or body.salt is None:
        return None
    content = read_exhibit(body.people)
    told = read_exhibit(statement.subject or "").decode("utf-8", "replace").split()
    if told[-1:] != [sealed_hash(f"{body.salt}\n".encode(), content)]:
        raise StoreError(Message("roster.not_the_one_told", number=statement.number))
    return parse_people(content)


def people_problems(
    statements: Iterable[Statement], read_exhibit: ReadExhibit, rules: Rules
) -> Iterator[Problem]:
    """Yield what the persons of the statements could not have said."""
    chains = {EMPTY_CHAIN: -1}
    rosters = Rosters(rules.sealed, read_exhibit)
    standing = rules.sealed
    used: set[str] = set()
    for statement in statements:
        if statement.kind in SAID_BY_PEOPLE and statement.person is not None:
            yield from _problems(statement, standing, rules, chains, used)
        chains[statement.chain] = statement.number
        if rosters.follow(statement):
            try:
                standing = rosters.standing()
            except (StoreError, InputError) as error:
                yield _problem(statement, Message("roster.cannot_be_read_as_told", reason=error))


def _problems(
    statement: Statement, roster: Roster, rules: Rules, chains: dict[str, int], used: set[str]
) -> Iterator[Problem]:
    body = parse_body(statement)
    decided = body if isinstance(body, Decided | Withdrawn | Amended) else None
    if why := rules.may_not(statement, roster, 1 if decided is None else decided.organisations):
        yield _problem(statement, Message("roster.could_not_be_said", why=why))
    if decided is None:
        return
    for wrong in wrong_signatures(statement, decided, roster, rules.seal, chains, required=rules.required):
        yield _problem(statement, f"{wrong.message} ({wrong.person})")
    if decided.signed is not None:
        once = signed_hash(statement, decided.signed)
        if once in used:
            yield _problem(statement, Message("roster.repeats_a_signature"))
        used.add(once)


def _problem(statement: Statement, message: str) -> Problem:
    place = Place(f"{EVIDENCE_FILE}, statement {statement.number}")
    return Problem(place, None, message, Message("roster.ask_the_persons"))
