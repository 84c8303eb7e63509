"""A row a figure: what a row, an empty cell and an absent row mean."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import IMPORTED
from testigo.election.definition import Election
from testigo.errors import InputError, Problem
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import ImportedTable, read_table
from tests import world

FUSION = [("DEM", "red"), ("WOR", "red"), ("REP", "blue")]
ELECTION = world.election(contests=(world.contest(), world.contest("judge", options=("green", "blue"))))
WITH_LINES = world.election(contests=(world.contest(lines=FUSION),))
HEAD = '[[reading]]\nreader = "publisher"\n[[table]]\nfile = "*"\nstation = "station"\n'
CONTEST = 'contest = { constant = "mayor" }\n'
FIGURE = 'figure = { join = [{ constant = "votes" }, "option"], with = "_" }\nvalue = "votes"\n'
HEADER = "station,option,votes\n"


def read(
    rows: str, keys: str = 'absent = "unknown"\n', contest: str = CONTEST, figure: str = FIGURE,
    election: Election = ELECTION, tables: str = "",
) -> ImportedTable:  # fmt: skip
    mapping = parse_mapping((HEAD + contest + figure + keys + tables).encode(), "long.toml")
    return read_table({"long.csv": [rows.encode()]}, mapping, election, {"form": world.PROFILE})


def problems(
    rows: str, keys: str = 'absent = "unknown"\n', figure: str = FIGURE, tables: str = ""
) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as refused:
        read(rows, keys, figure=figure, tables=tables)
    return refused.value.problems


def figures(table: ImportedTable, contest: str = "mayor") -> list[dict[str, object]]:
    return table.frames[contest].drop("part", "document_class").to_dicts()


def test_rows_of_one_station_become_one_reading() -> None:
    table = read(HEADER + "A1-1.01,red,5\nA1-1.02,red,1\nA1-1.01,blue,3\nA1-1.02,blue,0\n")
    assert (table.rows, table.number) == (4, 2)
    assert figures(table) == [
        {"station": "A1-1.01", "votes_red": 5, "votes_blue": 3},
        {"station": "A1-1.02", "votes_red": 1, "votes_blue": 0},
    ]


def test_an_absent_row_is_what_the_mapping_says_and_an_empty_cell_never_zero() -> None:
    rows = HEADER + "A1-1.01,red,5\nA1-1.02,red,\nA1-1.02,blue,2\n"
    assert [row["votes_blue"] for row in figures(read(rows))] == [None, 2]
    zero = figures(read(rows, 'absent = "zero"\n'))
    assert [(row["votes_red"], row["votes_blue"]) for row in zero] == [(5, 0), (None, 2)]


def test_an_option_that_no_row_names_is_zero_too_so_that_parts_of_a_table_give_the_same() -> None:
    assert figures(read(HEADER + "A1-1.01,red,5\n", 'absent = "zero"\n')) == [
        {"station": "A1-1.01", "votes_red": 5, "votes_blue": 0}
    ]


def test_a_counter_without_a_row_is_unread_also_where_options_are_zero() -> None:
    keys = 'absent = "zero"\n'
    figure = 'figure = "option"\nvalue = "votes"\n'
    table = read(HEADER + "A1-1.01,votes_red,5\nA1-1.02,null_votes,1\n", keys, figure=figure)
    assert [(row["null_votes"], row["votes_red"]) for row in figures(table)] == [(None, 5), (1, 0)]


def test_party_lines_without_a_row_are_zero_unless_the_option_has_its_own_number() -> None:
    figure = 'figure = "option"\nvalue = "votes"\n'
    rows = HEADER + "A1-1.01,line_DEM,5\nA1-1.02,votes_red,9\nA1-1.02,line_REP,4\n"
    table = read(rows, 'absent = "zero"\n', figure=figure, election=WITH_LINES)
    lines = [(row["line_DEM"], row["line_WOR"], row["line_REP"], row["votes_red"]) for row in figures(table)]
    assert lines == [(5, 0, 0, None), (None, None, 4, 9)]


def test_stations_of_which_no_number_was_read_are_no_reading_and_are_counted() -> None:
    table = read(HEADER + "A1-1.01,red,5\nA1-1.02,red,\nA1-1.02,blue,\n")
    assert table.number == 1
    assert "1 station has" in table.notes[0]


def test_each_contest_has_its_own_readings_and_figures() -> None:
    rows = "station,office,option,votes\nA1-1.01,mayor,red,5\nA1-1.01,judge,green,2\nA1-1.02,judge,blue,4\n"
    table = read(rows, contest='contest = "office"\n')
    assert table.contests == ("judge", "mayor")
    assert figures(table, "judge") == [
        {"station": "A1-1.01", "votes_green": 2, "votes_blue": None},
        {"station": "A1-1.02", "votes_green": None, "votes_blue": 4},
    ]


def test_a_figure_that_the_contest_does_not_have_is_one_problem_with_its_number() -> None:
    (problem,) = problems(HEADER + "A1-1.01,red,5\nA1-1.01,rde,1\nA1-1.02,rde,3\n")
    assert (problem.place.row, problem.value) == (3, "votes_rde")
    assert "2 rows" in problem.message


def test_the_figure_that_may_be_meant_is_proposed() -> None:
    (problem,) = problems(HEADER + "A1-1.01,blu,5\n")
    assert problem.remedy is not None
    assert problem.remedy.startswith("Did you mean 'votes_blue'?")


@pytest.mark.parametrize(("again", "word"), [("5", "the same number"), ("6", "another number")])
def test_a_repeated_figure_is_refused_unless_the_mapping_adds_them(again: str, word: str) -> None:
    rows = HEADER + f"A1-1.01,red,5\nA1-1.01,blue,1\nA1-1.01,red,{again}\n"
    (problem,) = problems(rows)
    assert problem.place.row == 4
    assert word in problem.message
    added = figures(read(rows, 'absent = "unknown"\nrepeated = "add"\n'))
    assert added[0]["votes_red"] == 5 + int(again)


def test_a_sum_of_rows_of_which_one_is_empty_is_unread() -> None:
    rows = HEADER + "A1-1.01,red,5\nA1-1.01,red,\nA1-1.01,blue,2\n"
    table = read(rows, 'absent = "zero"\nrepeated = "add"\n')
    assert figures(table)[0]["votes_red"] is None


def test_rows_with_the_code_skip_are_left_out_whatever_else_they_say() -> None:
    tables = '[tables.options]\nRed = "votes_red"\nBlue = "votes_blue"\nTotal = "skip"\n"" = "skip"\n'
    figure = 'figure = { column = "option", table = "options" }\nvalue = "votes"\n'
    rows = HEADER + "A1-1.01,Red,5\nA1-1.01,Total,many\nA1-1.01,,x\nA1-1.01,Blue,2\n"
    assert figures(read(rows, figure=figure, tables=tables)) == [
        {"station": "A1-1.01", "votes_red": 5, "votes_blue": 2}
    ]


def test_first_of_tries_the_next_value_and_only_the_last_may_be_unknown() -> None:
    tables = (
        '[tables.counters]\nVoid = "null_votes"\nTotal = "skip"\n'
        '[tables.parties]\nR = "votes_red"\nB = "votes_blue"\n'
    )
    figure = (
        'figure = { first_of = [{ column = "who", table = "counters" }, '
        '{ column = "party", table = "parties" }] }\n'
        'value = "votes"\n'
    )
    header = "station,who,party,votes\n"
    rows = header + "A1-1.01,Anna,R,5\nA1-1.01,Void,,1\nA1-1.01,Total,,6\n"
    assert figures(read(rows, figure=figure, tables=tables))[0]["null_votes"] == 1
    (problem,) = problems(rows + "A1-1.01,Bob,G,2\n", figure=figure, tables=tables)
    assert (problem.place.row, problem.value) == (5, "G")


def test_a_row_without_a_figure_is_refused() -> None:
    (problem,) = problems(HEADER + "A1-1.01,red,5\nA1-1.01,,3\n")
    assert "without a figure" in problem.message


def test_rows_of_one_station_with_different_classes_are_refused() -> None:
    keys = 'absent = "unknown"\ndocument_class = "kind"\n'
    rows = "station,option,votes,kind\nA1-1.01,red,5,result\nA1-1.01,blue,1,annulled\n"
    (problem,) = problems(rows, keys)
    assert "different document classes" in problem.message


def test_subtotals_and_other_rows_are_left_out_by_any_of_several_texts() -> None:
    keys = 'absent = "unknown"\nskip = [{ option = ["Total", "Subtotal"] }, { station = "" }]\n'
    rows = HEADER + "A1-1.01,red,5\nA1-1.01,Total,5\nA1-1.01,Subtotal,x\n,red,99\n"
    assert read(rows, keys).number == 1


@given(
    st.permutations(
        [
            f"{code},{option},{number}"
            for number, code in enumerate(world.STATION_CODES)
            for option in ("red", "blue")
        ]
    )
)
def test_the_order_of_the_rows_does_not_change_a_byte(rows: list[str]) -> None:
    table = read(HEADER + "\n".join(rows) + "\n")
    assert table.parquet() == read(HEADER + "\n".join(sorted(rows)) + "\n").parquet()
    assert table.long().collect().schema == pl.Schema(IMPORTED)


@given(st.text(alphabet='A1-.0red,";\n\r =x', max_size=60))
def test_any_rows_are_taken_or_refused_never_worse(rows: str) -> None:
    try:
        table = read(HEADER + rows)
    except InputError as refused:
        assert all(problem.remedy for problem in refused.problems)  # noqa: PT017
    else:
        assert table.number <= table.rows
