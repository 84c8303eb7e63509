"""The codes that a mapping makes of the cells of a row, and what is no code."""

import pytest

from testigo.errors import InputError
from testigo.intake.table import read_table
from testigo.intake.triage import Likeness
from tests import world
from tests.intake.tables import (
    FIGURES,
    PROFILES,
    ROWS,
    STATION,
    imported,
    mapping,
    only_problem,
    votes,
)

HEADER = b"station,red,blue\n"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("=A1", "formula"),
        ("\N{FULLWIDTH EQUALS SIGN}A1", "formula"),
        ("@A1", "formula"),
        (" A1-1.01", "space"),
        ("A1-1.01\N{NO-BREAK SPACE}", "space"),
        ("A1-\N{ZERO WIDTH SPACE}1.01", "invisible"),
        ("A1-1\t.01", "invisible"),
        ("\u200fA1-1.01", "invisible"),
    ],
)
def test_a_code_that_is_not_what_it_looks_like_is_refused(code: str, word: str) -> None:
    content = ROWS + f'"{code}",1,2\n'.encode()
    problem = only_problem(content)
    assert (problem.place.row, problem.place.column) == (4, "station")
    assert word in problem.message


def test_readings_of_unknown_stations_are_kept_and_counted() -> None:
    table = imported(ROWS + b"A9-1.01,5,5\nA9-1.02,5,5\n")
    assert table.readings.height == 4
    assert table.unknown["station"].to_list() == ["A9-1.01", "A9-1.02"]
    assert table.unknown["likeness"].unique().to_list() == [Likeness.UNKNOWN]


def test_a_table_of_which_no_station_is_known_is_refused() -> None:
    assert "2 of 2 readings" in only_problem(HEADER + b"Z1,1,2\nZ2,1,2\n").message


def test_stations_whose_zeros_a_spreadsheet_ate_are_refused_with_the_value_to_write() -> None:
    keyed = 'station = { join = ["place", "number"], with = "." }\ncontest = { constant = "mayor" }\n'
    content = b"place,number,red,blue\nA1-1,1,1,2\nA1-1,2,1,2\n"
    line = 'station = { join = ["place", { column = "number", pad = 2 }], with = "." }'
    assert line in only_problem(content, keyed=keyed).remedy
    assert votes(imported(content, keyed=line + '\ncontest = { constant = "mayor" }\n'))[0] == (
        "A1-1.01",
        1,
        2,
    )


@pytest.mark.parametrize(
    ("station", "cell"),
    [
        ('{ column = "code", split = "/", part = 2 }', "X/A1-1.01/Y"),
        ('{ column = "code", first = 7 }', "A1-1.01xyz"),
        ('{ column = "code", last = 7 }', "xyzA1-1.01"),
        ('{ first_of = ["other", "code"] }', "A1-1.01"),
        ('{ join = ["other", "code"], with = "-", skip_empty = true }', "A1-1.01"),
        ('{ join = [{ constant = "A1" }, "code"], with = "-" }', "1.01"),
        ('{ column = "code", table = "stations" }', "first"),
    ],
)
def test_each_step_of_a_value(station: str, cell: str) -> None:
    keyed = f'station = {station}\ncontest = {{ constant = "mayor" }}\n'
    figures = FIGURES + '[tables.stations]\nfirst = "A1-1.01"\n'
    content = f"code,other,red,blue\n{cell},,1,2\n".encode()
    assert votes(imported(content, keyed=keyed, figures=figures)) == [("A1-1.01", 1, 2)]


def test_an_unknown_spelling_of_a_code_table_is_one_problem_with_its_number() -> None:
    keyed = 'station = "station"\ncontest = { column = "office", table = "offices" }\n'
    figures = FIGURES + '[tables.offices]\nMayor = "mayor"\n'
    content = b"station,office,red,blue\nA1-1.01,Mayor,1,2\nA1-1.02,Judge,1,2\nA1-1.03,Judge,1,2\n"
    found = only_problem(content, keyed=keyed, figures=figures)
    assert (found.place.row, found.value) == (3, "Judge")
    assert "2 rows" in found.message


def test_a_code_table_may_skip_the_rows_of_unknown_spellings() -> None:
    keyed = 'station = "station"\ncontest = { column = "office", table = "offices" }\n'
    figures = FIGURES + '[tables.offices]\nMayor = "mayor"\ndefault = "skip"\n'
    content = b"station,office,red,blue\nA1-1.01,Mayor,1,2\nA1-1.02,Judge,no,no\n"
    assert votes(imported(content, keyed=keyed, figures=figures)) == [("A1-1.01", 1, 2)]


def test_an_unknown_contest_is_refused_and_the_nearest_one_proposed() -> None:
    keyed = 'station = "station"\ncontest = "office"\n'
    problem = only_problem(b"station,office,red,blue\nA1-1.01,mayr,1,2\n", keyed=keyed)
    assert "Did you mean 'mayor'?" in problem.remedy


def test_a_word_that_is_no_document_class_is_refused() -> None:
    keyed = STATION + 'document_class = "state"\n'
    problem = only_problem(b"station,red,blue,state\nA1-1.01,1,2,anulled\n", keyed=keyed)
    assert "Did you mean 'annulled'?" in problem.remedy


def test_a_figure_that_the_contest_does_not_have_is_refused_before_the_file_is_read() -> None:
    problem = only_problem(ROWS, figures='[table.figures]\nvotes_rde = "red"\n')
    assert "votes_red" in problem.remedy


def test_a_figure_in_a_row_of_a_contest_without_it_is_refused() -> None:
    contests = (world.contest(), world.contest("judge", options=("green", "blue")))
    keyed = 'station = "station"\ncontest = "office"\n'
    content = b"station,office,red,blue\nA1-1.01,mayor,1,2\nA1-1.01,judge,,2\nA1-1.02,judge,3,2\n"
    with pytest.raises(InputError, match="the contest judge has no figure votes_red"):
        read_table({"x.csv": [content]}, mapping(keyed=keyed), world.election(contests=contests), PROFILES)


def test_zeros_lost_in_codes_that_were_joined_without_a_mark_still_propose_padding() -> None:
    keyed = 'station = { join = ["place", "number"] }\ncontest = { constant = "mayor" }\n'
    problem = only_problem(b"place,number,red,blue\nA1-1.,1,1,2\n", keyed=keyed)
    assert "`pad`" in problem.remedy
