"""Stage 2, third step: cells that must hold a code (station, contest, document class, machine code).

In   cells as text, the readings made of them, and the definition.
Out  problems with row, column, value and remedy; a code is never trimmed, padded or put right.
"""

from collections.abc import Callable, Collection, Mapping

import polars as pl

from testigo.characters import is_formula, is_unseen, text_fault
from testigo.columns import DocumentClass
from testigo.election.nearest import nearest
from testigo.errors import Place, Problem
from testigo.intake.dates import dates_among_codes
from testigo.intake.language import CodeTable, Value
from testigo.intake.mapping_tables import Table
from testigo.intake.values import translations
from testigo.numbered import numbered
from testigo.tables.cells import MOST_SHOWN, ROW, further

INVISIBLE = (
    "an invisible character in a code",
    "Take it out; an editor that shows such characters helps",
)
SPACE = (
    "a space at the end of a code",
    "Take it out: two codes that differ in it look the same",
)
FORMULA = (
    "a spreadsheet's formula where a code belongs",
    "Write the code itself, from the original; a formula is never worked out",
)


def unsafe_codes(
    file: str, cells: pl.DataFrame, table: Table, sealed: Callable[[], Collection[str]] = tuple
) -> list[Problem]:
    """Return every cell of a code column that an eye or a spreadsheet would take for something else.

    sealed  gives the codes of the definition: what it was sealed with, in the days when such codes could be,
            is read; a cell may be the beginning of one
    """
    problems = dates_among_codes(file, cells, table.values, sealed)
    for column in table.code_columns:
        texts = cells[column].drop_nulls().unique()  # of millions of rows a few thousand
        faults = {text: fault for text in texts if (fault := _fault(text)) is not None}
        if faults:
            odd = [code for code in sealed() if _fault(code) is not None]
            faults = {text: fault for text, fault in faults.items() if not _begins_one(text, odd)}
        for message, remedy in (INVISIBLE, SPACE, FORMULA):
            wrong = [text for text, fault in faults.items() if fault == (message, remedy)]
            if wrong:
                rows = cells.select(ROW, column).filter(pl.col(column).is_in(wrong))
                problems += _a_row_each(file, column, rows, message, remedy)
    return problems


def _begins_one(text: str, codes: Collection[str]) -> bool:
    return any(code.startswith(text) for code in codes)


def _fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a cell that is, or becomes, a code."""
    if text.isascii() and text.isprintable() and text[:1].isalnum() and not text.endswith(" "):
        return None
    if text_fault(text.strip()) is not None or any(map(is_unseen, text)):
        return INVISIBLE
    if text != text.strip():
        return SPACE
    return FORMULA if is_formula(text) else None


def untranslated(
    file: str, cells: pl.DataFrame, table: Table, tables: Mapping[str, CodeTable]
) -> list[Problem]:
    """Return every spelling that a code table without a default does not have, once, with its number."""
    return [
        problem
        for key, value in table.values.items()
        for problem in unknown_spellings(file, cells, key, value, tables)
    ]


def unknown_spellings(
    file: str, cells: pl.DataFrame, key: str, value: Value, tables: Mapping[str, CodeTable]
) -> list[Problem]:
    """Return what `untranslated` does for one value; `key` is what it is the value of."""
    problems = []
    for translation in translations(value, tables):
        if translation.table.default is None:
            strange = cells.filter(translation.unknown).select(ROW, spelling=translation.spelling)
            remedy = f"Add it to [tables.{translation.name}], or give that table a default"
            problems += _a_value_each(file, key, strange, "not in the code table", remedy)
    return problems


def missing_codes(file: str, readings: pl.DataFrame) -> list[Problem]:
    """Return every row without a station, a contest or, where a row is a figure, without a figure."""
    return [
        problem
        for column in ("station", "contest", "figure")
        if column in readings.columns
        for problem in _a_row_each(
            file,
            column,
            readings.filter(pl.col(column).is_null()).select(ROW, column),
            f"a row without a {column}",
            "Fill it in from the original, or leave such rows out with `skip`",
        )
    ]


def strange_codes(file: str, readings: pl.DataFrame, contests: Collection[str]) -> list[Problem]:
    """Return every contest that the definition does not have, and every word that is no document class."""
    problems = []
    for column, words in (("contest", contests), ("document_class", [kind.value for kind in DocumentClass])):
        strange = readings.filter(~pl.col(column).is_in(list(words))).select(ROW, spelling=column)
        remedy = f"Known are: {', '.join(words)}. Translate it with a code table"
        for problem in _a_value_each(file, column, strange, f"no such {column.replace('_', ' ')}", remedy):
            near = nearest(problem.value or "", list(words))
            problems.append(problem if near is None else _proposing(problem, near))
    return problems


def _proposing(problem: Problem, near: str) -> Problem:
    remedy = f"Did you mean {near!r}? Correct it, or translate it with a code table"
    return Problem(problem.place, problem.value, problem.message, remedy)


def _a_row_each(file: str, column: str, rows: pl.DataFrame, message: str, remedy: str) -> list[Problem]:
    """Return a problem for each row of ROW and a value, the first MOST_SHOWN singly."""
    problems = [
        Problem(Place(file, row, column), None if value is None else ascii(value)[1:-1], message, remedy)
        for row, value in rows.head(MOST_SHOWN).iter_rows()
    ]
    return problems + further(file, column, rows.height - MOST_SHOWN, f"rows with {message}")


def _a_value_each(file: str, column: str, rows: pl.DataFrame, message: str, remedy: str) -> list[Problem]:
    """Return a problem for each distinct `spelling`, at its first row, with the number of rows."""
    each = rows.group_by("spelling", maintain_order=True).agg(pl.col(ROW).first(), number=pl.len())
    problems = [
        Problem(Place(file, row, column), spelling, f"{message} ({numbered(number, 'row')})", remedy)
        for spelling, row, number in each.head(MOST_SHOWN).iter_rows()
    ]
    return problems + further(file, column, each.height - MOST_SHOWN, f"spellings: {message}")
