"""Workbooks, Parquet and packed files give the same readings as CSV, or one clear error."""

import bz2
import gzip
import io
import lzma
import zipfile

import polars as pl
import pytest

from testigo.errors import InputError
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import ImportedTable, read_table
from testigo.tables.unpack import zstd
from tests.intake.tables import ELECTION, FIGURES, PROFILES, ROWS, STATION, imported, problems, votes
from tests.tables.workbooks import Cell, sheet, workbook

READ = [("A1-1.01", 120, 80), ("A1-1.02", 7, 0)]
TABLE: list[list[Cell]] = [["station", "red", "blue"], ["A1-1.01", 120, 80], ["A1-1.02", 7, 0]]
EXCEL, PARQUET = 'format = "excel"', 'format = "parquet"'


def parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_parquet(written)
    return written.getvalue()


FRAME = pl.DataFrame({"station": ["A1-1.01", "A1-1.02"], "red": [120, 7], "blue": [80, 0]})


def of_file(name: str, content: bytes) -> ImportedTable:
    """Read a file whose name alone says what it is."""
    written = f'[[reading]]\nreader = "r"\n[[table]]\nfile = "{name}"\n{STATION}{FIGURES}'
    return read_table({name: [content]}, parse_mapping(written.encode(), "m.toml"), ELECTION, PROFILES)


def test_a_workbook_gives_the_same_readings_as_the_same_rows_in_csv() -> None:
    table = imported(workbook({"Results": TABLE}), EXCEL)
    assert votes(table) == READ
    assert table.parquet() == imported(ROWS).parquet()


def test_a_sheet_is_named_where_there_are_several() -> None:
    content = workbook({"Notes": [["see the other sheet"]], "Results": TABLE})
    assert votes(imported(content, EXCEL + '\nsheet = "Results"')) == READ
    (none,) = problems(content, EXCEL)
    (other,) = problems(content, EXCEL + '\nsheet = "Result"')
    assert "several sheets" in none.message
    assert "'Notes', 'Results'" in none.remedy
    assert "no such sheet" in other.message


def test_rows_of_a_sheet_are_numbered_as_excel_shows_them_and_empty_cells_are_unread() -> None:
    content = workbook({"R": [*TABLE, [], ["A1-1.03", None, 4], ["A2-1.01", "x", 1]]})
    (problem,) = problems(content, EXCEL)
    assert (problem.place.row, problem.place.column, problem.value) == (6, "red", "x")
    assert votes(imported(workbook({"R": [*TABLE, ["A1-1.03", None, 4]]}), EXCEL))[2] == ("A1-1.03", None, 4)


def test_a_sheet_without_header_is_read_by_head() -> None:
    table = imported(workbook({"R": TABLE[1:]}), EXCEL + '\nhead = ["station", "red", "blue"]')
    assert votes(table) == READ


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (workbook({"R": [*TABLE, ["A1-1.03", "=1+2", 3]]}), "formulas"),
        (workbook({"R": TABLE}, {"xl/vbaProject.bin": b"macro"}), "macros"),
        (workbook({"R": []}), "empty"),
        (b"PK\x03\x04 no zip at all", "no workbook"),
        (workbook({"R": TABLE})[:400], "no workbook"),
        (workbook({"R": TABLE}, {"xl/media/image.png": b"\0" * (64 << 20)}), "far more"),
    ],
)
def test_a_workbook_that_cannot_be_trusted_is_one_clear_error(content: bytes, word: str) -> None:
    (problem,) = problems(content, EXCEL)
    assert word in problem.message


def test_a_sheet_that_is_full_to_its_last_row_is_refused_because_rows_are_lost() -> None:
    full = sheet(TABLE).replace('<row r="3">', '<row r="1048576">').replace("C3", "C1048576")
    content = workbook({"R": TABLE}, {"xl/worksheets/sheet2.xml": full.encode()})
    (problem,) = problems(content, EXCEL)
    assert "full to its last row" in problem.message


def test_parquet_gives_the_same_readings_as_the_same_rows_in_csv() -> None:
    table = imported(parquet(FRAME), PARQUET)
    assert votes(table) == READ
    assert table.parquet() == imported(ROWS).parquet()


def test_decimals_in_parquet_are_counts_only_where_the_mapping_says_so() -> None:
    content = parquet(FRAME.with_columns(pl.col("red").cast(pl.Float64)))
    assert "whole_decimals" in problems(content, PARQUET)[0].remedy
    assert votes(imported(content, PARQUET + "\nwhole_decimals = true")) == READ


@pytest.mark.parametrize("cut", [4, 100, -8, -1])
def test_a_parquet_file_that_is_cut_off_is_one_clear_error(cut: int) -> None:
    (problem,) = problems(parquet(FRAME)[:cut], PARQUET)
    assert "cut off" in problem.message


def test_a_column_that_is_no_text_is_refused_where_it_is_read_only() -> None:
    nested = FRAME.with_columns(extra=pl.concat_list("red", "blue"))
    assert votes(imported(parquet(nested), PARQUET)) == READ
    (problem,) = problems(parquet(nested.with_columns(red="extra")), PARQUET)
    assert problem.place.column == "red"


def test_a_column_that_is_missing_from_parquet_proposes_the_nearest() -> None:
    (problem,) = problems(parquet(FRAME.rename({"blue": "bleu"})), PARQUET)
    assert "bleu" in problem.remedy


def zipped(*files: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


PACKED = {
    "results.csv.gz": gzip.compress(ROWS),
    "results.csv.bz2": bz2.compress(ROWS),
    "results.csv.xz": lzma.compress(ROWS),
    "results.csv.zst": zstd.compress(ROWS),
    "results.csv.zip": zipped(("inside.csv", ROWS)),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_file_is_unpacked_as_its_name_says(name: str) -> None:
    assert votes(of_file(name, PACKED[name])) == READ


def test_several_gzip_members_in_a_row_are_one_file() -> None:
    assert votes(of_file("results.csv.gz", gzip.compress(ROWS[:20]) + gzip.compress(ROWS[20:]))) == READ


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_file_that_ends_in_the_middle_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"ends in the middle|damaged"):
        of_file(name, PACKED[name][:-10])


BOMB = b"station,red,blue\n" + b"A1-1.01,1,1\n" * 4_000_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results.csv.gz", gzip.compress(BOMB)),
        ("results.csv.bz2", bz2.compress(BOMB)),
        ("results.csv.xz", lzma.compress(BOMB, preset=0)),
        ("results.csv.zst", zstd.compress(BOMB)),
        ("results.csv.zip", zipped(("inside.csv", BOMB))),
    ],
)
def test_a_bomb_is_refused_long_before_it_is_unpacked(name: str, content: bytes) -> None:
    with pytest.raises(InputError, match="unpacks to far more") as refused:
        of_file(name, content)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (PACKED["results.csv.bz2"], 'compression = "bzip2"'),
        (PACKED["results.csv.xz"], 'compression = "xz"'),
        (PACKED["results.csv.zip"], 'compression = "zip"'),
        (parquet(FRAME), 'format = "parquet"'),
        (PACKED["results.csv.zst"], 'compression = "zstandard"'),
    ],
)
def test_what_is_undeclared_is_refused_with_the_line_to_add(content: bytes, line: str) -> None:
    (problem,) = problems(content)
    assert line in problem.remedy


def test_a_zip_of_several_files_is_no_table() -> None:
    with pytest.raises(InputError, match="holds 2 files"):
        of_file("results.csv.zip", zipped(("a.csv", ROWS), ("b.csv", ROWS)))
