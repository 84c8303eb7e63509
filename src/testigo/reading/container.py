"""Stage 3, before anything is decoded: what a JPEG or PNG file says of itself.

In   bytes from outside.
Out  a `Header`, or the `Refusal` that says why they are not decoded.

A decoder forgives much, and what it forgives is where bombs live: hundreds of scans, a header that promises
more than the file holds, tables of zeros. So the parts of the file are walked first, and what a camera does
not write is refused. What follows the end of the picture is not looked at.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_PIXELS = 40_000_000
MOST_PIXELS_A_SIDE = 12_000
MOST_BYTES = 32 * 1024 * 1024
MOST_SCANS = 10
"""A progressive JPEG of a camera or a messenger has at most 10; each costs a pass over the whole picture."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"
TIFF_SIGNATURES = (b"II*\x00", b"MM\x00*")
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
"""What a phone writes where it is not told to write JPEG (ISO/IEC 23008-12, 10.2)."""
OTHER_SIGNATURES = (
    b"GIF8", b"BM", b"\xff\x0a", b"\x00\x00\x00\x0cJXL ", b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"
)  # fmt: skip
"""GIF, BMP, JPEG XL, JPEG 2000: no phone takes such a picture, but somebody may have saved a form as one."""
BEGINNING = 64
"""Bytes by which it is told what a file is."""
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive; the others no camera writes
OTHER_FRAMES = {*range(0xC3, 0xD0)} - {0xC4, 0xC8, 0xCC}
QUANTISATION, SCAN, ADOBE, END = 0xDB, 0xDA, 0xEE, 0xD9
ADOBE_BYTES = 12
BESIDE = {*range(0xE0, 0xF0), 0xFE}
"""Segments beside the picture: of applications, and comments. Adobe's says how colours are kept."""
MARKER_BYTES = 4  # a marker and the length of its segment
DRAWN = {b"IHDR", b"PLTE", b"tRNS", b"IDAT"}
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class Refusal(StrEnum):
    """Why a file is not decoded, or gave no picture."""

    NO_IMAGE = "neither a JPEG nor a PNG"
    EMPTY = "an empty file"
    PDF = "a PDF"
    HEIF = "a HEIC or AVIF picture"
    WEBP = "a WebP picture"
    TIFF = "a TIFF picture"
    BROKEN = "the file is broken or cut off"
    TOO_LARGE = "more than 40 million pixels, 12,000 a side or 32 MiB"
    TOO_MANY_SCANS = "more than 10 scans"
    ANIMATED = "an animation"
    UNUSUAL = "a kind of JPEG that no camera writes"
    TOO_LONG = "decoding took too long"
    KILLED = "decoding ended the process"
    FORBIDDEN = "decoding tried what the wall forbids"


@dataclass(frozen=True)
class Header:
    """What the file says it is: "JPEG" or "PNG", and its size in pixels."""

    format: str
    width: int
    height: int


def header_of(content: bytes) -> Header | Refusal:
    """Walk a file's parts; its type is what its content says, never its name."""
    if len(content) > MOST_BYTES:
        return Refusal.TOO_LARGE
    try:
        if content.startswith(JPEG_SIGNATURE):
            found = _jpeg(content)
        elif content.startswith(PNG_SIGNATURE):
            found = _png(content)
        else:
            return _other_kind(content)
    except (struct.error, IndexError):
        return Refusal.BROKEN
    return _within_limits(found) if isinstance(found, Header) else found


def are_one_picture(one: bytes, other: bytes) -> bool:
    """Return whether two files, which may differ beside the picture, draw it from the same bytes.

    Nothing is decoded: it does not matter what a decoder makes of them. False also where nobody can tell.
    """
    try:
        return _drawn_from(one) == _drawn_from(other)
    except (struct.error, IndexError):
        return False


def _drawn_from(content: bytes) -> bytes:
    """Return a JPEG or PNG without what cameras, messengers and people write beside its picture."""
    if content.startswith(JPEG_SIGNATURE):
        kept, position = [], 0
        for marker, segment, begin in _placed_segments(content):
            if marker in BESIDE and not (marker == ADOBE and segment.startswith(b"Adobe")):
                kept.append(content[position:begin])
                position = begin + MARKER_BYTES + len(segment)
            if marker == END:
                kept.append(content[position:begin])
        return b"".join(kept)
    if content.startswith(PNG_SIGNATURE):
        return b"".join(kind + chunk for kind, chunk in _chunks(content) if kind in DRAWN)
    raise IndexError


def is_picture(begun: bytes) -> bool:
    """Return whether a file may show a form, by its first `BEGINNING` bytes: any picture, or a PDF."""
    if begun.startswith((JPEG_SIGNATURE, PNG_SIGNATURE, *OTHER_SIGNATURES)):
        return True
    return _other_kind(begun) not in {Refusal.NO_IMAGE, Refusal.EMPTY}


def _other_kind(content: bytes) -> Refusal:
    """Name what is neither a JPEG nor a PNG, so that people know what to save it as."""
    if not content:
        return Refusal.EMPTY
    if content.startswith(b"%PDF-"):
        return Refusal.PDF
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return Refusal.HEIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Refusal.WEBP
    return Refusal.TIFF if content.startswith(TIFF_SIGNATURES) else Refusal.NO_IMAGE


def _within_limits(header: Header) -> Header | Refusal:
    if header.width == 0 or header.height == 0:
        return Refusal.BROKEN
    longest = max(header.width, header.height)
    if longest > MOST_PIXELS_A_SIDE or header.width * header.height > MOST_PIXELS:
        return Refusal.TOO_LARGE
    return header


def _jpeg(content: bytes) -> Header | Refusal:
    header, scans = None, 0
    for marker, segment in _segments(content):
        if marker in OTHER_FRAMES:
            return Refusal.UNUSUAL
        if marker in FRAMES:
            if header is not None or segment[0] != 8:
                return Refusal.UNUSUAL
            height, width = struct.unpack_from(">HH", segment, 1)
            header = Header("JPEG", width, height)
        elif marker == SCAN:
            scans += 1
            if scans > MOST_SCANS:
                return Refusal.TOO_MANY_SCANS
        elif _is_broken(marker, segment):
            return Refusal.BROKEN
    return header if header is not None and scans else Refusal.BROKEN


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a JPEG up to the end of its picture; IndexError where it is cut off."""
    return ((marker, segment) for marker, segment, _ in _placed_segments(content) if marker != END)


def _placed_segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield each segment and the place where its marker begins; last the end of the picture."""
    position = 2
    while True:
        found = NEXT_MARKER.search(content, position)
        if found is None:
            raise IndexError
        marker, position = content[found.end() - 1], found.end()
        if marker == END:
            yield marker, b"", found.start()
            return
        if marker in WITHOUT_LENGTH:
            continue
        (length,) = struct.unpack_from(">H", content, position)
        segment = content[position + 2 : position + length]
        if length < 2 or len(segment) != length - 2:
            raise IndexError
        yield marker, segment, found.start()
        position += length


def _is_broken(marker: int, segment: bytes) -> bool:
    if marker == QUANTISATION:
        return _has_zero(segment)
    return marker == ADOBE and segment.startswith(b"Adobe") and len(segment) < ADOBE_BYTES


def _has_zero(tables: bytes) -> bool:
    """Return whether a quantisation table has a zero: nothing can be divided by it."""
    position = 0
    while position < len(tables):
        wide = tables[position] >> 4
        table = tables[position + 1 : position + 1 + 64 * (1 + wide)]
        values = struct.unpack(">64H" if wide else ">64B", table)
        if 0 in values:
            return True
        position += 1 + len(table)
    return False


def _png(content: bytes) -> Header | Refusal:
    header = None
    for kind, chunk in _chunks(content):
        if header is None:
            if kind != b"IHDR" or len(chunk) != 13:
                return Refusal.BROKEN
            width, height = struct.unpack_from(">II", chunk)
            header = Header("PNG", width, height)
        elif kind == b"acTL":
            return Refusal.ANIMATED
    return header or Refusal.BROKEN


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG up to its end; IndexError where it is cut off or a sum does not hold."""
    position = len(PNG_SIGNATURE)
    while True:
        length, kind = struct.unpack_from(">I4s", content, position)
        (printed,) = struct.unpack_from(">I", content, position + 8 + length)
        if zlib.crc32(content[position + 4 : position + 8 + length]) != printed:
            raise IndexError
        yield kind, content[position + 8 : position + 8 + length]
        if kind == b"IEND":
            return
        position += 12 + length
