"""Stage 2, first step: from the bytes of a file as it came to clean text, or a problem that says where.

In   chunks of bytes, and how the mapping says that they are compressed and encoded.
Out  the whole text as UTF-8 in Unicode NFC, without byte order mark, at most 256 MiB.

Nothing is guessed: what is not declared is refused, with the line to add to the mapping. A file is read in
chunks and a line is measured before it is parsed, so a bomb or a line of 1 GB costs a few megabytes.
"""

import codecs
import io
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator

from testigo.errors import InputError, Place, Problem
from testigo.intake.mapping import Table

CHUNK = 1 << 20
LONGEST_LINE = 131_072
"""Characters of a line; a ballot of 300 options with long column names stays under 10,000."""
LARGEST_TEXT = 256 << 20
"""Bytes: 1,000,000 polling stations with names and addresses; with bare figures 5,000,000, in 5 GiB."""
MOST_TIMES_LARGER = 250
"""A table of results shrinks 5 to 50 times in gzip; a bomb 1,000 times."""

NOT_A_TABLE = {
    b"PK\x03\x04": ("an Excel workbook or a zip", "Save the sheet as CSV (UTF-8); Excel is not read yet"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Save the sheet as CSV (UTF-8); Excel is not read yet"),
    b"PAR1": ("a Parquet file", "Export it as CSV; Parquet is not read yet"),
    b"%PDF": ("a PDF", "Look for the table behind it; what is typed off a PDF is a transcription"),
}
OVERRIDES = ("\N{LEFT-TO-RIGHT OVERRIDE}", "\N{RIGHT-TO-LEFT OVERRIDE}")


def clean_text(file: str, chunks: Iterable[bytes], table: Table) -> bytes:
    """Return the text of a file; InputError with place and remedy where it is not what is declared."""
    pieces = _pieces_of_one_size(chunks)
    if table.is_gzip:
        pieces = _unpacked(file, pieces)
    lines = _whole_lines(file, _decoded(file, pieces, table.encoding), newline=table.newline)
    text = io.BytesIO()
    for piece in _checked(file, lines):
        text.write(piece)
    if not text.getvalue().strip():
        raise _refusal(file, "the file is empty", "Fetch it again from its source")
    return text.getvalue()


def _refusal(
    file: str, message: str, remedy: str, row: int | None = None, value: str | None = None
) -> InputError:
    return InputError([Problem(Place(file, row), value, message, remedy)])


def _undeclared(
    file: str, what: str, line: str, row: int | None = None, value: str | None = None
) -> InputError:
    return _refusal(file, f"{what}, undeclared", f"Add {line} to [[table]]", row, value)


def _pieces_of_one_size(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            yield chunk[start : start + CHUNK]


def _unpacked(file: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip (also several members in a row) with a limit of size and of ratio."""
    unpacker = zlib.decompressobj(wbits=31)
    packed_size = size = 0
    try:
        for piece in pieces:
            packed_size += len(piece)
            rest = piece
            while rest:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                unpacked = unpacker.decompress(rest, CHUNK)
                size += len(unpacked)
                if size > LARGEST_TEXT or size > CHUNK + MOST_TIMES_LARGER * packed_size:
                    message = "unpacks to far more than a table of results"
                    raise _refusal(file, message, "Unpack it elsewhere and look at it")
                yield unpacked
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error:
        remedy = 'Fetch it again, or write compression = "none" if it is not compressed'
        raise _refusal(file, "not gzip, or damaged", remedy) from None
    if not unpacker.eof:
        raise _refusal(file, "the gzip file ends in the middle", "Fetch the whole file again")


def _decoded(file: str, pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Decode strictly; what is not in the declared encoding is refused with the line to declare."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    as_utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace") if encoding[:3] != "utf" else None
    rows, is_first, is_ascii, is_utf8, size = 1, True, True, True, 0
    for piece in _and_end(pieces):
        if is_first:
            _refuse_other_kinds(file, piece)
            is_first = False
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            raise _wrong_encoding(file, rows, error, encoding, is_utf8=not is_ascii) from None
        size += len(piece)
        if size > LARGEST_TEXT:
            raise _refusal(file, "larger than 256 MiB", "Split the table into several files")
        is_ascii = is_ascii and text.isascii()
        is_utf8 = is_utf8 and (as_utf8 is None or "\N{REPLACEMENT CHARACTER}" not in as_utf8.decode(piece))
        rows += text.count("\n")
        yield text
    if as_utf8 is not None and is_utf8 and not is_ascii:
        message = f"declared as {encoding}, but the file is UTF-8"
        raise _refusal(file, message, f'Take encoding = "{encoding}" out of the mapping')


def _and_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Return the pieces and an empty one at the end, where a decoder says what it lacks."""
    yield from pieces
    yield b""


def _refuse_other_kinds(file: str, piece: bytes) -> None:
    for start, (kind, remedy) in NOT_A_TABLE.items():
        if piece.startswith(start):
            raise _refusal(file, f"this is {kind}, not CSV", remedy)
    if piece.startswith(b"\x1f\x8b"):
        raise _undeclared(file, "compressed with gzip", 'compression = "gzip"')


def _wrong_encoding(
    file: str, rows: int, error: UnicodeDecodeError, encoding: str, *, is_utf8: bool
) -> InputError:
    """Say in which encoding the file seems to be, and the line that declares it."""
    before = error.object[: error.start]
    row = rows + before.count(b"\n")
    shown = _word_at(error.object.decode("iso-8859-1"), error.start)
    if encoding != "utf-8":
        remedy = "Declare the encoding that the file is in, or fetch it again"
        return _refusal(file, f"declared as {encoding}, but it is not", remedy, row, shown)
    if rows == 1 and error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _undeclared(file, "UTF-16", 'encoding = "utf-16"', row=1)
    if is_utf8 or not before.isascii():
        message = "two encodings in one file: UTF-8 before this place, not in it"
        return _refusal(file, message, "Ask its publisher for a file in one encoding", row, shown)
    likely = "windows-1252" if any(0x80 <= byte < 0xA0 for byte in error.object) else "iso-8859-1"
    remedy = f'Add encoding = "{likely}" to [[table]] if its letters then look right'
    return _refusal(file, "not UTF-8, and no other encoding is declared", remedy, row, shown)


def _whole_lines(file: str, pieces: Iterable[str], newline: str | None) -> Iterator[str]:
    """Cut the text at line ends; a line longer than LONGEST_LINE is refused before it is complete."""
    rest, row = "", 1
    for piece in pieces:
        text = rest + (piece.replace("\r", "\n") if newline == "cr" else piece)
        start = 0
        while len(text) - start > LONGEST_LINE:
            end = text.rfind("\n", start, start + LONGEST_LINE + 1)
            if end < 0:
                raise _long_line(file, row + text.count("\n", 0, start), text[start : start + LONGEST_LINE])
            start = end + 1
        cut = text.rfind("\n") + 1
        row += text.count("\n", 0, cut)
        rest = text[cut:]
        yield text[:cut]
    if "\r" in rest[:-1] and row == 1:
        raise _undeclared(file, "its lines end in CR alone", 'newline = "cr"', row=1)
    yield rest


def _long_line(file: str, row: int, line: str) -> InputError:
    if "\r" in line:
        return _undeclared(file, "its lines end in CR alone", 'newline = "cr"', row)
    remedy = "Look whether this is the table, and whether it is whole"
    return _refusal(file, f"a line of more than {LONGEST_LINE:,} characters", remedy, row)


def _checked(file: str, lines: Iterable[str]) -> Iterator[bytes]:
    """Refuse NUL and characters that turn the reading direction; bring the text to NFC."""
    row = 1
    for text in lines:
        if "\0" in text:
            raise _nul(file, row, text)
        if not text.isascii():
            for override in OVERRIDES:
                if override in text:
                    position = text.index(override)
                    message = "an invisible character that turns the reading direction"
                    remedy = "Look at it in an editor that shows such characters; take it out"
                    place = row + text.count("\n", 0, position)
                    raise _refusal(file, message, remedy, place, ascii(_word_at(text, position)))
            text = unicodedata.normalize("NFC", text)
        row += text.count("\n")
        yield text.encode()


def _nul(file: str, row: int, text: str) -> InputError:
    position = text.index("\0")
    if text[1::2].count("\0") * 2 > len(text) - 2:
        return _undeclared(file, "UTF-16", 'encoding = "utf-16-le"', row)
    place = row + text.count("\n", 0, position)
    remedy = "The file is damaged: fetch it again from its source"
    return _refusal(file, "a NUL byte", remedy, place, ascii(_word_at(text, position)))


def _word_at(text: str, position: int) -> str:
    """Return the word around a position, no more: other cells of the row are nobody's business."""
    before = re.search(r"\w{0,20}\Z", text[max(0, position - 20) : position])
    after = re.match(r"\w{0,20}", text[position + 1 : position + 21])
    return (before[0] if before else "") + text[position] + (after[0] if after else "")
