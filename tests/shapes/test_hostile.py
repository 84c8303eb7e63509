"""Tables that want to do harm, through the real command: one clear error, and nothing changed."""

import bz2
import gzip
import io
import lzma
import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from testigo.cli.main import main
from testigo.evidence.backup import AT_WORK
from testigo.tables.unpack import zstd
from tests.shapes.invented import MAYOR, operation
from tests.tables.workbooks import Cell, sheet, workbook

FIGURES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
HEADER = b"station,red,blue\n"
ROWS: list[list[Cell]] = [["station", "red", "blue"], ["A1", 1, 2]]
BOMB = HEADER + b"A1,1,1\n" * 5_000_000
EXCEL, PARQUET, ZIP = 'format = "excel"', 'format = "parquet"', 'compression = "zip"\nmember = "*.csv"'
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(*files: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"station": ["A1"], "red": [1], "blue": [2]}).write_parquet(written)
    return written.getvalue()


def full_sheet() -> bytes:
    full = sheet(ROWS).replace('<row r="2">', '<row r="1048576">').replace("C2", "C1048576")
    return workbook({"R": ROWS}, {"xl/worksheets/sheet2.xml": full.encode()})


@dataclass(frozen=True)
class Hostile:
    """A table, the keys of its mapping, and what the one error says."""

    content: bytes
    keys: str
    what: str
    remedy: str
    where: str = "t.csv"


HOSTILE = {
    "a gzip bomb": Hostile(gzip.compress(BOMB), 'compression = "gzip"', "far more", "look at it"),
    "a bzip2 bomb": Hostile(bz2.compress(BOMB), 'compression = "bzip2"', "far more", "look at it"),
    "an xz bomb": Hostile(lzma.compress(BOMB, preset=0), 'compression = "xz"', "far more", "look at"),
    "a Zstandard bomb": Hostile(zstd.compress(BOMB), 'compression = "zstandard"', "far more", "look"),
    "a zip bomb": Hostile(zipped(("a.csv", BOMB)), ZIP, "far more", "look at it"),
    "a zip bomb of many files": Hostile(
        zipped(*((f"{n}.csv", BOMB[: 1 << 20]) for n in range(200))), ZIP, "far more", "look at it"
    ),
    "a zip whose file has no name": Hostile(  # found by the fuzzers: it was a traceback
        zipped(("n.csv", HEADER)).replace(b"n.csv", b"\0.csv"), ZIP, "no name", "look at it"
    ),
    "a zip whose file points out of it": Hostile(
        zipped(("../../a.csv", HEADER)), ZIP, "points out of the zip", "Get the table from its source"
    ),
    "a truncated Parquet file": Hostile(parquet()[:-6], PARQUET, "cut off", "Fetch it again"),
    "a Parquet file of nothing": Hostile(b"PAR1" + b"\0" * 50, PARQUET, "damaged", "Fetch it again"),
    "a workbook with formulas": Hostile(
        workbook({"R": [ROWS[0], ["A1", "=1+1", 2]]}), EXCEL, "formulas", "values only"
    ),
    "a workbook with macros": Hostile(
        workbook({"R": ROWS}, {"xl/vbaProject.bin": b"macro"}), EXCEL, "macros", "Save the sheet as CSV"
    ),
    "a sheet of 1,048,576 rows": Hostile(full_sheet(), EXCEL, "full to its last row", "from its source"),
    "a workbook that is a bomb": Hostile(
        workbook({"R": ROWS}, {"xl/media/a.png": b"\0" * (64 << 20)}), EXCEL, "far more", "look at it"
    ),
    "an old workbook": Hostile(OLD_WORKBOOK, EXCEL, "old Excel workbook (.xls)", "Save it as .xlsx"),
    "an OpenDocument sheet": Hostile(
        zipped(("mimetype", b"application/vnd.oasis"), ("content.xml", b"<x/>")), EXCEL,
        "another kind (.ods)", "Save it as .xlsx",
    ),
    "a binary workbook": Hostile(
        zipped(("xl/workbook.bin", b"\0")), EXCEL, "another kind (.xlsb)", "Save it as .xlsx"
    ),
    "a quoted line end that hides a row": Hostile(
        HEADER + b'A1,"1\nA2,9,9\n', "", "quotation mark", "write one inside it twice", "row 2"
    ),
    "a ragged row": Hostile(HEADER + b"A1,1\n", "", "2 cells, and the first", "Mend the row", "row 2"),
    "a header that only looks right": Hostile(
        "station,r\u0435d,blue\nA1,1,2\n".encode(), "", "no such column", "\\U00000435", "row 1, column red"
    ),
    "two columns with one name": Hostile(
        b"station,red,blue,red\nA1,1,2,9\n", "", "two columns", "own name", "row 1, column red"
    ),
    "a station twice with other figures": Hostile(
        HEADER + b"A1,1,2\nA1,9,2\n", "", "other figures", 'repeated = "add"', "row 3"
    ),
    "a NUL byte": Hostile(HEADER + b"A1,1\x002,1\n", "", "NUL byte", "fetch it again", "row 2"),
    "text that turns its direction": Hostile(
        HEADER + "A1,\u202e12,1\n".encode(), "", "turns the reading direction", "take it out", "row 2"
    ),
    "a formula for a count": Hostile(
        HEADER + b'A1,"=SUM(A1:A9)",1\n', "", "formula", "Write the number itself", "row 2, column red"
    ),
    "a header alone": Hostile(HEADER, "", "the table has no rows", "Look whether it is whole"),
    "an empty file": Hostile(b"", "", "the file is empty", "Fetch it again"),
}  # fmt: skip


def stored(folder: Path) -> dict[str, bytes]:
    inside = (folder / "operation").rglob("*")
    return {str(path): path.read_bytes() for path in inside if path.is_file() and path.name != AT_WORK}


def refused(folder: Path, keys: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Import t.csv, which is refused and changes nothing; return the only error."""
    (folder / "m.toml").write_text(MAYOR + keys + "\n" + FIGURES, encoding="utf-8")
    operation(folder / "operation")
    before = stored(folder)
    with pytest.raises(SystemExit) as end:
        main(
            ["import", str(folder / "operation"), str(folder / "t.csv"), "--mapping", str(folder / "m.toml")]
        )
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert said.count("Error: ") == 1
    assert "Nothing was changed." in said
    assert "Traceback" not in said
    assert stored(folder) == before
    return said


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_table_is_one_clear_error_and_changes_nothing(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = HOSTILE[kind]
    (tmp_path / "t.csv").write_bytes(hostile.content)
    said = refused(tmp_path, hostile.keys, capsys)
    assert "t.csv" in said
    assert hostile.where in said
    assert hostile.what in said
    assert hostile.remedy in said


@pytest.mark.parametrize("byte", [b"a", b"\0"])
def test_a_line_of_two_gigabytes_is_refused_after_its_first_piece(
    tmp_path: Path, byte: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "t.csv").open("wb") as file:
        file.write(HEADER + b"A1," + byte * (1 << 20))
        file.truncate(2 << 30)  # the rest is a hole: it takes no room, and is never read
    said = refused(tmp_path, "", capsys)
    assert "t.csv, row 2: a line of more than 131,072 characters" in said
    assert "whether it is whole" in said
