"""Stage 2, second step: from clean text to cells, strictly by RFC 4180.

In   text (UTF-8), the delimiter, and the names of a headerless file's columns.
Out  a frame of text with a column a cell and ROW, the line on which its row begins.

Row numbers are those that an editor shows: 1 is the first line of the file, blank lines count, and a row
whose quoted cells hold line ends is named by its first line. Every row has as many cells as the header,
and a quotation mark stands only around a whole cell: a reader that is kind here moves votes to a neighbour.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.numbered import numbered
from testigo.tables.answers import MOST_COLUMNS
from testigo.tables.text import LONGEST_LINE

ROW = "\0row"
"""Name of the column of row numbers; no header can be so called, because text with NUL is refused."""

MOST_SHOWN = 100
"""Problems of one kind that are listed singly; further ones are counted."""


BLOCK = 32 << 20
"""Bytes that are split into cells at once: a file of any length takes the memory of a block and its codes."""
LONGEST_BLOCK = BLOCK + BLOCK // 2
"""Bytes after which a quotation mark that is never closed is believed to be one."""
INSIDE = "\0"
"""Stands for a line end inside quotes; text with NUL is refused."""
SPLIT_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True)
class Lines:
    """Rows of a file before they are split.

    text     UTF-8, not blank
    records  ROW and `record`, the text of a row; blank lines too
    header   every column's name in the order of the file; "" for a column without a name
    is_named whether the first row holds the names
    """

    file: str
    text: bytes
    delimiter: str
    records: pl.DataFrame
    header: tuple[str, ...]
    is_named: bool


def read_blocks(
    file: str,
    pieces: Iterable[bytes],
    delimiter: str,
    head: tuple[str, ...] = (),
    block: int = BLOCK,
    first_row: int = 1,
) -> Iterator[Lines]:
    """Yield the rows of a file block by block; each block has whole rows, and the first one the header.

    pieces     text in whole lines, not blank as a whole
    block      bytes after which a block may end
    first_row  number of the first line of the pieces
    """
    row, header = first_row, None
    for text in _blocks(pieces, block):
        if not text.strip():
            row += text.count(b"\n")
            continue
        lines = read_lines(file, text, delimiter, head, row, header)
        yield lines
        row, header = row + text.count(b"\n"), lines.header


def _blocks(pieces: Iterable[bytes], at_least: int) -> Iterator[bytes]:
    """Join pieces to blocks that end where no quotation mark is open."""
    block: list[bytes] = []
    size = marks = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        marks += piece.count(b'"')
        if size >= LONGEST_BLOCK or (size >= at_least and marks % 2 == 0):
            yield b"".join(block)
            block, size, marks = [], 0, 0
    yield b"".join(block)


def read_lines(
    file: str,
    text: bytes,
    delimiter: str,
    head: tuple[str, ...] = (),
    row: int = 1,
    header: tuple[str, ...] | None = None,
) -> Lines:
    """Find the rows and the names of a file's columns; InputError where the first row has no cells.

    head    names of the first columns of a headerless file; () where the first row has them
    row     number of the first line of `text`
    header  the names, where an earlier block had them
    """
    records = _records(text).with_columns(pl.col(ROW) + (row - 1))
    if header is not None:
        return Lines(file, text, delimiter, records, header, is_named=False)
    first_row, first = _filled(records).row(0)
    named = _header(file, first_row, first, delimiter, head)
    return Lines(file, text, delimiter, records, named, is_named=not head)


def read_cells(lines: Lines, wanted: Collection[str] | None = None) -> pl.DataFrame:
    """Split rows into cells: ROW (Int64) and a column of text a name, null where a cell is empty.

    lines   with a header whose names differ
    wanted  the columns to keep; None = all that have a name

    InputError with every row that is not as wide as the first one or not quoted by the rules.
    """
    _refuse_another_shape(lines)
    header = lines.header
    kept = [at for at, name in enumerate(header) if name and (wanted is None or name in wanted)]
    # Polars takes the width from the first line, which says nothing where it is blank: it is filled up.
    is_blank = lines.records["record"][0] == ""
    text = (lines.delimiter * (len(header) - 1)).encode() + lines.text if is_blank else lines.text
    cells = pl.read_csv(text, has_header=False, separator=lines.delimiter, infer_schema=False, columns=kept)
    named = cells.rename(dict(zip(cells.columns, (header[at] for at in kept), strict=True)))
    rows = lines.records.select(ROW).with_columns(named).filter(lines.records["record"] != "")
    return rows.slice(1) if lines.is_named else rows


def empty_end(lines: Lines) -> frozenset[int]:
    """Return the numbers, from 1, of the last columns that have neither a name nor a cell."""
    columns = len(lines.header)
    named = next((at for at in range(columns, 0, -1) if lines.header[at - 1]), 0)
    records = _filled(lines.records)["record"]
    for first in range(named + 1, columns + 1):
        if records.str.ends_with(lines.delimiter * (columns + 1 - first)).all():
            return frozenset(range(first, columns + 1))
    return frozenset()


def _refuse_another_shape(lines: Lines) -> None:
    filled = _filled(lines.records)
    well_quoted = filled.select(_is_well_quoted(lines.delimiter)).to_series()
    problems = _badly_quoted(lines.file, filled.filter(~well_quoted))
    problems += _ragged(lines.file, filled.filter(well_quoted), lines.delimiter, len(lines.header))
    if problems:
        raise InputError(problems)


def _filled(records: pl.DataFrame) -> pl.DataFrame:
    return records.filter(pl.col("record") != "")


def _records(text: bytes) -> pl.DataFrame:
    """Return ROW and the text of every row, blank lines too: a row ends at a line end outside quotes."""
    lines = pl.read_lines(text, name="record", row_index_name=ROW, row_index_offset=1)
    lines = lines.with_columns(pl.col(ROW).cast(pl.Int64), pl.col("record").fill_null(""))
    return _joined_at_quotes(lines, text) if b'"' in text else lines


def _joined_at_quotes(lines: pl.DataFrame, text: bytes) -> pl.DataFrame:
    """Join the lines of a row that has line ends inside quotes (an odd number of marks before them)."""
    marks = pl.col("record").str.count_matches('"', literal=True).cast(pl.Int64)
    begins = lines.select((marks.cum_sum().shift(1, fill_value=0) % 2) == 0).to_series()
    if begins.all():
        return lines
    joined = pl.read_lines(b"".join(_one_line_a_row(text)), name="record")["record"].fill_null("")
    held = joined.str.count_matches(INSIDE, literal=True).cast(pl.Int64)
    rows = 1 + (held + 1).cum_sum().shift(1, fill_value=0)
    return pl.DataFrame({ROW: rows, "record": joined.str.replace_all(INSIDE, "\n", literal=True)})


def _one_line_a_row(text: bytes) -> Iterator[bytes]:
    """Write the line ends inside quotes as INSIDE, piece by piece; nothing else here is so written."""
    is_inside = False
    for begin in range(0, len(text), SPLIT_AT_ONCE):
        parts = text[begin : begin + SPLIT_AT_ONCE].split(b'"')
        inside = slice(0 if is_inside else 1, None, 2)
        parts[inside] = [part.replace(b"\n", INSIDE.encode()) for part in parts[inside]]
        is_inside ^= len(parts) % 2 == 0
        yield b'"'.join(parts)


def _quotation_problem(file: str, row: int) -> Problem:
    message = "a quotation mark that is never closed, or stands inside a cell"
    remedy = 'Put the whole cell in quotation marks, and write one inside it twice: "say ""yes"""'
    return Problem(Place(file, row), None, message, remedy)


def _header(file: str, row: int, first: str, delimiter: str, head: tuple[str, ...]) -> tuple[str, ...]:
    try:
        names = next(csv.reader([first], delimiter=delimiter, strict=True))
    except csv.Error:
        raise InputError([_quotation_problem(file, row)]) from None
    if len(names) > MOST_COLUMNS:
        remedy = "Look whether this is the table, and whether line ends are missing"
        raise InputError([Problem(Place(file, row), None, f"more than {MOST_COLUMNS:,} columns", remedy)])
    if not head:
        return tuple(names)
    if len(head) > len(names):
        message = f"the mapping names {numbered(len(head), 'column')}, the file has {len(names)}"
        raise InputError([Problem(Place(file, row), None, message, "Correct `head`, or the delimiter")])
    return (*head, *("" for _ in names[len(head) :]))


def _is_well_quoted(delimiter: str) -> pl.Expr:
    mark = f"\\x{ord(delimiter):02x}"
    cell = f'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
    record = pl.col("record")
    is_short = record.str.len_bytes() <= LONGEST_LINE * 4  # bytes of a character
    return ~record.str.contains('"', literal=True) | (
        is_short & record.str.contains(f"\\A{cell}(?:{mark}{cell})*\\z")
    )


def _badly_quoted(file: str, bad: pl.DataFrame) -> list[Problem]:
    listed = [_quotation_problem(file, row) for row in bad[ROW].head(MOST_SHOWN)]
    return listed + further(file, None, bad.height - MOST_SHOWN, "rows with such a quotation mark")


def _ragged(file: str, filled: pl.DataFrame, delimiter: str, width: int) -> list[Problem]:
    outside = pl.col("record").str.replace_all('"[^"]*"', "")
    cells = outside.str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1
    bad = filled.select(ROW, cells=cells).filter(pl.col("cells") != width)
    remedy = "Mend the row; a cell that holds the delimiter needs quotation marks"
    listed = [
        Problem(Place(file, row), None, f"{numbered(count, 'cell')}, and the first row has {width}", remedy)
        for row, count in bad.head(MOST_SHOWN).iter_rows()
    ]
    return listed + further(file, None, bad.height - MOST_SHOWN, "rows that are not as wide as the first one")


def further(file: str, column: str | None, left: int, what: str) -> list[Problem]:
    """Return one problem that counts those which are not listed; none where all are."""
    if left <= 0:
        return []
    remedy = "Mend the listed ones first and look for a pattern"
    return [Problem(Place(file, column=column), None, f"{left:,} more {what}", remedy)]
