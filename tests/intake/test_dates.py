"""A spreadsheet makes a day of 1-4: such a cell is one problem, with its place and what to do."""

import pytest

from testigo.errors import InputError
from testigo.intake.counts import fault
from testigo.suggest.draft_mapping import parse_drafts
from testigo.suggest.draft_table import read_drafts
from tests.intake.tables import ROWS, imported, only_problem, votes
from tests.tables.workbooks import Cell, with_dates, workbook

EXCEL = 'format = "excel"'
DAYS = [
    "4-Jan",
    "04-abr",
    "1-Apr-24",
    "Apr-01",
    "2024-04-01",
    "2024-04-01 00:00:00",
    "01/04/2024",
    "4 ene. 2024",
]


@pytest.mark.parametrize("day", DAYS)
def test_days_in_the_column_of_codes_are_one_problem_with_the_first_row_and_the_number(day: str) -> None:
    problem = only_problem(ROWS + f"{day},1,2\n7-Jun,3,4\n".encode())
    assert (problem.place.row, problem.place.column, problem.value) == (4, "station", day)
    assert "a date where a code belongs" in problem.message
    assert "2 cells" in problem.message
    assert "code table" in problem.remedy


@pytest.mark.parametrize("code", ["1-4", "A4-Jan", "MAR-12", "12/34/2024", "2024-13", "4-Jano", "JAN"])
def test_a_code_that_is_no_day_is_read(code: str) -> None:
    assert votes(imported(ROWS + f"{code},1,2\n".encode()))[2] == (code, 1, 2)


def test_a_cell_of_a_workbook_that_is_a_day_is_named_though_its_number_is_a_plain_one() -> None:
    table: list[list[Cell]] = [["station", "red", "blue"], ["A1-1.01", 120, 80], [45383, 7, 0]]
    plain = workbook({"R": table})
    assert votes(imported(plain, EXCEL))[1] == ("45383", 7, 0)
    problem = only_problem(with_dates(plain, "A3"), EXCEL)
    assert (problem.place.row, problem.value) == (3, "2024-04-01 00:00:00")
    assert "a date where a code belongs" in problem.message


def test_a_count_that_is_a_day_is_named_once_a_column() -> None:
    table: list[list[Cell]] = [["station", "red", "blue"], ["A1-1.01", 120, 80], ["A1-1.02", 7, 5]]
    problem = only_problem(with_dates(workbook({"R": table}), "C2", "C3"), EXCEL)
    assert (problem.place.column, problem.value) == ("blue", "1900-03-20 00:00:00")
    assert "a date where a count belongs" in problem.message
    assert "2 cells" in problem.message


@pytest.mark.parametrize("day", DAYS)
def test_every_day_has_its_words_among_counts(day: str) -> None:
    assert "a date" in fault(day).message


def test_what_goes_through_a_code_table_is_no_mistake() -> None:
    keyed = 'station = { column = "station", table = "as_it_is" }\ncontest = { constant = "mayor" }\n'
    content = ROWS + b"4-Jan,1,2\n"
    table = imported(content, keyed=keyed, figures=FIGURES_AND_TABLE)
    assert votes(table)[2] == ("4-Jan", 1, 2)


FIGURES_AND_TABLE = (
    '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n[tables.as_it_is]\ndefault = "same"\n'
)
DRAFT = b"""
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
jurisdiction = "place"
"""


def test_a_definition_is_not_drafted_from_days() -> None:
    drafts = parse_drafts(DRAFT, "roll.toml")
    with pytest.raises(InputError) as refused:
        read_drafts("roll.csv", [b"code,place\n1-3,X\n4-Jan,X\n"], drafts)
    (problem,) = refused.value.problems
    assert (problem.place.row, problem.place.column, problem.value) == (3, "code", "4-Jan")
