from pathlib import Path

import pytest

from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from tests.cli.small import FILES, Small
from tests.commands import run
from tests.election.definitions import definition


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """An operation with the small definition, not sealed."""
    for name, content in definition().items():
        path = tmp_path / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def test_a_definition_without_problems_is_checked_with_exit_code_0(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "check", operation) == 0
    printed = capsys.readouterr().out
    assert "No problem in the definition: 4 polling stations." in printed
    assert "Not sealed yet." in printed


def test_every_problem_is_printed_and_the_exit_code_is_2(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stations = operation / "election" / "stations.csv"
    stations.write_text(stations.read_text() + "003.01,,A9,,many\n")
    (operation / "election" / "forms" / "form" / "form.toml").write_text("counts = 1\n")

    assert run("election", "check", operation) == 2
    printed = capsys.readouterr().err
    assert "stations.csv, row 6, column jurisdiction" in printed
    assert "stations.csv, row 6, column registered_voters" in printed
    assert "forms/form/form.toml, column counts" in printed


def test_warnings_are_printed_and_the_exit_code_stays_0(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (operation / "election" / "polling_places.csv").write_text("polling_place,name\n001,School\n")

    assert run("election", "check", operation) == 0
    assert "Warning: stations.csv, row 4, column polling_place" in capsys.readouterr().out


def test_party_lines_whose_form_does_not_add_them_up_are_a_warning(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table of lines alone would come in without a complaint, and none of its forms be accepted."""
    contests = operation / "election" / "contests.csv"
    contests.write_text(contests.read_text().replace("venezuela-2024", "form"))
    assert run("election", "check", operation) == 0
    assert "has party lines, and its form does not add them up" in capsys.readouterr().out
    form = operation / "election" / "forms" / "form" / "form.toml"
    form.write_text(form.read_text() + '[sums]\noptions = "lines"\n')
    assert run("election", "check", operation) == 0
    assert "party lines" not in capsys.readouterr().out


def test_a_folder_without_definition_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "check", tmp_path) == 2
    assert "testigo new" in capsys.readouterr().err


def test_show_prints_levels_frames_contests_and_policy(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "show", operation) == 0
    printed = capsys.readouterr().out
    for shown in ("town", "declared: Country X: 10 stations", "president: President", "two persons"):
        assert shown in printed


def test_the_seal_is_statement_0_and_keeps_every_file_as_an_exhibit(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("election", "seal", operation) == 0
    (opened,) = open_journal(operation / "evidence.sqlite").statements()
    exhibits = FolderStore(operation / "exhibits")

    assert opened.number == 0
    assert opened.body["seal"] == opened.subject
    assert f"Sealed: {opened.subject}" in capsys.readouterr().out
    assert exhibits.get(str(opened.subject)).count(b"\n") == len(list(exhibits.names())) - 1


def test_a_shipped_form_is_copied_so_that_it_is_under_the_seal(operation: Path) -> None:
    assert run("election", "seal", operation) == 0
    assert (operation / "election" / "forms" / "venezuela-2024" / "form.toml").is_file()


def test_sealing_again_changes_nothing(operation: Path) -> None:
    assert run("election", "seal", operation) == 0
    assert run("election", "seal", operation) == 0
    assert len(list(open_journal(operation / "evidence.sqlite").statements())) == 1


def test_a_changed_definition_is_not_sealed_again_and_what_changed_is_named(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("election", "seal", operation)
    stations = operation / "election" / "stations.csv"
    stations.write_text(stations.read_text().replace("urban,500", "urban,501"))
    (operation / "election" / "ballots.csv").unlink()
    capsys.readouterr()

    assert run("election", "seal", operation) == 2
    printed = capsys.readouterr().err
    assert "ballots.csv: removed" in printed
    assert "stations.csv: changed" in printed
    assert len(list(open_journal(operation / "evidence.sqlite").statements())) == 1
    assert run("election", "check", operation) == 0
    assert "Changed since it was sealed:" in capsys.readouterr().out


def test_a_definition_with_problems_is_not_sealed(operation: Path) -> None:
    (operation / "election" / "options.csv").unlink()

    assert run("election", "seal", operation) == 2
    assert not (operation / "evidence.sqlite").exists()


def test_a_check_warns_of_a_name_that_no_card_can_show(tmp_path: Path) -> None:
    small = Small(tmp_path / "operation")
    assert small.run("new") == 0
    for name, content in FILES.items():
        path = small.folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("Rosa Red", "臺北"))
    assert small.run("election check") == 0
    assert "cannot draw this name of mayor/red" in small.out
