"""The first files of a definition by the [[draft]] sections of a mapping."""

import pytest

from testigo.errors import InputError
from testigo.suggest.definition_draft import Drafted, draft
from testigo.suggest.draft_mapping import parse_drafts
from testigo.suggest.draft_table import lookups_of, read_drafts, rows_of_figures
from tests.tables.workbooks import workbook


def text(drafted: Drafted, file: str) -> list[str]:
    return drafted.files[file].decode().splitlines()


def asked(drafted: Drafted) -> list[tuple[str, int | None, str | None]]:
    return [(each.place.file, each.place.row, each.place.column) for each in drafted.questions]


def from_table(mapping: str, table: str, file: str = "roll.csv") -> Drafted:
    drafts = parse_drafts(mapping.encode(), "roll.toml")
    return draft([*rows_of_figures(drafts), *read_drafts(file, [table.encode()], drafts)])


LEVELS = """
[[draft]]
what = "jurisdictions"
file = "roll.csv"
null_values = ["NA"]
[[draft.levels]]
jurisdiction = { constant = "X" }
name = { constant = "Country X" }
[[draft.levels]]
jurisdiction = { column = "code", first = 1 }
name = "state"
[[draft.levels]]
jurisdiction = "code"
name = "town"
"""


def test_levels_give_a_tree_from_the_root_down() -> None:
    drafted = from_table(LEVELS, "code,state,town\nA1,North,Hill\nB1,South,Sea\nA2,North,Lake\n")
    assert [line.rstrip(",") for line in text(drafted, "jurisdictions.csv")[1:]] == [
        "X,,1,Country X,unknown",
        "A,X,2,North,unknown",
        "B,X,2,South,unknown",
        "A1,A,3,Hill,unknown",
        "A2,A,3,Lake,unknown",
        "B1,B,3,Sea,unknown",
    ]
    assert asked(drafted) == [("jurisdictions.csv", None, "frame")]


def test_a_row_that_does_not_know_its_place_gives_none_below_what_it_knows() -> None:
    drafted = from_table(LEVELS, "code,state,town\nA1,North,Hill\nNA,NA,NA\n")
    assert drafted.rows == {"jurisdictions.csv": 3}


def test_numbers_of_a_place_make_its_frame_declared() -> None:
    mapping = """
[[draft]]
what = "jurisdictions"
file = "roll.csv"
thousands = ","
[draft.columns]
jurisdiction = "code"
name = "code"
level = { constant = "1" }
stations = { count = "stations" }
registered_voters = { count = "roll" }
source = { constant = "the authority" }
"""
    drafted = from_table(mapping, 'code,stations,roll\nX,12,"4,000"\n')
    assert text(drafted, "jurisdictions.csv")[1:] == ["X,,1,X,declared,12,4000,the authority"]
    assert drafted.questions == ()


def test_the_figures_of_a_table_give_its_contest_options_and_lines() -> None:
    mapping = """
[[reading]]
reader = "publisher"
[[table]]
file = "results.csv"
station = "station"
contest = { constant = "mayor" }
[table.figures]
valid_votes = "valid"
votes_red = "Red, Rosa"
line_R1 = "Red Party"
[[draft]]
what = "contests"
[[draft]]
what = "options"
[[draft]]
what = "lines"
"""
    drafts = parse_drafts(mapping.encode(), "results.toml")
    drafted = draft(rows_of_figures(drafts))
    assert text(drafted, "contests.csv")[1:] == ["mayor,mayor,,,,,"]
    assert text(drafted, "options.csv")[1:] == ['mayor,red,"Red, Rosa",,1,,,,']
    assert text(drafted, "lines.csv")[1:] == ["mayor,R1,,Red Party,1"]
    assert ("lines.csv", 2, "option") in asked(drafted)


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ('[[reading]]\nreader = "x"\n', "draft"),
        ('[[draft]]\nwhat = "station"\n', "draft.1.what"),
        ('[[draft]]\nwhat = "stations"\nfile = "a"\n', "draft.1.columns"),
        ('[[draft]]\nwhat = "options"\n', "draft.1"),
        ('[[draft]]\nwhat = "stations"\n[draft.columns]\nstation = "a"\n', "draft.1.file"),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[draft.columns]\nstaton = "a"\n',
            "draft.1.columns.staton",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[draft.columns]\njurisdiction = "a"\n',
            "draft.1.columns.station",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n'
            '[draft.columns]\nstation = { column = "a", table = "t" }\n',
            "draft.1.columns.station.table",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\nencodng = "x"\n[draft.columns]\nstation = "a"\n',
            "draft.1.encodng",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[[draft.levels]]\nstation = "a"\n',
            "draft.1.levels",
        ),
    ],
)
def test_what_is_wrong_in_a_draft_is_named_by_its_path(mapping: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_drafts(mapping.encode(), "roll.toml")
    assert path in [problem.place.column for problem in refused.value.problems]


LOOKED_UP = """
[[lookup]]
file = "contests.txt"
delimiter = "|"
head = ["id", "office"]
on = { contest = "id" }
take = ["office"]
[[draft]]
what = "options"
file = "candidates.txt"
delimiter = "|"
head = ["candidate", "contest", "name"]
[draft.columns]
contest = { column = "office", table = "contests" }
option = "candidate"
name = "name"
[tables.contests]
PRESIDENT = "president"
MAYOR = "skip"
"""
RELATIONAL = {
    "candidates.txt": [b"11|1|Ann|\n12|1|Bob|\n21|2|Cy|\n"],
    "contests.txt": [b"1|PRESIDENT\n2|MAYOR\n"],
}


def test_a_draft_looks_up_what_another_headerless_file_says_and_translates_it() -> None:
    drafts = parse_drafts(LOOKED_UP.encode(), "roll.toml")
    lookups = lookups_of(drafts, RELATIONAL)
    found = draft(read_drafts("candidates.txt", RELATIONAL["candidates.txt"], drafts, lookups))
    rows_of_file = [line.split(",")[:3] for line in text(found, "options.csv")]
    assert rows_of_file == [
        ["contest", "option", "name"],
        ["president", "11", "Ann"],
        ["president", "12", "Bob"],
    ]


def test_a_look_up_whose_file_is_not_given_or_that_nothing_reads_is_named() -> None:
    drafts = parse_drafts(LOOKED_UP.encode(), "roll.toml")
    with pytest.raises(InputError, match=r"contests.txt: no such file is given"):
        lookups_of(drafts, {"candidates.txt": RELATIONAL["candidates.txt"]})
    with pytest.raises(InputError, match=r"lookup.1.take.*nothing of the mapping reads it"):
        parse_drafts(LOOKED_UP.replace('take = ["office"]', 'take = ["office", "id"]').encode(), "roll.toml")


def test_a_draft_reads_every_sheet_and_takes_its_name_for_a_place() -> None:
    mapping = """
[[draft]]
what = "stations"
file = "roll.xlsx"
sheet = "Town *"
part_column = "town"
skip_lines = 1
fill_down = ["ward"]
[draft.columns]
station = { join = ["ward", "table"] }
jurisdiction = { column = "town", last = 1 }
"""
    head = [["a title"], ["ward", "table"]]
    content = workbook(
        {"Town A": [*head, ["x", 1], [None, 2]], "Town B": [*head, ["y", 1]], "Notes": [["z"]]}
    )
    drafts = parse_drafts(mapping.encode(), "roll.toml")
    found = draft(read_drafts("roll.xlsx", [content], drafts))
    assert [line.split(",")[:3] for line in text(found, "stations.csv")][1:] == [
        ["x1", "", "A"],
        ["x2", "", "A"],
        ["y1", "", "B"],
    ]


def test_every_problem_of_every_draft_of_a_table_comes_at_once() -> None:
    mapping = """
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
registered_voters = { count = "roll" }
[[draft]]
what = "polling_places"
file = "roll.csv"
[draft.columns]
polling_place = { column = "code", table = "places" }
[tables.places]
1 = "school"
"""
    with pytest.raises(InputError) as refused:
        from_table(mapping, "code,roll\n1,500\n2,many\n")
    assert [(each.place.row, each.place.column, each.value) for each in refused.value.problems] == [
        (3, "roll", "many"),
        (3, "polling_place", "2"),
    ]


SUMMED = """
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
jurisdiction = "place"
registered_voters = { count = ["men", "women"] }
"""


def test_a_count_may_be_the_sum_of_columns_and_is_unknown_where_one_is_empty() -> None:
    drafted = from_table(SUMMED, "code,place,men,women\n1,A,200,300\n2,A,200,\n")
    assert text(drafted, "stations.csv")[1:] == ["1,,A,,500", "2,,A,,"]


def test_every_column_of_a_sum_must_hold_counts() -> None:
    with pytest.raises(InputError) as refused:
        from_table(SUMMED, "code,place,men,women\n1,A,200,many\n")
    assert [(each.place.row, each.place.column) for each in refused.value.problems] == [(2, "women")]


def test_spaces_at_the_ends_of_a_cell_are_not_drafted() -> None:
    drafted = from_table(SUMMED, "code,place,men,women\n 1 ,A\u00a0,1,2\n1,  A,1,2\n")
    assert text(drafted, "stations.csv")[1:] == ["1,,A,,3"]
    assert drafted.questions == ()


@pytest.mark.parametrize("code", ["=1+1", "+2", "-5", "@x", "A\u200bB"])
def test_a_code_that_no_definition_may_hold_is_refused_at_its_row(code: str) -> None:
    with pytest.raises(InputError) as refused:
        from_table(SUMMED, f"code,place,men,women\n1,A,1,2\n{code},A,1,2\n")
    assert [(each.place.file, each.place.row, each.value) for each in refused.value.problems] == [
        ("roll.csv", 3, code)
    ]


def test_a_name_that_a_spreadsheet_would_run_is_refused_and_a_partys_is_not() -> None:
    columns = '[draft.columns]\npolling_place = "c"\nname = "n"\n'
    mapping = f'[[draft]]\nwhat = "polling_places"\nfile = "roll.csv"\n{columns}'
    assert text(from_table(mapping, "c,n\n1,+Europa\n"), "polling_places.csv")[1:] == ["1,+Europa"]
    with pytest.raises(InputError) as refused:
        from_table(mapping, "c,n\n1,=HYPERLINK(1)\n")
    assert [(each.place.row, each.place.column) for each in refused.value.problems] == [(2, "name")]
