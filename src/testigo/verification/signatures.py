"""Stage 11, step 2: the announcement is signed, is of this list of files, and by the key that was named.

In   the source, the hash of the manifest, and the fingerprint that a person named (from the radio, a
     newspaper, the sealed definition), or None.
Out  the announcement, the fingerprint of the key that signed it, and a Step.

The key that lies in the publication proves nothing by itself: a stranger signs with a stranger's key. That is
why the report says whose key it is only where a person named it.
"""

from dataclasses import dataclass

from testigo.errors import ProofError
from testigo.note import MOST_BYTES, VerifierKey, open_note, parse_verifier_key
from testigo.publication.format import MANIFEST, NOTE, VERIFIER_KEY, Announcement, parse_announcement
from testigo.record.keys import fingerprint, is_published
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.source import Source, UnreadableError

MOST_KEY_BYTES = 10_000


@dataclass(frozen=True)
class Signed:
    """What the signature says: null where it cannot be read or does not hold."""

    announcement: Announcement | None
    fingerprint: str | None
    step: Step
    key: VerifierKey | None = None


def check_signature(source: Source, manifest: str, expected_key: str | None) -> Signed:
    """Open the note and hold it against the manifest (its SHA-256) and the named key; step 2."""
    key, failure = read_key(source)
    if key is None:
        return Signed(None, None, failed(failure))
    mark = fingerprint(key.public_key)
    announcement, failure = read_announcement(source, key)
    failures = [] if failure is None else [failure]
    failures += check_key(key, expected_key)
    if announcement is not None:
        failures += check_announcement(announcement, key, manifest)
    checked = {"signatures": 1 if announcement is not None else 0}
    step = Step(StepName.SIGNATURE, checked, tuple(failures))
    return Signed(announcement, None if announcement is None else mark, step, key)


def is_refused(signed: Signed, expected_key: str | None) -> bool:
    """Say whether a key was named, and it did not sign this."""
    return expected_key is not None and bool(signed.step.failures)


def number_of(signed: Signed) -> int:
    """Return which publication it says it is; 1 where that cannot be read."""
    return 1 if signed.announcement is None else signed.announcement.number


def failed(failure: Failure | None) -> Step:
    """Return step 2 with the one failure that ends it."""
    return Step(StepName.SIGNATURE, {}, () if failure is None else (failure,))


def read_key(source: Source) -> tuple[VerifierKey | None, Failure | None]:
    """Read the verifier key of the publication: one line."""
    try:
        line = source.read(VERIFIER_KEY, MOST_KEY_BYTES).decode("utf-8")
        if not line.endswith("\n"):
            raise ProofError("one line, with its end")
        return parse_verifier_key(line.removesuffix("\n")), None
    except (UnreadableError, ProofError, UnicodeDecodeError) as error:
        return None, Failure("key.unreadable", VERIFIER_KEY, published=str(error))


def read_announcement(source: Source, key: VerifierKey) -> tuple[Announcement | None, Failure | None]:
    """Open the note with the publication's own key and read what it announces."""
    try:
        note = open_note(source.read(NOTE, MOST_BYTES), [key])
    except UnreadableError as error:
        return None, Failure("note.unreadable", NOTE, published=str(error))
    except ProofError as error:
        return None, Failure("note.not_signed", NOTE, published=str(error))
    try:
        return parse_announcement(note.text), None
    except ProofError as error:
        return None, Failure("note.unreadable", NOTE, published=str(error))


def check_key(key: VerifierKey, expected_key: str | None) -> list[Failure]:
    """Return what is wrong with the key: another one than was named, or one that everybody has."""
    mark = fingerprint(key.public_key)
    failures = []
    if expected_key is not None and mark != expected_key:
        failures.append(Failure("key.another", VERIFIER_KEY, published=mark, expected=expected_key))
    if is_published(key.public_key):
        failures.append(Failure("key.everybodys", VERIFIER_KEY, published=mark))
    return failures


def check_announcement(announcement: Announcement, key: VerifierKey, found: str) -> list[Failure]:
    """Return what does not agree between the announcement, the key's name and the list of files."""
    failures = []
    if announcement.manifest != found:
        failures.append(Failure("list.not_signed", MANIFEST, published=found, expected=announcement.manifest))
    if announcement.origin != key.name:
        failures.append(
            Failure("key.another_name", VERIFIER_KEY, published=key.name, expected=announcement.origin)
        )
    return failures
