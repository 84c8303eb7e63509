"""Stage 2, second step: from a sheet of an Excel workbook to cells.

In   the bytes of a workbook (.xlsx), and the sheet that the mapping names.
Out  header and cells as text, with ROW: the numbers that Excel shows, the header's first.

Only what stands in a cell is read. A sheet with formulas is refused, because what it shows depends on the
program that worked it out last; one with macros, because nobody should open it; one that is full to its last
row, because the rows that did not fit are lost.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator

import fastexcel
import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.cells import ROW
from testigo.intake.layout import Written, is_named
from testigo.intake.unpack import CHUNK, MOST_TIMES_LARGER, refusal, whole

LAST_ROW = 1_048_576
LARGEST_INSIDE = 1 << 30
"""Bytes of all parts of a workbook together; a sheet of 500,000 rows and 20 columns has 400 MB."""
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row [^>]*?\br="1048576"')
OVERLAP = 256
"""Bytes kept of a piece, so that a mark that is cut by its end is found."""


def read_sheets(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...], pl.DataFrame]]:
    """Yield name, header and cells of each sheet that is named; InputError where one cannot be taken."""
    for sheet, grid in open_sheets(file, whole(file, chunks), written.sheet):
        yield sheet, *_header_and_cells(file, grid, written, used)


def open_sheets(file: str, content: bytes, wanted: str | None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield name and cells (text, a row a row of the sheet) of each sheet that is named.

    wanted  a name, or a pattern, where sheets without any cell are passed over; None = the only sheet
    """
    _refuse_what_is_no_table(file, content)
    try:
        workbook = fastexcel.read_excel(content)
        sheets = _sheets(file, workbook.sheet_names, wanted)
        for sheet in sheets:
            loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            grid = loaded.to_polars().cast(pl.String)
            if not grid.is_empty() or len(sheets) == 1:
                yield sheet, grid
    except fastexcel.FastExcelError:
        raise refusal(file, "no workbook, or damaged", "Fetch it again from its source") from None


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


def _header_and_cells(
    file: str, table: pl.DataFrame, written: Written, used: Collection[str]
) -> tuple[tuple[str, ...], pl.DataFrame]:
    rows = table.with_row_index(ROW, 1).with_columns(pl.col(ROW).cast(pl.Int64))
    rows = rows.filter(pl.col(ROW) > written.skip_lines)
    rows = rows.filter(pl.any_horizontal(pl.all().exclude(ROW).is_not_null())) if table.width else rows
    rows = rows.head(max(0, rows.height - written.skip_last_lines))
    if rows.is_empty():
        raise refusal(file, "the sheet is empty", "Name the sheet that holds the table")
    first = [text or "" for text in rows.drop(ROW).row(0)]
    header = tuple(written.head) + ("",) * (len(first) - len(written.head)) if written.head else tuple(first)
    if len(written.head) > len(first):
        message = f"the mapping names {len(written.head)} columns, the sheet has {len(first)}"
        raise refusal(file, message, "Correct `head`")
    kept = {name: column for name, column in zip(header, table.columns, strict=True) if name in used}
    cells = rows.select(ROW, **{name: pl.col(column).str.normalize("NFC") for name, column in kept.items()})
    return header, cells if written.head else cells.slice(1)


OTHER_WORKBOOKS = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods", "Index/Document.iwa": ".numbers"}
"""Part of a workbook that only this other kind has."""


def _refuse_what_is_no_table(file: str, content: bytes) -> None:
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
            for name in names:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _refuse_formulas(file, archive, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError):
        message, remedy = "no workbook (.xlsx), or damaged", "Fetch it again, or save it as .xlsx or CSV"
        raise refusal(file, message, remedy) from None


def _refuse_formulas(file: str, archive: zipfile.ZipFile, name: str) -> None:
    before = b""
    with archive.open(name) as sheet:
        while piece := sheet.read(CHUNK):
            seen = before + piece
            if FORMULA.search(seen):
                remedy = "Copy the sheet and paste it as values only, or save it as CSV (UTF-8)"
                raise refusal(file, "a workbook with formulas, which are never worked out", remedy)
            if ROW_NUMBER.search(seen):
                message = f"a sheet that is full to its last row ({LAST_ROW:,}): what did not fit is lost"
                raise refusal(file, message, "Get the table from its source as CSV or Parquet")
            before = seen[-OVERLAP:]
