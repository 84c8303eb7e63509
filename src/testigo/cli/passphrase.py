"""Asking for a passphrase: from a file or on the terminal, never in the arguments or the environment."""

import sys
from pathlib import Path

import click

from testigo.errors import InputError, Place, Problem

MOST_BYTES = 10_000


def ask_passphrase(
    file: Path | None, *, of: str = "the signing key", option: str = "--passphrase-file", twice: bool = False
) -> str:
    """Return the first line of `file`, or what a person types unseen; `twice` for a new one.

    of, option  which key it opens, and the option that names a file with it
    """
    if file is not None:
        return read_passphrase(file)
    if not sys.stdin.isatty():
        remedy = f"Run it on a terminal, or write the passphrase into a file and name it by {option}."
        raise InputError([Problem(Place("passphrase"), None, "there is no terminal to ask on", remedy)])
    answer: str = click.prompt(f"Passphrase of {of}", hide_input=True, confirmation_prompt=twice, err=True)
    return answer


def ask_disclosure_passphrase(file: Path | None, *, twice: bool = False) -> str:
    """Return the passphrase of the disclosure key, as `ask_passphrase` does."""
    option = "--disclosure-passphrase-file"
    return ask_passphrase(file, of="the disclosure key", option=option, twice=twice)


def read_passphrase(file: Path) -> str:
    """Return the first line of a file, without its end."""
    try:
        with file.open("rb") as opened:
            text = opened.read(MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            [
                Problem(
                    Place(str(file)), None, "cannot be read as text", "Name a file that holds the passphrase."
                )
            ]
        ) from None
    return text.split("\n", 1)[0].removesuffix("\r")
