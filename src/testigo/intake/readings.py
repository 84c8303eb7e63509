"""Stage 2, fourth step: rows of cells become readings, one row a station and contest.

In   cells that count (text, null where empty) and the mapping's values and figures.
Out  a wide frame: ROW, station, contest, document_class, and a column a figure (Int64, null = not read);
     at the end the long form of it, columns.IMPORTED, in one order whatever the order of the rows was.
"""

from collections.abc import Mapping

import polars as pl

from testigo.columns import COUNT, IMPORTED, TEXT
from testigo.election.contests import Contest
from testigo.errors import Place, Problem
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.forms.profile import FormProfile
from testigo.intake.cells import MOST_SHOWN, ROW, further
from testigo.intake.counts import count
from testigo.intake.mapping import CodeTable, Table
from testigo.intake.values import expression

KEYS = ("station", "contest", "document_class")


def figure_names(readings: pl.DataFrame) -> list[str]:
    """Return the figure columns of readings."""
    return [name for name in readings.columns if name not in {ROW, *KEYS}]


def from_figures(rows: pl.DataFrame, table: Table, tables: Mapping[str, CodeTable]) -> pl.DataFrame:
    """Read the keys and figures of a wide table whose counts have been checked."""
    counts = {
        figure: pl.sum_horizontal([count(part, table) for part in parts], ignore_nulls=False)
        for figure, parts in table.figures.items()
    }
    return rows.select(ROW, **_keys(table, tables), **counts)


def _keys(table: Table, tables: Mapping[str, CodeTable]) -> dict[str, pl.Expr]:
    nothing = pl.lit(None, dtype=TEXT)
    given = {key: expression(value, tables) for key, value in table.values.items()}
    return {key: given.get(key, nothing) for key in KEYS}


def from_machine_codes(
    file: str,
    rows: pl.DataFrame,
    table: Table,
    tables: Mapping[str, CodeTable],
    contest: Contest,
    profile: FormProfile,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Read the station and figures of a column of machine codes; and every text that is none.

    Each text is read by the grammar of the form's profile, in Python: about 20 microseconds a row.
    """
    column = str(table.machine_code)
    found: list[MachineReading | None] = []
    problems: list[Problem] = []
    for row, text in rows.select(ROW, pl.col(column).fill_null("")).iter_rows():
        reading = parse_machine_code(text, profile, contest, Place(file, row, column))
        found.append(reading if isinstance(reading, MachineReading) else None)
        if isinstance(reading, Problem):
            problems.append(reading)
    names = dict.fromkeys(name for reading in found if reading is not None for name in reading.figures)
    figures = {
        name: pl.Series(
            [None if reading is None else reading.figures.get(name) for reading in found], dtype=COUNT
        )
        for name in names
    }
    stations = pl.Series([None if reading is None else reading.station for reading in found], dtype=TEXT)
    keys = {**_keys(table, tables), "station": pl.lit(stations)}
    shown = problems[:MOST_SHOWN] + further(
        file, column, len(problems) - MOST_SHOWN, "cells that are no machine code"
    )
    return rows.select(ROW, **keys, **{name: pl.lit(series) for name, series in figures.items()}), shown


def nobody_read(file: str, readings: pl.DataFrame) -> list[Problem]:
    """Return every row that has neither a figure nor a document class: it is no reading."""
    figures = figure_names(readings)
    empty = readings.filter(pl.all_horizontal(pl.col("document_class", *figures).is_null()))
    remedy = "Leave such rows out with `skip`; write 0 only where the form says 0"
    problems = [
        Problem(Place(file, row), station, "a row without any figure: nobody read it", remedy)
        for row, station in empty.select(ROW, "station").head(MOST_SHOWN).iter_rows()
    ]
    return problems + further(file, None, empty.height - MOST_SHOWN, "rows without any figure")


def misplaced_figures(
    file: str, readings: pl.DataFrame, columns: Mapping[str, tuple[str, ...]]
) -> list[Problem]:
    """Return the figures that stand in a row of a contest that has no such figure.

    columns  contest -> its figure columns
    """
    problems = []
    for contest in readings["contest"].unique().sort():
        strange = [name for name in figure_names(readings) if name not in columns[contest]]
        for name in strange:
            bad = readings.filter((pl.col("contest") == contest) & pl.col(name).is_not_null())
            if not bad.is_empty():
                message = f"the contest {contest} has no figure {name} ({bad.height:,} rows)"
                remedy = "Look whether the row's contest is right; keep its contests apart with `only`"
                problems.append(Problem(Place(file, bad[ROW][0], name), str(bad[name][0]), message, remedy))
    return problems


def long_form(readings: pl.DataFrame) -> pl.LazyFrame:
    """Return columns.IMPORTED, sorted by figure, contest, station: made piece by piece, never whole.

    1,000,000 stations with 13 figures are 1 GB as one frame.
    """
    ordered = readings.sort("contest", "station").lazy()
    pieces = [
        ordered.select(
            pl.lit(0, dtype=COUNT).alias("part"),
            *KEYS,
            pl.lit(name).alias("figure"),
            pl.col(name).alias("value"),
        ).select(list(IMPORTED))
        for name in sorted(figure_names(readings))
    ]
    return pl.concat(pieces) if pieces else pl.LazyFrame(schema=IMPORTED)
