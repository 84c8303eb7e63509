"""`testigo election draft` and its neighbours: what is written, what is never touched, what is said."""

import json
from pathlib import Path

import pytest

from tests.commands import run
from tests.election.definitions import definition
from tests.tables.workbooks import Cell, rewritten, workbook

ROLL = "code,town,roll\nA1.01,A1,500\nA1.02,A1,400\nB1.01,B1,300\n"
MAPPING = """
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
jurisdiction = "town"
registered_voters = { count = "roll" }
[[draft]]
what = "polling_places"
file = "places.csv"
[draft.columns]
polling_place = "place"
name = "name"
"""


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty operation, and beside it a roll and its mapping."""
    (tmp_path / "roll.csv").write_text(ROLL)
    (tmp_path / "places.csv").write_text("place,name\nA1,School\n")
    (tmp_path / "roll.toml").write_text(MAPPING)
    assert run("new", tmp_path / "mine") == 0
    return tmp_path / "mine"


@pytest.fixture
def filled(empty: Path) -> Path:
    """The same operation with the small definition, not sealed."""
    for name, content in definition().items():
        path = empty / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return empty


def draft(operation: Path, *options: str, files: tuple[str, ...] = ("roll.csv",)) -> int:
    beside = operation.parent
    paths = [beside / name for name in files]
    return run("election", "draft", operation, *paths, "--mapping", beside / "roll.toml", *options)


def test_a_file_without_rows_is_written(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(empty) == 0
    assert (empty / "election" / "stations.csv").read_text().splitlines()[1] == "A1.01,,A1,,500"
    said = capsys.readouterr().out
    assert "Wrote election/stations.csv: 3 rows." in said
    assert "Not drafted: polling_places, whose table places.csv was not given." in said


def test_several_tables_are_drafted_at_once(empty: Path) -> None:
    assert draft(empty, files=("roll.csv", "places.csv")) == 0
    assert (empty / "election" / "polling_places.csv").read_text() == "polling_place,name\nA1,School\n"


def test_what_a_workbook_hides_is_named_as_an_import_names_it(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells: list[list[Cell]] = [["code", "place"], ["A1.01", "A1"], ["A1.02", "A1"]]
    content = workbook({"R": cells})
    hidden = rewritten(content, "xl/worksheets/sheet1.xml", ('<row r="3">', '<row r="3" hidden="1">'))
    (empty.parent / "roll.xlsx").write_bytes(hidden)
    said = 'what = "stations"\nfile = "roll.xlsx"\nformat = "excel"\n'
    (empty.parent / "roll.toml").write_text(
        f'[[draft]]\n{said}[draft.columns]\nstation = "code"\njurisdiction = "place"\n'
    )
    assert draft(empty, files=("roll.xlsx",)) == 0
    assert "Note: roll.xlsx: 1 row that is taken is hidden in the workbook (3)" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stored(empty)
    assert draft(empty, "--dry-run") == 0
    assert stored(empty) == before
    assert "Would write election/stations.csv: 3 rows." in capsys.readouterr().out


def test_a_file_that_holds_rows_is_never_touched_and_the_draft_lies_beside_it(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(filled)
    assert draft(filled) == 0
    written = filled / "election" / "draft" / "stations.csv"
    assert stored(filled) == {**before, str(written): written.read_bytes()}
    assert "stations.csv has rows already, and was not touched" in capsys.readouterr().out


def test_an_earlier_draft_is_not_overwritten(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(filled)
    before = stored(filled)
    assert draft(filled) == 2
    assert stored(filled) == before
    assert "draft/stations.csv" in capsys.readouterr().err


def test_a_draft_that_was_left_is_no_part_of_a_definition(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(filled)
    assert run("election", "check", filled) == 2
    assert "draft/stations.csv: A draft is no part of a definition" in capsys.readouterr().err


def test_nothing_is_drafted_into_a_sealed_definition(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "seal", filled) == 0
    before = stored(filled)
    assert draft(filled) == 2
    assert stored(filled) == before
    assert "testigo election amend" in capsys.readouterr().err


def test_every_problem_of_every_table_comes_at_once_and_nothing_is_written(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty.parent / "roll.csv").write_text(ROLL.replace("400", "many").replace("300", "-3"))
    (empty.parent / "places.csv").write_text("place,nome\nA1,School\n")
    before = stored(empty)
    assert draft(empty, files=("roll.csv", "places.csv")) == 2
    assert stored(empty) == before
    said = capsys.readouterr().err
    assert "roll.csv, row 3, column roll" in said
    assert "roll.csv, row 4, column roll" in said
    assert "places.csv, row 1, column name" in said


def test_a_table_that_no_draft_is_of_is_refused(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (empty.parent / "other.csv").write_text(ROLL)
    assert draft(empty, files=("other.csv",)) == 2
    assert "other.csv: no [[draft]] is of this file" in capsys.readouterr().err


def test_stations_without_a_place_hang_on_the_root_that_is_there(filled: Path) -> None:
    mapping = filled.parent / "roll.toml"
    mapping.write_text(MAPPING.replace('jurisdiction = "town"\n', ""))
    assert draft(filled) == 0
    assert (filled / "election" / "draft" / "stations.csv").read_text().splitlines()[1] == "A1.01,,X,,500"


def test_code_tables_may_lie_in_files_beside_the_mapping(empty: Path) -> None:
    (empty.parent / "towns.csv").write_text("from,to\nA1,0101\nB1,0201\n")
    mapping = empty.parent / "roll.toml"
    with_table = MAPPING.replace('"town"', '{ column = "town", table = "towns" }')
    mapping.write_text(with_table + '[tables.towns]\nfile = "towns.csv"\n')
    assert draft(empty) == 0
    assert "A1.01,,0101,,500" in (empty / "election" / "stations.csv").read_text()


def test_what_is_asked_of_many_rows_is_one_line(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (empty.parent / "roll.toml").write_text(MAPPING.replace('jurisdiction = "town"\n', ""))
    assert draft(empty) == 0
    asked = [line for line in capsys.readouterr().out.splitlines() if "column jurisdiction" in line]
    assert len(asked) == 1
    assert asked[0].endswith("And 2 rows more.")


def test_check_as_json_lists_every_problem_with_its_place(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stations = filled / "election" / "stations.csv"
    stations.write_text(stations.read_text() + "003.01,,A9,,many\n")
    assert run("election", "check", filled, "--json") == 2
    found = json.loads(capsys.readouterr().out)
    assert [each["place"] for each in found["problems"]] == [
        {"file": "stations.csv", "row": 6, "column": "registered_voters"},
        {"file": "stations.csv", "row": 6, "column": "jurisdiction"},
    ]


def test_check_as_json_says_the_seal_and_what_changed(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("election", "seal", filled)
    capsys.readouterr()
    assert run("election", "check", filled, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["problems"], found["stations"], found["is_sealed"]) == ([], 4, True)
    assert found["changed_since_seal"] == []


def test_show_as_json_holds_levels_contests_and_policy(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "show", filled, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["levels"][0] == {
        "level": 1,
        "name": "country",
        "frames": {"listed": 0, "declared": 1, "sum of parts": 0, "from results": 0, "unknown": 0},
    }
    assert [(each["contest"], each["stations"]) for each in shown["contests"]] == [
        ("president", 4),
        ("council", 3),
    ]
    assert shown["sufficient"] == ["two persons"]


def test_the_suggestion_is_printed_for_a_file(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("mapping", "suggest", empty.parent / "roll.csv") == 0
    assert 'station = "code"' in capsys.readouterr().out
