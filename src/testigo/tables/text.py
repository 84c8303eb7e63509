"""Stage 2, first step: from the bytes of a file as it came to clean text, or a problem that says where.

In   chunks of bytes, unpacked, and how the mapping says that they are encoded.
Out  the text as UTF-8 in Unicode NFC, without byte order mark, in pieces of whole lines.

Nothing is guessed: what is not declared is refused, with the line to add to the mapping. A file is read in
chunks and a line is measured before it is parsed, so a bomb or a line of 1 GB costs a few megabytes.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from testigo.characters import override_in
from testigo.errors import InputError
from testigo.tables.encodings import likely_encoding
from testigo.tables.unpack import CHUNK as CHUNK
from testigo.tables.unpack import refusal
from testigo.tables.written import Written

LONGEST_LINE = 131_072
"""Characters of a line; a ballot of 300 options with long column names stays under 10,000."""
LARGEST_TEXT = 2 << 30
"""Bytes: 20,000,000 rows of 100 characters."""

NOT_A_TABLE = {
    b"PK\x03\x04": (
        "an Excel workbook or a zip",
        'Add format = "excel" or compression = "zip" to [[table]]',
    ),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls)", "Save it as .xlsx, or the sheet as CSV (UTF-8)"),
    b"PAR1": ("a Parquet file", 'Add format = "parquet" to [[table]]'),
    b"BZh": ("a bzip2 file", 'Add compression = "bzip2" to [[table]]'),
    b"\xfd7zXZ\x00": ("an xz file", 'Add compression = "xz" to [[table]]'),
    b"\x28\xb5\x2f\xfd": ("a Zstandard file", 'Add compression = "zstandard" to [[table]]'),
    b"%PDF": ("a PDF", "Look for the table behind it; what is typed off a PDF is a transcription"),
}
MOST_MARKS = 30
"""Accents and other marks on one letter: more is no text (Unicode Standard Annex 15, Stream-Safe Text), and
to put a run of them into order takes time that grows with its square."""
MAY_BE_A_MARK = re.compile("[\u0300-\U0010ffff]")


def clean_pieces(file: str, chunks: Iterable[bytes], written: Written) -> Iterator[bytes]:
    """Yield the text of a file in whole lines; InputError where it is not what is declared."""
    decoded = _decoded(file, chunks, written.encoding)
    is_blank = True
    lines = _checked(file, _whole_lines(file, decoded, newline=written.newline))
    for piece in _before_the_last(_after_the_first(lines, written.skip_lines), written.skip_last_lines):
        is_blank = is_blank and not piece.strip()
        yield piece
    if is_blank:
        raise refusal(file, "the file is empty", "Fetch it again from its source")


def _after_the_first(pieces: Iterable[bytes], number: int) -> Iterator[bytes]:
    """Leave out the first lines, blank ones counted as an editor counts them."""
    left = number
    for piece in pieces:
        rest = piece
        while left and rest:
            _, end, rest = rest.partition(b"\n")
            left -= len(end)
        if not left:
            yield rest


def _before_the_last(pieces: Iterable[bytes], number: int) -> Iterator[bytes]:
    """Leave out the last lines that hold something, and the blank ones after and between them."""
    if not number:
        yield from pieces
        return
    held = b""
    for piece in pieces:
        held += piece
        cut = _beginning_of_the_last(held, number)
        yield held[:cut]
        held = held[cut:]


def _beginning_of_the_last(text: bytes, number: int) -> int:
    """Return where the last lines begin that hold something."""
    position = len(text)
    for _ in range(number):
        while position and text[position - 1 : position] in b"\r\n":
            position -= 1
        position = text.rfind(b"\n", 0, position) + 1
    return position


def _undeclared(
    file: str, what: str, line: str, row: int | None = None, value: str | None = None
) -> InputError:
    return refusal(file, f"{what}, undeclared", f"Add {line} to [[table]]", row, value)


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
        except UnicodeError:  # of UTF-16 without the mark that says which of the two it is
            remedy = 'Add encoding = "utf-16-le" or "utf-16-be" to [[table]], or fetch it again'
            raise refusal(file, f"declared as {encoding}, but it is not", remedy) from None
        size += len(piece)
        if size > LARGEST_TEXT:
            raise refusal(file, "larger than 2 GiB", "Split the table into several files")
        is_ascii = is_ascii and text.isascii()
        is_utf8 = is_utf8 and (as_utf8 is None or "\N{REPLACEMENT CHARACTER}" not in as_utf8.decode(piece))
        rows += text.count("\n")
        yield text
    if as_utf8 is not None and is_utf8 and not is_ascii:
        message = f"declared as {encoding}, but the file is UTF-8"
        raise refusal(file, message, f'Take encoding = "{encoding}" out of the mapping')


def _and_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Return the pieces and an empty one at the end, where a decoder says what it lacks."""
    yield from pieces
    yield b""


def _refuse_other_kinds(file: str, piece: bytes) -> None:
    for start, (kind, remedy) in NOT_A_TABLE.items():
        if piece.startswith(start):
            raise refusal(file, f"this is {kind}, not CSV", remedy)
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
        return refusal(file, f"declared as {encoding}, but it is not", remedy, row, shown)
    if rows == 1 and error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _undeclared(file, "UTF-16", 'encoding = "utf-16"', row=1)
    if is_utf8 or not before.isascii():
        message = "two encodings in one file: UTF-8 before this place, not in it"
        return refusal(file, message, "Ask its publisher for a file in one encoding", row, shown)
    guess = likely_encoding(error.object)
    likely = "windows-1252" if guess.is_sure else guess.encoding
    remedy = f'Add encoding = "{likely}" to [[table]] if its letters then look right'
    return refusal(file, "not UTF-8, and no other encoding is declared", remedy, row, shown)


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
    return refusal(file, f"a line of more than {LONGEST_LINE:,} characters", remedy, row)


def _checked(file: str, lines: Iterable[str]) -> Iterator[bytes]:
    """Refuse NUL and characters that turn the reading direction; bring the text to NFC."""
    row = 1
    for text in lines:
        if "\0" in text:
            raise _nul(file, row, text)
        if not text.isascii():
            if (position := override_in(text)) is not None:
                message = "an invisible character that turns the reading direction"
                remedy = "Look at it in an editor that shows such characters; take it out"
                place = row + text.count("\n", 0, position)
                raise refusal(file, message, remedy, place, ascii(_word_at(text, position)))
            if MAY_BE_A_MARK.search(text) and (run := _marks().search(text)):
                place = row + text.count("\n", 0, run.start())
                message = f"a letter with more than {MOST_MARKS} accents or other marks"
                raise refusal(file, message, "Look whether this is the table, and whether it is whole", place)
            text = unicodedata.normalize("NFC", text)
        row += text.count("\n")
        yield text.encode()


@cache
def _marks() -> re.Pattern[str]:
    """Return what finds a run of marks that is too long."""
    marks = "".join(letter for letter in map(chr, range(0x300, 0x20000)) if unicodedata.combining(letter))
    return re.compile(f"[{re.escape(marks)}]{{{MOST_MARKS + 1}}}")


def _nul(file: str, row: int, text: str) -> InputError:
    position = text.index("\0")
    if text[1::2].count("\0") * 2 > len(text) - 2:
        return _undeclared(file, "UTF-16", 'encoding = "utf-16-le"', row)
    place = row + text.count("\n", 0, position)
    remedy = "The file is damaged: fetch it again from its source"
    return refusal(file, "a NUL byte", remedy, place, ascii(_word_at(text, position)))


def _word_at(text: str, position: int) -> str:
    """Return the word around a position, no more: other cells of the row are nobody's business."""
    before = re.search(r"\w{0,20}\Z", text[max(0, position - 20) : position])
    after = re.match(r"\w{0,20}", text[position + 1 : position + 21])
    return (before[0] if before else "") + text[position] + (after[0] if after else "")
