"""Stage 2, the mapping: what pydantic finds wrong in a mapping file, in words for the person who wrote it.

In   one error of pydantic: where, which kind, which value.
Out  a `Problem` with the TOML path (`table.1.figures.votes_x`; lists count from 1), value and remedy.
"""

import difflib
from collections.abc import Mapping

from pydantic_core import ErrorDetails

from testigo.errors import Place, Problem, shorten

NOT_BUILT = {
    "groups": "groups belong to a mapping of claims",
    "place": "`place` belongs to a mapping of claims; a table of results has `station`",
}
KEYS = (
    "reading", "table", "tables", "lookup", "draft", "reader", "method", "provenance", "need", "file",
    "format", "sheet", "member", "part_column", "skip_lines", "skip_last_lines", "fill_down", "latin_digits",
    "contest", "station", "document_class", "figures", "figure", "value", "absent",
    "machine_code",
    "encoding", "delimiter", "compression", "newline", "head", "null_values", "thousands", "whole_decimals",
    "repeated", "unused", "skip", "only", "on", "take", "column", "constant", "join", "with", "skip_empty",
    "first_of", "split", "part", "first", "last", "pad", "table", "default",
    "what", "columns", "levels", "count", "columns_as_rows", "stay",
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


def mapping_problem(file: str, error: ErrorDetails) -> Problem:
    """Return one error of pydantic as a problem for people."""
    steps = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]]
    path = ".".join(step for step in steps if step != "pairs")
    key = str(error["loc"][-1]) if error["loc"] else ""
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
