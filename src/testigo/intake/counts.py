"""Stage 2, third step: cells that must hold a count, and the words for those that do not.

In   cells as text, and what the mapping declares of how the table writes numbers.
Out  counts (Int64, null for an empty cell), or problems with row, column, value and remedy.

Only the digits 0-9 are a count, 0 to 999,999,999, and those of other scripts where they are declared.
`1.234` is a thousand in Caracas and one in London: a reader that guesses invents votes.
An empty cell is a figure that nobody read, never 0.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from testigo.characters import IGNORED
from testigo.errors import Place, Problem
from testigo.intake.mapping_tables import Table
from testigo.numbered import numbered
from testigo.tables import days
from testigo.tables.cells import MOST_SHOWN, ROW, further
from testigo.tables.digits import other_digits, with_latin_digits

MOST_LOOKED_AT = 1000
"""Different texts of a column that are no count and for which words are sought; others are only counted."""

SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def _cell(column: str, table: Table) -> pl.Expr:
    return with_latin_digits(pl.col(column)) if table.latin_digits else pl.col(column)


def is_count(column: str, table: Table) -> pl.Expr:
    """Whether the cells of a column are counts as the mapping declares them; empty ones are."""
    digits = "[0-9]{1,9}"
    if table.thousands is not None:
        mark = re.escape(table.thousands)
        digits = f"(?:{digits}|[0-9]{{1,3}}(?:{mark}[0-9]{{3}}){{1,2}})"
    decimals = r"(?:\.0+)?" if table.whole_decimals else ""
    return _cell(column, table).str.contains(rf"\A *{digits}{decimals} *\z").fill_null(value=True)


def count(column: str, table: Table) -> pl.Expr:
    """Return the counts of a column whose cells all pass `is_count`; null where a cell is empty."""
    digits = _cell(column, table).str.strip_chars(" ")
    if table.thousands is not None:
        digits = digits.str.replace_all(table.thousands, "", literal=True)
    if table.whole_decimals:
        digits = digits.str.replace(r"\.0+\z", "")
    return digits.cast(pl.Int64, strict=False)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell that is no count; `habit`: the whole table probably writes so."""

    message: str
    remedy: str
    habit: bool = False


def _thousands(text: str) -> Fault:
    mark = next(character for character in text.strip() if not character.isdigit())
    remedy = (
        f"If it groups thousands, add thousands = {json.dumps(mark)} to [[table]]; else ask for whole counts"
    )
    return Fault("a mark between digits that the mapping does not declare", remedy, habit=True)


def _unread(text: str) -> Fault:
    remedy = f"If it means that nobody read the figure, add null_values = [{json.dumps(text)}] to [[table]]"
    return Fault("a word where a count belongs", remedy, habit=True)


def _fault(message: str, remedy: str, *, habit: bool = False) -> Callable[[str], Fault]:
    return lambda _: Fault(message, remedy, habit)


ONLY_DIGITS = "Write the count with the digits 0-9 only"
FAULTS: tuple[tuple[re.Pattern[str], Callable[[str], Fault]], ...] = (
    (re.compile(rf" *(?:{days.DAY}) *"), _fault(days.MESSAGE.format("count"), days.REMEDY, habit=True)),
    (re.compile(rf" *[0-9]{{1,3}}([,.' {SPACES}])[0-9]{{3}}(\1[0-9]{{3}})* *"), _thousands),
    (
        re.compile(r" *[0-9]+\.0+ *"),
        _fault(
            "decimals where a count belongs", "Add whole_decimals = true to [[table]]", habit=True
        ),
    ),
    (re.compile(r"(?i)#?n/?a|nan|null|none|nil|s/?d|n\.?d\.?|--?|\.|\?|\N{EN DASH}|\N{EM DASH}"), _unread),
    (re.compile(r"[^\W\d_][^\d=+@]*"), _unread),
    (
        re.compile(rf"(?s)(?=.*[0-9]).*[{''.join(sorted(IGNORED))}].*"),
        _fault("an invisible character beside the digits", "Take it out; an editor that shows it helps"),
    ),
    (
        re.compile(r" *(?:[-\N{MINUS SIGN}] *[0-9][0-9.,]*|[0-9][0-9.,]* *-|\([0-9][0-9.,]*\)) *"),
        _fault("a count cannot be negative", "Look at the form again"),
    ),
    (re.compile(r" *\+[0-9]+ *"), _fault("a sign before a count", ONLY_DIGITS)),
    (
        re.compile(r"[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                   r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}](?s:.*)"),
        _fault("a spreadsheet's formula, not a count", "Write the number itself: no formula is worked out"),
    ),
    (
        re.compile(r" *[0-9][0-9.,]*[eE][+-]?[0-9]+ *"),
        _fault("an exponent: a spreadsheet has rounded it", "Write the count in full, from the original"),
    ),
    (re.compile(r" *[0-9]*[.,][0-9]+ *"), _fault("a fraction is no count", "Look at the form again")),
    (re.compile(r" *[0-9]{10,} *"), _fault("larger than 999,999,999", "Look at the form again")),
)  # fmt: skip


def fault(text: str) -> Fault:
    """Say what is wrong with the text of a cell that is no count."""
    for pattern, words in FAULTS:
        if pattern.fullmatch(text):
            return words(text)
    if any(character in other_digits() for character in text):
        return Fault("digits other than 0-9", "Add latin_digits = true to [[table]]", habit=True)
    return Fault("not a count", ONLY_DIGITS)


def count_problems(file: str, cells: pl.DataFrame, table: Table) -> list[Problem]:
    """Return every cell that is no count; a habit of the whole column is one problem, with its number."""
    failing = cells.select((~is_count(column, table)).sum().alias(column) for column in table.count_columns)
    return [
        problem
        for column in table.count_columns
        if failing[column][0]
        for problem in _problems_of_column(file, cells, column, table)
    ]


def _problems_of_column(file: str, cells: pl.DataFrame, column: str, table: Table) -> list[Problem]:
    bad = cells.select(ROW, column).filter(~is_count(column, table))
    kinds = bad.group_by(column, maintain_order=True).agg(pl.col(ROW).first(), number=pl.len())
    left = int(kinds["number"].slice(MOST_LOOKED_AT).sum())
    habits: dict[Fault, tuple[int, str, int]] = {}
    single: list[Problem] = []
    for text, row, number in kinds.head(MOST_LOOKED_AT).iter_rows():
        found = fault(text)
        if found.habit:
            first_row, first_text, before = habits.get(found, (row, text, 0))
            habits[found] = (first_row, first_text, before + number)
        elif len(single) < MOST_SHOWN:
            rows = bad.filter(pl.col(column) == text)[ROW].head(MOST_SHOWN - len(single))
            single += [Problem(Place(file, each, column), text, found.message, found.remedy) for each in rows]
            left += number - len(rows)
        else:
            left += number
    common = [
        Problem(Place(file, row, column), text, f"{found.message} ({_cells(number)})", found.remedy)
        for found, (row, text, number) in habits.items()
    ]
    return common + single + further(file, column, left, "cells that are no count")


def _cells(number: int) -> str:
    return f"in {numbered(number, 'cell', 'cells of this column')}"
