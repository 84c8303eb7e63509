"""Stage 2, before a mapping: a file of a stranger opened, whatever kind it is.

In   the bytes of a file, or the beginning of them.
Out  `Opened`: how it is packed and written, and its cells as they stand, titles above the header included.

Only here, in `tables.encodings` and in this room something is guessed, and nothing is read by it: a person
looks at what `suggest.mapping_draft` makes of it, and the table is then read strictly.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from testigo.errors import InputError
from testigo.tables.answers import MOST_COLUMNS, Hidden
from testigo.tables.encodings import Likely, likely_encoding
from testigo.tables.unpack import LARGEST_PACKED, refusal
from testigo.tables.walled import first_rows, largest_sheet, unpacked, unzipped, zip_names
from testigo.tables.written import Compression, Format

MOST_BYTES = 64 << 20
"""Of text that is looked at."""
MOST_ROWS = 200_000
LINES_FOR_DELIMITER = 200
DELIMITERS = (",", ";", "\t", "|", ":", "^", "~")
STARTS: dict[bytes, Compression] = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"PK\x03\x04": "zip",
}
"""How packed files begin."""


@dataclass(frozen=True)
class Opened:
    """A file as it stands.

    compression, members   how it is packed; of a zip the files in it that are alike: the first is looked at
    kind, sheets           of a workbook the sheets with what each hides, and which is looked at (`sheet`)
    encoding, newline, delimiter   of text: "cr" where lines end so
    agreeing   share of the first lines that the delimiter cuts into the same number of cells
    grid       cells as text, null where empty: a row a row of the file, blank lines too; `column_1`, ...
    is_whole   False where only the beginning was looked at
    """

    grid: pl.DataFrame
    is_whole: bool
    compression: Compression = "none"
    members: tuple[str, ...] = ()
    kind: Format = "csv"
    sheets: Mapping[str, Hidden] = field(default_factory=dict)
    sheet: str | None = None
    names: tuple[str, ...] = ()  # of the columns of a Parquet file
    encoding: Likely | None = None
    newline: str | None = None
    delimiter: str = ","
    agreeing: float = 1.0


def most_bytes(begun: bytes) -> int:
    """Say how many bytes of a file are needed, by its first ones: of a text the beginning is enough."""
    return LARGEST_PACKED if begun.startswith((b"PK", b"PAR1", b"\xd0\xcf")) else MOST_BYTES + 1


def open_file(file: str, content: bytes, sheet: str | None = None) -> Opened:
    """Open a file; InputError where it is no table.

    content  its bytes, or of text the first ones
    sheet    the sheet of a workbook that is looked at; the largest one where none is named
    """
    packed: Compression = next((kind for start, kind in STARTS.items() if content.startswith(start)), "none")
    members: tuple[str, ...] = ()
    if packed == "zip" and _is_workbook(content):
        packed = "none"
    elif packed == "zip":
        members = _alike(zip_names(file, content))
        for _, pieces in unzipped(file, [content], members[0]):
            content = _beginning(pieces)
    elif packed != "none":
        content = _beginning(unpacked(file, [content], packed), is_cut=len(content) > MOST_BYTES)
    return replace(_of_content(file, content, sheet), compression=packed, members=members)


def _beginning(pieces: Iterator[bytes], *, is_cut: bool = False) -> bytes:
    """Return the first bytes of what is unpacked.

    is_cut  whether the packed file was given without its end
    """
    read = io.BytesIO()
    try:
        for piece in pieces:
            read.write(piece)
            if read.tell() > MOST_BYTES:
                break
    except InputError:
        if not is_cut or not read.tell():
            raise
    return read.getvalue()


def _alike(names: list[str]) -> tuple[str, ...]:
    """Return the files of a zip that have the commonest ending: the others say how to read them."""
    endings = Counter(name.rpartition(".")[2] for name in names)
    return tuple(name for name in names if name.endswith(endings.most_common(1)[0][0]))


def _is_workbook(content: bytes) -> bool:
    return (
        b"[Content_Types].xml" in content[:4096] or b"xl/" in content[:65536] or b"mimetype" in content[:64]
    )


def _of_content(file: str, content: bytes, sheet: str | None) -> Opened:
    if content.startswith(b"PAR1"):
        names, grid = first_rows(file, content)
        return Opened(grid, grid.height < MOST_ROWS, kind="parquet", names=names)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheets, looked_at, grid = largest_sheet(file, content, sheet)
        is_whole = grid.height <= MOST_ROWS
        return Opened(grid.head(MOST_ROWS), is_whole, kind="excel", sheets=sheets, sheet=looked_at)
    if sheet is not None:
        raise refusal(file, "only a workbook has sheets", "Leave --sheet out", value=sheet)
    return _of_text(file, content)


def _of_text(file: str, content: bytes) -> Opened:
    likely = likely_encoding(content[:MOST_BYTES])
    text = codecs.getincrementaldecoder(likely.encoding)(errors="replace").decode(content[:MOST_BYTES])
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    newline = "cr" if "\r" in text and "\n" not in text else None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or "\0" in text:
        raise refusal(file, "this is no table of text", "Save or export it as CSV UTF-8")
    delimiter, agreeing, width = _delimiter(text)
    if width > MOST_COLUMNS:
        raise refusal(file, f"more than {MOST_COLUMNS:,} columns", "Look whether this is the table")
    grid = _split(file, text, delimiter, width)
    is_whole = len(content) <= MOST_BYTES and grid.height <= MOST_ROWS
    return Opened(
        grid=grid.head(MOST_ROWS),
        is_whole=is_whole,
        encoding=likely,
        newline=newline,
        delimiter=delimiter,
        agreeing=agreeing,
    )


def _delimiter(text: str) -> tuple[str, float, int]:
    """Return the mark that cuts the first lines into the same number of cells, and into most of them.

    Beside it the share of the lines in which it does so, and the number of cells.
    """
    lines = [line for line in text.split("\n", LINES_FOR_DELIMITER)[:LINES_FOR_DELIMITER] if line.strip()]

    def fitness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        width, times = Counter(widths).most_common(1)[0]
        return (times / len(widths), width) if width > 1 else (0, 1)

    best = max(DELIMITERS, key=fitness)
    agreeing, width = fitness(best)
    return best, agreeing or 1.0, max(1, width)


def _split(file: str, text: str, delimiter: str, width: int) -> pl.DataFrame:
    """Return the cells of every row; a row has as many as most have, or is filled up and cut off."""
    try:
        # A text of one line end is padded, so that the first line does not say how wide the rows are.
        first = delimiter * (width - 1) + "\n"
        cells = pl.read_csv(
            (first + text).encode(),
            has_header=False,
            separator=delimiter,
            infer_schema=False,
            truncate_ragged_lines=True,
            n_rows=MOST_ROWS + 2,
        ).slice(1)
    except pl.exceptions.PolarsError:
        message = "its rows cannot be told apart: quotation marks or line ends are broken"
        raise refusal(file, message, "Fetch it again, or mend it in an editor") from None
    return _named(cells)


def _named(cells: pl.DataFrame) -> pl.DataFrame:
    """Give the columns numbers, and put nothing for empty cells."""
    named = cells.rename({name: f"column_{number}" for number, name in enumerate(cells.columns, start=1)})
    return named.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())
