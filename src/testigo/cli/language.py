"""The language in which the command line speaks: that of the locale, and the words of `locale/*/cli.po`.

English help stands in the commands themselves, so that it is there at once; a test holds the English
catalogue to it.
"""

import os
from typing import TYPE_CHECKING

from testigo.errors import InputError, Message, Problem, TestigoError, shorten

if TYPE_CHECKING:
    from testigo.catalogue import Catalogue

ENGLISH, SPOKEN = "en", ("en", "es")
MOST_PROBLEMS = 20
VERBATIM = "¶"
"""In the catalogue: the lines below stay as they are. click has a sign for it that no eye sees."""


def language_of_environment() -> str:
    """Return the language of LC_ALL, LC_MESSAGES or LANG where there is a catalogue for it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := os.environ.get(name):
            return chosen[:2] if chosen[:2] in SPOKEN else ENGLISH
    return ENGLISH


def said(key: str, /, **values: object) -> str:
    """Return a sentence of the command line in the language of the locale."""
    return _words().text(key, **values)


def counted(key: str, number: int, /, **values: object) -> str:
    """Return a sentence in the plural form of a number, which is `{number}` as the language writes it."""
    from testigo.publication.format import Unit, shown

    written = shown(number, Unit.COUNT, language_of_environment())
    return _words().counted(key, number, number=written, **values)


def help_of(key: str, english: str) -> str:
    """Return a text of help: `english` as it is, or what the catalogue has for it, where it has it."""
    if language_of_environment() == ENGLISH:
        return english
    words = _words()
    return words.text(key).replace(VERBATIM, "\b") if key in words else english


def _words() -> "Catalogue":
    from testigo.catalogue import catalogue  # read where it is needed, not at every start

    return catalogue("cli", language_of_environment())


def lines_of_error(error: TestigoError) -> list[str]:
    """Return an error for people: every problem with its place, value and remedy, the first twenty whole."""
    if not isinstance(error, InputError):
        return [said("error.line", said=_in_language(error.args[0] if error.args else ""))]
    lines = [said("error.line", said=_problem(problem)) for problem in error.problems[:MOST_PROBLEMS]]
    left = len(error.problems) - MOST_PROBLEMS
    return [*lines, *([counted("error.more", left)] if left > 0 else []), said("error.nothing_changed")]


def _problem(problem: Problem) -> str:
    place = [problem.place.file]
    place += [] if problem.place.row is None else [said("problem.row", row=problem.place.row)]
    place += [] if problem.place.column is None else [said("problem.column", column=problem.place.column)]
    value = "" if problem.value is None else said("problem.value", value=repr(shorten(problem.value)))
    return f"{', '.join(place)}: {_in_language(problem.message)}{value}. {_in_language(problem.remedy)}"


def _in_language(text: object) -> str:
    """Return a sentence in the language; as it is where it is in no catalogue."""
    return text.in_language(language_of_environment()) if isinstance(text, Message) else str(text)
