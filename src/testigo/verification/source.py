"""Stage 11, the edge: a publication in a folder, as bytes by path.

Only this file and `bringing` touch the disk. What lies there was written by strangers: links and odd files
are never followed, and every read is bounded.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from testigo.errors import InputError, Place, Problem, ProofError
from testigo.publication.format import MANIFEST, MOST_PARTS, NOTE

CHUNK = 1 << 20
MOST_MANIFEST_BYTES = 512 << 20  # a million polling stations in two languages
MOST_NOTE_BYTES = 1_000_000
MOST_FILE_BYTES = 4 << 30
MOST_FETCHED_BYTES = 64 << 30
MOST_DEEP = MOST_PARTS - 1
"""Folders inside one another."""

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
APPLE_DOUBLE_NAME, APPLE_DOUBLE = "._", b"\x00\x05\x16\x07"
"""How macOS keeps beside a file what other disks cannot: `._index.html` is no page."""

Progress = Callable[[str, int, int], None]
"""Is told which step is at work, how many of its things are done, and how many there are."""


class UnreadableError(ProofError):
    """A file of a publication that cannot be read: absent, a link, no plain file, too large, damaged."""


@dataclass(frozen=True)
class Listing:
    """What lies in a folder, by path with `/`: plain files with their sizes, what is neither file nor folder.

    too_many  more lies there than was asked for, and is not in here
    """

    files: Mapping[str, int]
    odd: frozenset[str]
    too_many: bool = False


@dataclass(frozen=True)
class Source:
    """A publication in a folder. `complete` is False for one that was fetched: files that its manifest does
    not name stayed where they were, and nobody can see them from here.
    """

    folder: Path
    address: str  # as the person named it
    complete: bool = True
    too_large: bool = False  # more than it may have was there, and was not brought
    litter: tuple[str, ...] = ()  # what a computer had put into the ZIP, and was not unpacked

    def list_files(self, most: int) -> Listing:
        """Return what lies in the folder, at most so many; links are odd, and not followed."""
        files: dict[str, int] = {}
        odd = set()
        waiting = [("", 0)]
        while waiting:
            inside, depth = waiting.pop()
            try:
                entries = list(islice(os.scandir(self.folder / inside), most + 1))
            except OSError:
                odd.add(inside)
                continue
            for entry in entries:
                if len(files) + len(odd) + len(waiting) > most:
                    return Listing(files, frozenset(odd), too_many=True)
                path = f"{inside}{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    files[path] = entry.stat(follow_symlinks=False).st_size
                elif entry.is_dir(follow_symlinks=False) and depth < MOST_DEEP:
                    waiting.append((f"{path}/", depth + 1))
                else:
                    odd.add(path)
        return Listing(files, frozenset(odd))

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

    def hash_file(self, path: str, most: int = MOST_FILE_BYTES) -> str:
        """Return the SHA-256 (hex) of a file; UnreadableError where there is no such plain file so small."""
        hashed = hashlib.sha256()
        with self.open_file(path, most) as file:
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
