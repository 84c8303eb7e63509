"""Stage 2, second step: from a Parquet file to cells.

In   the bytes of a file, and the columns that are read.
Out  header and blocks of cells as text, with ROW: 1 is the first row, because the header is no row.

A number becomes its digits, an empty cell null. What a text cannot say (a list, a structure, raw bytes) is
refused where it is read.
"""

import io
from collections.abc import Collection, Iterable, Iterator

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.cells import ROW
from testigo.intake.layout import Written
from testigo.intake.text import LONGEST_LINE
from testigo.intake.unpack import refusal, whole

BLOCK_ROWS = 1_000_000


def read_parquet(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    """Yield the header and the cells of each block; InputError where it is no whole Parquet file."""
    content = whole(file, chunks)
    try:
        table = pl.scan_parquet(io.BytesIO(content))
        kinds = dict(table.collect_schema())
        number = table.select(pl.len()).collect().item()
        read = [column for column in kinds if column in used]
        problems = [
            _unreadable(file, column, kinds[column]) for column in read if not _is_plain(kinds[column])
        ]
        if problems:
            raise InputError(problems)
        for start in range(0, max(number, 1), BLOCK_ROWS):
            block = table.select(read).slice(start, BLOCK_ROWS).collect(engine="streaming")
            yield tuple(kinds), _cells(file, block, start)
    except (pl.exceptions.PolarsError, OSError):
        raise refusal(
            file, "no Parquet file, damaged, or cut off", "Fetch it again from its source"
        ) from None


def first_rows(file: str, content: bytes, most: int) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return the names of the columns and the first rows as text, the columns called `column_1`, ...;
    columns that no text can say are empty."""
    try:
        rows = pl.scan_parquet(io.BytesIO(content)).head(most).collect()
    except (pl.exceptions.PolarsError, OSError):
        raise refusal(
            file, "no Parquet file, damaged, or cut off", "Fetch it again from its source"
        ) from None
    texts = [
        (rows[name].cast(pl.String) if _is_plain(kind) else pl.Series([None] * rows.height, dtype=pl.String))
        for name, kind in rows.schema.items()
    ]
    named = {f"column_{number}": text for number, text in enumerate(texts, start=1)}
    return tuple(rows.columns), pl.DataFrame(named)


def _is_plain(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in {pl.Binary, pl.Object}


def _unreadable(file: str, column: str, kind: pl.DataType) -> Problem:
    remedy = "Export the column as text or whole numbers"
    return Problem(Place(file, column=column), None, f"a column of {kind} is no text", remedy)


def _cells(file: str, block: pl.DataFrame, start: int) -> pl.DataFrame:
    cells = block.cast(pl.String).with_row_index(ROW, start + 1).with_columns(pl.col(ROW).cast(pl.Int64))
    for column in block.columns:
        longest = cells[column].str.len_bytes().max()
        if isinstance(longest, int) and longest > LONGEST_LINE:
            message = f"a cell of more than {LONGEST_LINE:,} characters"
            remedy = "Look whether this is the table, and whether it is whole"
            raise InputError([Problem(Place(file, column=column), None, message, remedy)])
        if cells[column].str.contains("\0", literal=True).any():
            raise refusal(file, "a NUL byte", "The file is damaged: fetch it again from its source")
    return cells.with_columns(pl.col(block.columns).str.normalize("NFC"))
