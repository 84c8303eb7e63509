"""One row is a row: no command says `1 claims`, and no message of the pages either."""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from testigo.numbered import numbered

CODE = Path(str(resources.files("testigo")))
BEFORE_A_PLURAL = re.compile(
    r" (?:more |other |further |polling |registered |party |of the |new |whole )*"
    r"(?!is |was |has |as |(?:bytes|times|pixels|minutes|seconds|characters|tables where)\b)"
    r"(?:[a-z]+s|people)\b"
)
"""What follows a number; units and bounds, which are never one, are not meant."""
AMONG_MANY = re.compile(r"\bof $")
"""`1 of 2,000 stations`."""


def bare_numbers(file: Path) -> Iterator[str]:
    """Yield the f-strings of a file in which a number that may be one stands before a plural."""
    for text in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(text, ast.JoinedStr):
            continue
        before: ast.expr = ast.Constant("")
        for value, after in pairwise(text.values):
            is_plural = is_a_number(value) and is_text(after, BEFORE_A_PLURAL, "match")
            if is_plural and not is_text(before, AMONG_MANY, "search"):
                yield f"{file.name}:{text.lineno}: {ast.unparse(text)}"
            before = value


def is_text(part: ast.expr, pattern: re.Pattern[str], how: str) -> bool:
    return isinstance(part, ast.Constant) and bool(getattr(pattern, how)(str(part.value)))


def is_a_number(part: ast.expr) -> bool:
    """Whether a part of an f-string is a number that may be one: formatted with `,`, counted, or a height."""
    if not isinstance(part, ast.FormattedValue):
        return False
    shown = ast.unparse(part.value)
    if shown.isupper() or shown.startswith(("numbered(", "counted(")):
        return False
    is_formatted = part.format_spec is not None and "," in ast.unparse(part.format_spec)
    return is_formatted or shown.startswith(("len(", "count(")) or bool(NUMBER.search(shown))


NUMBER = re.compile(
    r"\.height|n_unique|(?:^|_)(?:rows|left|accepted|missing|stations|height|read|typed|have)$"
)
"""Names that hold a number where no comma says it."""


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_200, "1,200 rows")]
)
def test_a_number_has_its_noun_in_the_right_form(number: int, expected: str) -> None:
    assert numbered(number, "row") == expected


def test_a_verb_follows_its_number() -> None:
    assert numbered(1, "figure is", "figures are") == "1 figure is"
    assert numbered(2, "figure is", "figures are") == "2 figures are"


def test_no_sentence_of_ours_puts_a_bare_number_before_a_plural() -> None:
    assert [found for file in sorted(CODE.rglob("*.py")) for found in bare_numbers(file)] == []


@pytest.mark.parametrize(
    "sentence", ['f"{rows} rows, {new} recorded"', 'f"{len(a):,} claims"', 'f"{a.height} more rows of it"']
)
def test_such_a_sentence_is_found(sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text(f"said = {sentence}\n", encoding="utf-8")
    assert len(list(bare_numbers(file))) == 1
