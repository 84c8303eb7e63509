"""Several files: parts of a table, tables that make one reading, look-ups, shared code tables."""

import pytest

from testigo.election.definition import Election
from testigo.errors import InputError, Problem
from testigo.intake.code_files import escaping, filled
from testigo.intake.combine import file_groups, in_two_tables
from testigo.intake.language import CodeTable
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import ImportedTable, read_table
from tests import world

ELECTION = world.election(contests=(world.contest(), world.contest("judge", options=("green", "blue"))))
READING = '[[reading]]\nreader = "publisher"\n'
MAYOR = 'station = "station"\ncontest = { constant = "mayor" }\n'
VOTES = f'[[table]]\nfile = "votes*"\n{MAYOR}[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
COUNTERS = f'[[table]]\nfile = "counters*"\n{MAYOR}[table.figures]\nnull_votes = "void"\n'
FILES = {
    "votes.csv": "station,red,blue\nA1-1.01,5,3\nA1-1.02,1,0\n",
    "counters.csv": "station,void\nA1-1.02,7\nA1-1.01,2\n",
}


def read(mapping: str, files: dict[str, str], election: Election = ELECTION) -> ImportedTable:
    content = {name: [text.encode()] for name, text in files.items()}
    parsed = parse_mapping((READING + mapping).encode(), "m.toml")
    return read_table(content, parsed, election, {"form": world.PROFILE})


def problems(mapping: str, files: dict[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as refused:
        read(mapping, files)
    return refused.value.problems


def rows(table: ImportedTable, *columns: str, contest: str = "mayor") -> list[tuple[object, ...]]:
    return table.frames[contest].sort("part", "station").select(columns).rows()


def test_two_tables_of_the_same_stations_make_one_reading() -> None:
    table = read(VOTES + COUNTERS, FILES)
    assert table.number == 2
    assert rows(table, "station", "votes_red", "null_votes") == [("A1-1.01", 5, 2), ("A1-1.02", 1, 7)]


def test_tables_of_one_reading_with_different_stations_are_refused_with_the_first_of_each() -> None:
    files = {**FILES, "counters.csv": "station,void\nA1-1.01,2\nA1-1.03,7\n"}
    first, second = problems(VOTES + COUNTERS, files)
    assert (first.place.file, first.value) == ("votes.csv", "A1-1.02")
    assert (second.place.file, second.value) == ("counters.csv", "A1-1.03")


def test_a_figure_that_two_tables_give_is_refused() -> None:
    again = COUNTERS.replace('null_votes = "void"', 'votes_red = "void"')
    (problem,) = problems(VOTES + again, FILES)
    assert (problem.place.column, problem.value) == ("votes_red", "votes_red")


def test_tables_of_different_contests_may_have_different_stations() -> None:
    judge = VOTES.replace("mayor", "judge").replace("votes_red", "votes_green").replace("votes*", "judge*")
    table = read(
        VOTES + judge, {"votes.csv": FILES["votes.csv"], "judge.csv": "station,red,blue\nB1-1.01,4,4\n"}
    )
    assert rows(table, "station", "votes_green", contest="judge") == [("B1-1.01", 4)]
    assert table.number == 3


def test_one_file_may_be_read_twice_for_the_contests_of_one_form() -> None:
    judge = VOTES.replace("mayor", "judge").replace('votes_red = "red"', 'votes_green = "green"')
    table = read(VOTES + judge, {"votes.csv": "station,red,blue,green,note\nA1-1.01,5,3,9,x\n"})
    assert rows(table, "votes_green", "votes_blue", contest="judge") == [(9, 3)]
    assert table.unused == ("note",)


def test_the_files_of_one_pattern_are_parts_of_one_table() -> None:
    parts = {
        "votes-1.csv": "station,red,blue\nA1-1.01,5,3\n",
        "votes-2.csv": "blue,station,red\n0,A1-1.02,1\n",
    }
    assert read(VOTES, parts).parquet() == read(VOTES, {"votes.csv": FILES["votes.csv"]}).parquet()


def test_a_station_that_two_files_of_one_table_have_is_refused_with_file_and_row() -> None:
    parts = {"votes-1.csv": FILES["votes.csv"], "votes-2.csv": "station,red,blue\nA2-1.01,1,1\nA1-1.02,1,0\n"}
    (problem,) = problems(VOTES, parts)
    assert (problem.place.file, problem.place.row, problem.value) == ("votes-2.csv", 3, "A1-1.02")


def test_the_same_holds_where_each_file_becomes_a_statement_of_its_own() -> None:
    one, other = (read(VOTES, {name: FILES["votes.csv"]}) for name in ("votes-1.csv", "votes-2.csv"))
    assert [problem.value for problem in in_two_tables([one, other])] == ["A1-1.01", "A1-1.02"]
    assert in_two_tables([one]) == []


def test_problems_of_several_files_are_told_at_once() -> None:
    broken = {"votes.csv": "station,red,blue\nA1-1.01,x,3\n", "counters.csv": "station,void\nA1-1.01,-1\n"}
    assert [problem.place.file for problem in problems(VOTES + COUNTERS, broken)] == [
        "votes.csv",
        "counters.csv",
    ]


def test_a_file_that_the_mapping_does_not_describe_or_that_is_missing_is_named() -> None:
    assert "of another file" in problems(VOTES, {**FILES})[0].message
    (missing,) = problems(VOTES + COUNTERS, {"votes.csv": FILES["votes.csv"]})
    assert (missing.place.file, missing.value) == ("mapping", "counters*")


def test_files_of_one_table_are_statements_of_their_own_and_those_of_several_one() -> None:
    lookup = '[[lookup]]\nfile = "codes.csv"\non = ["station"]\ntake = ["red"]\n'
    one = parse_mapping((READING + lookup + VOTES).encode(), "m")
    several = parse_mapping((READING + VOTES + COUNTERS).encode(), "m")
    assert file_groups(one, ["votes-2", "codes.csv", "votes-1"]) == [
        ["votes-1", "codes.csv"],
        ["votes-2", "codes.csv"],
    ]
    assert file_groups(several, ["votes", "counters"]) == [["counters", "votes"]]


LOOKED_UP = """
[[lookup]]
file = "places.txt"
delimiter = "|"
head = ["id", "town", "number"]
on = { place_id = "id" }
take = ["town", "number"]

[[table]]
file = "votes.txt"
delimiter = "|"
head = ["place_id", "red", "blue"]
station = { join = ["town", "number"], with = "." }
contest = { constant = "mayor" }
[table.figures]
votes_red = "red"
votes_blue = "blue"
"""
PLACES = "17|A1-1|01\n18|A1-1|02\n"


def test_headerless_relational_files_are_joined_on_their_declared_keys() -> None:
    table = read(LOOKED_UP, {"places.txt": PLACES, "votes.txt": "18|1|0\n17|5|3\n"})
    assert rows(table, "station", "votes_red") == [("A1-1.01", 5), ("A1-1.02", 1)]
    assert table.rows == 2


def test_a_lookup_whose_keys_repeat_is_refused_with_the_row() -> None:
    (problem,) = problems(LOOKED_UP, {"places.txt": PLACES + "17|B1-1|01\n", "votes.txt": "17|5|3\n"})
    assert (problem.place.file, problem.place.row, problem.value) == ("places.txt", 3, "17")


def test_the_files_that_fit_the_pattern_of_a_lookup_are_one_lookup_with_unique_keys() -> None:
    mapping = LOOKED_UP.replace("places.txt", "places-*.txt")
    parts = {"places-1.txt": "17|A1-1|01\n", "places-2.txt": "18|A1-1|02\n", "votes.txt": "18|1|0\n17|5|3\n"}
    assert rows(read(mapping, parts), "station", "votes_red") == [("A1-1.01", 5), ("A1-1.02", 1)]
    (problem,) = problems(mapping, {**parts, "places-2.txt": "18|A1-1|02\n17|B1-1|01\n"})
    assert (problem.place.file, problem.place.row, problem.value) == ("places-2.txt", 2, "17")


def test_a_row_that_finds_nothing_has_empty_cells_and_so_no_station() -> None:
    (problem,) = problems(LOOKED_UP, {"places.txt": PLACES, "votes.txt": "17|5|3\n99|1|1\n"})
    assert (problem.place.row, problem.place.column) == (2, "station")


def test_a_lookup_may_use_what_an_earlier_one_gave_and_rows_may_be_left_out_by_it() -> None:
    second = '[[lookup]]\nfile = "towns.csv"\non = { town = "code" }\ntake = { kind = "what" }\n'
    mapping = LOOKED_UP.replace("[[table]]", second + "[[table]]").replace(
        "station = {", 'skip = [{ kind = "closed" }]\nstation = {'
    )
    places = PLACES + "19|B1-1|01\n"
    towns = "code,what\nA1-1,open\nB1-1,closed\n"
    files = {"places.txt": places, "towns.csv": towns, "votes.txt": "17|5|3\n19|x|1\n"}
    assert rows(read(mapping, files), "station") == [("A1-1.01",)]


def test_a_column_that_the_table_has_already_is_not_taken_over() -> None:
    mapping = LOOKED_UP.replace('"blue"]', '"blue", "town"]')
    (problem,) = problems(mapping, {"places.txt": PLACES, "votes.txt": "17|5|3|x\n"})
    assert (problem.place.file, problem.place.column) == ("votes.txt", "town")
    assert "`take`" in problem.remedy


TWO = """
[[reading]]
reader = "scan"
need = ["votes_red", "votes_blue"]
[reading.figures]
votes_red = "scan red"
votes_blue = "scan blue"
[[reading]]
reader = "people"
need = ["votes_red", "votes_blue"]
[reading.figures]
votes_red = "people red"
votes_blue = "people blue"
[[table]]
file = "both.csv"
station = "station"
contest = { constant = "mayor" }
[table.figures]
registered_voters = "roll"
"""
BOTH = "station,roll,scan red,scan blue,people red,people blue\nA1-1.01,9,5,3,5,3\nA1-1.02,9,,0,1,0\n"


def two() -> ImportedTable:
    mapping = parse_mapping(TWO.encode(), "m.toml")
    return read_table({"both.csv": [BOTH.encode()]}, mapping, ELECTION, {"form": world.PROFILE})


def test_a_row_may_hold_the_readings_of_two_readers_and_lack_one_of_them() -> None:
    table = two()
    assert [part.reader for part in table.parts] == ["scan", "people"]
    assert rows(table, "part", "station", "registered_voters", "votes_red") == [
        (0, "A1-1.01", 9, 5),
        (1, "A1-1.01", 9, 5),
        (1, "A1-1.02", 9, 1),
    ]


def test_a_count_of_the_second_reader_is_checked_as_strictly() -> None:
    mapping = parse_mapping(TWO.encode(), "m.toml")
    broken = BOTH.replace("A1-1.01,9,5,3,5,3", "A1-1.01,9,5,3,5,x")
    with pytest.raises(InputError) as refused:
        read_table({"both.csv": [broken.encode()]}, mapping, ELECTION, {"form": world.PROFILE})
    assert [problem.place.column for problem in refused.value.problems] == ["people blue"]


CODES = {"parties": CodeTable({"extra": "votes_green"}, "skip", "codes/parties.csv")}


def test_a_code_table_in_a_file_is_added_to_the_pairs_beside_it() -> None:
    read_tables = filled("m.toml", CODES, {"codes/parties.csv": b"from,to\nR,votes_red\n,skip\n"})
    assert read_tables["parties"].pairs == {"R": "votes_red", "": "skip", "extra": "votes_green"}
    assert read_tables["parties"].default == "skip"


@pytest.mark.parametrize(
    ("contents", "word"),
    [
        ({}, "there is no such file"),
        ({"codes/parties.csv": b"from,to\nextra,votes_red\n"}, "the file has this spelling, too"),
        ({"codes/parties.csv": b"from,to\nR,votes_red\nR,votes_blue\n"}, "there twice"),
        ({"codes/parties.csv": b"spelling,code\nR,votes_red\n"}, "no such column"),
    ],
)
def test_a_code_table_that_cannot_be_read_is_refused(contents: dict[str, bytes], word: str) -> None:
    with pytest.raises(InputError, match=word):
        filled("m.toml", CODES, contents)


@pytest.mark.parametrize(
    "file", ["../secret.csv", "/etc/codes.csv", "codes\\parties.csv", "codes/../../x.csv"]
)
def test_a_code_table_lies_beside_the_mapping(file: str) -> None:
    assert escaping("m.toml", {"x": CodeTable({}, None, file)})
    assert not escaping("m.toml", CODES)
