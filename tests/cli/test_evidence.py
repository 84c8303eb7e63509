"""The commands as a person calls them: `testigo evidence check`, `backup` and `restore`."""

import json
from pathlib import Path

import pytest

from testigo.cli.main import main
from testigo.evidence.exhibits import EXHIBITS_FOLDER
from tests.evidence.operation import make_operation, tree


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    return make_operation(tmp_path / "operation")


def run(*arguments: str | Path) -> int:
    """Run a command; return its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def damage(operation: Path) -> str:
    path = min((operation / EXHIBITS_FOLDER).glob("??/*"))
    path.chmod(0o600)
    path.write_bytes(b"worn")
    return path.name


def test_check_of_a_whole_evidence_ends_with_0(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evidence", "check", operation) == 0
    told = capsys.readouterr()
    assert "6 statements and 5 exhibits were checked. All is whole." in told.out
    assert told.err == ""


def test_check_of_a_damaged_evidence_names_the_exhibit_and_ends_with_1(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = damage(operation)
    assert run("evidence", "check", operation) == 1
    assert name in capsys.readouterr().out


def test_check_tells_programs_the_same(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = damage(operation)
    assert run("evidence", "check", operation, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["statements"], told["exhibits"]) == (6, 5)
    assert [name in problem["place"] for problem in told["problems"]] == [True]


def test_check_where_there_is_no_evidence_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evidence", "check", tmp_path) == 2
    assert "testigo new" in capsys.readouterr().err


def test_backup_and_restore_bring_everything_back(
    operation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", operation, tmp_path / "backup.tar") == 0
    assert run("restore", tmp_path / "backup.tar", tmp_path / "again") == 0
    told = capsys.readouterr()
    assert "Signing keys are not in it" in told.out
    assert "All is whole." in told.out
    assert told.err == ""
    assert tree(tmp_path / "again") == tree(operation)


def test_restoring_a_damaged_operation_brings_it_back_and_ends_with_1(
    operation: Path, tmp_path: Path
) -> None:
    damage(operation)
    assert run("backup", operation, tmp_path / "backup.tar") == 0
    assert run("restore", tmp_path / "backup.tar", tmp_path / "again") == 1
    assert tree(tmp_path / "again") == tree(operation)


def test_backup_over_a_file_and_restore_over_a_folder_end_with_2(
    operation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", operation, tmp_path / "backup.tar") == 0
    assert run("backup", operation, tmp_path / "backup.tar") == 2
    assert run("restore", tmp_path / "backup.tar", operation) == 2
    assert "not overwritten" in capsys.readouterr().err
