"""A published table becomes readings, or one error with every problem: row, column, value, remedy."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import IMPORTED
from testigo.errors import InputError
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import read_table
from tests import world
from tests.intake.tables import (
    ELECTION,
    FIGURES,
    HEAD,
    PROFILES,
    ROWS,
    STATION,
    imported,
    only_problem,
    problems,
    votes,
)

HEADER = b"station,red,blue\n"


def test_a_wide_table_becomes_a_row_a_station() -> None:
    table = imported(ROWS)
    assert votes(table) == [("A1-1.01", 120, 80), ("A1-1.02", 7, 0)]
    assert (table.rows, table.contests, table.unused, table.notes) == (2, ("mayor",), (), ())


def test_the_long_form_has_the_columns_of_an_import_in_a_fixed_order() -> None:
    long = imported(ROWS).long().collect()
    assert long.schema == pl.Schema(IMPORTED)
    assert long.select("part", "figure", "station", "value").rows() == [
        (0, "votes_blue", "A1-1.01", 80),
        (0, "votes_blue", "A1-1.02", 0),
        (0, "votes_red", "A1-1.01", 120),
        (0, "votes_red", "A1-1.02", 7),
    ]


@given(st.text(alphabet='A1-.0",;\n\r =x\t', max_size=60))
def test_any_rows_are_taken_or_refused_never_worse(rows: str) -> None:
    try:
        table = imported(HEADER + rows.encode())
    except InputError as refused:
        assert all(problem.remedy for problem in refused.problems)  # noqa: PT017
    else:
        assert table.readings.height <= table.rows


@given(st.permutations(list(world.STATION_CODES)))
def test_the_order_of_the_rows_does_not_change_a_byte_of_the_exhibit(order: list[str]) -> None:
    rows = {code: f"{code},{number},{number * 7}\n" for number, code in enumerate(world.STATION_CODES)}
    written = HEADER + "".join(rows[code] for code in order).encode()
    assert imported(written).parquet() == imported(HEADER + "".join(rows.values()).encode()).parquet()


def test_an_empty_cell_is_unread_and_not_zero() -> None:
    assert votes(imported(HEADER + b"A1-1.01,,0\n")) == [("A1-1.01", None, 0)]


def test_a_row_without_any_figure_is_no_reading() -> None:
    problem = only_problem(ROWS + b"A1-1.03,,\n")
    assert problem.place.row == 4
    assert "skip" in problem.remedy


def test_a_row_without_figures_is_a_reading_where_its_class_is_declared() -> None:
    keyed = STATION + 'document_class = { column = "state", table = "state" }\n'
    codes = FIGURES + '[tables.state]\nNO = "not installed"\nSI = "result"\n'
    table = imported(b"station,red,blue,state\nA1-1.01,1,2,SI\nA1-1.02,,,NO\n", keyed=keyed, figures=codes)
    assert table.readings["document_class"].to_list() == ["result", "not installed"]


def test_all_problems_are_told_at_once_with_row_column_and_value() -> None:
    found = problems(HEADER + b"A1-1.01,-5,1\nA1-1.02,1,1e3\n=A1,2,3\n,4,4\n")
    assert [(problem.place.row, problem.place.column, problem.value) for problem in found] == [
        (4, "station", "=A1"),
        (2, "red", "-5"),
        (3, "blue", "1e3"),
        (5, "station", None),
    ]


def test_rows_are_numbered_as_an_editor_shows_them() -> None:
    content = b'station,red,blue,name\n\nA1-1.01,1,2,"two\nlines"\n\nA1-1.02,x,2,y\n'
    assert only_problem(content).place.row == 6


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"station,red,red\nA1-1.01,1,2\n", "two columns with this name"),
        (b"station,red\nA1-1.01,1\n", "no such column"),
        (HEADER + b"A1-1.01,1\n", "2 cells, and the first row has 3"),
        (HEADER + b"A1-1.01,1,2,3\n", "4 cells, and the first row has 3"),
        (HEADER + b'A1-1.01,"1,2\n', "quotation mark"),
        (HEADER + b'"A1-1.01,1,2\n"A1-1.02",1,2\n', "quotation mark"),
        (b"station;red;blue\nA1-1.01;1;2\n", "not separated by"),
        (b"station;red;blue\nA1-1.01;1,5;2\n", "not separated by"),
        (b"station;red;blue;a,b\nA1-1.01;1;2;\n", "not separated by"),
    ],
)
def test_a_table_of_another_shape_is_refused(content: bytes, word: str) -> None:
    assert word in problems(content)[0].message


@pytest.mark.parametrize(
    ("header", "remedy"),
    [
        ("station,red,bleu", "Did you mean 'bleu'?"),
        ("station,red,Blue ", "only looks the same"),
        ("station,red,blu\u0435", "only looks the same"),
        ("A1-1.01,1,2", "head = "),
    ],
)
def test_a_missing_column_proposes_the_nearest_one(header: str, remedy: str) -> None:
    assert remedy in problems(header.encode() + b"\nA1-1.01,1,2\n")[0].remedy


@pytest.mark.parametrize(
    ("second", "message", "remedy"),
    [
        (b"A1-1.01,120,80", "with the same figures (first in row 2)", "Take one of them out"),
        (b"A1-1.01,120,81", "with other figures (first in row 2)", "Ask its publisher"),
    ],
)
def test_a_repeated_row_is_refused_never_the_last_taken(second: bytes, message: str, remedy: str) -> None:
    problem = only_problem(ROWS + second + b"\n")
    assert problem.place.row == 4
    assert message in problem.message
    assert remedy in problem.remedy


def test_repeated_rows_are_added_where_the_mapping_says_so_and_unread_stays_unread() -> None:
    table = imported(ROWS + b"A1-1.01,1,\n", 'repeated = "add"')
    assert votes(table) == [("A1-1.01", 121, None), ("A1-1.02", 7, 0)]


def test_a_figure_may_be_the_sum_of_columns_and_is_unread_where_one_is() -> None:
    figures = '[table.figures]\nvotes_red = ["red", "blue"]\nvotes_blue = "blue"\n'
    table = imported(HEADER + b"A1-1.01,120,80\nA1-1.02,,5\n", figures=figures)
    assert votes(table) == [("A1-1.01", 200, 80), ("A1-1.02", None, 5)]


@pytest.mark.parametrize(
    ("keys", "cells", "red"),
    [
        ('thousands = ","', b'"1,234"', 1234),
        ('thousands = "."', b"1.234.567", 1234567),
        ('thousands = ","', b"1234", 1234),
        ("whole_decimals = true", b"182.0", 182),
        ('null_values = ["NA", "-"]', b"NA", None),
        ("", b" 120 ", 120),
        ("", b"007", 7),
    ],
)
def test_a_number_is_read_as_the_mapping_declares_it(keys: str, cells: bytes, red: int | None) -> None:
    assert votes(imported(HEADER + b"A1-1.01," + cells + b",2\n", keys)) == [("A1-1.01", red, 2)]


@pytest.mark.parametrize("cell", [b'"1,23"', b'"1,2345"', b'"12,,345"', b'",123"', b'"1,234,"'])
def test_misplaced_thousands_marks_are_refused_where_they_are_declared(cell: bytes) -> None:
    assert only_problem(HEADER + b"A1-1.01," + cell + b",2\n", 'thousands = ","').place.column == "red"


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (b'"1,234"', 'thousands = ","'),
        (b"1.234", 'thousands = "."'),
        ("1\u202f234".encode(), r'thousands = "\u202f"'),
        (b"182.0", "whole_decimals = true"),
        (b"NA", 'null_values = ["NA"]'),
    ],
)
def test_an_undeclared_habit_of_a_column_is_one_problem_with_the_line_to_add(cell: bytes, line: str) -> None:
    rows = b"".join(code.encode() + b"," + cell + b",1\n" for code in world.STATION_CODES)
    problem = only_problem(HEADER + rows)
    assert line in problem.remedy
    assert "12 cells" in problem.message


def test_many_bad_cells_are_listed_to_a_hundred_and_then_counted() -> None:
    rows = "".join(f"S{number},x{number},1\n" for number in range(250)).encode()
    found = problems(HEADER + rows)
    assert len(found) == 101
    assert "150 more" in found[100].message


def test_rows_are_skipped_and_kept_before_a_count_is_read() -> None:
    content = b"station,kind,red,blue\nA1-1.01,vote,1,2\nA1-1.02,note,see,below\nA1-1.03,,3,4\n"
    assert votes(imported(content, 'skip = [{ kind = "note" }]')) == [("A1-1.01", 1, 2), ("A1-1.03", 3, 4)]
    assert votes(imported(content, 'only = [{ kind = "vote" }]')) == [("A1-1.01", 1, 2)]
    assert votes(imported(content, 'skip = [{ kind = "note" }, { kind = "" }]')) == [("A1-1.01", 1, 2)]


def test_a_headerless_file_is_read_by_head_and_the_rest_is_unused() -> None:
    table = imported(b"A1-1.01,1,2,other\nA1-1.02,3,4,more\n", 'head = ["station", "red", "blue"]')
    assert votes(table) == [("A1-1.01", 1, 2), ("A1-1.02", 3, 4)]
    assert table.unused == ("column_4",)


def test_columns_that_nobody_reads_are_listed_unless_they_are_declared() -> None:
    content = b"station,red,blue,name,picture\nA1-1.01,1,2,x,y\n"
    assert imported(content, 'unused = ["name"]').unused == ("picture",)


def test_a_formula_in_an_unused_column_is_never_looked_at() -> None:
    assert votes(imported(b'station,red,blue,name\nA1-1.01,1,2,"=1+1"\n')) == [("A1-1.01", 1, 2)]


def test_a_mapping_of_another_file_is_refused() -> None:
    written = '[[reading]]\nreader = "r"\n[[table]]\nfile = "other.csv"\n' + STATION + FIGURES
    with pytest.raises(InputError, match=r"the mapping is of another file.*other\.csv"):
        read_table({"x.csv": [ROWS]}, parse_mapping(written.encode(), "x.toml"), ELECTION, PROFILES)


def test_a_header_alone_is_a_table_of_no_rows() -> None:
    table = imported(HEADER)
    assert (table.rows, table.readings.height, table.contests) == (0, 0, ())
    assert table.long().collect().is_empty()


def test_a_file_name_with_brackets_is_taken_as_it_is_written() -> None:
    written = HEAD.replace('"*"', '"results[1].csv"') + STATION + FIGURES
    table = read_table(
        {"results[1].csv": [ROWS]}, parse_mapping(written.encode(), "x.toml"), ELECTION, PROFILES
    )
    assert table.rows == 2
