"""Stage 2, fourth step: rows that repeat a station and contest.

In   readings of a wide table (ROW, part, station, contest, document_class, a column a figure).
Out  a problem a repeated row, equal or contradicting; or, where the mapping says so, their sum.

The last row never wins in silence: two figures for one station are two claims, and a person must look.
"""

import polars as pl

from testigo.errors import Place, Problem
from testigo.intake.mapping_tables import Table
from testigo.intake.readings import PART, figure_names
from testigo.tables.cells import MOST_SHOWN, ROW, further

KEY = [PART, "station", "contest"]
SAME = "the row repeats a station, with the same figures"
OTHER = "the row repeats a station, with other figures"
CLASSES = "rows of one station with different document classes"


def repeated_rows(file: str, readings: pl.DataFrame, table: Table) -> list[Problem]:
    """Return every row that repeats an earlier one; with `repeated = "add"` only where classes differ."""
    named = readings.drop_nulls(KEY)
    repeated = named.filter(named.select(KEY).is_duplicated())
    if repeated.is_empty():
        return []
    compared = ["document_class"] if table.repeated == "add" else ["document_class", *figure_names(readings)]
    again = (
        repeated.sort(ROW)
        .with_columns(
            is_same=pl.all_horizontal(
                pl.col(name).eq_missing(pl.col(name).first().over(KEY)) for name in compared
            ),
            first_row=pl.col(ROW).first().over(KEY),
        )
        .filter(pl.col(ROW) != pl.col("first_row"))
    )
    if table.repeated == "add":
        again = again.filter(~pl.col("is_same"))
    problems = [
        Problem(
            Place(file, row, "station"),
            station,
            f"{CLASSES if table.repeated else SAME if is_same else OTHER} (first in row {first_row})",
            _remedy(table, is_same=is_same),
        )
        for row, station, is_same, first_row in again.select(ROW, "station", "is_same", "first_row")
        .head(MOST_SHOWN)
        .iter_rows()
    ]
    return problems + further(file, "station", again.height - MOST_SHOWN, "rows that repeat a station")


def _remedy(table: Table, *, is_same: bool) -> str:
    if table.repeated == "add" or not is_same:
        return (
            'Ask its publisher which one holds; if the rows are parts of one form, repeated = "add" adds them'
        )
    return 'Take one of them out; if the rows are parts of one form, add repeated = "add" to [[table]]'


def added_up(readings: pl.DataFrame) -> pl.DataFrame:
    """Add up the rows of one station and contest; a figure that one of them lacks is not read."""
    if not readings.select(KEY).is_duplicated().any():
        return readings
    sums = [
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)
        for name in figure_names(readings)
    ]
    grouped = readings.group_by(KEY, maintain_order=True).agg(pl.col(ROW, "document_class").first(), *sums)
    return grouped.select(readings.columns)
