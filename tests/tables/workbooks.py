"""Small workbooks, written by hand: a zip of a few XML files, as Excel writes it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | None
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-package"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]], more: Mapping[str, bytes] | None = None
) -> bytes:
    """Write a workbook; `more` are further files of the zip."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{TYPE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        "</Relationships>",
    }
    for number, name in enumerate(names, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet(sheets[name])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def sheet(rows: Sequence[Sequence[Cell]]) -> str:
    """Write a sheet; a text that begins with = is a formula."""
    written = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(_cell(f"{chr(65 + column)}{number}", cell) for column, cell in enumerate(row))
        written.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(written)}</sheetData></worksheet>'


def rewritten(content: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """Write a workbook once more, with texts in one of its parts exchanged; each must be there."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            for old, new in changes if name == part else ():
                assert old in text
                text = text.replace(old, new)
            after.writestr(name, text)
    return written.getvalue()


def with_dates(content: bytes, *cells: str) -> bytes:
    """Write a workbook once more, in which these cells of its first sheet are shown as days: 4-Jan."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="16"/></cellXfs></styleSheet>'
    )
    styled = rewritten(
        content, "xl/worksheets/sheet1.xml", *((f'r="{cell}"><v>', f'r="{cell}" s="1"><v>') for cell in cells)
    )
    of_styles = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    related = rewritten(styled, "xl/_rels/workbook.xml.rels", ("</Relationships>", of_styles))
    written = io.BytesIO(related)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("xl/styles.xml", styles)
    return written.getvalue()


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith("="):
        return f'<c r="{place}"><f>{escape(cell[1:])}</f><v>3</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'
