"""Stage 11, steps 1 and 3: the list of files is canonical, and every file is the one that it names.

In   the source.
Out  path -> SHA-256 as listed, and a Step. Files that are not as listed are never opened again by the steps
     that follow: `sound` are those that are.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from testigo.characters import is_harmful
from testigo.errors import ProofError
from testigo.publication.format import (
    CARDS,
    DATA,
    MANIFEST,
    NOT_IN_MANIFEST,
    NOTE,
    PREVIOUS,
    VERIFIER_KEY,
    parse_manifest,
)
from testigo.verification.allowance import Allowance
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.source import MOST_MANIFEST_BYTES, Listing, Progress, Source, UnreadableError

PROGRESS_EVERY = 500
MOST_ADDED = 100_000
"""Files that lie there and are not listed: more are not even named."""
PLACES = re.compile(
    rf"(?:[^/]+/)*[^/]+\.html|assets/[^/]+\.(?:css|js)"
    rf"|{CARDS}/cards\.json|{CARDS}/[a-z]{{2}}/[^/]+\.(?:svg|png)"
    rf"|{PREVIOUS}/[0-9]{{4}}/(?:{re.escape(MANIFEST)}|{re.escape(NOTE)}|{re.escape(VERIFIER_KEY)})"
)


@dataclass(frozen=True)
class Listed:
    """The list of files: path -> SHA-256 (empty where it cannot be read), and step 1."""

    hashes: dict[str, str]
    step: Step


def hash_manifest(source: Source) -> str:
    """Return the SHA-256 (hex) of the list of files, as radio and press read it; "" where none is."""
    try:
        return source.hash_file(MANIFEST, MOST_MANIFEST_BYTES)
    except UnreadableError:
        return ""


def read_manifest(source: Source, allowance: Allowance) -> Listed:
    """Read the list of files; step 1."""
    try:
        hashes = parse_manifest(source.read(MANIFEST, allowance.list_bytes))
    except UnreadableError as error:
        return unlisted(Failure("list.unreadable", MANIFEST, published=str(error)))
    except ProofError as error:
        return unlisted(Failure("list.not_canonical", MANIFEST, published=str(error)))
    if len(hashes) > allowance.files:
        most = str(allowance.files)
        return unlisted(Failure("list.too_long", MANIFEST, published=str(len(hashes)), expected=most))
    failures = [] if hashes else [Failure("list.empty", MANIFEST)]
    failures += [Failure("list.collides", path) for path in colliding(hashes)]
    return Listed(hashes, Step(StepName.LIST, {"files_listed": len(hashes)}, tuple(failures)))


def unlisted(failure: Failure) -> Listed:
    """Return a list that cannot be read, and why."""
    return Listed({}, Step(StepName.LIST, {}, (failure,)))


def colliding(paths: Iterable[str]) -> list[str]:
    """Return the paths that are another one in other capitals: many computers keep only one of the two."""
    seen: set[str] = set()
    found = []
    for path in paths:
        if path.lower() in seen:
            found.append(path)
        seen.add(path.lower())
    return found


def has_a_place(path: str) -> bool:
    """Say whether a path is one of a publication: of another file nobody could check what it says.

    What lies in `data/` is held against its rules by the steps that read it.
    """
    return path.startswith(f"{DATA}/") or path == VERIFIER_KEY or PLACES.fullmatch(path) is not None


def check_files(
    source: Source, hashes: dict[str, str], allowance: Allowance, progress: Progress
) -> tuple[frozenset[str], Step]:
    """Hash every listed file and look for others: the paths that are sound, and step 3."""
    if not hashes:
        return frozenset(), Step(StepName.FILES, done=False)
    listing = source.list_files(allowance.files + MOST_ADDED)
    failures = list(too_much(source, listing, hashes, allowance))
    if failures:
        return frozenset(), Step(StepName.FILES, {}, tuple(failures))
    for number, (path, listed) in enumerate(hashes.items()):
        if number % PROGRESS_EVERY == 0:
            progress(StepName.FILES, number, len(hashes))
        if failure := check_file(source, path, listed, listing.files, listing.odd):
            failures.append(failure)
    progress(StepName.FILES, len(hashes), len(hashes))
    sound = hashes.keys() - {failure.file for failure in failures}
    failures += [Failure("file.odd", printable(path)) for path in sorted(listing.odd - hashes.keys())]
    litter = sorted(path for path in listing.files.keys() - hashes.keys() if source.is_litter(path))
    noted = tuple(Failure("file.litter", printable(path)) for path in (*litter, *source.litter))
    failures += [Failure("file.strange", path) for path in sorted(hashes) if not has_a_place(path)]
    if source.complete:
        added = listing.files.keys() - hashes.keys() - NOT_IN_MANIFEST - set(litter)
        failures += [Failure("file.added", printable(path)) for path in sorted(added)]
    return frozenset(sound), Step(StepName.FILES, {"files_hashed": len(hashes)}, tuple(failures), noted=noted)


def too_much(
    source: Source, listing: Listing, hashes: Collection[str], allowance: Allowance
) -> Iterator[Failure]:
    """Yield what is larger than any publication of this definition, before a byte of it is read."""
    if listing.too_many:
        yield Failure("file.too_many", MANIFEST, expected=str(allowance.files))
    size = sum(listing.files.get(path, 0) for path in hashes)
    if size > allowance.size or source.too_large:
        yield Failure("file.too_large", MANIFEST, published=str(size), expected=str(allowance.size))


def check_file(
    source: Source, path: str, listed: str, present: Collection[str], odd: frozenset[str]
) -> Failure | None:
    """Return what is wrong with one listed file, None where its bytes are the listed ones."""
    if path in odd:
        return Failure("file.odd", path)
    if path not in present:
        return Failure("file.missing", path)
    try:
        found = source.hash_file(path)
    except UnreadableError as error:
        return Failure("file.unreadable", path, published=str(error))
    return None if found == listed else Failure("file.changed", path, published=found, expected=listed)


def printable(path: str) -> str:
    """Return a path that any terminal can print: what is not Unicode, or a control, is spelled out."""
    text = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(repr(letter)[1:-1] if is_harmful(letter) else letter for letter in text)
