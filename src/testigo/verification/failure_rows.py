"""Stage 11: what processes that check parts of a publication tell the one that asked, as plain bytes.

In   failures; or JSON that a process wrote which read what strangers published.
Out  JSON; or failures, each text of it a text. ValueError where it is not such.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple

from testigo.verification.report import Failure


def failure_rows(failures: Iterable[Failure]) -> list[tuple[str | None, ...]]:
    """Return failures as rows for JSON."""
    return [astuple(failure) for failure in failures]


def parse_failures(rows: object) -> list[Failure]:
    """Return failures from rows of JSON."""
    return [_failure(row) for row in _list(rows)]


def parse_texts(values: object) -> list[str]:
    """Return a list of texts."""
    return [_text(value) for value in _list(values)]


def parse_parts(content: bytes, number: int) -> list[object]:
    """Return the so many parts of which an answer consists."""
    parts = _list(json.loads(content))
    if len(parts) != number:
        raise ValueError
    return parts


def _failure(row: object) -> Failure:
    code, file, *others = _list(row)
    if len(others) != 3:
        raise ValueError
    cell, published, expected = (None if value is None else _text(value) for value in others)
    return Failure(_text(code), _text(file), cell, published, expected)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value
