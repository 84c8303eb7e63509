"""Stage 2, first step: the files inside a zip that are parts of one table.

In   the bytes of a zip, and the name or pattern of the files in it that the mapping names.
Out  name and pieces of bytes of each; or one InputError. Nothing is written anywhere: names are only names,
     and one that points out of its folder is refused, because an honest archive has none.
"""

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator

from testigo.errors import InputError, Place, Problem
from testigo.numbered import numbered
from testigo.tables.names import is_named
from testigo.tables.unpack import CHUNK, DAMAGED, OF_OURS, refusal, refuse_a_bomb, unpacked

MOST_MEMBERS = 10_000
"""Files in a zip: a nation has fewer districts."""
LARGEST_INSIDE = 2 << 30
"""Bytes of all files that are read of it together."""
NO_FILE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What the programs of some systems add to every zip."""
BROKEN = (*DAMAGED, zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error)
"""What reading a zip that is none, or a damaged one, raises."""


def unzipped(file: str, content: bytes, member: str | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and bytes of each file of a zip that is named; InputError where it is not as declared.

    member  a name or pattern; None where the zip holds one file
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _named(file, archive, member)
            size = sum(inside.file_size for inside in found)
            refuse_a_bomb(file, size, len(content))
            if size > LARGEST_INSIDE:
                raise refusal(file, "the zip holds more than 2 GiB", "Split it into several files")
            for inside in found:
                if inside.flag_bits & 1:
                    raise refusal(file, "the zip is encrypted", "Unpack it first", value=inside.filename)
                yield inside.filename, _pieces(file, archive, inside)
    except BROKEN:
        raise refusal(file, "not a zip, or damaged", "Fetch it again from its source") from None


def file_names(file: str, content: bytes) -> list[str]:
    """Return the names of all files of a zip."""
    return [name for name, _ in unzipped(file, content, "*")]


def _named(file: str, archive: zipfile.ZipFile, member: str | None) -> list[zipfile.ZipInfo]:
    every = archive.infolist()
    if any(not inside.filename for inside in every):
        raise refusal(file, "a file of the zip has no name", "Unpack it, and look at it")
    files = [inside for inside in every if not inside.is_dir() and not _is_no_file(inside.filename)]
    names = [inside.filename for inside in files]
    if len(files) > MOST_MEMBERS:
        raise refusal(file, f"the zip holds more than {MOST_MEMBERS:,} files", "Unpack it, and look at it")
    _refuse_names(file, names)
    if member is None and len(files) == 1:
        return files
    found = [inside for inside in files if member is not None and is_named(inside.filename, member)]
    if found:
        return found
    message = (
        f"the zip holds {numbered(len(files), 'file')}" if member is None else "the zip has no such file"
    )
    remedy = f'Name those that are the table, in [[table]]: member = "*.csv". It has: {_shown(names)}'
    raise refusal(file, message, remedy, value=member)


def _is_no_file(name: str) -> bool:
    return name.startswith(NO_FILE[0]) or name.rpartition("/")[2] in NO_FILE[1:]


def _refuse_names(file: str, names: list[str]) -> None:
    """Refuse names that point out of the zip, and names that two files have."""
    outside = [name for name in names if name.startswith("/") or ".." in name.replace("\\", "/").split("/")]
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    remedy = "Get the table from its source; an honest zip has no such file"
    problems = [
        Problem(Place(file), name, "a file whose name points out of the zip", remedy) for name in outside
    ] + [Problem(Place(file), name, "two files of the zip have this name", remedy) for name in twice]
    if problems:
        raise InputError(problems)


def _shown(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:20]) + (", ..." if len(names) > 20 else "")


def _pieces(file: str, archive: zipfile.ZipFile, inside: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one file, never more than the zip says that it holds; its checksum is looked at, too."""
    try:
        with archive.open(inside) as opened:
            while piece := opened.read(CHUNK):
                yield piece
    except BROKEN:
        message = "a file of the zip is damaged"
        raise refusal(file, message, "Fetch it again from its source", value=inside.filename) from None


def try_out() -> None:
    """Open files of our own, so that all is loaded: also what Python's decoders load when they are needed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("\N{LATIN SMALL LETTER E WITH ACUTE}", b"1")
    for name, pieces in unzipped("", packed.getvalue(), None):
        name.encode("cp437", "replace")
        b"".join(pieces)
    for packed_as, of_ours in OF_OURS.items():
        b"".join(unpacked("", [of_ours], packed_as))
