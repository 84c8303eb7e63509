"""One CSV file of the definition: from bytes to a frame of typed columns, with every problem in it.

In   the bytes that a coordinator saved from a spreadsheet, and the columns that the file may have.
Out  a frame with those columns and `row` (1 = the header), and the problems; or None where the file
     cannot be read as a table at all.

UTF-8 with or without a byte order mark, LF or CRLF, comma, `"` around cells where needed. A cell holds one
line of Unicode NFC text without control characters; so a row is always a line, and two programs cannot see
two tables in one file. An empty cell is null. Nothing is repaired.
"""

import csv
import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

import polars as pl

from testigo.catalogue import LANGUAGES
from testigo.characters import NEVER_SEALED
from testigo.columns import COUNT, TEXT
from testigo.election.nearest import proposing
from testigo.errors import Place, Problem
from testigo.numbered import numbered

MOST_PROBLEMS_OF_A_RULE = 1_000
"""More rows than that with the same fault are counted, not listed: a million lines help nobody."""

MOST_PROPOSED = 20
"""Rows of one fault for which the code that may be meant is sought: as many as are shown whole."""

LONGEST_LINE = 10_000
"""Characters of a row: far more than a coordinator writes, far less than what fills a memory."""

MOST_OF_A_CODE = 80

COUNT_PATTERN = r"^[0-9]{1,12}$"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CellKind(Enum):
    """What the cells of a column hold."""

    CODE = "code"
    TEXT = "text"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A column of a file: optional ones may be absent; `filled` ones have no empty cell."""

    name: str
    kind: CellKind = CellKind.TEXT
    filled: bool = False
    optional: bool = False
    words: tuple[str, ...] = ()  # where not empty, the only values allowed
    language: str = ""  # where not empty, the column says another one's words in this language


def in_languages(name: str) -> tuple[Column, ...]:
    """Return the optional columns `<name>_es`, `<name>_en`, ... beside a column of names."""
    return tuple(Column(f"{name}_{language}", optional=True, language=language) for language in LANGUAGES)


@dataclass(frozen=True)
class Rule:
    """One thing that no row may be: `wrong` is true in the rows that break it.

    known  the codes of which the column must name one: the one that may be meant is proposed
    """

    column: str
    wrong: pl.Expr
    message: str
    remedy: str
    known: Sequence[str] = ()


def read_table(
    file: str, content: bytes, columns: Sequence[Column]
) -> tuple[pl.DataFrame | None, list[Problem]]:
    """Read a CSV file; cells that are not of their column's kind are null in the frame and a problem each."""
    text, problems = _decode(file, content)
    if text is None:
        return None, problems
    problems = [*_control_characters(file, text), *_long_lines(file, text)]
    if problems:
        return None, problems
    header, problems = _header(file, text, columns)
    if problems:
        return None, problems
    cells, problems = _cells(file, text, header)
    if cells is None:
        return None, problems
    frame = cells.with_columns(pl.lit(None, TEXT).alias(c.name) for c in columns if c.name not in header)
    found = broken(file, frame, [rule for column in columns for rule in _cell_rules(column)])
    typed = frame.select("row", *(_typed(column) for column in columns))
    return typed, [*not_normalised(file, text), *found]


def empty_table(columns: Sequence[Column]) -> pl.DataFrame:
    """Return the frame of a file that is not there."""
    return pl.DataFrame(
        schema={"row": COUNT, **{c.name: COUNT if c.kind is CellKind.COUNT else TEXT for c in columns}}
    )


def broken(file: str, frame: pl.DataFrame, rules: Iterable[Rule]) -> list[Problem]:
    """Return a problem for every row of `frame` that breaks a rule; `frame` has `row` and the columns."""
    problems: list[Problem] = []
    for rule in rules:
        rows = frame.filter(rule.wrong.fill_null(value=False)).select(
            "row", pl.col(rule.column).cast(TEXT).alias("value")
        )
        for number, (row, value) in enumerate(rows.head(MOST_PROBLEMS_OF_A_RULE).iter_rows()):
            known = rule.known if number < MOST_PROPOSED else ()
            remedy = proposing(value, known, rule.remedy)
            problems.append(Problem(Place(file, row, rule.column), value, rule.message, remedy))
        if rows.height > MOST_PROBLEMS_OF_A_RULE:
            more = f"{numbered(rows.height - MOST_PROBLEMS_OF_A_RULE, 'more row')}: {rule.message}"
            problems.append(Problem(Place(file, None, rule.column), None, more, rule.remedy))
    return problems


def repeated(*columns: str) -> pl.Expr:
    """True in the second and later rows of the same values; a null is never a repetition."""
    key = pl.struct(*columns)
    known = pl.all_horizontal(pl.col(column).is_not_null() for column in columns)
    return known & ~key.is_first_distinct()


def _decode(file: str, content: bytes) -> tuple[str | None, list[Problem]]:
    remedy = "Save the file as CSV UTF-8."
    try:
        text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        shown = content[max(0, error.start - 10) : error.start + 10].decode("latin-1")
        return None, [Problem(Place(file, row), shown, "This is not UTF-8 text", remedy)]
    if not text.strip():
        return None, [Problem(Place(file), None, "The file is empty", "Write at least the header row.")]
    return text.replace("\r\n", "\n"), []


def _control_characters(file: str, text: str) -> list[Problem]:
    problems = []
    for number, line in _lines_with(text, NEVER_SEALED.search(text) is not None):
        found = NEVER_SEALED.search(line)
        if found:
            name = f"U+{ord(found.group()):04X}"
            message = f"The control character {name} is in this row"
            problems.append(Problem(Place(file, number), line, message, "Delete it and type the cell again."))
    return problems[:MOST_PROBLEMS_OF_A_RULE]


def _long_lines(file: str, text: str) -> list[Problem]:
    message = f"The row has more than {LONGEST_LINE:,} characters"
    remedy = "Look whether line ends are missing, or a quote is not closed."
    return [
        Problem(Place(file, number), line, message, remedy)
        for number, line in enumerate(text.split("\n"), start=1)
        if len(line) > LONGEST_LINE
    ][:MOST_PROBLEMS_OF_A_RULE]


def not_normalised(file: str, text: str) -> list[Problem]:
    """Return a problem for each row whose text is not Unicode NFC, with the right spelling as the remedy."""
    problems = []
    for number, line in _lines_with(text, not unicodedata.is_normalized("NFC", text)):
        proper = unicodedata.normalize("NFC", line)
        if proper != line:
            message = "Letters and their accents are written apart (not Unicode NFC)"
            problems.append(Problem(Place(file, number), line, message, f"Write {proper!r}."))
    return problems[:MOST_PROBLEMS_OF_A_RULE]


def _lines_with(text: str, needed: bool) -> Iterable[tuple[int, str]]:
    return enumerate(text.split("\n"), start=1) if needed else ()


def _header(file: str, text: str, columns: Sequence[Column]) -> tuple[list[str], list[Problem]]:
    try:
        header = next(csv.reader([text.partition("\n")[0]], strict=True), [])
    except csv.Error as error:
        return [], [_wrong_quotes(file, 1, error)]
    names = [column.name for column in columns]
    problems = []
    for name in sorted({name for name in header if header.count(name) > 1}):
        problems.append(
            Problem(Place(file, 1, name), None, "The column is there twice", "Delete one of them.")
        )
    for name in (name for name in dict.fromkeys(header) if name not in names):
        near = difflib.get_close_matches(name, names, n=1)
        remedy = f"Write `{near[0]}`, or delete it." if near else f"The columns are: {', '.join(names)}."
        problems.append(Problem(Place(file, 1, name or "(no name)"), None, "The column is not known", remedy))
    for column in columns:
        if column.name not in header and not column.optional:
            message = f"The column `{column.name}` is missing"
            remedy = f"Add it; the columns are: {', '.join(names)}, with commas between."
            problems.append(Problem(Place(file, 1, column.name), None, message, remedy))
    return header, problems


def _cells(file: str, text: str, header: Sequence[str]) -> tuple[pl.DataFrame | None, list[Problem]]:
    """Return the cells as text, with `row`; files without quotes take the quick way, to the same frame."""
    if '"' in text:
        return _quoted_cells(file, text, header)
    lines = pl.Series("line", text.removesuffix("\n").split("\n"), TEXT)[1:]
    fields = pl.DataFrame(
        {"row": pl.int_range(2, lines.len() + 2, eager=True), "fields": lines.str.count_matches(",") + 1}
    )
    ragged = [
        _ragged(file, row, count, header)
        for row, count in fields.filter(pl.col("fields") != len(header)).iter_rows()
    ]
    if ragged:
        return None, ragged[:MOST_PROBLEMS_OF_A_RULE]
    if lines.is_empty():
        return pl.DataFrame(schema={"row": COUNT, **dict.fromkeys(header, TEXT)}), []
    cells = pl.read_csv(
        text.encode(), infer_schema=False, quote_char=None, row_index_name="row", row_index_offset=2
    )
    return cells.with_columns(pl.col("row").cast(COUNT)), []


def _quoted_cells(file: str, text: str, header: Sequence[str]) -> tuple[pl.DataFrame | None, list[Problem]]:
    reader = csv.reader(text.removesuffix("\n").split("\n"), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if reader.line_num != len(rows):
                message = "A quoted cell goes over several lines"
                return None, [Problem(Place(file, len(rows)), None, message, "Write the cell in one line.")]
    except csv.Error as error:
        return None, [_wrong_quotes(file, len(rows) + 1, error)]
    ragged = [
        _ragged(file, number, len(row), header)
        for number, row in enumerate(rows, start=1)
        if len(row) != len(header)
    ]
    if ragged:
        return None, ragged[:MOST_PROBLEMS_OF_A_RULE]
    frame = pl.DataFrame(rows[1:], schema=dict.fromkeys(header, TEXT), orient="row")
    emptied = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return emptied.with_row_index("row", offset=2).with_columns(pl.col("row").cast(COUNT)), []


def _wrong_quotes(file: str, row: int, error: csv.Error) -> Problem:
    return Problem(Place(file, row), None, f"The quotes are wrong: {error}", 'Close every " that is opened.')


def _ragged(file: str, row: int, fields: int, header: Sequence[str]) -> Problem:
    message = f"The row has {numbered(fields, 'cell')}, the header has {len(header)}"
    remedy = 'Give the row as many commas as the header; a cell with a comma in it stands between ".'
    return Problem(Place(file, row), None, message, remedy)


def _cell_rules(column: Column) -> Iterable[Rule]:
    cell = pl.col(column.name)
    if column.filled:
        words = f": one of {', '.join(column.words)}." if column.words else "."
        yield Rule(column.name, cell.is_null(), "The cell is empty", f"Write the {column.name}{words}")
    yield Rule(
        column.name,
        cell.str.contains(r"^\s|\s$"),
        "The cell begins or ends with a space",
        "Delete the space.",
    )
    if column.kind is CellKind.CODE:
        long = cell.str.len_chars() > MOST_OF_A_CODE
        message = f"A code has at most {MOST_OF_A_CODE} characters: it names files and addresses"
        yield Rule(column.name, long, message, "Write the code that the paper has.")
    if column.kind is CellKind.COUNT:
        remedy = "Write digits only, without thousands marks, decimals or sign; leave it empty if unknown."
        yield Rule(column.name, ~cell.str.contains(COUNT_PATTERN), "This is not a count", remedy)
    if column.words:
        words = ", ".join(f"`{word}`" for word in column.words)
        yield Rule(column.name, ~cell.is_in(column.words), "The word is not known", f"Write one of {words}.")


def _typed(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.kind is not CellKind.COUNT:
        return cell.cast(TEXT)
    return pl.when(cell.str.contains(COUNT_PATTERN)).then(cell).cast(COUNT).alias(column.name)
