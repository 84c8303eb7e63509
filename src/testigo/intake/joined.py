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
from testigo.intake.rows import kept


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


def with_lookups(file: str, rows: pl.DataFrame, table: Table, lookups: Sequence[Looked]) -> pl.DataFrame:
    """Join what the lookups give, in their order, and leave out the rows that are left out by it."""
    needed = _needed(table, lookups)
    for looked in needed:
        taken = looked.lookup.take
        both = sorted(set(taken) & set(rows.columns))
        if both:
            remedy = 'Give it another name in `take`: take = { name_of_mine = "name_in_the_file" }'
            raise InputError(
                [
                    Problem(Place(file, column=name), None, "the table has this column, too", remedy)
                    for name in both
                ]
            )
        rows = rows.join(
            looked.cells.select(
                **_keys(looked.lookup.on), **{name: pl.col(of) for name, of in taken.items()}
            ),
            left_on=list(looked.lookup.on),
            right_on=list(_keys(looked.lookup.on)),
            how="left",
            maintain_order="left",
        )
    return kept(rows, table) if needed else rows


def _keys(on: Mapping[str, str]) -> dict[str, pl.Expr]:
    return {f"\0key{number}": pl.col(column) for number, column in enumerate(on.values())}
