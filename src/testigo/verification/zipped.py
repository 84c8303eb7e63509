"""Stage 11, the edge: a publication that came as one ZIP, file after file; a stranger packed it.

In   a ZIP, opened for reading.
Out  the path of each file below the publication's folder, and its bytes in pieces.

Nothing is written here, and nothing is believed before it is bounded: how many files, how large together, how
much larger than the ZIP. A name that leads out of the folder, a link, a second file of one name (each reader
would take another one), a locked file or one beside the publication refuses the whole, with every such entry.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from testigo.errors import InputError, Place, Problem
from testigo.numbered import numbered
from testigo.publication.format import MANIFEST, MOST_PARTS

CHUNK = 1 << 20
MOST_FILES = 5_000_000  # a million polling stations in two languages
MOST_BYTES = 64 << 30
MOST_HEAD_BYTES = 1 << 30
MOST_TIMES_LARGER = 250
"""Pages and tables shrink 5 to 50 times, a bomb 1,000 times."""
MOST_SHOWN = 100
KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED = 1
KINDS = {False: (0, stat.S_IFREG), True: (0, stat.S_IFDIR)}
MACOS = "__MACOSX/"
"""Where macOS packs what other disks cannot keep of a file: no part of the publication."""
MOST_NAME = 255
"""Bytes of a name."""
MOST_OF_NOTHING = 2
"""Bytes of an empty file that is deflated."""
HEADER = struct.Struct("<6xHHxxxxIIIHH")
"""Before each file: flags, method, CRC-32, size packed and unpacked, lengths of name and of what is extra."""
SAID_AFTER, UTF_8 = 8, 0x800
"""Flags: sizes follow the file; the name is UTF-8."""
WIDE = 0xFFFFFFFF
"""A size that stands in what is extra, under WIDE_SIZES."""
WIDE_SIZES = 1
AFTER = b"PK\x07\x08"
DESCRIPTORS = (0, 12, 16, 20, 24)
"""Bytes that may follow a file, and say its size again."""
ANOTHER = "Get the ZIP from another mirror."


def files_in(
    packed: BinaryIO,
    name: str,
    litter: list[str] | None = None,
    is_head: Callable[[str], bool] = lambda _path: False,
    most: Callable[[], int | None] = lambda: MOST_BYTES,
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield path and pieces of each file of the publication; InputError where the ZIP is not a safe one.

    name     of the ZIP, for the problems
    litter   takes what macOS packs beside the files, which is not yielded
    is_head  says which files come first
    most     is asked after these how many bytes the rest may have; None ends here

    Pieces raise OSError where the file is damaged: what was yielded before is not the whole of it.
    """
    try:
        opened = zipfile.ZipFile(packed)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError, IndexError) as error:
        raise refused(name, None, f"not a ZIP that can be read: {error}") from None
    with opened as inside:
        every = inside.infolist()
        if any(not entry.filename for entry in every):
            raise refused(name, None, "a file without a name")
        bound(every, packed, name)
        if not covered(every, packed, inside.start_dir):
            raise refused(
                name, None, "holds bytes that its directory does not name: two readers would see two ZIPs"
            )
        entries = [entry for entry in every if not entry.filename.startswith(MACOS)]
        folder = folder_of([entry for entry in entries if not entry.is_dir()], name)
        problems = [
            Problem(Place(name), entry.filename, reason, ANOTHER)
            for entry, reason in wrong_entries(entries, folder)
        ]
        problems += [
            Problem(Place(name), entry.filename, "its header says something else than the directory", ANOTHER)
            for entry in ([] if problems else every)
            if not says_the_same(entry, packed)
        ]
        if problems:
            raise InputError(problems[:MOST_SHOWN])
        if litter is not None and len(entries) < len(every):
            litter.append(MACOS)
        files = [(entry.filename[len(folder) :], entry) for entry in entries if not entry.is_dir()]
        head = [(path, entry) for path, entry in files if is_head(path)]
        size_refused(head, MOST_HEAD_BYTES, name)
        yield from ((path, pieces(inside, entry)) for path, entry in head)
        if (left := most()) is None:
            return
        rest = [(path, entry) for path, entry in files if not is_head(path)]
        size_refused(rest, left, name)
        yield from ((path, pieces(inside, entry)) for path, entry in rest)


def size_refused(files: list[tuple[str, zipfile.ZipInfo]], most: int, name: str) -> None:
    """Raise InputError where files are larger than a publication of their definition."""
    size = sum(entry.file_size for _, entry in files)
    if size > most:
        raise refused(name, f"{size} bytes", f"more than the {most} bytes that its definition explains")


def refused(name: str, value: str | None, message: str) -> InputError:
    """Return the refusal of a whole ZIP."""
    return InputError([Problem(Place(name), value, message, ANOTHER)])


def bound(entries: list[zipfile.ZipInfo], packed: BinaryIO, name: str) -> None:
    """Raise InputError where a ZIP says that it holds more than any publication."""
    size = packed.seek(0, 2)
    inside = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES:
        raise refused(name, numbered(len(entries), "file"), "more files than any publication has")
    if inside > min(MOST_BYTES, size * MOST_TIMES_LARGER):
        raise refused(name, f"{inside} bytes", f"unpacks to more than {MOST_TIMES_LARGER} times its size")


def covered(entries: list[zipfile.ZipInfo], packed: BinaryIO, directory: int) -> bool:
    """Whether the files that the directory names fill the ZIP up to it, in turn and under the same names.

    directory  where it begins
    """
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset - end not in (DESCRIPTORS if end else (0,)):
            return False
        packed.seek(entry.header_offset)
        header = packed.read(HEADER.size)
        if len(header) < HEADER.size or header[:4] != b"PK\x03\x04":
            return False
        *_, of_name, of_extra = HEADER.unpack(header)
        if packed.read(of_name) not in (name_bytes(entry, "utf-8"), name_bytes(entry, "cp437")):
            return False
        end = entry.header_offset + HEADER.size + of_name + of_extra + entry.compress_size
    return directory - end in DESCRIPTORS


def says_the_same(entry: zipfile.ZipInfo, packed: BinaryIO) -> bool:
    """Whether the header before a file, and what follows it, say of it what the directory says.

    One reader believes the directory, another who reads from the front the headers.
    """
    packed.seek(entry.header_offset)
    flags, method, checksum, small, large, of_name, of_extra = HEADER.unpack(packed.read(HEADER.size))
    extra = packed.read(of_name + of_extra)[of_name:]
    if WIDE in (small, large):
        large, small = wide_sizes(extra, large, small)
    said, right = (checksum, small, large), (entry.CRC, entry.compress_size, entry.file_size)
    compared = LOCKED | SAID_AFTER | UTF_8
    if flags & compared != entry.flag_bits & compared or method != entry.compress_type:
        return False
    if not flags & SAID_AFTER:
        return said == right
    packed.seek(entry.compress_size, 1)
    after = packed.read(max(DESCRIPTORS)).removeprefix(AFTER)
    forms = tuple(
        struct.pack(form, *right) for form in ("<III", "<IQQ") if form == "<IQQ" or max(right) < WIDE
    )
    return set(said) <= {0, *right} and after.startswith(forms)


def wide_sizes(extra: bytes, large: int, small: int) -> tuple[int, int]:
    """Return the sizes, unpacked and packed, with those that stand in what is extra of a header."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        found = extra[4 : 4 + length]
        if kind == WIDE_SIZES and length >= 16:
            said = struct.unpack_from("<QQ", found)
            return (said[0] if large == WIDE else large, said[1] if small == WIDE else small)
        extra = extra[4 + length :]
    return large, small


def name_bytes(entry: zipfile.ZipInfo, coding: str) -> bytes:
    """Return a name as it stands in the ZIP."""
    return entry.orig_filename.encode(coding, "replace")


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
        parts = path.removesuffix("/").split("/")
        if entry.is_dir() and folder.startswith(path):
            continue  # the folder of the publication, or one around it
        if not path.startswith(folder):
            yield entry, "a file beside the publication"
        elif path != entry.orig_filename or any(
            part in ("", ".", "..") or "\\" in part or ":" in part for part in parts
        ):
            yield entry, "a name that leads out of the folder, or that no publication has"
        elif entry.is_dir() and (entry.file_size or entry.compress_size > MOST_OF_NOTHING):
            yield entry, "a folder that has content, as only a file has"
        elif any(len(part.encode("utf-8", "replace")) > MOST_NAME for part in parts):
            yield entry, "a name longer than any disk takes"
        elif folder.count("/") + MOST_PARTS < len(parts):
            yield entry, "a name of more folders than any publication has"
        elif stat.S_IFMT(entry.external_attr >> 16) not in KINDS[entry.is_dir()]:
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
