"""Stage 2, third step: the columns of a second file, joined to the rows of a table.

In   the rows of a table, and the rows of each `[[lookup]]` of the mapping.
Out  the rows with the columns that the lookups give; a row that finds nothing gets empty cells.

The keys of a lookup are unique, so that a row finds at most one and no vote is counted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.cells import MOST_SHOWN, ROW, further
from testigo.intake.layout import Lookup, Table
from testigo.intake.rows import Rows, kept


@dataclass(frozen=True)
class Looked:
    """A `[[lookup]]` whose file was read: its cells, one row a key."""

    file: str
    lookup: Lookup
    cells: pl.DataFrame


def looked_up(file: str, lookup: Lookup, cells: pl.DataFrame) -> Looked:
    """Return a lookup with the rows of its file; InputError where two rows have one key."""
    on = list(lookup.on.values())
    named = cells.drop_nulls(on)
    repeated = named.filter(named.select(on).is_duplicated()).sort(ROW)
    again = repeated.filter(~pl.struct(on).is_first_distinct())
    if not again.is_empty():
        message = "the row repeats a key of the look-up"
        remedy = "A key names one row: take one of them out, or add a column to `on`"
        problems = [
            Problem(Place(file, row, ", ".join(on)), " ".join(keys), message, remedy)
            for row, *keys in again.select(ROW, *on).head(MOST_SHOWN).iter_rows()
        ]
        raise InputError(
            [*problems, *further(file, None, again.height - MOST_SHOWN, "rows that repeat a key")]
        )
    return Looked(file, lookup, named)


def own_columns(table: Table, lookups: Sequence[Looked]) -> tuple[str, ...]:
    """Return the columns that the file of a table itself must have."""
    own = list(table.used)
    for looked in reversed(_needed(table, lookups)):
        own = [column for column in own if column not in looked.lookup.take]
        own += list(looked.lookup.on)
    return tuple(dict.fromkeys(own))


def _needed(table: Table, lookups: Sequence[Looked]) -> list[Looked]:
    """Return the lookups that a table reads something of, itself or through a later one."""
    wanted = set(table.used)
    needed: list[Looked] = []
    for looked in reversed(lookups):
        if wanted & looked.lookup.take.keys():
            needed.insert(0, looked)
            wanted |= looked.lookup.on.keys()
    return needed


def with_lookups(rows: Rows, table: Table, lookups: Sequence[Looked]) -> pl.DataFrame:
    """Return the cells with what the lookups give, without the rows that are then left out."""
    needed = _needed(table, lookups)
    problems = [problem for looked in needed for problem in _had_already(rows.file, rows.header, looked)]
    if problems:
        raise InputError(problems)
    cells = rows.cells
    for looked in needed:
        taken = looked.lookup.take
        cells = cells.join(
            looked.cells.select(
                **_keys(looked.lookup.on), **{name: pl.col(of) for name, of in taken.items()}
            ),
            left_on=list(looked.lookup.on),
            right_on=list(_keys(looked.lookup.on)),
            how="left",
            maintain_order="left",
        )
    return kept(cells, table) if needed else cells


def _had_already(file: str, header: Sequence[str], looked: Looked) -> list[Problem]:
    remedy = 'Give it another name in `take`: take = { name_of_mine = "name_in_the_file" }'
    return [
        Problem(Place(file, column=name), None, "the table has this column, too", remedy)
        for name in looked.lookup.take
        if name in header
    ]


def _keys(on: Mapping[str, str]) -> dict[str, pl.Expr]:
    return {f"\0key{number}": pl.col(column) for number, column in enumerate(on.values())}
