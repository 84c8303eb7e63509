"""Stage 2, behind the wall: from a sheet of an Excel workbook to cells.

In   the bytes of a workbook (.xlsx), and the sheet that the mapping names.
Out  header and cells as text, with the numbers of rows that Excel shows, the header's first; and which
     sheets, rows and columns it does not show.

Only what stands in a cell is read. A sheet with formulas is refused, because what it shows depends on the
program that worked it out last; one with macros, because nobody should open it; one that is full to its last
row, because the rows that did not fit are lost.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import fastexcel
import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.numbered import numbered
from testigo.tables.answers import MOST_COLUMNS, MOST_FRAME, MOST_SHEETS, Block, Hidden, Item, Part
from testigo.tables.hidden import HiddenOfSheet, sheet_parts
from testigo.tables.names import is_named
from testigo.tables.unpack import CHUNK, MOST_TIMES_LARGER, refusal, refuse_a_bomb
from testigo.tables.zipped import BROKEN as BROKEN_ZIP

if TYPE_CHECKING:
    from testigo.tables.behind import Question

LAST_ROW = 1_048_576
FIRST_ROWS = 200_000
LARGEST_INSIDE = 1 << 30
"""Bytes of all parts of a workbook together; a sheet of 500,000 rows and 20 columns has 400 MB."""
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row [^>]*?\br="1048576"')
OVERLAP = 256
"""Bytes kept of a piece, so that a mark that is cut by its end is found."""
BROKEN = (
    fastexcel.FastExcelError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    ValueError,
)
"""What the libraries raise where a workbook is damaged; a panic is an exception of its own kind."""
ROW = "\0row"


def sheets(question: "Question", content: bytes) -> Iterator[Item]:
    """Yield each sheet that is named, and its cells; InputError where one cannot be taken."""
    for sheet, hidden, grid in _open(question.file, content, question.named):
        yield Part(sheet)
        yield hidden
        yield _header_and_cells(question, grid)


def largest_sheet(question: "Question", content: bytes) -> Iterator[Item]:
    """Yield the sheets that hold something; then the first rows of the one that is named, or of the largest.

    A hidden sheet is shown only where it is named, or no other holds anything. The header of the last item is
    the name of the sheet that is shown; the columns are called `column_1`, ...
    """
    names: list[str] = []
    shown, largest = pl.DataFrame(), (-1, False, 0)
    for name, hidden, grid in _open(question.file, content, "*"):
        yield Part(name)
        yield hidden
        names.append(name)
        size = int(name == question.named), not hidden.is_sheet, grid.height * grid.width
        if size > largest:
            shown, largest, looked_at = grid.head(FIRST_ROWS + 1), size, name
    if question.named is not None and question.named not in names:
        remedy = f"It has: {', '.join(map(repr, names))}"
        raise refusal(question.file, "no such sheet", remedy, value=question.named)
    cells = {f"column_{number}": cells for number, cells in enumerate(shown, start=1)}
    yield Block((looked_at,), None, cells)


def _open(file: str, content: bytes, wanted: str | None) -> Iterator[tuple[str, Hidden, pl.DataFrame]]:
    """Yield name, what is hidden, and cells (text, a row a row of the sheet) of each sheet that is named.

    wanted  a name, or a pattern, where sheets without any cell are passed over; None = the only sheet
    """
    of_parts = _refuse_what_is_no_table(file, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts, hidden_sheets = sheet_parts(archive)
    size = 0
    try:
        workbook = fastexcel.read_excel(content)
        found = _sheets(file, workbook.sheet_names, wanted)
        for sheet in found:
            loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            grid = loaded.to_polars().cast(pl.String)
            size += _size(file, grid)
            refuse_a_bomb(file, size, len(content))
            if not grid.is_empty() or len(found) == 1:
                others = tuple(name for name in hidden_sheets if name not in found)[:MOST_SHEETS]
                is_hidden = loaded.visible != "visible"
                yield sheet, _hidden(of_parts.get(parts.get(sheet, "")), grid, is_hidden, others), grid
    except BROKEN:
        raise refusal(file, "no workbook, or damaged", "Fetch it again from its source") from None


def _hidden(
    found: HiddenOfSheet | None, grid: pl.DataFrame, is_sheet: bool, others: tuple[str, ...]
) -> Hidden:
    """Return what is hidden of a sheet and holds something."""
    if found is None:
        return Hidden(is_sheet, others=others)
    numbers = sorted(number for number in found.rows if 0 < number <= grid.height)
    is_filled = pl.any_horizontal(pl.all().is_not_null()) if grid.width else pl.lit(value=False)
    rows = grid.select(filled=is_filled).to_series() if numbers else None
    filled = [number for number in numbers if rows is not None and rows[number - 1]]
    columns = [
        number
        for number, cells in enumerate(grid, start=1)
        if any(number in hidden for hidden in found.columns) and cells.null_count() < len(cells)
    ]
    return Hidden(is_sheet, tuple(filled), tuple(columns), others)


def _size(file: str, grid: pl.DataFrame) -> int:
    """Return how many bytes its text has; InputError where it is no table."""
    if grid.width > MOST_COLUMNS:
        raise refusal(file, f"more than {MOST_COLUMNS:,} columns", "Look whether this is the table")
    sizes = [int(column.str.len_bytes().sum()) + len(column) for column in grid]
    if max(sizes, default=0) > MOST_FRAME:
        raise refusal(
            file, "unpacks to far more than a table of results", "Unpack it elsewhere and look at it"
        )
    if any(column.str.contains("\0", literal=True).any() for column in grid):
        raise refusal(file, "a NUL byte", "The file is damaged: fetch it again from its source")
    return sum(sizes)


def _sheets(file: str, names: list[str], wanted: str | None) -> list[str]:
    found = names if wanted is None and len(names) == 1 else []
    if wanted is not None:
        found = [wanted] if wanted in names else [name for name in names if is_named(name, wanted)]
    if found:
        return found
    if not names:
        raise refusal(file, "a workbook without a sheet", "Fetch it again from its source")
    shown = ", ".join(repr(name) for name in names[:20])
    message = "several sheets, and none is named" if wanted is None else "no such sheet"
    remedy = f'Add sheet = "..." to [[table]], a name or a pattern. It has: {shown}'
    raise InputError([Problem(Place(file), wanted, message, remedy)])


def _header_and_cells(question: "Question", table: pl.DataFrame) -> Block:
    file, head = question.file, question.head
    rows = table.with_row_index(ROW, 1).with_columns(pl.col(ROW).cast(pl.Int64))
    rows = rows.filter(pl.col(ROW) > question.skip_lines)
    rows = rows.filter(pl.any_horizontal(pl.all().exclude(ROW).is_not_null())) if table.width else rows
    rows = rows.head(max(0, rows.height - question.skip_last_lines))
    if rows.is_empty():
        raise refusal(file, "the sheet is empty", "Name the sheet that holds the table")
    first = [text or "" for text in rows.drop(ROW).row(0)]
    header = (*head, *("" for _ in first[len(head) :])) if head else tuple(first)
    if len(head) > len(first):
        message = f"the mapping names {numbered(len(head), 'column')}, the sheet has {len(first)}"
        raise refusal(file, message, "Correct `head`")
    rows = rows if head else rows.slice(1)
    kept = {
        name: column for name, column in zip(header, table.columns, strict=True) if name in question.columns
    }
    return Block(header, rows[ROW], {name: rows[column] for name, column in kept.items()})


OTHER_WORKBOOKS = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods", "Index/Document.iwa": ".numbers"}
"""Part of a workbook that only this other kind has."""


def _refuse_what_is_no_table(file: str, content: bytes) -> dict[str, HiddenOfSheet]:
    """Refuse what is not read; return part -> what of it is hidden."""
    remedy = "Save it as .xlsx, or the sheet as CSV (UTF-8)"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(file, "an old Excel workbook (.xls), or one with a password", remedy)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            for kind in (
                OTHER_WORKBOOKS[part.filename] for part in parts if part.filename in OTHER_WORKBOOKS
            ):
                raise refusal(file, f"a workbook of another kind ({kind})", remedy)
            inside = sum(part.file_size for part in parts)
            if inside > min(LARGEST_INSIDE, CHUNK + MOST_TIMES_LARGER * len(content)):
                message = "unpacks to far more than a table of results"
                raise refusal(file, message, "Unpack it elsewhere and look at it")
            names = [part.filename for part in parts]
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise refusal(
                    file, "a workbook with macros", "Save the sheet as CSV (UTF-8) on a safe machine"
                )
            worksheets = [
                name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            return {name: _looked_through(file, archive, name) for name in worksheets}
    except BROKEN_ZIP:
        message, remedy = "no workbook (.xlsx), or damaged", "Fetch it again, or save it as .xlsx or CSV"
        raise refusal(file, message, remedy) from None


def _looked_through(file: str, archive: zipfile.ZipFile, name: str) -> HiddenOfSheet:
    """Return what of a sheet is hidden; InputError where it has formulas, or is full."""
    before, hidden = b"", HiddenOfSheet()
    with archive.open(name) as sheet:
        for piece in hidden.watch(iter(lambda: sheet.read(CHUNK), b"")):
            seen = before + piece
            if FORMULA.search(seen):
                remedy = "Copy the sheet and paste it as values only, or save it as CSV (UTF-8)"
                raise refusal(file, "a workbook with formulas, which are never worked out", remedy)
            if ROW_NUMBER.search(seen):
                message = f"a sheet that is full to its last row ({LAST_ROW:,}): what did not fit is lost"
                raise refusal(file, message, "Get the table from its source as CSV or Parquet")
            before = seen[-OVERLAP:]
    return hidden


def try_out() -> None:
    """Open a workbook of our own, so that all is loaded and every thread started."""
    from testigo.tables.answers import written
    from testigo.tables.behind import Question

    of_ours = _of_ours()
    for kind, tell in (("sheets", sheets), ("grid", largest_sheet)):
        for item in tell(Question(kind, "", wanted=("a",)), of_ours):
            b"".join(written(item))


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OURS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    '<is><t>a</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>',
}
"""The parts of the smallest workbook."""


def _of_ours() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in OURS.items():
            archive.writestr(name, text)
    return packed.getvalue()
