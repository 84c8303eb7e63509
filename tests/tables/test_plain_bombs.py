"""Plain CSV that wants to do harm by its size: refused in words, within 1 GiB and 30 s of the processor."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.amounts import amount
from tests.measured import MEBIBYTE, measured
from tests.shapes.invented import MAYOR, operation

pytestmark = pytest.mark.slow

WHOLE = amount(60, 500) * MEBIBYTE
"""Bytes of each file: in CI enough to fill two blocks of cells."""
FIGURES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
HEADER = b"station,red,blue\n"
MARKS = ("a" + "\u0301\u0316" * 14).encode()


def columns(number: int) -> Iterator[bytes]:
    yield b",".join(b"c%d" % column for column in range(number)) + b"\n"
    while True:
        yield b"1," * (number - 1) + b"1\n"


def another_election() -> Iterator[bytes]:
    yield HEADER
    for block in count():
        yield b"".join(b"Z%d,1,2\n" % (100_000 * block + row) for row in range(100_000))


def after(begin: bytes, again: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield begin
        while True:
            yield again * max(1, MEBIBYTE // len(again))

    return pieces


BOMBS: dict[str, tuple[Callable[[], Iterator[bytes]], str]] = {
    "one line": (after(b"", b"a"), "a line of more than 131,072 characters"),
    "one line below a header": (after(HEADER, b"a"), "row 2: a line of more than 131,072 characters"),
    "one line of cells": (after(b"", b","), "a line of more than 131,072 characters"),
    "one line of quotation marks": (after(b"", b'"'), "a line of more than 131,072 characters"),
    "nothing but marks": (after(b"", "\u0301".encode()), "a line of more than 131,072 characters"),
    "marks in short lines": (after(HEADER, MARKS + b"\n"), "1 cell, and the first row has 3"),
    "100,000 columns": (lambda: columns(100_000), "a line of more than 131,072 characters"),
    "16,000 columns": (lambda: columns(16_000), "no such column"),
    "blank lines": (after(b"", b"\n"), "the file is empty"),
    "a quotation mark that is never closed": (after(HEADER + b'A1,"1,2\n', b"A2,1,2\n"), "never closed"),
    "one in each row": (after(HEADER, b'A1,"1,2\n'), "never closed"),
    "rows of quotation marks": (after(HEADER, b'"' * 99_999 + b"\n"), "1 cell, and the first row has 3"),
    "rows of another election": (another_election, "rows that count: more than 1,000,060"),
    "lines that end in CR": (after(b"", b"a,b\r"), "its lines end in CR alone"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_large_plain_file_is_refused_within_bounds(tmp_path: Path, name: str) -> None:
    pieces, what = BOMBS[name]
    size = 0
    with (tmp_path / "t.csv").open("wb") as file:
        for piece in pieces():
            size += file.write(piece[: WHOLE - size])
            if size >= WHOLE:
                break
    (tmp_path / "m.toml").write_text(MAYOR + FIGURES, encoding="utf-8")
    operation(tmp_path / "operation")
    took = measured("import", tmp_path / "operation", tmp_path / "t.csv", "--mapping", tmp_path / "m.toml")
    print(f"{name}: {took.memory // MEBIBYTE} MiB, {took.seconds:.1f} s")
    (tmp_path / "t.csv").unlink()
    assert took.code == 2
    assert what in took.said
    assert "Nothing was changed." in took.said
    assert "Traceback" not in took.said
    assert took.memory < 1024 * MEBIBYTE
    assert took.seconds < 30
