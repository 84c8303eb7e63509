"""Cells are split strictly by RFC 4180, and rows are numbered as an editor shows them."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import InputError
from testigo.tables.cells import ROW, read_blocks, read_cells, read_lines

CELL = st.text(alphabet='aé1-.0",;\n =x\t', max_size=8)
NAMES = ("one", "two", "three")


def read(text: str, delimiter: str = ",") -> pl.DataFrame:
    return read_cells(read_lines("cells.csv", text.encode(), delimiter))


def written(rows: list[tuple[str, ...]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([NAMES, *rows])
    return text.getvalue()


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(",;\t|"))
def test_what_the_standard_library_writes_comes_back(rows: list[tuple[str, ...]], delimiter: str) -> None:
    cells = read(written(rows, delimiter), delimiter)
    assert cells.drop(ROW).fill_null("").rows() == rows


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.integers(1, 9))
def test_what_lies_across_the_pieces_in_which_quotes_are_looked_for_comes_back_too(
    rows: list[tuple[str, ...]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("testigo.tables.cells.SPLIT_AT_ONCE", at_once)
        assert read(written(rows, ",")).drop(ROW).fill_null("").rows() == rows


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8))
def test_a_row_is_named_by_the_line_it_begins_on(rows: list[tuple[str, ...]]) -> None:
    text = written(rows, ",")
    lines = io.StringIO(text)
    reader = csv.reader(lines)
    expected = [reader.line_num + 1 for _ in [next(reader)]]
    expected += [reader.line_num + 1 for _ in reader]
    assert read(text)[ROW].to_list() == expected[:-1]


@given(st.text(alphabet='ab",\n\r', max_size=40))
def test_a_row_that_is_taken_is_as_wide_as_the_header(text: str) -> None:
    try:
        cells = read("one,two,three\n" + text)
    except InputError:
        return
    assert cells.width == 4


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', 3),
        ('a,b\n1,2\n3,x"y"\n5,6\n', 3),
        ('a,b\n1,2\n3,"x"y\n5,6\n', 3),
        ('a,b\n"1\n2",2\n3, "4"\n', 4),
    ],
    ids=["never closed", "inside", "after", "after a space"],
)
def test_a_quotation_mark_out_of_place_is_refused_with_its_row(text: str, row: int) -> None:
    with pytest.raises(InputError) as refused:
        read(text)
    assert refused.value.problems[0].place.row == row


def test_only_wanted_columns_are_kept() -> None:
    lines = read_lines("cells.csv", b"a,b,c\n1,2,3\n", ",")
    assert lines.header == ("a", "b", "c")
    assert read_cells(lines, wanted={"c", "a", "z"}).columns == [ROW, "a", "c"]


def in_blocks(text: str) -> pl.DataFrame | None:
    """Read a text of which every line may end a block; None where it is refused."""
    pieces = [line.encode() for line in text.splitlines(keepends=True)]
    try:
        return pl.concat(read_cells(lines) for lines in read_blocks("x.csv", pieces, ",", block=1))
    except InputError:
        return None


def at_once(text: str) -> pl.DataFrame | None:
    try:
        return read_cells(read_lines("x.csv", text.encode(), ","))
    except InputError:
        return None


@given(st.lists(st.sampled_from(["1,2", '"a\nb",3', "", '"x ""y"" z",4', ",", "5", '"open,6']), max_size=8))
def test_a_file_read_block_by_block_has_the_same_cells_in_the_same_rows(rows: list[str]) -> None:
    text = "\n".join(["red,blue", *rows]) + "\n"
    whole, blocks = at_once(text), in_blocks(text)
    assert (whole is None) == (blocks is None)
    if whole is not None and blocks is not None:
        assert blocks.equals(whole)


@pytest.mark.parametrize("before", ["\n", "\n\n\n"])
@pytest.mark.parametrize("wanted", [None, ["b"], ["a", "c"]])
def test_blank_lines_before_the_first_row_say_nothing_of_its_width(
    before: str, wanted: list[str] | None
) -> None:
    """Found by the fuzzers: a table whose first line is empty was a traceback."""
    text = f"{before}a,b,c\n1,2,3\n\n4,5,6\n".encode()
    cells = read_cells(read_lines("t.csv", text, ","), wanted)
    kept = wanted or ["a", "b", "c"]
    rows = {"a": ("1", "4"), "b": ("2", "5"), "c": ("3", "6")}
    assert cells.columns == [ROW, *kept]
    assert cells[ROW].to_list() == [len(before) + 2, len(before) + 4]
    assert [tuple(cells[name]) for name in kept] == [rows[name] for name in kept]


def test_so_do_those_at_the_begin_of_a_later_block() -> None:
    pieces = [b"a,b\n1,2\n", b"\n3,4\n", b"\n\n5,6\n"]
    rows = [row for lines in read_blocks("t.csv", pieces, ",", block=1) for row in read_cells(lines).rows()]
    assert rows == [(2, "1", "2"), (4, "3", "4"), (7, "5", "6")]
