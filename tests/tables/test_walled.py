"""Tables of strangers whose opening would take a machine over: one clear error, in little time and memory."""

import contextlib
import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import InputError, Place, Problem
from testigo.tables.answers import AnswerError, Block, Item, Part, heard, written
from tests.intake.tables import EXCEL_KEY, PARQUET_KEY, problems
from tests.tables.workbooks import MAIN, sheet, workbook

ROWS: list[list[str | int | float | None]] = [["station", "red", "blue"], ["A1-1.01", 120, 80]]
BREAKS = "breaks the program that opens it, or takes far too much memory"


def with_part(content: bytes, name: str, text: str) -> bytes:
    """Return a workbook with one of its parts replaced, or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def far_cell() -> bytes:
    """A cell in the first place, and one in the last but one row of the last column: 17 thousand million."""
    far = sheet(ROWS).replace(
        "</sheetData>", '<row r="1048575"><c r="XFD1048575"><v>1</v></c></row></sheetData>'
    )
    return with_part(workbook({"R": ROWS}), SHEET, far)


def lying_shared_strings(number: int) -> bytes:
    shared = f'<sst xmlns="{MAIN}" count="{number}" uniqueCount="{number}"><si><t>station</t></si></sst>'
    return with_part(workbook({"R": ROWS}), "xl/sharedStrings.xml", shared)


def one_text_in_every_cell() -> bytes:
    text = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{"x" * 30_000}</t></si></sst>'
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 60_001))
    content = with_part(workbook({"R": ROWS}), "xl/sharedStrings.xml", text)
    return with_part(content, SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')


@pytest.mark.parametrize(
    "content",
    [
        far_cell(),
        lying_shared_strings(1 << 32),
        lying_shared_strings((1 << 64) - 1),
        one_text_in_every_cell(),
    ],
    ids=["far cell", "4 thousand million shared strings", "2^64 shared strings", "one text in every cell"],
)
def test_a_workbook_of_a_few_kb_that_would_take_gigabytes_is_refused(content: bytes) -> None:
    (problem,) = problems(content, EXCEL_KEY)
    assert BREAKS in problem.message
    assert "CSV" in problem.remedy


def test_a_workbook_whose_dimension_lies_is_read_by_its_cells() -> None:
    lying = sheet(ROWS).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    content = with_part(workbook({"R": ROWS}), SHEET, lying)
    assert [problem.message for problem in problems(content + b"", EXCEL_KEY + '\nsheet = "S"')] == [
        "no such sheet"
    ]


def parquet_of(text: str, rows: int) -> bytes:
    content = io.BytesIO()
    pl.select(
        station=pl.repeat(text, rows), red=pl.repeat("1", rows), blue=pl.repeat("1", rows)
    ).write_parquet(content)
    return content.getvalue()


@pytest.mark.parametrize(("text", "rows"), [("A1", 3_000_000), ("x" * 3_000, 300_000)], ids=["rows", "text"])
def test_a_parquet_file_of_a_few_kb_that_would_take_gigabytes_is_refused(text: str, rows: int) -> None:
    content = parquet_of(text, rows)
    assert len(content) < 60_000
    (problem,) = problems(content, PARQUET_KEY)
    assert "unpacks to far more than a table of results" in problem.message


# --- what comes through the wall ------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    height = draw(st.integers(0, 5))
    names = draw(st.lists(TEXTS, unique=True, max_size=4))
    columns = {
        name: pl.Series(name, draw(st.lists(st.none() | TEXTS, min_size=height, max_size=height)), pl.String)
        for name in names
    }
    numbers = draw(st.lists(st.integers(0, 2**63 - 1), min_size=height, max_size=height))
    rows = draw(st.sampled_from([None, pl.Series(values=numbers, dtype=pl.Int64)]))
    return Block(tuple(draw(st.lists(TEXTS, max_size=4))), rows, columns)


PROBLEMS = st.builds(
    Problem,
    st.builds(Place, TEXTS, st.none() | st.integers(0, 9), st.none() | TEXTS),
    st.none() | TEXTS,
    TEXTS,
    TEXTS,
)


def as_heard(item: Item) -> object:
    if isinstance(item, Block):
        rows = None if item.rows is None else item.rows.to_list()
        cells = {name: [text or None for text in cells] for name, cells in item.cells.items()}
        return item.header, rows, cells
    return item.problems if isinstance(item, InputError) else item


@given(
    st.lists(
        st.builds(Part, TEXTS) | st.binary(max_size=9) | blocks() | st.builds(InputError, st.lists(PROBLEMS))
    )
)
def test_what_is_told_is_what_is_heard(told: list[Item]) -> None:
    frames = [frame for item in told for frame in written(item)]
    assert [as_heard(item) for item in heard(frames)] == [as_heard(item) for item in told]


def test_whole_numbers_are_heard_as_their_digits() -> None:
    numbers = pl.Series("n", [1, -5, 2**62], pl.Int64)
    (block,) = heard(list(written(Block(("n",), None, {"n": numbers}))))
    assert isinstance(block, Block)
    assert block.cells["n"].to_list() == ["1", "-5", str(2**62)]


def head(**other: object) -> bytes:
    told = {"header": ["a"], "names": ["a"], "height": 2, "numbered": False}
    return b"T" + json.dumps({**told, **other}).encode()


@pytest.mark.parametrize(
    "frames",
    [
        [b""],
        [b"?"],
        [b"N\xff"],
        [b"Pnot JSON"],
        [b"P" + b"[" * 100_000],
        [b'P[["row", "file", null, null, "message", "remedy"]]'],
        [b'P[[1, "file", null, null, "message"]]'],
        [b'P[[1, null, null, null, "message", "remedy"]]'],
        [b"P[5]"],
        [head()],
        [head(), b"C1\0002\0003"],
        [head(), b"C\xff\0002"],
        [head(), b"I12345678"],
        [head(), b"B1\0002"],
        [head(height=-1), b"C"],
        [head(height=2**40), b"C"],
        [head(height=True), b"C1"],
        [head(height=0), b"C1"],
        [head(names=["a", "a"]), b"C1\0002", b"C1\0002"],
        [head(names=[5]), b"C1\0002"],
        [head(header=None), b"C1\0002"],
        [head(numbered=True), b"C1\0002"],
        [head(names=["a"] * 20_000)],
        [head(more=1)],
    ],
)
def test_an_answer_that_is_none_is_refused(frames: list[bytes]) -> None:
    with pytest.raises(AnswerError):
        list(heard(frames))


@given(
    st.lists(
        st.sampled_from([b"N", b"B", b"T", b"I", b"C", b"P", head()]).flatmap(
            lambda begun: st.binary(max_size=20).map(lambda more: begun + more)
        ),
        max_size=6,
    )
)
def test_any_frames_are_heard_or_refused_never_worse(frames: list[bytes]) -> None:
    with contextlib.suppress(AnswerError):
        list(heard(frames))


# --- the only door --------------------------------------------------------------------------------------

OPENING = (
    "fastexcel",
    "zipfile",
    "scan_parquet",
    "import bz2",
    "import lzma",
    "import gzip",
    "import zlib",
    "import zstd",
)
BEHIND = {"behind.py", "hidden.py", "parquet.py", "workbook.py", "zipped.py", "unpack.py"}


def test_only_what_stands_behind_the_wall_opens_files_of_strangers() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "testigo"
    rooms = [path for room in ("tables", "intake", "suggest") for path in (source / room).glob("*.py")]
    opening = {path.name for path in rooms if any(word in path.read_text() for word in OPENING)}
    assert opening
    assert opening - BEHIND == set()


def test_nobody_in_front_of_the_wall_calls_what_stands_behind_it() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "testigo"
    of_ours = (
        "tables.parquet import",
        "tables.workbook import",
        "tables.zipped import",
        "tables.behind import",
        "tables.hidden import",
    )
    calling = {
        path.name for path in source.rglob("*.py") if any(word in path.read_text() for word in of_ours)
    }
    assert calling <= BEHIND | {"walled.py"}
