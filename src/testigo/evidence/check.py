"""Stage 2, at any time: is the evidence still what it was?

In   the statements and the exhibits of an operation.
Out  a report: how much was looked at, and everything that is wrong. Nothing is raised and nothing mended.

It shows that nothing was damaged, and that nothing was changed by somebody who did not also write every
later chain anew. Only a chain that outsiders hold shows the latter: spec/evidence.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from testigo.errors import Place, Problem, StoreError, TestigoError
from testigo.evidence.bodies import parse_body
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import EMPTY_CHAIN, Kind, Statement, chain_after, write_statement

Progress = Callable[[int, int], None]
"""Is told how many exhibits are done, of how many."""

RESTORE = "Restore it from a backup."


@dataclass(frozen=True)
class EvidenceReport:
    """What was looked at and what is wrong; whole where there is no problem.

    chain  of the last statement: what to compare with the one that outsiders hold
    """

    statements: int
    exhibits: int
    chain: str
    problems: tuple[Problem, ...]


@dataclass
class _Walk:
    """What the statements read so far say, and what is wrong with them."""

    statements: int = 0
    chain: str = EMPTY_CHAIN
    named: dict[str, Statement] = field(default_factory=dict)  # exhibit -> the first statement that names it
    destroyed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def check(journal: Journal, store: FolderStore, progress: Progress | None = None) -> EvidenceReport:
    """Walk the chain, look for every exhibit that a statement names, and re-hash every exhibit."""
    walk = _walk(journal)
    # The exhibits are listed after the statements were read: each was there before its statement.
    exhibits = list(store.names())
    problems = [*_damages(journal), *walk.problems, *_absent(walk, set(exhibits))]
    for done, sha256 in enumerate(exhibits, start=1):
        problems += _exhibit_problems(store, sha256)
        if progress is not None:
            progress(done, len(exhibits))
    return EvidenceReport(walk.statements, len(exhibits), walk.chain, tuple(problems))


def check_chain(journal: Journal) -> tuple[Problem, ...]:
    """Walk the chain alone: what is wrong with the statements. No exhibit is looked for."""
    return tuple(_walk(journal).problems)


def _walk(journal: Journal) -> _Walk:
    walk = _Walk()
    try:
        for statement in journal.statements(strict=True):
            _step(walk, statement)
    except TestigoError as error:
        remedy = f"Nothing after it was checked. {RESTORE}"
        walk.problems.append(_problem(walk.statements, f"cannot be read ({error})", remedy))
    return walk


def _step(walk: _Walk, statement: Statement) -> None:
    if statement.number != walk.statements:
        walk.problems.append(_problem(walk.statements, "is not there", RESTORE))
    if statement.chain != chain_after(walk.chain, write_statement(statement)):
        message = "does not follow from those before it: it, or one of them, was changed"
        walk.problems.append(_problem(statement.number, message, RESTORE))
    body = parse_body(statement)
    for sha256 in (statement.subject, *(body.exhibits() if body else ())):
        if sha256 is not None:
            walk.named.setdefault(sha256, statement)
    if statement.kind is Kind.DESTROYED and statement.subject is not None:
        walk.destroyed.add(statement.subject)
    walk.statements = statement.number + 1
    walk.chain = statement.chain


def _damages(journal: Journal) -> list[Problem]:
    try:
        damages = journal.damages()
    except StoreError as error:
        damages = (str(error),)
    return [Problem(Place(EVIDENCE_FILE), None, f"is damaged: {damage}", RESTORE) for damage in damages]


def _absent(walk: _Walk, there: set[str]) -> list[Problem]:
    return [
        Problem(
            _exhibit_place(sha256),
            None,
            f"is not there, but statement {statement.number} (*{statement.kind}*) names it",
            RESTORE,
        )
        for sha256, statement in walk.named.items()
        if sha256 not in there and sha256 not in walk.destroyed
    ]


def _exhibit_problems(store: FolderStore, sha256: str) -> list[Problem]:
    try:
        if store.is_whole(sha256):
            return []
        message = "is damaged: its bytes no longer have the hash that is its name"
    except StoreError as error:
        message = f"cannot be checked ({error})"
    return [Problem(_exhibit_place(sha256), None, message, RESTORE)]


def _exhibit_place(sha256: str) -> Place:
    return Place(f"{EXHIBITS_FOLDER}/{sha256[:2]}/{sha256}")


def _problem(number: int, message: str, remedy: str) -> Problem:
    return Problem(Place(f"{EVIDENCE_FILE}, statement {number}"), None, message, remedy)
