"""Stage 4: what the statements read so far say, each with its number.

In   one statement after the other.
Out  what each says of readings, decisions, claims and photos. Whether it stands is known when it is asked.
"""

from collections.abc import Iterable

from testigo import columns
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.bodies import (
    Body,
    Claimed,
    Decided,
    Declared,
    Imported,
    Read,
    Transcribed,
    Unread,
    Withdrawn,
    parse_body,
)
from testigo.evidence.statements import Kind, Statement, is_of_now
from testigo.standing.errata import DecisionMade
from testigo.standing.pixel_findings import PhotoFinding
from testigo.standing.typed_readings import Figures, Row, TypedReadings, one_spelling
from testigo.standing.withdrawal_effects import EarlierPublication, Withdrawal, WithdrawalEffects
from testigo.standing.withdrawals import MovedNames, ReadExhibit, withdrawn_names


class ReadStatements:
    """What they say, in their order.

    decisions  contest -> rows of DECISIONS
    forms      exhibit -> the paper's name, as its pixels say
    """

    def __init__(self, read_exhibit: ReadExhibit, figures: Figures) -> None:
        self._read_exhibit, self._figures = read_exhibit, figures
        self.typed = TypedReadings(figures)
        self.withdrawn = WithdrawalEffects()
        self.imports: list[tuple[int, Imported]] = []
        self.decisions: dict[str, list[tuple[int, Row]]] = {contest: [] for contest in figures}
        self.decisions_made: list[DecisionMade] = []
        self.claims: list[tuple[int, Claimed | Withdrawn]] = []
        self.declared: list[tuple[int, Declared]] = []
        self.forms: dict[str, str] = {}
        self.found: list[tuple[int, PhotoFinding]] = []
        self.publications: list[EarlierPublication] = []

    def copy(self) -> "ReadStatements":
        """Return the same, to which others may be added."""
        other = ReadStatements(self._read_exhibit, self._figures)
        other.typed, other.withdrawn = self.typed.copy(), self.withdrawn.copy()
        other.imports, other.declared = self.imports.copy(), self.declared.copy()
        other.decisions = {contest: rows.copy() for contest, rows in self.decisions.items()}
        other.decisions_made, other.claims = self.decisions_made.copy(), self.claims.copy()
        other.forms, other.found = self.forms.copy(), self.found.copy()
        other.publications = self.publications.copy()
        return other

    def read(self, statement: Statement) -> MovedNames:
        """Add a statement; return the names that fell and stand again with it.

        StoreError where it is not what its kind says, or has a contest or figure that is not known.
        """
        match _body(statement):
            case Unread() as said:
                self._read_photo(statement, None, said)
            case Imported() as said:
                self.imports.append((statement.number, said))
                return self.withdrawn.imported(statement.number, said)
            case Transcribed() as said:
                contest = self._known(statement, said.figures)
                if isinstance(said, Read):
                    self._read_photo(statement, contest, said)
                self.typed.add(contest, statement, said)
            case Decided() as said:
                self._read_decision(statement, said)
            case Withdrawn() as said:
                return self._read_withdrawal(statement, said)
            case Claimed() as said:
                self.claims.append((statement.number, said))
            case Declared() as said:
                self.declared.append((statement.number, said))
            case None if statement.kind is Kind.PUBLISHED:
                told = EarlierPublication(statement.number, statement.day, is_of_now(statement))
                self.publications.append(told)
        return MovedNames()

    def read_the_form(self, statement: Statement) -> None:
        """Of another contest know only what paper an exhibit is: a reading of ours may be of the same."""
        form = statement.body.get("form")
        if statement.kind is Kind.READ and isinstance(form, str):
            self.forms[statement.subject or ""] = form

    def _read_photo(self, statement: Statement, contest: str | None, said: Read | Unread) -> None:
        exhibit = statement.subject or ""
        if said.form is not None:
            self.forms[exhibit] = said.form
        found = (PhotoFinding(exhibit, contest, finding) for finding in said.findings)
        self.found += [(statement.number, each) for each in found]

    def _read_decision(self, statement: Statement, said: Decided) -> None:
        number, contest = statement.number, self._known(statement, said.figures)
        row = _decision_row(statement, said, self._figures[contest])
        self.decisions[contest].append((number, row))
        self.decisions_made.append(DecisionMade(number, statement.day, statement.kind, contest, said))

    def _read_withdrawal(self, statement: Statement, said: Withdrawn) -> MovedNames:
        number = statement.number
        names = withdrawn_names(said, self._read_exhibit) | frozenset(said.claims)
        self.claims.append((number, said))
        return self.withdrawn.withdraw(Withdrawal(number, statement.day, statement.kind, said, names))

    def _known(self, statement: Statement, read: Iterable[str]) -> str:
        number, contest = statement.number, statement.contest or ""
        if contest not in self._figures:
            raise StoreError(Message("standing.no_such_contest", number=number))
        strange = ", ".join(sorted(set(read) - set(self._figures[contest]))[:5])
        if strange:
            raise StoreError(
                Message("standing.no_such_figures", number=number, contest=contest, figures=strange)
            )
        return contest


def _body(statement: Statement) -> Body | None:
    try:
        return parse_body(statement)
    except RefusedError as error:
        raise StoreError(Message("standing.cannot_be_used", number=statement.number, reason=error)) from None


def _decision_row(statement: Statement, said: Decided, names: tuple[str, ...]) -> Row:
    decision = columns.Decision.CORRECT if statement.kind is Kind.CORRECTED else said.decision
    return (
        said.station,
        decision.value,
        said.reason,
        sorted(set(said.knew)),
        len({one_spelling(statement.person), one_spelling(statement.second_person)} - {None}),
        said.organisations,
        None if said.document_class is None else said.document_class.value,
        *(said.figures.get(name) for name in names),
    )
