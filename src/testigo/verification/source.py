"""Stage 11, the edge: a publication on disk, in a ZIP, or brought from an address, as bytes by path.

The only file of the room that touches the disk; addresses are opened by a function that is passed in. What
lies there was written by strangers: links and odd files are never followed, and every read is bounded.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from testigo.errors import InputError, Place, Problem, ProofError
from testigo.publication.format import MANIFEST, MOST_PARTS, NOTE, parse_manifest
from testigo.verification.zipped import files_in

CHUNK = 1 << 20
MOST_MANIFEST_BYTES = 512 << 20  # a million polling stations in two languages
MOST_NOTE_BYTES = 1_000_000
MOST_FILE_BYTES = 4 << 30
MOST_FETCHED_BYTES = 64 << 30
FETCHED_AT_ONCE = 16
MOST_DEEP = MOST_PARTS - 1
"""Folders inside one another."""

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
APPLE_DOUBLE_NAME, APPLE_DOUBLE = "._", b"\x00\x05\x16\x07"
"""How macOS keeps beside a file what other disks cannot: `._index.html` is no page."""

Opener = Callable[[str], BinaryIO]
"""Opens an http or https address for reading; OSError where it cannot (urllib's errors are OSErrors)."""
Progress = Callable[[str, int, int], None]
"""Is told which step is at work, how many of its things are done, and how many there are."""


class UnreadableError(ProofError):
    """A file of a publication that cannot be read: absent, a link, no plain file, too large, damaged."""


@dataclass(frozen=True)
class Listing:
    """What lies in a folder, by path with `/`: plain files, and what is neither file nor folder."""

    files: frozenset[str]
    odd: frozenset[str]


@dataclass(frozen=True)
class Source:
    """A publication in a folder. `complete` is False for one that was fetched: files that its manifest does
    not name stayed where they were, and nobody can see them from here.
    """

    folder: Path
    address: str  # as the person named it
    complete: bool = True
    litter: tuple[str, ...] = ()  # what a computer had put into the ZIP, and was not unpacked

    def list_files(self) -> Listing:
        """Return all that lies in the folder; links are odd and not followed, nor is what lies too deep."""
        files, odd = set(), set()
        waiting = [("", 0)]
        while waiting:
            inside, depth = waiting.pop()
            try:
                entries = list(os.scandir(self.folder / inside))
            except OSError:
                odd.add(inside)
                continue
            for entry in entries:
                path = f"{inside}{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    files.add(path)
                elif entry.is_dir(follow_symlinks=False) and depth < MOST_DEEP:
                    waiting.append((f"{path}/", depth + 1))
                else:
                    odd.add(path)
        return Listing(frozenset(files), frozenset(odd))

    def is_litter(self, path: str) -> bool:
        """Say whether macOS or Windows put a file there by itself, by its name or name and first bytes."""
        name = path.rpartition("/")[2]
        if not name.startswith(APPLE_DOUBLE_NAME):
            return name in LITTER
        try:
            with self.open_file(path) as file:
                return file.read(len(APPLE_DOUBLE)) == APPLE_DOUBLE
        except UnreadableError:
            return False

    def hash_file(self, path: str) -> str:
        """Return the SHA-256 (hex) of a file; UnreadableError where there is no such plain file."""
        hashed = hashlib.sha256()
        with self.open_file(path) as file:
            while chunk := file.read(CHUNK):
                hashed.update(chunk)
        return hashed.hexdigest()

    def read(self, path: str, most: int) -> bytes:
        """Return the bytes of a file; UnreadableError where it is larger than `most` bytes."""
        with self.open_file(path, most) as file:
            return file.read(most)

    def open_file(self, path: str, most: int = MOST_FILE_BYTES) -> BinaryIO:
        """Open a plain file of at most `most` bytes; a link is not followed, a pipe is not waited for."""
        try:
            opened = os.open(self.folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise UnreadableError(f"{path}: {error.strerror}") from None
        found = os.fstat(opened)
        if stat.S_ISREG(found.st_mode) and found.st_size <= most:
            return os.fdopen(opened, "rb")
        os.close(opened)
        raise UnreadableError(f"{path}: no plain file, or larger than {most} bytes")


def open_folder(folder: Path) -> Source:
    """Return the publication in a local folder; InputError where there is none."""
    if (folder / MANIFEST).exists() or (folder / NOTE).exists():
        return Source(folder, str(folder))
    inner = folder / "public"
    remedy = f"Name the folder that holds {MANIFEST}" + (f": {inner}" if (inner / MANIFEST).exists() else "")
    raise InputError(
        [Problem(Place(str(folder)), None, f"no publication is here: no {MANIFEST}", f"{remedy}.")]
    )


def fetch(address: str, opener: Opener, folder: Path, progress: Progress, below: str = "") -> Source:
    """Bring the publication at an http(s) address into the empty `folder`, as far as its manifest names it.

    below  only files whose paths begin so

    Files that cannot be had are left out: the verification names them as missing. InputError where not even
    the manifest can be had. A manifest that is not canonical names nothing: then only it is brought.
    """
    base = address if address.endswith("/") else address + "/"
    manifest = fetch_file(base + MANIFEST, opener, folder / MANIFEST, MOST_MANIFEST_BYTES)
    if manifest is None:
        remedy = "See that the address is right and answers in a browser; a folder on disk works too."
        raise InputError([Problem(Place(base + MANIFEST), None, "cannot be fetched", remedy)])
    fetch_file(base + NOTE, opener, folder / NOTE, MOST_NOTE_BYTES)
    try:
        listed = parse_manifest((folder / MANIFEST).read_bytes())
    except ProofError:
        return Source(folder, address, complete=False)
    paths = [path for path in listed if path.startswith(below)]
    left = MOST_FETCHED_BYTES
    with ThreadPoolExecutor(FETCHED_AT_ONCE) as pool:
        for begin in range(0, len(paths), FETCHED_AT_ONCE):
            batch = paths[begin : begin + FETCHED_AT_ONCE]
            sizes = pool.map(
                lambda path: fetch_file(base + path, opener, folder / path, MOST_FILE_BYTES), batch
            )
            left -= sum(size or 0 for size in sizes)
            progress("fetch", begin + len(batch), len(paths))
            if left < 0:
                break
    return Source(folder, address, complete=False)


def unpack(file: Path, folder: Path, progress: Progress, address: str | None = None) -> Source:
    """Unpack the publication in a ZIP into the empty `folder`; InputError where it is no safe one.

    A file that is damaged is left out: the verification names it as missing.

    address  what the person named, where it is not the file
    """
    with file.open("rb") as packed:
        litter: list[str] = []
        for number, (path, pieces) in enumerate(files_in(packed, file.name, litter), start=1):
            write_pieces(pieces, folder / path)
            progress("unpack", number, number)
    return Source(folder, address or str(file), litter=tuple(litter))


def write_pieces(pieces: Iterator[bytes], path: Path) -> None:
    """Write a file from its pieces; nothing stays where one of them cannot be had or written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError:
        path.unlink(missing_ok=True)


def fetch_file(address: str, opener: Opener, path: Path, most: int) -> int | None:
    """Write what an address gives into `path`; its size in bytes, or None where it cannot be had whole."""
    size = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with opener(address) as answer, path.open("xb") as file:
            while chunk := answer.read(CHUNK):
                size += len(chunk)
                if size > most:
                    break
                file.write(chunk)
    except OSError:
        path.unlink(missing_ok=True)
        return None
    if size > most:
        path.unlink()
        return None
    return size
