"""Stage 11, the edge: a publication that came as one ZIP, file after file; a stranger packed it.

In   a ZIP, opened for reading.
Out  the path of each file below the publication's folder, and its bytes in pieces.

Nothing is written here, and nothing is believed before it is bounded: how many files, how large together, how
much larger than the ZIP. A name that leads out of the folder, a link, a second file of one name (each reader
would take another one), a locked file or one beside the publication refuses the whole, with every such entry.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from testigo.errors import InputError, Place, Problem
from testigo.publication.format import MANIFEST, MOST_PARTS

CHUNK = 1 << 20
MOST_FILES = 5_000_000  # a million polling stations in two languages
MOST_BYTES = 64 << 30
MOST_TIMES_LARGER = 250
"""Pages and tables shrink 5 to 50 times, a bomb 1,000 times."""
MOST_SHOWN = 100
KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED = 1
ANOTHER = "Get the ZIP from another mirror."


def files_in(packed: BinaryIO, name: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield path and pieces of each file of the publication; InputError where the ZIP is not a safe one.

    name  of the ZIP, for the problems

    Pieces raise OSError where the file is damaged: what was yielded before is not the whole of it.
    """
    try:
        opened = zipfile.ZipFile(packed)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError) as error:
        raise refused(name, None, f"not a ZIP that can be read: {error}") from None
    with opened as inside:
        entries = [entry for entry in inside.infolist() if not entry.is_dir()]
        bound(entries, packed, name)
        folder = folder_of(entries, name)
        problems = [
            Problem(Place(name), entry.filename, reason, ANOTHER)
            for entry, reason in wrong_entries(entries, folder)
        ]
        if problems:
            raise InputError(problems[:MOST_SHOWN])
        for entry in entries:
            yield entry.filename[len(folder) :], pieces(inside, entry)


def refused(name: str, value: str | None, message: str) -> InputError:
    """Return the refusal of a whole ZIP."""
    return InputError([Problem(Place(name), value, message, ANOTHER)])


def bound(entries: list[zipfile.ZipInfo], packed: BinaryIO, name: str) -> None:
    """Raise InputError where a ZIP says that it holds more than any publication."""
    size = packed.seek(0, 2)
    inside = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES:
        raise refused(name, f"{len(entries)} files", "more files than any publication has")
    if inside > min(MOST_BYTES, size * MOST_TIMES_LARGER):
        raise refused(name, f"{inside} bytes", f"unpacks to more than {MOST_TIMES_LARGER} times its size")


def folder_of(entries: list[zipfile.ZipInfo], name: str) -> str:
    """Return the folder of the publication in the ZIP, with its slash; "" where it lies at the top."""
    lists = [entry.filename for entry in entries if entry.filename.split("/")[-1] == MANIFEST]
    if not lists:
        raise refused(name, None, f"no publication is in it: no {MANIFEST}")
    return min(lists, key=lambda path: (path.count("/"), path)).removesuffix(MANIFEST)


def wrong_entries(entries: list[zipfile.ZipInfo], folder: str) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield the entries for which a ZIP is refused, and why."""
    seen: set[str] = set()
    for entry in entries:
        path = entry.filename
        if path in seen:
            yield entry, "two files of one name"
        seen.add(path)
        parts = path.split("/")
        if not path.startswith(folder):
            yield entry, "a file beside the publication"
        elif any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
            yield entry, "a name that leads out of the folder, or that no publication has"
        elif folder.count("/") + MOST_PARTS < len(parts):
            yield entry, "a name of more folders than any publication has"
        elif stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
            yield entry, "a link or another thing that is no plain file"
        elif entry.flag_bits & LOCKED or entry.compress_type not in KNOWN_METHODS:
            yield entry, "a file that is locked, or packed in an unusual way"


def pieces(inside: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of a file, never more than its size; OSError where it is damaged."""
    try:
        with inside.open(entry) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise OSError(str(error)) from None
