"""Tables as an Excel workbook (OOXML), the same bytes every time: no clock, no name, no machine in it.

In   sheets: a name and a frame of texts, whole numbers and decimals.
Out  the bytes of an `.xlsx`, and from its bytes its parts.

A text is a text for Excel, never a formula, so no sign has to stand before it. What is written is the least
that spreadsheets ask for. It is packed by Polars, whose version a publication names, and not by the zlib of a
system, which another system packs otherwise.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import polars as pl

MOST_ROWS = 1_048_575
"""Of a sheet, below its heading."""
MOST_TEXT = 32_767
"""Characters in a cell."""
MIDNIGHT = (0, 0x21)
"""1 January 1980, 0:00, as ZIP writes it: the time of every part."""
NOT_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
PACKED, UTF_8 = 8, 0x800
LOCAL, CENTRAL, END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"

BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{BEGIN}<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
HEADING, NUMBER, DECIMAL, TEXT = 1, 2, 3, 4
"""Styles of STYLES: a text stays one where somebody edits it, so that a code keeps its zeros."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name (at most 31 characters, none of []:*?/\\) and its table."""

    name: str
    frame: pl.DataFrame


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook; ValueError where a sheet has more rows than one can."""
    numbered = list(enumerate(sheets, start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for number, _ in numbered
    )
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in numbered
    )
    parts = {
        "[Content_Types].xml": f'{BEGIN}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{BEGIN}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered}
            | {f"rId{len(sheets) + 1}": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": STYLES,
    }
    lines = {name: pl.Series([content]) for name, content in parts.items()}
    lines |= {f"xl/worksheets/sheet{number}.xml": _sheet(sheet) for number, sheet in numbered}
    return zip_of({name: _deflated(content) for name, content in lines.items()})


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{BEGIN}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _sheet(sheet: Sheet) -> pl.Series:
    """Return the text of a sheet in pieces."""
    frame = sheet.frame
    if frame.height > MOST_ROWS:
        raise ValueError(f"{sheet.name} has more rows than a sheet can have")
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(frame[name])}" customWidth="1"/>'
        for number, name in enumerate(frame.columns, start=1)
    )
    heading = "".join(
        f'<c s="{HEADING}" t="inlineStr"><is><t>{escape(name)}</t></is></c>' for name in frame.columns
    )
    begin = (
        f'{BEGIN}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData><row>{heading}</row>"
    )
    cells = [_cell(name, kind) for name, kind in frame.schema.items()]
    rows = frame.select(pl.concat_str(pl.lit("<row>"), *cells, pl.lit("</row>")).alias("row"))["row"]
    return pl.concat([pl.Series("row", [begin]), rows, pl.Series("row", ["</sheetData></worksheet>"])])


def _width(column: pl.Series) -> int:
    """Return about how many characters of a column are shown."""
    longest = column.cast(pl.String).str.len_chars().max()
    return min(48, max(len(column.name), longest if isinstance(longest, int) else 0) + 2)


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        text = column.str.replace_all(NOT_XML, "").str.slice(0, MOST_TEXT)
        for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            text = text.str.replace_all(sign, written, literal=True)
        cell = pl.format(
            '<c s="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', pl.lit(TEXT), text
        )
    else:
        style = NUMBER if kind.is_integer() else DECIMAL
        cell = pl.format('<c s="{}"><v>{}</v></c>', pl.lit(style), column.cast(pl.String))
    return pl.when(column.is_null()).then(pl.lit("<c/>")).otherwise(cell)


@dataclass(frozen=True)
class Part:
    """A part, packed: the deflated bytes, and length and CRC-32 of what they unpack to."""

    content: bytes
    length: int
    sum: int


def _deflated(pieces: pl.Series) -> Part:
    """Pack the pieces of a text one after the other: what Polars writes as gzip, without its frame."""
    written = io.BytesIO()
    pieces.to_frame("row").write_csv(
        written, include_header=False, quote_style="never", line_terminator="\n", compression="gzip"
    )
    packed = written.getvalue()
    total, length = struct.unpack("<II", packed[-8:])
    return Part(packed[10:-8], length, total)


def zip_of(parts: Mapping[str, Part]) -> bytes:
    """Return a ZIP of some parts, in their order, with nothing before, between or behind."""
    body, central = bytearray(), bytearray()
    for name, part in parts.items():
        called = name.encode()
        sizes = (part.sum, len(part.content), part.length, len(called), 0)
        about = (20, UTF_8, PACKED, *MIDNIGHT, *sizes)
        central += struct.pack(CENTRAL, 0x02014B50, 20, *about, 0, 0, 0, 0, len(body)) + called
        body += struct.pack(LOCAL, 0x04034B50, *about) + called + part.content
    sizes = (len(parts), len(parts), len(central), len(body), 0)
    return bytes(body + central + struct.pack(END, 0x06054B50, 0, 0, *sizes))


def same_workbook(theirs: bytes, ours: bytes) -> bool:
    """Say whether a workbook of a stranger holds the same parts as one of ours, only packed otherwise."""
    try:
        packed = _parts(ours)
        found = {}
        with zipfile.ZipFile(io.BytesIO(theirs)) as archive:
            for entry in archive.infolist():
                unpacked = _unpacked(theirs, entry)
                if entry.filename in found or unpacked != packed.get(entry.filename):
                    return False
                raw = _raw(theirs, entry)
                found[entry.filename] = Part(raw, len(unpacked), zlib.crc32(unpacked))
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError, OSError):
        return False
    return list(found) == list(packed) and zip_of(found) == theirs


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _raw(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    return content[start : start + entry.compress_size]


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return a part unpacked, at most as long as it says; ValueError where it goes on."""
    if entry.compress_type != PACKED or entry.file_size > len(content) * 1_100:
        raise ValueError("no part of ours")
    unpacking = zlib.decompressobj(-15)
    found = unpacking.decompress(_raw(content, entry), entry.file_size + 1)
    if len(found) != entry.file_size or unpacking.unused_data:
        raise ValueError("longer than it says")
    return found
