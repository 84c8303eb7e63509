"""What the operation's own earlier publications say of its evidence: is it still the same?

Asked before anything is signed, whenever the evidence is checked, and where publications are compared.
"""

from collections.abc import Iterator
from pathlib import Path

from testigo.acts.operation import Operation
from testigo.errors import Message, Place, Problem, ProofError, StoreError
from testigo.evidence.commitment import EarlierNote, Opening, contradictions, parse_opening
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.statements import Kind, Statement
from testigo.publication.folders import OPENING
from testigo.publication.format import NOTE, VERIFIER_KEY, Announcement
from testigo.record.keys import fingerprint
from testigo.verification.chain import announced, read_key


def contradictions_of(operation: Operation) -> tuple[Problem, ...]:
    """Return where the evidence of an operation contradicts the publications that it keeps."""
    problems: list[Problem] = []
    told: list[EarlierNote] = []
    announcements: dict[int, Announcement] = {}
    for folder in sorted(operation.publications_folder.glob("[0-9][0-9][0-9][0-9]")):
        if not (folder / NOTE).exists():
            continue
        try:
            said = note_in(folder, operation.sealed_election.key_fingerprints)
        except (ProofError, OSError) as error:
            problems.append(_problem(int(folder.name), Message("notes.of_another", reason=error)))
            continue
        announcements[said.number] = said
        if said.evidence is not None:
            told.append(EarlierNote(place_of(said.number), said.evidence, opening_in(folder)))
    published = list(operation.journal.statements(kinds=[Kind.PUBLISHED]))
    problems += contradictions(operation.journal.statements(), told)
    return (*problems, *unnamed(announcements, published))


def contradictions_around(path: Path) -> tuple[Problem, ...]:
    """Return the same of the operation in which a publication lies; nothing where it lies in none."""
    above = path.resolve().parent
    folder = above.parent if above.name == "publications" else above
    if not (folder / EVIDENCE_FILE).is_file() or not (folder / "election").is_dir():
        return ()
    operation = Operation(folder)
    try:
        return contradictions_of(operation)
    finally:
        operation.close()


def refuse_another_evidence(operation: Operation) -> None:
    """Raise StoreError where the evidence is not the one that earlier publications were made from."""
    problems = contradictions_of(operation)
    if problems:
        raise StoreError(Message("evidence.see_everything", problem=problems[0], folder=operation.folder))


def note_in(folder: Path, sealed: tuple[str, ...]) -> Announcement:
    """Return what a kept publication announces; ProofError where a sealed key did not sign it."""
    key = read_key((folder / VERIFIER_KEY).read_bytes())
    if fingerprint(key.public_key) not in sealed:
        raise ProofError(Message("notes.key_not_sealed"))
    said = announced((folder / NOTE).read_bytes(), key)
    if said.number != int(folder.name):
        raise ProofError(Message("notes.of_another_number", number=said.number))
    return said


def opening_in(folder: Path) -> Opening | None:
    """Return what opens the commitment of a kept publication; None where it is lost or was changed."""
    try:
        return parse_opening((folder / OPENING).read_bytes())
    except (OSError, StoreError):
        return None


def unnamed(kept: dict[int, Announcement], published: list[Statement]) -> Iterator[Problem]:
    """Yield publications that the evidence names otherwise than they are kept, or no more.

    The last one may be without its statement: a crash can come between the two, and the next run says it.
    """
    named = {statement.body.get("number"): statement.body.get("manifest") for statement in published}
    for number, said in kept.items():
        if number not in named and number != max(kept):
            yield _problem(number, Message("notes.not_named_any_more"))
        elif named.get(number, said.manifest) != said.manifest:
            yield _problem(number, Message("notes.another_is_named"))
    for name in named:
        if isinstance(name, int) and name not in kept:
            yield _problem(name, Message("notes.not_kept"))


def _problem(number: int, message: Message) -> Problem:
    return Problem(place_of(number), None, message, Message("notes.bring_it_back"))


def place_of(number: int) -> Place:
    """Return where the note of a publication is kept."""
    return Place(f"publications/{number:04d}/{NOTE}")
