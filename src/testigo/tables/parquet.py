"""Stage 2, behind the wall: from a Parquet file to cells.

In   the bytes of a file, and the columns that are read.
Out  header and blocks of cells, with the number of each row: 1 is the first, because the header is no row.

A number becomes its digits, an empty cell null. What a text cannot say (a list, a structure, raw bytes) is
refused where it is read. Of a block a few columns are read at a time: a file of a few KB may unpack to rows
without end, and an honest one may have hundreds of columns.
"""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.tables.answers import MOST_COLUMNS, MOST_FRAME, Block, Item
from testigo.tables.unpack import refusal, refuse_a_bomb

if TYPE_CHECKING:
    from testigo.tables.behind import Question

BLOCK_ROWS = 1_000_000
COLUMNS_AT_ONCE = 4
MOST_ROWS = 20_000_000
FIRST_ROWS = 200_000
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError)
"""What the library raises where a file is none that it reads; a panic is one, too."""


def blocks(question: "Question", content: bytes) -> Iterator[Item]:
    """Yield the cells block by block; InputError where it is no whole Parquet file."""
    file, columns = question.file, question.columns
    try:
        table = pl.scan_parquet(io.BytesIO(content))
        kinds = _kinds(file, table)
        number = int(table.select(pl.len()).collect().item())
        if number > MOST_ROWS:
            raise refusal(file, f"more than {MOST_ROWS:,} rows", "Split the table into several files")
        read = [column for column in kinds if column in columns]
        problems = [
            _unreadable(file, column, kinds[column]) for column in read if not _is_plain(kinds[column])
        ]
        if problems:
            raise InputError(problems)
        size = 0
        for start in range(0, max(number, 1), BLOCK_ROWS):
            cells = _block(file, table.slice(start, BLOCK_ROWS), read)
            size += sum(int(column.str.len_bytes().sum()) for column in cells if column.dtype == pl.String)
            refuse_a_bomb(file, size, len(content))
            height = min(BLOCK_ROWS, number - start)
            rows = pl.int_range(start + 1, start + 1 + height, dtype=pl.Int64, eager=True)
            yield Block(tuple(kinds), rows, {column.name: column for column in cells})
    except BROKEN:
        raise refusal(
            file, "no Parquet file, damaged, or cut off", "Fetch it again from its source"
        ) from None


def _block(file: str, table: pl.LazyFrame, read: Sequence[str]) -> list[pl.Series]:
    cells: list[pl.Series] = []
    for at in range(0, len(read), COLUMNS_AT_ONCE):
        some = table.select(read[at : at + COLUMNS_AT_ONCE]).collect(engine="streaming")
        cells += [_as_told(file, column) for column in some]
    return cells


def _as_told(file: str, column: pl.Series) -> pl.Series:
    """Return a column as whole numbers where it has nothing else, else as text."""
    if column.dtype.is_integer() and column.dtype not in {pl.UInt64, pl.Int128} and not column.null_count():
        return column.cast(pl.Int64)
    text = column.cast(pl.String)
    if int(text.str.len_bytes().sum()) + len(text) > MOST_FRAME:
        raise refusal(
            file, "unpacks to far more than a table of results", "Unpack it elsewhere and look at it"
        )
    if text.str.contains("\0", literal=True).any():
        raise refusal(file, "a NUL byte", "The file is damaged: fetch it again from its source")
    return text


def first_rows(question: "Question", content: bytes) -> Iterator[Item]:
    """Yield the first rows, the columns called `column_1`, ...; columns that no text can say are empty."""
    file = question.file
    try:
        table = pl.scan_parquet(io.BytesIO(content)).head(FIRST_ROWS)
        kinds = _kinds(file, table)
        height = int(table.select(pl.len()).collect().item())
        cells: dict[str, pl.Series] = {}
        for number, (name, kind) in enumerate(kinds.items(), start=1):
            empty = pl.Series([None] * height, dtype=pl.String)
            told = _as_told(file, table.select(name).collect().to_series()) if _is_plain(kind) else empty
            cells[f"column_{number}"] = told
    except BROKEN:
        raise refusal(
            file, "no Parquet file, damaged, or cut off", "Fetch it again from its source"
        ) from None
    yield Block(tuple(kinds), None, cells)


def _kinds(file: str, table: pl.LazyFrame) -> dict[str, pl.DataType]:
    kinds = dict(table.collect_schema())
    if len(kinds) > MOST_COLUMNS:
        raise refusal(file, f"more than {MOST_COLUMNS:,} columns", "Look whether this is the table")
    return kinds


def _is_plain(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in {pl.Binary, pl.Object}


def _unreadable(file: str, column: str, kind: pl.DataType) -> Problem:
    remedy = "Export the column as text or whole numbers"
    return Problem(Place(file, column=column), None, f"a column of {kind} is no text", remedy)


def try_out() -> None:
    """Read a file of our own, so that all is loaded and every thread started."""
    from testigo.tables.answers import written
    from testigo.tables.behind import Question

    of_ours = io.BytesIO()
    pl.DataFrame({"a": ["1", None] * 100, "b": [1, 2] * 100, "c": [0.5, None] * 100}).write_parquet(of_ours)
    for kind in ("parquet", "first rows"):
        tell = blocks if kind == "parquet" else first_rows
        for item in tell(Question(kind, "", wanted=("a", "b", "c")), of_ours.getvalue()):
            b"".join(written(item))
