"""Stage 2, third step: the columns of a second file, joined to the rows of a table.

In   the rows of a table, and the rows of each `[[lookup]]` of the mapping.
Out  the rows with the columns that the lookups give; a row that finds nothing gets empty cells.

The keys of a lookup are unique, so that a row finds at most one and no vote is counted twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.errors import InputError, Message, Place, Problem
from testigo.intake.mapping_tables import Lookup
from testigo.intake.rows import Leaving, Rows, kept, read_rows
from testigo.tables.cells import MOST_SHOWN, ROW, further

FILE = "\0file"
"""The column of a look-up's rows that says which of its files each is of."""


@dataclass(frozen=True)
class Looked:
    """A `[[lookup]]` whose files were read: their cells together, one row a key.

    hidden  what of them a workbook does not show, in words
    """

    lookup: Lookup
    cells: pl.DataFrame
    hidden: tuple[str, ...] = ()


def _looked_up(lookup: Lookup, parts: Sequence[Rows]) -> Looked:
    """Return a lookup with the rows of its files; InputError where two rows have one key."""
    on = list(lookup.on.values())
    cells = [part.cells.select(ROW, *lookup.used, pl.lit(part.file).alias(FILE)) for part in parts]
    named = pl.concat(cells).drop_nulls(on)
    repeated = named.filter(named.select(on).is_duplicated()).sort(FILE, ROW)
    again = repeated.filter(~pl.struct(on).is_first_distinct())
    if not again.is_empty():
        message = "the row repeats a key of the look-up"
        remedy = "A key names one row: take one of them out, or add a column to `on`"
        problems = [
            Problem(Place(file, row, ", ".join(on)), " ".join(keys), message, remedy)
            for file, row, *keys in again.select(FILE, ROW, *on).head(MOST_SHOWN).iter_rows()
        ]
        more = again.height - MOST_SHOWN
        raise InputError([*problems, *further(parts[0].file, None, more, "rows that repeat a key")])
    return Looked(lookup, named, tuple(told for part in parts for told in part.hidden))


def needed(used: Collection[str], lookups: Sequence[Lookup]) -> list[Lookup]:
    """Return the lookups that give something that is used, by itself or through a later one."""
    wanted = set(used)
    found: list[Lookup] = []
    for lookup in reversed(lookups):
        if wanted & lookup.take.keys():
            found.insert(0, lookup)
            wanted |= lookup.on.keys()
    return found


def own_columns(used: Collection[str], lookups: Sequence[Looked]) -> tuple[str, ...]:
    """Return the columns that the file of a table itself must have.

    used  what the mapping reads of the table and of what the lookups give it
    """
    own = list(used)
    for lookup in reversed(needed(used, [looked.lookup for looked in lookups])):
        own = [column for column in own if column not in lookup.take]
        own += list(lookup.on)
    return tuple(dict.fromkeys(own))


def read_lookups(files: Mapping[str, Iterable[bytes]], lookups: Sequence[Lookup]) -> list[Looked]:
    """Read the files of every `[[lookup]]`; InputError with every problem, that of a file not given too.

    Where its name is a pattern, the files that fit it are one look-up together.
    """
    read: list[Looked] = []
    problems: list[Problem] = []
    for lookup in lookups:
        names = [name for name in files if lookup.is_of(name)]
        if not names:
            message, remedy = Message("lookup.not_given"), Message("lookup.give_it")
            problems.append(Problem(Place(lookup.file), None, message, remedy))
            continue
        try:
            parts = [read_rows(name, files[name], lookup, lookup.used) for name in names]
            read.append(_looked_up(lookup, parts))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return read


def with_lookups(
    rows: Rows, table: Leaving, used: Collection[str], lookups: Sequence[Looked]
) -> pl.DataFrame:
    """Return the cells with what the lookups give, without the rows that are then left out."""
    wanted = needed(used, [looked.lookup for looked in lookups])
    joining = [looked for looked in lookups if looked.lookup in wanted]
    problems = [problem for looked in joining for problem in _had_already(rows.file, rows.header, looked)]
    if problems:
        raise InputError(problems)
    cells = rows.cells
    for looked in joining:
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
    return kept(cells, table) if joining else cells


def _had_already(file: str, header: Sequence[str], looked: Looked) -> list[Problem]:
    return [
        Problem(
            Place(file, column=name),
            None,
            Message("lookup.column_is_there"),
            Message("lookup.take_by_another_name"),
        )
        for name in looked.lookup.take
        if name in header
    ]


def _keys(on: Mapping[str, str]) -> dict[str, pl.Expr]:
    return {f"\0key{number}": pl.col(column) for number, column in enumerate(on.values())}
