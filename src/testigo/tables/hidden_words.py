"""Stage 2: what a person is told of the sheets, rows and columns that a workbook does not show.

In   `Hidden` of a sheet, and which of its rows and columns are read.
Out  sentences: which, and how many. Nothing is left out for it: only its maker knows why they are hidden.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from testigo.numbered import numbered
from testigo.tables.answers import Hidden

MOST_NAMED = 10


def hidden_notes(
    file: str, sheet: str, hidden: Hidden, rows: Collection[int], columns: Sequence[str]
) -> tuple[str, ...]:
    """Say what of that which an import takes is hidden, and which hidden sheets it does not take.

    rows     numbers of the rows that are taken
    columns  header of the sheet; of columns that are not read the empty text
    """
    return tuple(f"{file}: {said}" for said in _notes(sheet, hidden, rows, columns))


def _notes(sheet: str, hidden: Hidden, rows: Collection[int], columns: Sequence[str]) -> Iterator[str]:
    if hidden.is_sheet:
        yield f"the sheet {sheet!r} is hidden in the workbook, and is read: look whether its rows count"
    taken = set(rows)
    of_rows = [number for number in hidden.rows if number in taken]
    if of_rows:
        are = numbered(len(of_rows), "row that is taken is", "rows that are taken are")
        yield f"{are} hidden in the workbook ({ranges(of_rows)}): look whether they count, else `skip` them"
    of_columns = [columns[number - 1] for number in hidden.columns if number <= len(columns)]
    named = [repr(name) for name in of_columns if name]
    if named:
        are = numbered(len(named), "column that is read is", "columns that are read are")
        yield f"{are} hidden in the workbook: {_some(named)}"
    if hidden.others:
        sheets = numbered(
            len(hidden.others), "hidden sheet, which is not read", "hidden sheets, which are not read"
        )
        yield f"the workbook has {sheets}: {_some([repr(name) for name in hidden.others])}"


def hidden_questions(sheets: Mapping[str, Hidden], looked_at: str) -> Iterator[str]:
    """Ask what to do with what a workbook hides, before there is a mapping.

    sheets     what each sheet that holds something hides
    looked_at  the one whose table the draft is of
    """
    names = [repr(name) for name, hidden in sheets.items() if hidden.is_sheet]
    if names:
        yield f"{numbered(len(names), 'sheet is', 'sheets are')} hidden: {_some(names)}. Do they count"
    hidden = sheets[looked_at]
    if hidden.rows:
        rows = f"{numbered(len(hidden.rows), 'row is', 'rows are')} hidden: {ranges(hidden.rows)}"
        yield f"{rows}. An import takes them like the others: do they count"
    if hidden.columns:
        columns = numbered(len(hidden.columns), "column is", "columns are")
        yield f"{columns} hidden: {_some([_letters(number) for number in hidden.columns])}"


def ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers, those that follow one another together: 5-7, 12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return _some([str(first) if first == last else f"{first}-{last}" for first, last in found])


def _some(names: Sequence[str]) -> str:
    left = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {left:,} more" if left > 0 else "")


def _letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
