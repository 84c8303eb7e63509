"""Stage 2, before a mapping: what a file of a stranger seems to be.

In   the bytes of a CSV file, or the beginning of them, compressed with gzip or not.
Out  `Seen`: compression, encoding, delimiter, header, and what the cells of each column look like.

Only here, and in `intake.roles`, something is guessed, and nothing is read by it: a person looks at what
`intake.suggest` makes of it, and the table is then read strictly, by the mapping.
"""

import codecs
import csv
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from testigo.errors import InputError, Place, Problem

MOST_BYTES = 64 << 20
"""Of text that is looked at."""
MOST_ROWS = 200_000
LINES_FOR_DELIMITER = 200
DELIMITERS = (",", ";", "\t", "|", ":", "^", "~")
COUNT = r"^ *[0-9]{1,9} *$"
GROUPED = r"^ *[0-9]{1,3}(?:[,.' \x{a0}\x{202f}][0-9]{3})+ *$"
WHOLE_DECIMALS = r"^ *[0-9]{1,9}\.0+ *$"
NOBODY_READ = re.compile(r"(?i)#?n/?a|nan|null|none|nil|s/?d|n\.?d\.?|--?|\.|\?|–|—")
MOST_NULL_WORDS = 5


@dataclass(frozen=True)
class Column:
    """What the cells of a column look like; numbers are of cells that hold something.

    name           as the header has it, or column_1, column_2, ... where there is none
    null_words     what stands where nobody read a figure, such as NA
    counts         cells that are a count, thousands and decimals as below
    """

    name: str
    filled: int
    distinct: int
    null_words: tuple[str, ...]
    counts: int
    thousands: str | None
    whole_decimals: bool
    leading_zeros: bool

    @property
    def is_count(self) -> bool:
        """Whether every cell is a count, or says that nobody read it."""
        return 0 < self.filled == self.counts

    @property
    def is_code(self) -> bool:
        """Whether digits are no number: zeros in front are kept by codes only."""
        return self.is_count and self.leading_zeros


@dataclass(frozen=True)
class Seen:
    """What a file seems to be.

    columns    in the order of the file; names that occur twice are in `doubled`
    cells      their text, null where empty: the rows that were looked at
    is_whole   False where only the beginning was looked at
    """

    file: str
    is_gzip: bool
    encoding: str
    newline: str | None  # "cr" where lines end so
    delimiter: str
    has_header: bool
    doubled: tuple[str, ...]
    cells: pl.DataFrame
    is_whole: bool

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What each column looks like."""
        return tuple(_column(self.cells[name]) for name in self.cells.columns)


def look(file: str, content: bytes) -> Seen:
    """Look at a file; InputError where it is no table of text."""
    is_gzip = content.startswith(b"\x1f\x8b")
    packed_whole = len(content) <= MOST_BYTES
    unpacked = _unpacked(file, content) if is_gzip else content[: MOST_BYTES + 1]
    encoding = _encoding(unpacked)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(unpacked[:MOST_BYTES])
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    newline = "cr" if "\r" in text and "\n" not in text else None
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip() or "\0" in text:
        message = "this is no table of text"
        raise InputError([Problem(Place(file), None, message, "Save or export it as CSV UTF-8")])
    delimiter = _delimiter(text)
    first = next(csv.reader([text.partition("\n")[0]], delimiter=delimiter), [])
    has_header = _is_header(first)
    cells = _cells(file, text, delimiter, first if has_header else [""] * len(first), has_header=has_header)
    doubled = tuple(sorted(name for name, times in Counter(first).items() if times > 1 and has_header))
    is_whole = packed_whole and len(unpacked) <= MOST_BYTES and cells.height <= MOST_ROWS
    return Seen(
        file, is_gzip, encoding, newline, delimiter, has_header, doubled, cells.head(MOST_ROWS), is_whole
    )


def _unpacked(file: str, content: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(content, MOST_BYTES + 1)
    except zlib.error:
        raise InputError([Problem(Place(file), None, "not gzip, or damaged", "Fetch it again")]) from None


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return "windows-1252" if re.search(rb"[\x80-\x9f]", content) else "iso-8859-1"
    return "utf-8"


def _delimiter(text: str) -> str:
    """Return the mark that cuts the first lines into the same number of cells, and into most of them."""
    lines = [line for line in text.split("\n", LINES_FOR_DELIMITER)[:LINES_FOR_DELIMITER] if line]

    def fitness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        width, times = Counter(widths).most_common(1)[0]
        return (times / len(widths), width) if width > 1 else (0, 1)

    return max(DELIMITERS, key=fitness)


def _is_header(first: list[str]) -> bool:
    """Whether the first row holds names: no cell of it is a number, and at most one is empty."""
    numbers = [cell for cell in first if re.fullmatch(r"\s*[0-9][0-9.,]*\s*", cell)]
    return not numbers and sum(not cell.strip() for cell in first) <= 1


def _cells(file: str, text: str, delimiter: str, first: list[str], *, has_header: bool) -> pl.DataFrame:
    names: list[str] = []
    for number, name in enumerate(first, start=1):
        names.append(name if name and name not in names else f"column_{number}")
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            skip_rows=1 if has_header else 0,
            separator=delimiter,
            infer_schema=False,
            truncate_ragged_lines=True,
            new_columns=names,
            n_rows=MOST_ROWS + 1,
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String()))
    except pl.exceptions.PolarsError:
        message = "its rows cannot be told apart: quotation marks or line ends are broken"
        raise InputError(
            [Problem(Place(file), None, message, "Fetch it again, or mend it in an editor")]
        ) from None
    return cells.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())


def _column(cells: pl.Series) -> Column:
    held = cells.drop_nulls()
    is_count = held.str.contains(COUNT)
    grouped = held.filter(held.str.contains(GROUPED))
    decimals = held.str.contains(WHOLE_DECIMALS)
    others = held.filter(~is_count & ~held.str.contains(GROUPED) & ~decimals)
    strange = [str(word) for word in others.unique(maintain_order=True).head(MOST_NULL_WORDS + 1)]
    is_null_words = 0 < len(strange) <= MOST_NULL_WORDS and all(NOBODY_READ.fullmatch(w) for w in strange)
    nobody = others.len() if is_null_words else 0
    thousands = None if grouped.is_empty() else str(re.sub("[0-9]", "", str(grouped[0]).strip())[0])
    return Column(
        name=cells.name,
        filled=held.len() - nobody,
        distinct=held.n_unique(),
        null_words=tuple(strange) if is_null_words else (),
        counts=held.len() - others.len(),
        thousands=thousands,
        whole_decimals=bool(decimals.any()),
        leading_zeros=bool(held.str.contains(r"^0[0-9]").any()),
    )
