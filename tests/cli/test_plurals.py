"""One row is a row: no command says `1 claims`, and no message of the pages either."""

import re
from importlib import resources
from pathlib import Path

import pytest

from testigo.numbered import numbered

CODE = Path(str(resources.files("testigo")))
NOUNS = (
    "claims|rows|forms|files|readings|places|stations|figures|photos|statements|exhibits|tables|columns|texts|"
    "publications|findings|options|voters|pages|bytes"
)
UNCOUNTED = re.compile(rf"\{{[^{{}}]*(?::,|count\([^{{}}]*\))\}} (?:{NOUNS})\b")
AMONG_MANY = re.compile(r"\bof \{[^{}]*\} |MOST_|polling stations have a published")
"""`1 of 2,000 stations`, and the bounds of what is accepted: those are never one."""


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_200, "1,200 rows")]
)
def test_a_number_has_its_noun_in_the_right_form(number: int, expected: str) -> None:
    assert numbered(number, "row") == expected


def test_a_verb_follows_its_number() -> None:
    assert numbered(1, "figure is", "figures are") == "1 figure is"
    assert numbered(2, "figure is", "figures are") == "2 figures are"


def test_no_command_puts_a_bare_number_before_a_plural() -> None:
    found = [
        f"{file.name}: {line.strip()}"
        for file in sorted((CODE / "cli").glob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if UNCOUNTED.search(line) and not AMONG_MANY.search(line)
    ]
    assert found == []
