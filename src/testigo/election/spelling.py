"""How codes and names of a definition are spelt, before it is sealed: afterwards nobody can mend them.

In   the tables of a definition that is not sealed yet, or of an amendment; the words of its settings.
Out  problems, and warnings where a file system or an eye takes two codes for one.

A definition that was sealed before these rules is read, and published, without them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from testigo.characters import REMEDY, code_fault, look, words_fault
from testigo.election.table import CellKind, Column, Rule, broken
from testigo.errors import Place, Problem
from testigo.file_name import HASHED, safe_name
from testigo.numbered import numbered
from testigo.tables.days import IS_DAY, MESSAGE, OF_A_SPREADSHEET

CODE_REMEDY = (
    "Write the code that the paper has, in letters a-z, digits, dots and hyphens where you may choose."
)
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows gives to devices, whatever follows the first dot."""
LONGEST_FILE_NAME = 200
"""Bytes of a page's name before its end; file systems take 255, and copies put something before or after."""
MOST_TWINS = 50


def spelling_problems(file: str, table: pl.DataFrame, columns: Sequence[Column]) -> list[Problem]:
    """Return each cell that breaks the rule of texts, or of codes; `table` has `row`.

    Cells of columns whose words are given, and counts, have rules of their own.
    """
    problems = []
    for column in columns:
        if column.name not in table.columns or column.words or column.kind is CellKind.COUNT:
            continue
        is_code = column.kind is CellKind.CODE
        faults = _faults(table[column.name], code_fault if is_code else words_fault)
        for message in dict.fromkeys(faults.values()):
            wrong = pl.col(column.name).is_in([text for text, fault in faults.items() if fault == message])
            rule = Rule(column.name, wrong, message, CODE_REMEDY if is_code else REMEDY)
            problems += broken(file, table, [rule])
    return problems


def _faults(cells: pl.Series, fault: Callable[[str], str | None]) -> dict[str, str]:
    """Return text -> what is wrong with it, for the different texts of a column that have a fault."""
    found = ((text, fault(text)) for text in cells.drop_nulls().unique(maintain_order=True))
    return {text: message for text, message in found if message is not None}


def word_problems(file: str, words: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with words of settings; path in the file -> text."""
    found = ((path, text, words_fault(text)) for path, text in words.items())
    return [
        Problem(Place(file, None, path), text, message, REMEDY)
        for path, text, message in found
        if message is not None
    ]


def colliding_codes(file: str, table: pl.DataFrame, column: str) -> list[Problem]:
    """Return the codes whose pages have one name where capitals do not count."""
    message = "Another code has the same page on computers that ignore capitals: {}"
    remedy = "Give one of them another code: such a publication could not be copied whole."
    return list(_twins(file, table[column], column, lambda code: safe_name(code).lower(), message, remedy))


def code_warnings(file: str, table: pl.DataFrame, column: str) -> list[Problem]:
    """Return the codes that an eye or a file system may take for others, or forbids."""
    codes = table[column].drop_nulls()
    place = Place(file, None, column)
    warnings = []
    for code in codes:
        if code.partition(".")[0].lower() in RESERVED:
            message = "Windows keeps no file of this name"
            warnings.append(Problem(place, code, message, "Choose another code, where the paper lets you."))
        elif _is_long(safe_name(code)):
            message = "The code is too long for the name of a page, which gets a hash in its place"
            warnings.append(Problem(place, code, message, "Choose a shorter code, where the paper lets you."))
    remedy = "Look at both on the paper; people who type them will mix them up."
    return [
        *warnings,
        *_twins(file, codes, column, look, "Another code looks the same: {}", remedy),
        *_twins(file, codes, column, str.casefold, "Another code differs in capitals only: {}", remedy),
    ]


def day_warnings(file: str, table: pl.DataFrame, columns: Sequence[Column]) -> list[Problem]:
    """Return the columns of codes and names with cells that are days, with the first and their number."""
    warnings = []
    for column in columns:
        if (
            column.name not in table.columns
            or column.words
            or column.name in FREE
            or column.kind is CellKind.COUNT
        ):
            continue
        days = table.filter(pl.col(column.name).str.contains(IS_DAY))
        if not days.is_empty():
            what = "code" if column.kind is CellKind.CODE else "name"
            cells = numbered(days.height, "cell", "cells of this column")
            message = f"{MESSAGE.format(what)} (in {cells})"
            place = Place(file, days["row"][0], column.name)
            warnings.append(Problem(place, days[column.name][0], message, OF_A_SPREADSHEET))
    return warnings


FREE = ("source",)
"""Columns of free words, in which a day may well stand."""


def _is_long(name: str) -> bool:
    return len(name) > LONGEST_FILE_NAME or HASHED in name


def _twins(
    file: str, codes: pl.Series, column: str, seen_as: Callable[[str], str], message: str, remedy: str
) -> Iterator[Problem]:
    """Yield a problem for each code that is seen as an earlier one of the column."""
    first: dict[str, str] = {}
    twins: dict[str, list[str]] = defaultdict(list)
    for code in codes.drop_nulls().unique(maintain_order=True):
        other = first.setdefault(seen_as(code), code)
        if other != code:
            twins[other].append(code)
    place = Place(file, None, column)
    for other, codes_like in list(twins.items())[:MOST_TWINS]:
        for code in codes_like:
            yield Problem(place, code, message.format(repr(other)), remedy)
    if len(twins) > MOST_TWINS:
        yield Problem(
            place, None, f"{numbered(len(twins) - MOST_TWINS, 'more code')}: {message.format('')}", remedy
        )
