"""`testigo next` and the stages of the help."""

import json

import pytest

from testigo.acts.next_step import Step
from testigo.cli.main import COMMANDS, STAGES
from testigo.cli.next_step import CALLS
from tests.cli.small import Small
from tests.commands import run


def test_the_next_step_is_said_with_its_command(small: Small) -> None:
    assert small.run("next") == 0
    first, command, *_ = small.out.splitlines()
    assert first.startswith("Next: ")
    assert command == f"    testigo import {small.folder} TABLE --mapping MAP.toml"


def test_all_open_steps_are_in_the_json(small: Small) -> None:
    assert small.run("next", "--json") == 0
    assert [each["step"] for each in json.loads(small.out)["next"]] == ["take"]


def test_every_step_has_its_words_and_a_command_that_is_there() -> None:
    assert set(CALLS) == set(Step)
    assert {call.split()[0] for call in CALLS.values()} <= set(COMMANDS)


def test_the_help_has_every_command_once_below_its_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ") and line.strip()]
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)
    assert [line.rstrip(":") for line in lines if line.rstrip(":") in STAGES] == list(STAGES)
