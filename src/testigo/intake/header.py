"""Stage 2, second step: the columns of a file against those that the mapping names.

In   the file's header and the mapping's `[[table]]`.
Out  a problem for each doubled name, and for each missing column with the nearest one that the file has;
     and the columns that nobody reads.
"""

import difflib
from collections import Counter
from collections.abc import Collection

from testigo.characters import skeleton
from testigo.errors import Message, Place, Problem
from testigo.intake.language import as_toml
from testigo.tables.written import Written

DELIMITERS = {";": '";"', "\t": r'"\t"', "|": '"|"', ",": '","'}
"""What people separate cells with -> how TOML writes it."""
MOST_COMPARED = 2_000
"""Columns of a file among which the nearest name is sought."""


def doubled_columns(file: str, header: tuple[str, ...]) -> list[Problem]:
    """Return the names that two columns of the file have."""
    doubled = sorted(name for name, times in Counter(header).items() if name and times > 1)
    return [
        Problem(Place(file, 1, name), None, Message("header.twice"), Message("header.give_each_its_own"))
        for name in doubled
    ]


def missing_columns(
    file: str, header: tuple[str, ...], written: Written, used: Collection[str]
) -> list[Problem]:
    """Return the columns that the mapping uses and the file has not."""
    missing = [column for column in used if column not in header]
    if not missing:
        return [_pattern(file, column) for column in used if is_pattern(column)]
    of_cells = _wrong_delimiter(file, header, written, missing) if written.kind == "csv" else []
    return of_cells or [
        Problem(Place(file, 1, column), None, Message("header.no_such_column"), _nearest(column, header))
        for column in missing
    ]


def is_pattern(name: str) -> bool:
    """Whether the library that holds the columns would take the name for a pattern of names."""
    return name == "*" or (name.startswith("^") and name.endswith("$"))


def _pattern(file: str, column: str) -> Problem:
    message, remedy = Message("header.unreadable_name"), Message("header.another_name")
    return Problem(Place(file, 1, column), None, message, remedy)


def _wrong_delimiter(file: str, header: tuple[str, ...], table: Written, missing: list[str]) -> list[Problem]:
    """Return one problem where another delimiter gives the columns that are missing."""
    line = table.delimiter.join(header)
    if line.startswith("sep="):
        remedy = Message("header.skip_the_line", delimiter=line[4:5])
        return [Problem(Place(file, 1), line, Message("header.line_for_excel"), remedy)]
    for delimiter, written in DELIMITERS.items():
        names = {name.strip('"') for name in line.split(delimiter)}
        if len(names) > 1 and (len(header) == 1 or names.issuperset(missing)):
            said = DELIMITERS.get(table.delimiter, table.delimiter)
            message = Message("header.other_delimiter", delimiter=said)
            remedy = Message("header.add_delimiter", delimiter=written)
            return [Problem(Place(file, 1), line, message, remedy)]
    return []


def _nearest(column: str, header: tuple[str, ...]) -> str:
    for name in header[:MOST_COMPARED]:
        if skeleton(name) == skeleton(column):
            return f"The file has {as_toml(name, column)}, which only looks the same: write it so"
    near = difflib.get_close_matches(column, header[:MOST_COMPARED], n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    if any(name.strip().isdecimal() for name in header):
        return 'Its first row looks like results: if it has no header, add head = ["...", "..."] to [[table]]'
    return f"The file has: {', '.join(repr(name) for name in header[:40])}"


def unused_columns(
    header: tuple[str, ...], listed: Collection[str], empty: Collection[int] = ()
) -> tuple[str, ...]:
    """Return the columns that the mapping neither reads nor lists as `unused`, in the file's order.

    empty  numbers of columns that have neither a name nor a cell: nobody has to say that they are not read
    """
    numbered = list(enumerate(header, start=1))
    listed = {*listed, *(f"column_{number}" for number, _ in numbered if f"(column {number})" in listed)}
    listed |= {f"column_{number}" for number in empty}
    return tuple(name for name in _called(header) if name not in listed)


def unused_that_is_not_there(header: tuple[str, ...], unused: Collection[str]) -> tuple[str, ...]:
    """Return the names in `unused` that the file has not: a misspelt one leaves its column unread unseen."""
    without_name = {f"(column {number})" for number, name in enumerate(header, start=1) if not name}
    known = {*_called(header), *without_name}
    return tuple(name for name in unused if name not in known)


def _called(header: tuple[str, ...]) -> list[str]:
    """Return the names of the columns; `column_4` of the fourth where it has none, as drafts call it."""
    return [name or f"column_{number}" for number, name in enumerate(header, start=1)]
