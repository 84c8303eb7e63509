"""Stage 0, before the definition: from the bytes of a table to rows for the definition's files.

In   a file, the drafts of a mapping that are of it, and the look-ups that they need.
Out  `election.draft.Rows`: for each draft, what every row of the table gives; or one InputError with every
     cell that cannot be read so. Nothing is decided here: which rows are one is `suggest.definition_draft`'s.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from testigo.columns import TEXT
from testigo.errors import InputError, Problem
from testigo.intake.codes import unknown_spellings
from testigo.intake.counts import count, count_problems
from testigo.intake.dates import dates_among_codes
from testigo.intake.joined import Looked, needed, own_columns, read_lookups, with_lookups
from testigo.intake.language import CodeTable, Value
from testigo.intake.mapping_tables import Table
from testigo.intake.rows import Rows as FileRows
from testigo.intake.rows import read_parts
from testigo.intake.values import blank_as_null, expression, is_left_out
from testigo.suggest.definition_draft import ROW as SOURCE_ROW
from testigo.suggest.definition_draft import Rows
from testigo.suggest.draft_mapping import Block, Draft, Drafts
from testigo.tables.cells import ROW

FIGURES = {"options": "votes_", "lines": "line_"}
"""What is drafted from figures -> how those figures begin."""


def is_of(draft: Draft, file: str) -> bool:
    """Whether a draft is of the file of that name; one of the figures of `[[table]]` is of none."""
    return draft.written is not None and draft.written.is_of(file)


def lookups_of(drafts: Drafts, files: Mapping[str, Iterable[bytes]]) -> list[Looked]:
    """Read the look-ups that the drafts of these files need; InputError with every problem of theirs."""
    given = [draft for draft in drafts.draft if any(is_of(draft, file) for file in files)]
    return read_lookups(files, needed([column for draft in given for column in draft.used], drafts.lookup))


def read_drafts(
    file: str, chunks: Iterable[bytes], drafts: Drafts, lookups: Sequence[Looked] = ()
) -> list[Rows]:
    """Return the rows of every draft that is of `file`; InputError with every problem of all of them.

    chunks   the file's bytes; they are walked once for each draft, from the beginning each time
    lookups  those that the drafts need, read
    """
    rows: list[Rows] = []
    problems: list[Problem] = []
    for draft in drafts.draft:
        if draft.written is None or not is_of(draft, file):
            continue
        table = _as_read(draft, draft.written)
        try:
            for part in read_parts(file, chunks, table, own_columns(table.used, lookups)):
                try:
                    rows.append(_rows_of(part, draft, table, drafts.tables, lookups))
                except InputError as error:
                    problems += [problem for problem in error.problems if problem not in problems]
        except InputError as error:  # of the parts that cannot be told into rows; it comes last
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return rows


def rows_of_figures(drafts: Drafts) -> list[Rows]:
    """Return the rows that the figures of `[[table]]` give: a contest, its options or its party lines.

    A name is what the table calls its column; a party line's option stands in no figure and stays empty.
    """
    rows = []
    for draft in drafts.draft:
        if draft.blocks:
            continue
        for table in drafts.table:
            if table.contest.constant is not None:
                frame = _figures(draft.what, table.contest.constant, table)
                rows.append(Rows(draft.what, table.file, (frame,)))
    return rows


def _figures(what: str, contest: str, table: Table) -> pl.DataFrame:
    if what == "contests":
        return pl.DataFrame({SOURCE_ROW: [1], "contest": [contest], "name": [contest]})
    start = FIGURES[what]
    codes = [figure.removeprefix(start) for figure in table.figures if figure.startswith(start)]
    named = "party" if what == "lines" else "name"
    return pl.DataFrame(
        {
            SOURCE_ROW: [1] * len(codes),
            "contest": [contest] * len(codes),
            what.removesuffix("s"): codes,
            named: [" + ".join(table.figures[f"{start}{code}"]) for code in codes],
            "position": range(1, len(codes) + 1),
        },
        schema_overrides={"contest": TEXT, what.removesuffix("s"): TEXT, named: TEXT},
    )


def _rows_of(
    part: FileRows, draft: Draft, table: Table, tables: Mapping[str, CodeTable], lookups: Sequence[Looked]
) -> Rows:
    cells = with_lookups(part, table, table.used, lookups)
    values = [expression(value, tables) for block in draft.blocks for value in block.values.values()]
    cells = cells.filter(~pl.any_horizontal([pl.lit(value=False), *map(is_left_out, values)]))
    problems = count_problems(part.file, cells, table)
    for block in draft.blocks:
        problems += dates_among_codes(part.file, cells, block.values)
        for column, value in block.values.items():
            problems += unknown_spellings(part.file, cells, column, value, tables)
    if problems:
        raise InputError(problems)
    blocks = tuple(_block_rows(cells, block, table, tables) for block in draft.blocks)
    return Rows(draft.what, part.file, blocks, levels=bool(draft.levels), hidden=part.hidden)


def _as_read(draft: Draft, written: Table) -> Table:
    """Return the table that reads what the draft reads: all its values as one, its counts as figures."""
    values = tuple(value for block in draft.blocks for value in block.values.values())
    counts = dict.fromkeys(
        column for block in draft.blocks for columns in block.counts.values() for column in columns
    )
    return dataclasses.replace(
        written, station=Value(first_of=values), figures={column: (column,) for column in counts}
    )


def _block_rows(
    cells: pl.DataFrame, block: Block, table: Table, tables: Mapping[str, CodeTable]
) -> pl.DataFrame:
    return cells.select(
        pl.col(ROW).alias(SOURCE_ROW),
        # A person reads what is drafted: spaces at the ends, which no code may have, are taken away.
        *(
            blank_as_null(expression(value, tables).str.strip_chars()).alias(column)
            for column, value in block.values.items()
        ),
        *(
            pl.sum_horizontal([count(one, table) for one in columns], ignore_nulls=False).alias(column)
            for column, columns in block.counts.items()
        ),
    )
