"""The sums of a form through the commands: a total is held against what was read, through what was not."""

from pathlib import Path

import pytest

from testigo.evidence.connect import EVIDENCE_FILE
from tests.cli.small import FILES, MAPPING, Small
from tests.commands import run


def test_ballots_that_do_not_follow_from_the_votes_stop_a_row_although_the_table_has_no_valid_votes(
    small: Small,
) -> None:
    """The own tutorial's table with a wrong cell: 47 cast in place of 470, once accepted."""
    figures = 'null_votes = "spoiled"\ntotal_votes = "cast"\n'
    mapping = small.write("results.toml", MAPPING + figures)
    rows = "mesa,red,blue,spoiled,cast\n001.01,250,210,10,47\n001.02,250,210,10,470\n"
    table = small.write("results.csv", rows)
    assert small.run("import", table, "--mapping", mapping) == 0
    assert (small.status("001.01"), small.status("001.02")) == ("quarantined", "accepted")


def test_a_policy_of_sums_that_no_code_bears_is_warned_of_and_not_sealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A code of votes and null votes alone: nobody could ever say that its sums hold."""
    code = r"""
[machine_code]
pattern = '(?P<st>[0-9]{3}\.[0-9]{2})!(?P<votes>[0-9]{1,4},[0-9]{1,4})!(?P<null>[0-9]{1,4})'
station = "{st}"
separator = ","

[machine_code.figures]
votes = "votes by OPTIONS.position"
null = "null_votes"
"""
    sealed = 'sufficient = ["two persons", "one row of a published table"]'
    asks = 'sufficient = ["one machine code whose sums hold"]'
    for name, content in FILES.items():
        path = tmp_path / "op" / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace(sealed, asks) + (code if name.endswith("form.toml") else ""))

    assert run("election", "check", tmp_path / "op") == 0
    assert "bears no sum that could be checked" in capsys.readouterr().out
    assert run("election", "seal", tmp_path / "op") == 2
    assert 'Write "one machine code"' in capsys.readouterr().err
    assert not (tmp_path / "op" / EVIDENCE_FILE).exists()
