"""Stage 2, second step: the rows of a file that count, and of them the columns that are read.

In   the bytes of a file in chunks, and how the mapping says that it is written.
Out  `Rows`: ROW and a column of text a name, null where a cell is empty; or one InputError.

CSV is split block by block, and of each block only the columns that are read stay, so that the memory of a
file is that of its codes, not of its text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.header import doubled_columns, missing_columns
from testigo.intake.mapping_tables import Rows as Sets
from testigo.intake.reshaped import filled_down, labelled, nothing_as_null, own_columns, turned
from testigo.tables.answers import NOTHING_HIDDEN, Hidden
from testigo.tables.cells import MOST_SHOWN, ROW, empty_end, read_blocks, read_cells
from testigo.tables.hidden_words import hidden_notes
from testigo.tables.text import clean_pieces
from testigo.tables.walled import parquet, sheets, unpacked, unzipped
from testigo.tables.written import Written

MOST_ROWS = 20_000_000
"""Rows that a file may have: five times the long table of a nation with 204 contests."""


OF_ANOTHER = (
    "Look whether the election is that of this file; `only` in the mapping leaves out the rows of others"
)


@dataclass(frozen=True)
class Rows:
    """The rows of a file, or of one part of it, that count.

    file    its name; of a part: with the name of the sheet, or of the file in the zip
    cells   ROW and the columns that are read
    header  every column of the file, in its order
    number  of all rows below the header
    empty   numbers of the last columns, from 1, that have neither a name nor a cell
    hidden  what of them, or beside them, the program of a workbook does not show, in words
    """

    file: str
    cells: pl.DataFrame
    header: tuple[str, ...]
    number: int
    hidden: tuple[str, ...] = ()
    empty: frozenset[int] = frozenset()


Blocks = Iterator[tuple[tuple[str, ...], pl.DataFrame, frozenset[int]]]
"""Header and cells of each block of a table, as text, and which columns have neither name nor cell there."""


def read_rows(file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]) -> Rows:
    """Read a file that is one table; InputError with every problem of its shape.

    used  the columns that are read; those that the file has not are a problem
    """
    first, *others = read_parts(file, chunks, written, used)
    if others:
        remedy = "Name one sheet, or one file of the zip"
        raise InputError([Problem(Place(file), None, f"{len(others) + 1} tables where one belongs", remedy)])
    return first


def read_parts(
    file: str,
    chunks: Iterable[bytes],
    written: Written,
    used: Collection[str],
    most_counting: int = MOST_ROWS,
) -> Iterator[Rows]:
    """Read the tables of a file: one, or each sheet of a workbook or file of a zip that the mapping names.

    used           the columns that are read; those that a table has not are a problem
    most_counting  rows that a table may have which are not left out

    InputError with the problems of all parts comes last, after those that are well.
    """
    own = own_columns(written, used)
    problems: list[Problem] = []
    for name, label, hidden, blocks in _parts(file, chunks, written, own):
        try:
            rows = _together(name, label, blocks, written, most_counting)
            read = [column if column in own else "" for column in rows.header]
            told = hidden_notes(name, label, hidden, rows.cells[ROW] if hidden.rows else (), read)
            yield replace(rows, hidden=told)
        except InputError as error:
            problems += error.problems
    _refuse(problems)


def _parts(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[str, str, Hidden, Blocks]]:
    """Yield for each table its name for people, its own name alone, what of it is hidden, and its blocks."""
    for inside, pieces in _opened(file, chunks, written):
        name, label = (file, file) if inside is None else (f"{file}: {inside}", inside)
        if written.kind == "excel":
            for sheet, hidden, header, cells in sheets(name, pieces, written, used):
                of_sheet = name if written.sheet in {None, sheet} else f"{name}: {sheet}"
                blocks = _with_columns(of_sheet, iter([(header, cells)]), written, used)
                yield of_sheet, sheet, hidden, blocks
        elif written.kind == "parquet":
            blocks = _with_columns(name, parquet(name, pieces, used), written, used)
            yield name, label, NOTHING_HIDDEN, blocks
        else:
            yield name, label, NOTHING_HIDDEN, _csv(name, pieces, written, used)


def _opened(
    file: str, chunks: Iterable[bytes], written: Written
) -> Iterator[tuple[str | None, Iterable[bytes]]]:
    """Unpack a file; yield None and its bytes, or of a zip name and bytes of each file in it."""
    if written.packed == "zip":
        for name, pieces in unzipped(file, chunks, written.member):
            yield None if written.member is None else name, pieces
    else:
        yield None, unpacked(file, chunks, written.packed)


def _with_columns(
    file: str,
    blocks: Iterator[tuple[tuple[str, ...], pl.DataFrame]],
    written: Written,
    used: Collection[str],
) -> Blocks:
    for header, cells in blocks:
        _refuse(doubled_columns(file, header) + missing_columns(file, header, written, used))
        yield header, cells, frozenset()


def _together(file: str, label: str, blocks: Blocks, written: Written, most_counting: int) -> Rows:
    """Join the blocks of one table; InputError where it has too many rows."""
    counting: list[pl.DataFrame] = []
    header: tuple[str, ...] = ()
    number = 0
    above: dict[str, str | None] = {}
    empty: frozenset[int] | None = None
    for named, cells, holds_nothing in blocks:
        header = named
        empty = holds_nothing if empty is None else empty & holds_nothing
        number += cells.height
        if number > MOST_ROWS:
            message, remedy = f"more than {MOST_ROWS:,} rows", "Split the table into several files"
            raise InputError([Problem(Place(file), None, message, remedy)])
        filled, above = filled_down(nothing_as_null(cells, written), written, above)
        rows = turned(file, labelled(file, filled, label, header, written), written)
        counting.append(kept(rows, written) if isinstance(written, Leaving) else rows)
        if sum(block.height for block in counting) > most_counting:
            message = f"rows that count: more than {most_counting:,}, far more than this election can fill"
            raise InputError([Problem(Place(file), None, message, OF_ANOTHER)])
    return Rows(file, pl.concat(counting), header, number, empty=empty or frozenset())


def _csv(file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]) -> Blocks:
    problems: list[Problem] = []
    is_first = True
    pieces = clean_pieces(file, chunks, written)
    first_row = written.skip_lines + 1
    for lines in read_blocks(file, pieces, written.delimiter, written.head, first_row=first_row):
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
                yield lines.header, cells, empty_end(lines)
    _refuse(problems)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


@runtime_checkable
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
