import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import COUNT
from testigo.election.table import CellKind, Column, read_table

COLUMNS = (
    Column("code", CellKind.CODE, filled=True),
    Column("name", optional=True),
    Column("voters", CellKind.COUNT, optional=True),
    Column("size", optional=True, words=("large", "small")),
)
HEADER = "code,name,voters,size\n"


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    frame, problems = read_table("t.csv", content, COLUMNS)
    assert frame is not None
    assert not problems
    return frame.rows()


def told(content: bytes) -> list[tuple[int | None, str | None, str | None]]:
    return [(p.place.row, p.place.column, p.value) for p in read_table("t.csv", content, COLUMNS)[1]]


PLAIN = (HEADER + "007,Seven,12,large\n").encode()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.rstrip(),
        PLAIN.replace(b"Seven", b'"Seven"'),
        b"name,size,code,voters\nSeven,large,007,12\n",
    ],
    ids=["LF", "byte order mark", "CRLF", "no last line end", "quoted", "other order of columns"],
)
def test_a_table_is_the_same_however_the_spreadsheet_saved_it(content: bytes) -> None:
    assert rows_of(content) == [(2, "007", "Seven", 12, "large")]


def test_an_absent_optional_column_and_an_empty_cell_are_null() -> None:
    assert rows_of(b'code,name\n1,\n2,""\n') == [(2, "1", None, None, None), (3, "2", None, None, None)]


def test_a_header_alone_is_an_empty_table() -> None:
    assert rows_of(HEADER.encode()) == []
    assert rows_of(b'"code"\n') == []


def test_a_quoted_cell_may_hold_a_comma_and_quotes() -> None:
    assert rows_of(b'code,name\n1,"One, or ""first"""\n') == [(2, "1", 'One, or "first"', None, None)]


def test_counts_are_64_bits_wide() -> None:
    frame, _ = read_table("t.csv", PLAIN, COLUMNS)

    assert frame is not None
    assert frame.schema["voters"] == COUNT


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(None, None, None)]),
        (" \n\n", [(None, None, None)]),
        ("code,code\n1,1\n", [(1, "code", None)]),
        ("code,nmae\n1,1\n", [(1, "nmae", None)]),
        ("name\nx\n", [(1, "code", None)]),
        ("code;name\n1;x\n", [(1, "code;name", None), (1, "code", None)]),
        (HEADER + "1,x\n2,y,1,small\n", [(2, None, None)]),
        (HEADER + "1,x,1,small,more\n", [(2, None, None)]),
        (HEADER + "1,x,1,small\n\n2,y,1,small\n", [(3, None, None)]),
        (HEADER + '1,"x,1,small\n', [(2, None, None)]),
        (HEADER + '1,"x\ny",1,small\n', [(2, None, None)]),
        (HEADER + '1,"x" y,1,small\n', [(2, None, None)]),
        (HEADER + ",x,1,small\n", [(2, "code", None)]),
        (HEADER + "1 ,x,1,small\n", [(2, "code", "1 ")]),
        (HEADER + "1,x,1,medium\n", [(2, "size", "medium")]),
        (HEADER + "7" * 80 + ",x,1,small\n", []),
        (HEADER + "7" * 81 + ",x,1,small\n", [(2, "code", "7" * 81)]),
    ],
)
def test_each_fault_has_its_row_column_and_value(
    content: str, expected: list[tuple[int | None, str | None, str | None]]
) -> None:
    assert told(content.encode()) == expected


@pytest.mark.parametrize(
    "count", ["-1", "+1", "1.0", "1e3", "1,000", "1 000", "١٢", "=1+1", "0x1", "NaN", "1" * 13]
)
def test_only_digits_are_a_count(count: str) -> None:
    assert told(f'{HEADER}1,x,"{count}",small\n'.encode()) == [(2, "voters", count)]


@pytest.mark.parametrize(
    "character", ["\0", "\t", "\r", "\x1b", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff"]
)
def test_a_control_character_is_a_problem(character: str) -> None:
    problems = read_table("t.csv", f"{HEADER}1,x{character}y,1,small\n".encode(), COLUMNS)[1]

    assert [problem.place.row for problem in problems] == [2]
    assert f"U+{ord(character):04X}" in problems[0].message


def test_letters_with_separate_accents_are_a_problem_that_proposes_the_right_ones() -> None:
    apart = unicodedata.normalize("NFD", "Mérida")
    problems = read_table("t.csv", f"{HEADER}1,{apart},1,small\n".encode(), COLUMNS)[1]

    assert [problem.place.row for problem in problems] == [2]
    assert "Mérida" in problems[0].remedy


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_a_problem_and_is_not_guessed(encoding: str) -> None:
    frame, problems = read_table("t.csv", f"{HEADER}1,Ñ,1,small\n".encode(encoding), COLUMNS)

    assert frame is None
    assert [problem.message for problem in problems] == ["This is not UTF-8 text"]


def test_a_misspelt_column_is_told_the_nearest_name() -> None:
    assert "`name`" in read_table("t.csv", b"code,nmae\n", COLUMNS)[1][0].remedy


ONE_LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text)
)
ROWS = st.lists(
    st.tuples(
        ONE_LINE,
        st.none() | ONE_LINE,
        st.none() | st.integers(0, 999_999_999_999),
        st.none() | st.sampled_from(["large", "small"]),
    ),
    max_size=5,
)


@given(ROWS, st.booleans())
def test_a_table_that_is_written_reads_back_as_it_was(
    rows: list[tuple[str, str | None, int | None, str | None]], quoted: bool
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows([[column.name for column in COLUMNS], *rows])

    assert rows_of(text.getvalue().encode()) == [(number, *row) for number, row in enumerate(rows, start=2)]


@given(
    st.binary(max_size=300) | st.text(max_size=99).map(lambda text: (HEADER + text).encode(errors="replace"))
)
def test_any_bytes_give_a_table_or_problems_and_never_a_crash(content: bytes) -> None:
    frame, problems = read_table("t.csv", content, COLUMNS)

    assert frame is not None or problems


def test_a_line_without_end_is_a_problem_of_its_row() -> None:
    assert [row for row, _, _ in told((HEADER + "1," + "x" * 20_000 + ",1,small\n").encode())] == [2]
