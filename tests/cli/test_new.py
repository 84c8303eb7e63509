import datetime
import os
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from testigo.acts.new_operation import EXAMPLE_STEPS, Choices, OperationMade, examples, new_operation
from testigo.acts.operation import Operation
from testigo.election.load import TABLES
from testigo.election.settings import Settings
from testigo.evidence.statements import Kind
from tests.commands import run

DAY = datetime.date(2030, 1, 7)
KEY = "0123456789abcdef" * 4


def test_a_new_operation_says_what_to_do_next_and_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"

    assert run("new", folder) == 0
    assert "election check" in capsys.readouterr().out
    assert "election check" in (folder / "README.txt").read_text(encoding="utf-8")
    assert run("election", "check", folder) == 2
    lacking = capsys.readouterr().err
    for missing in ("column origin", "column date", "There is no root", "There is no contest"):
        assert missing in lacking


@pytest.mark.parametrize("made_before", [False, True])
def test_no_other_user_of_the_machine_enters_a_new_operation(tmp_path: Path, made_before: bool) -> None:
    folder = tmp_path / "mine"
    if made_before:
        folder.mkdir(mode=0o755)
    assert run("new", folder) == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_empty_tables_have_every_column_of_their_file(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    for file, columns in TABLES.items():
        header = (tmp_path / "mine" / "election" / file).read_text(encoding="utf-8").strip().split(",")
        assert set(header) == {each.name for each in columns if not each.language} - {"dark_colour"}, file


def test_every_setting_of_an_election_is_explained_in_the_empty_one(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    written = (tmp_path / "mine" / "election" / "election.toml").read_text(encoding="utf-8")
    for setting in fields(Settings):
        assert f"{setting.name} = " in written or f"[{setting.name}]" in written, setting.name


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert run("new", tmp_path) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_example_is_refused_and_the_known_ones_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", tmp_path / "mine", "--example", "atlantis-1600") == 2
    assert "venezuela-2024" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_the_key_that_may_sign_is_written_before_the_seal(tmp_path: Path) -> None:
    grouped = " ".join(KEY[start : start + 4] for start in range(0, 64, 4)).upper()

    assert run("new", tmp_path / "mine", "--example", "venezuela-2024", "--key", grouped) == 0
    operation = Operation(tmp_path / "mine")
    operation.refuse_a_changed_definition()
    assert operation.election.key_fingerprints == (KEY,)


def test_a_fingerprint_that_is_none_is_refused(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine", "--key", "abc") == 2
    assert not (tmp_path / "mine").exists()


def test_a_drill_is_written_into_the_definition(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine", "--example", "venezuela-2024", "--drill") == 0
    assert Operation(tmp_path / "mine").election.drill


def test_the_example_is_an_operation_that_opens_with_all_its_stations(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine", "--example", "venezuela-2024") == 0
    operation = Operation(tmp_path / "mine")

    assert operation.election.stations.height == 24_532
    assert list(operation.profiles) == ["venezuela-2024"]
    assert "forms/venezuela-2024/form.toml" in operation.definition_files
    assert not operation.election.drill


def test_the_example_has_its_results_imported_and_its_claims_recorded(tmp_path: Path) -> None:
    run("new", tmp_path / "mine", "--example", "venezuela-2024")
    operation = Operation(tmp_path / "mine")
    kinds = [statement.kind for statement in operation.journal.statements()]
    evidence = operation.evidence()
    votes = evidence.readings["president"].select("votes_EG", "votes_NM", "valid_votes").sum()

    assert kinds == [Kind.OPENED, Kind.IMPORTED, Kind.CLAIMED]
    assert evidence.unknown_readings == 0
    assert votes.rows() == [(7_156_462, 3_241_461, 10_659_128)]
    assert evidence.claims.height == 12


def test_the_empty_operation_is_not_offered_as_an_example() -> None:
    assert examples() == ("new-york-2016", "peru-2021", "venezuela-2024")


@pytest.mark.parametrize("step", range(len(EXAMPLE_STEPS) + 1))
def test_an_interrupted_run_leaves_nothing_and_the_next_one_makes_the_operation(
    step: int, tmp_path: Path
) -> None:
    choices = Choices(tmp_path / "mine", "venezuela-2024", drill=False, key=None, day=DAY)
    steps = new_operation(choices, os.urandom)
    said = [next(steps) for _ in range(step)]
    steps.close()  # as Ctrl-C does

    is_whole = any(isinstance(done, OperationMade) for done in said)
    assert [path.name for path in tmp_path.iterdir()] == (["mine"] if is_whole else [])


def test_a_folder_that_a_crash_left_beside_its_place_is_removed(tmp_path: Path) -> None:
    left = Choices(tmp_path / "mine", "empty", drill=False, key=None, day=DAY).unfinished
    (left / "election").mkdir(parents=True)
    (left / "half").write_text("half")
    assert run("new", tmp_path / "mine") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert not (tmp_path / "mine" / "half").exists()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run("new", tmp_path / "mine") == 0
    assert (tmp_path / "mine" / "election" / "stations.csv").is_file()


def test_an_example_without_its_data_prints_the_command_that_takes_it_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", tmp_path / "peru", "--example", "peru-2021") == 0
    assert f"testigo new {tmp_path / 'peru'} --example peru-2021 --data FOLDER" in capsys.readouterr().out
    assert not (tmp_path / "peru").exists()


def test_a_folder_without_the_files_of_the_example_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "downloads").mkdir()
    assert run("new", tmp_path / "peru", "--example", "peru-2021", "--data", tmp_path / "downloads") == 2
    assert "presidencial-actas_ronderos.pe.csv.gz" in capsys.readouterr().err
    assert [item.name for item in tmp_path.iterdir()] == ["downloads"]


def test_an_example_that_has_its_data_takes_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", tmp_path / "v", "--example", "venezuela-2024", "--data", tmp_path) == 2
    assert "Only an example that comes without its data" in capsys.readouterr().err
