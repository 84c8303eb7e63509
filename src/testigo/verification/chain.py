"""Stage 11, step 5: every earlier publication is named, signed, and leads to this one.

In   the announcement, the earlier notes and lists that travel in `previous/`, the keys that may sign; and
     notes that a person has from elsewhere.
Out  a Step; and the newest publication that is known, where it is not this one.

Publication N names the list of N-1 by its hash, and brings the lists and notes of all before it. So nobody
can take an earlier one back: who holds any note holds its place in the chain. An older copy cannot know by
itself that it is old; a note of a later publication, from anywhere, tells it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from testigo.errors import ProofError
from testigo.note import VerifierKey, open_note, parse_verifier_key
from testigo.publication.format import (
    MANIFEST,
    NOTE,
    PREVIOUS,
    VERIFIER_KEY,
    Announcement,
    parse_announcement,
    previous_path,
)
from testigo.record.keys import fingerprint
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.source import (
    MOST_MANIFEST_BYTES,
    MOST_NOTE_BYTES,
    Source,
    UnreadableError,
)

MOST_PUBLICATIONS = 9_999


@dataclass(frozen=True)
class Earlier:
    """One earlier publication: what it announces, and the hash of the list that came with it."""

    announcement: Announcement
    manifest: str


def check_chain(
    source: Source, sound: frozenset[str], this: Announcement | None, keys: Iterable[str]
) -> Step:
    """Walk from the first publication to this one; step 5.

    sound  paths whose bytes are the listed ones: no other is opened
    keys   fingerprints of the keys that may have signed
    """
    if this is None or not sound:
        return Step(StepName.CHAIN, done=False)
    allowed = frozenset(keys)
    of_none = {path for path in sound if path.startswith(f"{PREVIOUS}/")} - set(earlier_files(this.number))
    failures = [Failure("chain.never_was", path) for path in sorted(of_none)]
    before: Earlier | None = None
    for number in range(1, min(this.number, MOST_PUBLICATIONS)):
        try:
            earlier = read_earlier(source, sound, number, allowed)
        except ProofError as error:
            failures.append(Failure("chain.unreadable", previous_path(number, NOTE), published=str(error)))
            before = None
            continue
        failures += link_failures(number, before, earlier, this)
        before = earlier
    failures += last_failures(this, before)
    return Step(StepName.CHAIN, {"earlier_publications": max(this.number - 1, 0)}, tuple(failures))


def read_earlier(source: Source, sound: frozenset[str], number: int, allowed: frozenset[str]) -> Earlier:
    """Read one earlier publication; ProofError where it is not there, or not signed by a key that may."""
    paths = {name: previous_path(number, name) for name in (MANIFEST, NOTE, VERIFIER_KEY)}
    absent = [path for path in paths.values() if path not in sound]
    if absent:
        raise UnreadableError(f"{absent[0]}: is missing, or was changed")
    key = read_key(source.read(paths[VERIFIER_KEY], MOST_NOTE_BYTES))
    if fingerprint(key.public_key) not in allowed:
        raise ProofError("signed by a key that is not sealed in the definition")
    announcement = announced(source.read(paths[NOTE], MOST_NOTE_BYTES), key)
    return Earlier(announcement, source.hash_file(paths[MANIFEST], MOST_MANIFEST_BYTES))


def read_key(content: bytes) -> VerifierKey:
    """Read a key's line; ProofError where it is none."""
    try:
        return parse_verifier_key(content.decode("utf-8").removesuffix("\n"))
    except UnicodeDecodeError:
        raise ProofError("the key is no text") from None


def announced(note: bytes, key: VerifierKey) -> Announcement:
    """Return what a note announces; ProofError where the key did not sign it."""
    return parse_announcement(open_note(note, [key]).text)


def earlier_files(number: int) -> Iterator[str]:
    """Yield the files of the publications before this one that it must bring."""
    for earlier in range(1, min(number, MOST_PUBLICATIONS)):
        for file in (MANIFEST, NOTE, VERIFIER_KEY):
            yield previous_path(earlier, file)


def link_failures(
    number: int, before: Earlier | None, earlier: Earlier, this: Announcement
) -> Iterator[Failure]:
    """Yield what does not fit between one earlier publication, the one before it, and this one."""
    said, path = earlier.announcement, previous_path(number, NOTE)
    if said.manifest != earlier.manifest:
        yield Failure("chain.another_list", path, published=earlier.manifest, expected=said.manifest)
    if (said.origin, said.drill) != (this.origin, this.drill) or said.number != number:
        yield Failure("chain.another_publication", path, published=f"{said.origin}, {said.number}")
    if said.day > this.day or (before is not None and before.announcement.day > said.day):
        yield Failure("chain.days", path, published=said.day.isoformat())
    previous = None if before is None else before.announcement.manifest
    if (before is not None or number == 1) and said.previous != previous:
        yield Failure("chain.broken", path, published=said.previous or "none", expected=previous or "none")


def last_failures(this: Announcement, before: Earlier | None) -> Iterator[Failure]:
    """Yield what does not fit between this publication and the one before it."""
    previous = None if before is None else before.announcement.manifest
    if (before is not None or this.number == 1) and this.previous != previous:
        yield Failure("chain.broken", NOTE, published=this.previous or "none", expected=previous or "none")


def newest(
    this: Announcement | None, key: VerifierKey | None, manifest: str, notes: Sequence[bytes]
) -> tuple[Announcement | None, tuple[Failure, ...]]:
    """Return the newest later publication among notes from elsewhere, and where they contradict this one.

    A note by another key, or of another election, proves nothing here and is passed over.
    """
    if this is None or key is None:
        return None, ()
    later: Announcement | None = None
    failures = []
    for note in notes:
        try:
            said = announced(note, key)
        except ProofError:
            continue
        if (said.origin, said.drill) != (this.origin, this.drill):
            continue
        forked = (said.number == this.number and said.manifest != manifest) or (
            said.number == this.number + 1 and said.previous != manifest
        )
        if forked:
            other = said.manifest if said.number == this.number else said.previous or "none"
            failures.append(Failure("chain.forked", NOTE, published=manifest, expected=other))
        elif said.number > this.number and (later is None or said.number > later.number):
            later = said
    return later, tuple(failures)
