"""Stage 2, the mapping: what is wrong in a mapping file, in words for the person who wrote it.

In   what stands in the file, and the shape that it must have: of readings, of claims or of drafts.
Out  the mapping in that shape; else one InputError with a `Problem` for everything that is wrong, each with
     the TOML path (`table.1.figures.votes_x`; lists count from 1), value and remedy.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from testigo.errors import InputError, Place, Problem, shorten
from testigo.intake.language import Contradiction

Declared = TypeVar("Declared")

NOT_BUILT = {
    "groups": "groups belong to a mapping of claims",
    "place": "`place` belongs to a mapping of claims; a table of results has `station`",
}
KEYS = (
    "reading", "table", "tables", "lookup", "draft", "reader", "institution", "method", "provenance", "need",
    "file",
    "format", "sheet", "member", "part_column", "skip_lines", "skip_last_lines", "fill_down", "latin_digits",
    "contest", "station", "document_class", "figures", "figure", "value", "absent",
    "machine_code",
    "encoding", "delimiter", "compression", "newline", "head", "null_values", "thousands", "whole_decimals",
    "repeated", "unused", "skip", "only", "on", "take", "column", "constant", "join", "with", "skip_empty",
    "readable",
    "first_of", "split", "part", "first", "last", "pad", "table", "default",
    "what", "columns", "levels", "count", "columns_as_rows", "stay", "empty_is_zero",
)  # fmt: skip
"""Every key of the language that this version reads."""

HINTS: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "Add it; docs/operate/import.md has an example of every key"),
    "string_type": ("must be text", "Write it in quotation marks"),
    "string_too_short": ("is empty", "Write a name, or take the key out"),
    "bool_type": ("must be true or false", "Write true or false, without quotation marks"),
    "int_type": ("must be a whole number", "Write digits without quotation marks"),
    "dataclass_type": ("must be a column or a value", 'Write "COLUMN" or { column = "COLUMN", ... }'),
    "string_pattern_mismatch": ("is no delimiter", r'Write one of "," ";" "|" ":" "^" "~" " " or "\t"'),
    "tuple_type": ("must be a list", 'Write a list, such as ["A", "B"]'),
    "too_short": ("is empty", "Write at least one"),
}


def as_declared(
    document: Mapping[str, object],
    file: str,
    shape: TypeAdapter[Declared],
    contradictions: Callable[[Declared], Iterable[Contradiction]],
    no_steps: frozenset[str] = frozenset(),
) -> Declared:
    """Read a mapping in the shape of its kind; InputError with every problem.

    document        what stands in the file
    contradictions  finds what is well formed, key by key, and yet cannot be
    no_steps        names in the shape that are no step of a TOML path
    """
    try:
        mapping = shape.validate_python(document)
    except ValidationError as error:
        raise InputError(_problem(file, found, no_steps) for found in error.errors()) from None
    problems = [
        Problem(Place(file, column=path), value, message, remedy)
        for path, value, message, remedy in contradictions(mapping)
    ]
    if problems:
        raise InputError(problems)
    return mapping


def _problem(file: str, error: ErrorDetails, no_steps: frozenset[str]) -> Problem:
    location = [part for part in error["loc"] if part not in no_steps]
    steps = [str(part + 1) if isinstance(part, int) else part for part in location]
    path = ".".join(step for step in steps if step != "pairs")
    key = str(location[-1]) if location else ""
    message, remedy = _words(error, key)
    value = None if error["type"] == "missing" else shorten(str(error["input"]))
    return Problem(Place(file, column=path or None), value, message, remedy)


def _words(error: ErrorDetails, key: str) -> tuple[str, str]:
    kind = error["type"]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        if key in NOT_BUILT:
            return NOT_BUILT[key], "Take it out; docs/operate/import.md has an example of every key"
        near = difflib.get_close_matches(key, KEYS, n=1)
        return "no such key", f"Did you mean `{near[0]}`?" if near else "Take it out"
    if kind in {"literal_error", "enum"}:
        expected = str(error.get("ctx", {}).get("expected", ""))
        near = [
            method for method in ("machine code", "machine reading") if str(error["input"]).startswith(method)
        ]
        added = f'; here probably {key} = "{near[0]}", with provenance = "third party"' if near else ""
        return "not one of the words that are known here", f"Write one of {expected}{added}"
    return HINTS.get(kind, (error["msg"], "See docs/operate/import.md for an example of every key"))
