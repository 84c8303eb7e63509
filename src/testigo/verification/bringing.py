"""Stage 11, the edge: a publication in a ZIP or at an address, brought into an empty folder.

In   the ZIP or the address; a function that opens addresses; the key that a person named, or None.
Out  a Source. What cannot be brought is missing in it, and the verification names it.

First come list, note, key and definition. They say how large the rest may be (`allowance`): more is not
brought, and nothing at all where a key was named that did not sign.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from testigo.errors import InputError, Place, Problem, ProofError
from testigo.publication.format import MANIFEST, NOTE, VERIFIER_KEY, parse_manifest
from testigo.verification.allowance import DEFINITION_FOLDER, MOST_DEFINITION_BYTES, Allowance, allowance_of
from testigo.verification.manifest import hash_manifest
from testigo.verification.signatures import check_signature, is_refused, number_of
from testigo.verification.source import (
    CHUNK,
    MOST_FILE_BYTES,
    MOST_MANIFEST_BYTES,
    MOST_NOTE_BYTES,
    Progress,
    Source,
)
from testigo.verification.zipped import files_in

AT_ONCE = 16
"""Files that are fetched at the same time."""
Opener = Callable[[str], BinaryIO]
"""Opens an http or https address for reading; OSError where it cannot (urllib's errors are OSErrors)."""


class Budget:
    """How many bytes may still come, for several threads at once."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._lock = threading.Lock()

    @property
    def spent(self) -> bool:
        """Whether more came than may."""
        return self._left < 0

    def take(self, size: int) -> bool:
        """Take so many bytes; False where they are too many."""
        with self._lock:
            self._left -= size
            return self._left >= 0


def is_head(path: str) -> bool:
    """Say whether a file is one of those that come first."""
    return path in (MANIFEST, NOTE, VERIFIER_KEY) or path.startswith(DEFINITION_FOLDER)


def allowance_here(source: Source, key: str | None) -> Allowance | None:
    """Return what may be brought after the head; None = nothing, for the named key did not sign it."""
    signed = check_signature(source, hash_manifest(source), key)
    return None if is_refused(signed, key) else allowance_of(source, number_of(signed))


def fetch(
    address: str, opener: Opener, folder: Path, progress: Progress, key: str | None = None, below: str = ""
) -> Source:
    """Bring the publication at an http(s) address into the empty `folder`, as far as its manifest names it.

    below  only files whose paths begin so

    InputError where not even the manifest can be had. A manifest that is not canonical names nothing: then
    only it is brought.
    """
    base = address if address.endswith("/") else address + "/"
    source = Source(folder, address, complete=False)
    if fetch_file(base + MANIFEST, opener, folder / MANIFEST, MOST_MANIFEST_BYTES) is None:
        remedy = "See that the address is right and answers in a browser; a folder on disk works too."
        raise InputError([Problem(Place(base + MANIFEST), None, "cannot be fetched", remedy)])
    fetch_file(base + NOTE, opener, folder / NOTE, MOST_NOTE_BYTES)
    if key is not None:
        fetch_file(base + VERIFIER_KEY, opener, folder / VERIFIER_KEY, MOST_NOTE_BYTES)
        if is_refused(check_signature(source, hash_manifest(source), key), key):
            return source
    try:
        listed = parse_manifest((folder / MANIFEST).read_bytes())
    except ProofError:
        return source
    paths = [path for path in listed if path.startswith(below) and not (key and path == VERIFIER_KEY)]
    head = [path for path in paths if is_head(path)]
    fetch_files(base, head, opener, folder, Budget(MOST_DEFINITION_BYTES), lambda *_: None)
    allowance = allowance_here(source, key)
    if allowance is None or len(paths) > allowance.files:
        return source
    budget = Budget(allowance.size)
    fetch_files(base, [path for path in paths if not is_head(path)], opener, folder, budget, progress)
    return replace(source, too_large=budget.spent)


def fetch_files(
    base: str, paths: Sequence[str], opener: Opener, folder: Path, budget: Budget, progress: Progress
) -> None:
    """Bring files, until more came than may."""

    def fetch_one(path: str) -> None:
        fetch_file(base + path, opener, folder / path, MOST_FILE_BYTES, budget)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for begin in range(0, len(paths), AT_ONCE):
            batch = paths[begin : begin + AT_ONCE]
            list(pool.map(fetch_one, batch))
            progress("fetch", begin + len(batch), len(paths))
            if budget.spent:
                return


def fetch_file(
    address: str, opener: Opener, path: Path, most: int, budget: Budget | None = None
) -> int | None:
    """Write what an address gives into `path`; its size in bytes, or None where it cannot be had whole."""
    size = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with opener(address) as answer, path.open("xb") as file:
            while chunk := answer.read(CHUNK):
                size += len(chunk)
                if size > most or (budget is not None and not budget.take(len(chunk))):
                    raise OSError("too large")
                file.write(chunk)
    except OSError:
        path.unlink(missing_ok=True)
        return None
    return size


def unpack(
    file: Path, folder: Path, progress: Progress, address: str | None = None, key: str | None = None
) -> Source:
    """Unpack the publication in a ZIP into the empty `folder`; InputError where it is no safe one.

    A file that is damaged is left out: the verification names it as missing.

    address  what the person named, where it is not the file
    """
    source = Source(folder, address or str(file))

    def most() -> int | None:
        allowance = allowance_here(source, key)
        return None if allowance is None else allowance.size

    litter: list[str] = []
    with file.open("rb") as packed:
        for number, (path, pieces) in enumerate(files_in(packed, file.name, litter, is_head, most), start=1):
            write_pieces(pieces, folder / path)
            progress("unpack", number, number)
    return replace(source, litter=tuple(litter))


def write_pieces(pieces: Iterator[bytes], path: Path) -> None:
    """Write a file from its pieces; nothing stays where one of them cannot be had or written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError:
        path.unlink(missing_ok=True)
