"""`testigo form check`: a profile is tried on texts, and says why where one is no code."""

from pathlib import Path

import pytest

from testigo.forms.load import included_profile
from tests.commands import run
from tests.forms.test_machine_code import GOLDEN

FORM = """\
[fields]
counts = ["valid_votes", "null_votes", "total_votes"]
[sums]
valid_votes = "options"
total_votes = "valid_votes + null_votes"
[machine_code]
pattern = '(?P<p>[0-9]{3}):(?P<votes>[0-9]{1,4}(?:,[0-9]{1,4}){1,5}):(?P<valid>[0-9]{1,5}):(?P<null>[0-9])'
station = "{p}"
[machine_code.figures]
votes = "votes by OPTIONS.position"
valid = "valid_votes"
null = "null_votes"
"""


SHEET = r"""
[fields]
counts = ["registered_voters", "blank_votes", "null_votes", "total_votes"]

[sums]
valid_votes = "options"
total_votes = "valid_votes + blank_votes + null_votes"

[machine_code]
pattern = '(?P<st>[0-9]{4})/(?P<votes>[0-9]{1,4};[0-9]{1,4})/(?P<blank>[0-9]{1,4})/(?P<null>[0-9]{1,4})/(?P<total>[0-9]{1,4})'
station = "{st}"
separator = ";"

[machine_code.figures]
votes = "votes by OPTIONS.position"
blank = "blank_votes"
null = "null_votes"
total = "total_votes"
"""  # noqa: E501 (a pattern is one line)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ours" / "form.toml"
    path.parent.mkdir()
    path.write_text(FORM)
    return path


def test_a_profile_alone_is_described(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("form", "check", profile) == 0
    printed = capsys.readouterr().out
    assert "The profile ours is well formed." in printed
    assert "total_votes = valid_votes + null_votes" in printed


def test_a_text_that_holds_is_read_with_exit_code_0(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "check", profile, "007:120,80:200:3") == 0
    printed = capsys.readouterr().out
    assert "station 007" in printed
    assert "holds: valid_votes = votes_1 + votes_2: printed 200, added up 200" in printed
    assert "gives: total_votes = valid_votes + null_votes = 203" in printed


def test_a_wrong_sum_is_named_with_both_numbers_and_exit_code_1(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "check", profile, "007:120,80:201:3") == 1
    assert (
        "DOES NOT HOLD: valid_votes = votes_1 + votes_2: printed 201, added up 200" in capsys.readouterr().out
    )


def test_a_text_that_is_no_code_says_so_with_its_line_and_exit_code_1(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("007:120,80:200:3\n\n007:120,80:200\n")
    assert run("form", "check", profile, "--file", codes) == 1
    printed = capsys.readouterr().out
    assert "Not read: codes.txt, row 3: This is not a machine code of the form ours" in printed
    assert "1 of 2 texts are read" in printed


def test_a_wrong_profile_is_refused_with_every_problem_and_exit_code_2(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_text(
        FORM.replace("[0-9]{1,4}){1,5}", "[0-9]{1,4})*").replace('"valid_votes + null_votes"', '"nothing"')
    )
    assert run("form", "check", profile, "007:120,80:200:3") == 2
    said = capsys.readouterr().err
    assert "machine_code.pattern" in said
    assert "sums.total_votes" in said


def test_an_unknown_profile_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("form", "check", "atlantis-2030") == 2
    assert "venezuela-2024" in capsys.readouterr().err


def test_a_shipped_profile_reads_without_an_election_but_its_options_cannot_be_tried(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert included_profile("venezuela-2024") is not None
    assert run("form", "check", "venezuela-2024", GOLDEN) == 0
    assert "station 110601011.04" in capsys.readouterr().out


def test_with_an_election_every_sum_is_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", tmp_path / "mine", "--example", "venezuela-2024")
    capsys.readouterr()
    assert run("form", "check", "venezuela-2024", GOLDEN, "--election", tmp_path / "mine") == 0
    printed = capsys.readouterr().out
    assert "gives: valid_votes = " in printed
    assert "= 581" in printed


def test_a_text_whose_total_does_not_follow_from_its_votes_does_not_hold_although_no_subtotal_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`0101/100;90/1/2/999`: valid votes are not in the code, and yet 999 ballots are not 193."""
    path = tmp_path / "sheet" / "form.toml"
    path.parent.mkdir()
    path.write_text(SHEET)
    assert run("form", "check", path, "0101/100;90/1/2/999") == 1
    printed = capsys.readouterr().out
    assert (
        "DOES NOT HOLD: total_votes = valid_votes + blank_votes + null_votes: printed 999, added up 193"
        in printed
    )
    assert run("form", "check", path, "0101/100;90/1/2/193") == 0


def test_a_code_of_which_no_sum_can_be_checked_is_said_to_be_none_whose_sums_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sheet" / "form.toml"
    path.parent.mkdir()
    path.write_text(SHEET.replace("/(?P<total>[0-9]{1,4})", "").replace('total = "total_votes"\n', ""))
    assert run("form", "check", path, "0101/100;90/1/2") == 0
    assert "No sum could be checked: this is no code whose sums hold." in capsys.readouterr().out
