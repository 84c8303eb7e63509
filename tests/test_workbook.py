"""Workbooks: what is written is read again by another library, runs nothing, and is the same each time."""

import io
import zipfile
import zlib

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.workbook import Part, Sheet, same_workbook, write_workbook, zip_of

PERCENT = pl.Decimal(9, 2)
FRAME = pl.DataFrame(
    {
        "code": ["001", "=1+1", None, 'a"<b>&'],
        "votes": [1, None, 3, 4_000_000_000],
        "percent": pl.Series(["1.50", "67.14", None, "100.00"]).cast(PERCENT),
    }
)


def read(workbook: bytes, sheet: int = 0) -> pl.DataFrame:
    """What another library reads in a sheet, all of it as text."""
    return fastexcel.read_excel(workbook).load_sheet(sheet, dtypes="string").to_polars()


def test_texts_counts_and_percentages_are_read_again_and_a_formula_is_a_text() -> None:
    found = read(write_workbook([Sheet("Mesas", FRAME)]))
    assert found["code"].to_list() == ["001", "=1+1", None, 'a"<b>&']
    assert found["votes"].to_list() == ["1", None, "3", "4000000000"]
    assert found["percent"].cast(pl.Float64).to_list() == [1.5, 67.14, None, 100.0]


def test_each_sheet_has_its_name() -> None:
    workbook = write_workbook([Sheet("Mesas", FRAME), Sheet("Columnas & más", FRAME.clear())])
    assert fastexcel.read_excel(workbook).sheet_names == ["Mesas", "Columnas & más"]


def test_the_bytes_are_the_same_each_time_and_no_part_has_a_time_of_its_own() -> None:
    one, two = (write_workbook([Sheet("Mesas", FRAME)]) for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert parts.testzip() is None
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [part for part in parts.namelist() if part.startswith("docProps")]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=5))
def test_any_text_makes_a_workbook_that_opens(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    assert len(fastexcel.read_excel(write_workbook([Sheet("a", frame)])).sheet_names) == 1


def repacked(workbook: bytes, **changed: bytes) -> bytes:
    """The same parts, packed by another program; or some of them others."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts, zipfile.ZipFile(made, "w") as to:
        for part in parts.infolist():
            content = changed.get(part.filename.rpartition("/")[2].partition(".")[0], parts.read(part))
            to.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


@pytest.fixture
def workbook() -> bytes:
    return write_workbook([Sheet("Mesas", FRAME)])


def test_a_workbook_is_the_same_as_itself_alone(workbook: bytes) -> None:
    assert same_workbook(workbook, workbook)
    other = write_workbook([Sheet("Mesas", FRAME.with_columns(votes=pl.lit(2)))])
    assert not same_workbook(other, workbook)


def test_parts_that_another_library_packed_are_the_same_workbook(workbook: bytes) -> None:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(workbook)) as ours:
        for name in ours.namelist():
            content = ours.read(name)
            packing = zlib.compressobj(1, wbits=-15)
            packed = packing.compress(content) + packing.flush()
            parts[name] = Part(packed, len(content), zlib.crc32(content))
    packed_otherwise = zip_of(parts)
    assert packed_otherwise != workbook
    assert same_workbook(packed_otherwise, workbook)


@pytest.mark.parametrize("hostile", [b"", b"PK", b"\0" * 100])
def test_what_is_no_workbook_is_not_the_same(workbook: bytes, hostile: bytes) -> None:
    assert not same_workbook(hostile, workbook)
    assert not same_workbook(workbook[:-30], workbook)
    assert not same_workbook(workbook + hostile + b"x", workbook)
    assert not same_workbook(b"x" + workbook, workbook)
    assert not same_workbook(repacked(workbook, sheet1=b"<worksheet/>"), workbook)
    assert not same_workbook(repacked(workbook), workbook)  # its container says another program's things
