"""Stage 2, second step: what a table says by its form becomes cells: blanks, merged cells, parts, columns.

In   the cells of a block of a table, and how the mapping says that the table is written.
Out  the same with nothing where nothing is meant, with what stands above where that is meant, with the name
     of the sheet or file as a column, and with columns as rows.
"""

from collections.abc import Collection, Mapping

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.mapping_tables import Table
from testigo.tables.cells import ROW
from testigo.tables.names import AllBut
from testigo.tables.written import Written


def own_columns(written: Written, used: Collection[str]) -> Collection[str]:
    """Return the columns that the file itself must have, of those that are used.

    Where columns become rows, every column that is not left out is in it, too.
    """
    own = [column for column in used if column != written.part_column]
    if not isinstance(written, Table) or written.columns_as_rows is None:
        return own
    as_rows = written.columns_as_rows
    needed = [column for column in (*own, *as_rows.stay) if column not in {as_rows.name, as_rows.value}]
    return AllBut(tuple(dict.fromkeys(needed)), frozenset(written.unused))


def nothing_as_null(cells: pl.DataFrame, written: Written) -> pl.DataFrame:
    """Put nothing for what means nothing."""
    cell = pl.all().exclude(ROW)
    return cells.with_columns(
        pl.when(cell.is_in(["", *written.null_values])).then(None).otherwise(cell).name.keep()
    )


def filled_down(
    cells: pl.DataFrame, written: Written, above: Mapping[str, str | None]
) -> tuple[pl.DataFrame, dict[str, str | None]]:
    """Put what stands above into the empty cells of `fill_down`; and what a block after this one begins with.

    above  column -> its last text before these cells
    """
    columns = [column for column in written.fill_down if column in cells.columns]
    filled = cells.with_columns(
        pl.coalesce(pl.col(name).forward_fill(), pl.lit(above.get(name), pl.String)).alias(name)
        for name in columns
    )
    return filled, {name: filled[name][-1] if filled.height else above.get(name) for name in columns}


def turned(file: str, cells: pl.DataFrame, written: Written) -> pl.DataFrame:
    """Make rows of the columns that the mapping says are rows; each keeps the number of its row."""
    as_rows = written.columns_as_rows if isinstance(written, Table) else None
    if as_rows is None:
        return cells
    twice = [name for name in (as_rows.name, as_rows.value) if name in cells.columns]
    if twice:
        remedy = "Give it another name in [table.columns_as_rows]"
        raise InputError(_had_already(file, name, remedy) for name in twice)
    stay = [column for column in cells.columns if column in {ROW, written.part_column, *as_rows.stay}]
    rows = cells.unpivot(index=stay, variable_name=as_rows.name, value_name=as_rows.value)
    return rows.with_columns(pl.col(as_rows.value).cast(pl.String))


def _had_already(file: str, column: str, remedy: str) -> Problem:
    return Problem(Place(file, column=column), None, "the table has this column, too", remedy)


def labelled(
    file: str, cells: pl.DataFrame, label: str, header: tuple[str, ...], written: Written
) -> pl.DataFrame:
    """Add the column with the name of the part, where the mapping asks for it."""
    if written.part_column is None:
        return cells
    if written.part_column in header:
        raise InputError([_had_already(file, written.part_column, "Give `part_column` another name")])
    return cells.with_columns(pl.lit(label).alias(written.part_column))
