"""The command line in the language of the locale: help, errors, and a list of what is not translated yet."""

import shlex
from pathlib import Path

import click
import pytest

from testigo.catalogue import catalogue
from testigo.cli.language import VERBATIM
from testigo.cli.main import COMMANDS, STAGES, testigo
from tests.commands import run

NOT_YET = """
headquarters new election mapping form key import read send receipt claim transcribe adjudicate
correct withdraw invalidate declare history status missing tally compare corroborate sample estimate
audit forensics answers publish changes verify serve evidence backup restore simulate demo
"""
"""Commands whose own help is English in every locale. It only gets shorter: a new command has its words."""


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locale of Venezuela."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "es_VE.UTF-8")


def command_of(name: str) -> click.Command:
    found = testigo.get_command(click.Context(testigo), name)
    assert found is not None
    return found


def with_words() -> list[str]:
    return [name for name in COMMANDS if name not in NOT_YET.split()]


@pytest.mark.parametrize("name", with_words())
@pytest.mark.usefixtures("spanish")
def test_a_command_that_is_not_listed_explains_itself_in_every_language(name: str) -> None:
    for language in ("en", "es"):
        words = catalogue("cli", language)
        command = command_of(name)
        assert f"help.{name}" in words
        for option in command.params:
            if isinstance(option, click.Option):
                assert f"option.{name}.{option.name}" in words


def test_what_is_listed_as_not_translated_is_not() -> None:
    assert set(NOT_YET.split()) <= set(COMMANDS)
    assert [name for name in NOT_YET.split() if f"help.{name}" in catalogue("cli", "es")] == []


def test_the_english_of_the_catalogue_is_that_of_the_commands() -> None:
    words = catalogue("cli", "en")
    firsts = {first: stage for stage, first in STAGES.items()}
    assert {first: words.text(f"stage.{first}") for first in firsts} == firsts
    said = {name: what for name, (_, what) in COMMANDS.items()}
    assert {name: words.text(f"command.{name}") for name in COMMANDS} == said
    for name in with_words():
        assert words.text(f"help.{name}") == str(command_of(name).help).replace("\b", VERBATIM)


@pytest.mark.usefixtures("spanish")
def test_the_first_help_has_no_english_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    english = [*STAGES, *(what for _, what in COMMANDS.values()), "Usage", "Options", "Show this"]
    assert [text for text in english if text in shown] == []
    assert "Antes de la votación:" in shown


@pytest.mark.usefixtures("spanish")
def test_what_click_says_by_itself_is_in_the_language_in_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for call in ("status --help", "election --help", "election check --help"):
        assert run(*shlex.split(call)) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("Uso: ")
        assert "Mostrar este mensaje y terminar." in shown
        assert not {"Usage:", "Options:", "Commands:", "Show this"} & set(shown.split("  "))


@pytest.mark.usefixtures("spanish")
def test_an_error_is_in_the_language_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("status", tmp_path / "none") == 2
    assert "no es una operación" in capsys.readouterr().err
    assert run("new", tmp_path / "mine") == 0
    assert run("election", "check", tmp_path / "mine") == 2
    assert "No se cambió nada." in capsys.readouterr().err


@pytest.mark.parametrize("width", [80])
def test_no_line_of_any_help_is_longer_than_a_narrow_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for language in ("en_US", "es_VE"):
        monkeypatch.setenv("LC_ALL", language)
        assert run("--help") == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if len(line) > width] == []
