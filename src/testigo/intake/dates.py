"""Stage 2, third step: a day where a code, a name or a count belongs. A spreadsheet makes 1-4 one in April.

In   cells as text. A cell of a workbook that is shown as a day or an hour comes as 2024-04-01 00:00:00.
Out  one problem a column, with the first cell and the number of them. What was typed cannot be told from it.
"""

import re
from collections.abc import Callable, Collection, Mapping

import polars as pl

from testigo.errors import Place, Problem
from testigo.intake.language import Value
from testigo.numbered import numbered
from testigo.tables.cells import ROW
from testigo.tables.days import DAY, IS_DAY, MESSAGE, REMEDY

IF_MEANT = '; if it is meant so, send it through a code table (default = "same")'


def dates_among_codes(
    file: str,
    cells: pl.DataFrame,
    values: Mapping[str, Value],
    known: Callable[[], Collection[str]] | None = None,
) -> list[Problem]:
    """Return for each column of a code or a name the days that stand in it, as one problem.

    values  what is made of the cells; what goes through a code table says itself which texts it expects
    known   gives the codes of the definition, in which days may stand; None where there is none yet
    """
    problems = []
    for column in _columns(values):
        days = cells.select(ROW, column).filter(pl.col(column).str.contains(IS_DAY))
        if not days.is_empty():
            expected = [code for code in (known() if known else ()) if re.search(DAY, code)]
            odd = [text for text in days[column].unique() if not any(text in code for code in expected)]
            unknown = ", and not in the definition" if known else ""
            problems += _one(file, column, days.filter(pl.col(column).is_in(odd)), unknown)
    return problems


def _columns(values: Mapping[str, Value]) -> list[str]:
    columns = dict.fromkeys(column for value in values.values() for column in sorted(value.columns()))
    translated = {
        column
        for value in values.values()
        for inner in value.inner()
        if inner.table is not None
        for column in inner.columns()
    }
    return [column for column in columns if column not in translated]


def _one(file: str, column: str, days: pl.DataFrame, unknown: str) -> list[Problem]:
    if days.is_empty():
        return []
    row, text = days.row(0)
    cells = numbered(days.height, "cell", "cells of this column")
    message = f"{MESSAGE.format('code')}{unknown} (in {cells})"
    return [Problem(Place(file, row, column), text, message, REMEDY + IF_MEANT)]
