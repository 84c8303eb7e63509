"""Stage 2, second step: the rows of a file that count, and of them the columns that are read.

In   the bytes of a file in chunks, and how the mapping says that it is written.
Out  `Rows`: ROW and a column of text a name, null where a cell is empty; or one InputError.

CSV is split block by block, and of each block only the columns that are read stay, so that the memory of a
file is that of its codes, not of its text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.cells import MOST_SHOWN, ROW, read_blocks, read_cells
from testigo.intake.header import doubled_columns, missing_columns
from testigo.intake.layout import Rows as Sets
from testigo.intake.layout import Table, Written
from testigo.intake.parquet import read_parquet
from testigo.intake.text import clean_pieces
from testigo.intake.workbook import read_workbook

MOST_ROWS = 20_000_000
"""Rows that a file may have: five times the long table of a nation with 204 contests."""


@dataclass(frozen=True)
class Rows:
    """The rows of a file that count.

    cells   ROW and the columns that are read
    header  every column of the file, in its order
    number  of all rows below the header
    """

    cells: pl.DataFrame
    header: tuple[str, ...]
    number: int


def read_rows(file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]) -> Rows:
    """Read a file; InputError with every problem of its shape.

    used  the columns that are read; those that the file has not are a problem
    """
    blocks: list[pl.DataFrame] = []
    header: tuple[str, ...] = ()
    number = 0
    for named, cells in _blocks(file, chunks, written, used):
        header = named
        number += cells.height
        if number > MOST_ROWS:
            message, remedy = f"more than {MOST_ROWS:,} rows", "Split the table into several files"
            raise InputError([Problem(Place(file), None, message, remedy)])
        blocks.append(_counting(cells, written))
    return Rows(pl.concat(blocks), header, number)


def _blocks(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    """Yield the header and the cells of each block, as text."""
    if written.kind == "csv":
        yield from _csv(file, chunks, written, used)
        return
    read = read_parquet if written.kind == "parquet" else read_workbook
    for header, cells in read(file, chunks, written, used):
        _refuse(doubled_columns(file, header) + missing_columns(file, header, written, used))
        yield header, cells


def _csv(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    problems: list[Problem] = []
    is_first = True
    for lines in read_blocks(file, clean_pieces(file, chunks, written), written.delimiter, written.head):
        if is_first:
            # Where the columns are other ones, the width of the rows says nothing.
            _refuse(doubled_columns(file, lines.header) + missing_columns(file, lines.header, written, used))
            is_first = False
        try:
            cells = read_cells(lines, wanted=used)
        except InputError as error:
            problems += error.problems
            if len(problems) > MOST_SHOWN:
                break
        else:
            if not problems:
                yield lines.header, cells
    _refuse(problems)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _counting(cells: pl.DataFrame, written: Written) -> pl.DataFrame:
    """Put nothing for what means nothing, and leave out the rows that the mapping leaves out."""
    cell = pl.all().exclude(ROW)
    rows = cells.with_columns(
        pl.when(cell.is_in(["", *written.null_values])).then(None).otherwise(cell).name.keep()
    )
    return kept(rows, written) if isinstance(written, Table) else rows


class Leaving(Protocol):
    """What says by equality which rows are left out."""

    @property
    def skip(self) -> Sets: ...  # noqa: D102
    @property
    def only(self) -> Sets: ...  # noqa: D102


def kept(rows: pl.DataFrame, table: Leaving) -> pl.DataFrame:
    """Leave out the rows that `skip` and `only` leave out, as far as their columns are there."""
    present = set(rows.columns)
    if table.only and all(present.issuperset(pairs) for pairs in table.only):
        rows = rows.filter(_has_one(table.only))
    skipped = [pairs for pairs in table.skip if present.issuperset(pairs)]
    return rows.filter(~_has_one(skipped)) if skipped else rows


def _has_one(sets: Sequence[Mapping[str, Sequence[str]]] | Sets) -> pl.Expr:
    return pl.any_horizontal([_has_all(pairs) for pairs in sets])


def _has_all(pairs: Mapping[str, Sequence[str]]) -> pl.Expr:
    return pl.all_horizontal(
        [pl.col(column).fill_null("").is_in(list(texts)) for column, texts in pairs.items()]
    )
