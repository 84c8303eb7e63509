"""Stage 2, fourth step: rows of cells become readings, one row a station and contest.

In   cells that count (text, null where empty) and the mapping's values and figures.
Out  a frame a contest: ROW, part, station, document_class, and a column a figure (Int64, null = not read);
     at the end the long form of it, columns.IMPORTED, in one order whatever the order of the rows was.

A row of a wide table is a reading, or several of different readers; a row of a long table is one figure.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from testigo.columns import COUNT, IMPORTED, TEXT
from testigo.election.contests import Contest
from testigo.errors import Place, Problem
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.forms.profile import FormProfile
from testigo.intake.counts import count
from testigo.intake.language import CodeTable
from testigo.intake.mapping_tables import Reading, Table
from testigo.intake.values import expression, is_left_out
from testigo.numbered import numbered
from testigo.tables.cells import MOST_SHOWN, ROW, further

KEYS = ("station", "contest", "document_class")
PART = "part"
OF_A_READING = (ROW, PART, *KEYS)


def figure_names(readings: pl.DataFrame) -> list[str]:
    """Return the figure columns of readings."""
    return [name for name in readings.columns if name not in OF_A_READING]


def keyed(rows: pl.DataFrame, table: Table, tables: Mapping[str, CodeTable]) -> pl.DataFrame:
    """Add the codes that the values make, `\\0station` and so on; leave out the rows that a code leaves out.

    The cells stay beside them, for the words about those that cannot be read.
    """
    codes = {f"\0{key}": expression(value, tables) for key, value in table.values.items()}
    named = rows.with_columns(**codes)
    return named.filter(~pl.any_horizontal([is_left_out(pl.col(code)) for code in codes]))


def _code(rows: pl.DataFrame, key: str) -> pl.Expr:
    """Return a code that `keyed` has added; null where the mapping has no such value."""
    name = f"\0{key}"
    return (pl.col(name) if name in rows.columns else pl.lit(None, dtype=TEXT)).alias(key)


def from_figures(rows: pl.DataFrame, table: Table, readings: Sequence[Reading]) -> pl.DataFrame:
    """Read a wide table whose counts have been checked: ROW, part, the keys, a column a figure.

    rows  as `keyed` gives them
    """
    keys = [_code(rows, key) for key in KEYS]
    counts_of = table.with_counts_of(readings).count_columns
    is_read = pl.any_horizontal(
        [pl.col(column).is_not_null() for column in counts_of] or [pl.lit(value=True)]
    )
    frames = []
    for part, reading in enumerate(readings):
        counts = {
            figure: pl.sum_horizontal(
                [_cell(column, table, is_read) for column in columns], ignore_nulls=False
            )
            for figure, columns in {**table.figures, **reading.figures}.items()
        }
        frame = rows.select(ROW, pl.lit(part, dtype=COUNT).alias(PART), *keys, **counts)
        needed = [pl.col(figure).is_not_null() for figure in reading.need]
        frames.append(frame.filter(pl.all_horizontal(needed)) if needed else frame)
    return pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]


def _cell(column: str, table: Table, is_read: pl.Expr) -> pl.Expr:
    """Return the counts of a column; where the mapping says so an empty cell of a row with counts is 0."""
    read = count(column, table)
    if column not in table.empty_is_zero:
        return read
    return pl.when(read.is_null() & is_read).then(pl.lit(0, COUNT)).otherwise(read)


def from_machine_codes(
    file: str, rows: pl.DataFrame, table: Table, contest: Contest, profile: FormProfile
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
    keys = [pl.lit(stations).alias("station"), _code(rows, "contest"), _code(rows, "document_class")]
    read = rows.select(ROW, pl.lit(0, dtype=COUNT).alias(PART), *keys, **figures)
    shown = problems[:MOST_SHOWN] + further(
        file, column, len(problems) - MOST_SHOWN, "cells that are no machine code"
    )
    return read, shown


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
    known = readings["contest"].unique().drop_nulls().sort()
    for contest in (contest for contest in known if contest in columns):
        strange = [name for name in figure_names(readings) if name not in columns[contest]]
        for name in strange:
            bad = readings.filter((pl.col("contest") == contest) & pl.col(name).is_not_null())
            if not bad.is_empty():
                message = f"the contest {contest} has no figure {name} ({numbered(bad.height, 'row')})"
                remedy = "Look whether the row's contest is right; keep its contests apart with `only`"
                problems.append(Problem(Place(file, bad[ROW][0], name), str(bad[name][0]), message, remedy))
    return problems


def by_contest(readings: pl.DataFrame, columns: Mapping[str, tuple[str, ...]]) -> dict[str, pl.DataFrame]:
    """Return a frame a contest: ROW, part, station, document_class and the figures that it has."""
    return {
        contest: readings.filter(pl.col("contest") == contest).select(
            ROW,
            PART,
            "station",
            "document_class",
            *(name for name in columns[contest] if name in readings.columns),
        )
        for contest in readings["contest"].unique(maintain_order=True)
    }


def long_form(readings: Mapping[str, pl.DataFrame]) -> pl.LazyFrame:
    """Return columns.IMPORTED, sorted by contest, figure, part, station: made piece by piece, never whole.

    readings  contest -> part, station, document_class, a column a figure

    1,000,000 stations with 13 figures are 1 GB as one frame.
    """
    pieces = []
    for contest in sorted(readings):
        ordered = readings[contest].sort(PART, "station").lazy()
        pieces += [
            ordered.select(
                PART,
                "station",
                pl.lit(contest).alias("contest"),
                "document_class",
                pl.lit(name).alias("figure"),
                pl.col(name).alias("value"),
            ).select(list(IMPORTED))
            for name in sorted(figure_names(readings[contest]))
        ]
    return pl.concat(pieces) if pieces else pl.LazyFrame(schema=IMPORTED)
