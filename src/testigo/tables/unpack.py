"""Stage 2, first step: from a packed file to the bytes inside it, or a refusal.

In   chunks of bytes, and how the mapping says that they are packed (gzip, bzip2, xz, Zstandard).
Out  pieces of the bytes inside, each at most CHUNK long.

A bomb is refused by its ratio long before it has unpacked to anything: a table of results shrinks 5 to 50
times, a bomb 1,000 times. What is cut off in the middle is refused too: half a table looks like a whole one.
Called behind the wall alone (`behind`), so it imports little: each file has a process of its own.
"""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from testigo.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from testigo.tables.written import Compression

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

CHUNK = 1 << 20
LARGEST_PACKED = 512 << 20
"""Bytes of a file that is held in memory while it is read: a zip, a workbook, a Parquet file."""
MOST_TIMES_LARGER = 250
MOST_MEMORY_OF_XZ = 128 << 20
"""Bytes; the largest setting of the common tools needs 65 MiB."""
WIDEST_WINDOW_OF_ZSTANDARD = 27
"""Its logarithm: 128 MiB of memory, the most that the common tools take without being asked."""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, packed: bytes, at_most: int, /) -> bytes: ...


class _Gzip:
    """zlib's reader of gzip with the interface of the other two."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, packed: bytes, at_most: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + packed, at_most)


UNPACKERS: "dict[Compression, Callable[[], _Unpacker]]" = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMORY_OF_XZ),
    "zstandard": lambda: zstd.ZstdDecompressor(
        options={zstd.DecompressionParameter.window_log_max: WIDEST_WINDOW_OF_ZSTANDARD}
    ),
}


DAMAGED = (zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError, ValueError)
"""What the readers of packed files raise where a file is not what they read."""


def refusal(
    file: str, message: str, remedy: str, row: int | None = None, value: str | None = None
) -> InputError:
    """Return the error of a file that cannot be taken, with one problem."""
    return InputError([Problem(Place(file, row), value, message, remedy)])


def unpacked(file: str, chunks: Iterable[bytes], packed: "Compression") -> Iterator[bytes]:
    """Unpack a file; InputError where it is not what is declared, ends in the middle, or is a bomb.

    A zip is a folder rather than a file: `tables.zipped` opens it.
    """
    return _limited(file, pieces_of_one_size(chunks), packed)


def whole(file: str, chunks: Iterable[bytes]) -> bytes:
    """Return all bytes of a file that can only be read whole; InputError where they are too many."""
    read = io.BytesIO()
    for chunk in chunks:
        if not read.tell() and len(chunk) <= LARGEST_PACKED:
            read = io.BytesIO(chunk)  # takes no memory of its own
            read.seek(0, io.SEEK_END)
            continue
        if read.tell() + len(chunk) > LARGEST_PACKED:
            message = f"larger than {LARGEST_PACKED >> 20} MiB"
            raise refusal(file, message, "Split the table into several files, or save it as CSV")
        read.write(chunk)
    return read.getvalue()


def pieces_of_one_size(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut chunks into pieces of at most CHUNK bytes."""
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            yield chunk[start : start + CHUNK]


def _limited(file: str, pieces: Iterable[bytes], packed: "Compression") -> Iterator[bytes]:
    """Unpack a stream, also of several members in a row, with a limit of ratio."""
    unpacker = UNPACKERS[packed]()
    packed_size = size = 0
    try:
        for piece in pieces:
            packed_size += len(piece)
            rest = piece
            while rest or not (unpacker.needs_input or unpacker.eof):
                unpacker = UNPACKERS[packed]() if unpacker.eof else unpacker
                inside = unpacker.decompress(rest, CHUNK)
                rest = unpacker.unused_data if unpacker.eof else b""
                size += len(inside)
                refuse_a_bomb(file, size, packed_size)
                yield inside
    except DAMAGED:
        remedy = 'Fetch it again, or write compression = "none" if it is not compressed'
        raise refusal(file, f"not {packed}, or damaged", remedy) from None
    if not unpacker.eof:
        raise refusal(file, f"the {packed} file ends in the middle", "Fetch the whole file again")


def refuse_a_bomb(file: str, size: int, packed_size: int) -> None:
    """Refuse what has become far larger than a table of results does."""
    if size > CHUNK + MOST_TIMES_LARGER * packed_size:
        raise refusal(
            file, "unpacks to far more than a table of results", "Unpack it elsewhere and look at it"
        )


OF_OURS: "dict[Compression, bytes]" = {
    "gzip": gzip.compress(b"1"),
    "bzip2": bz2.compress(b"1"),
    "xz": lzma.compress(b"1"),
    "zstandard": zstd.compress(b"1"),
}
"""Files of our own, on which the readers are tried."""
