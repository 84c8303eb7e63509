"""Stage 2, the wall: what the process behind it says of a file, as frames of plain bytes.

In   parts, what of them is hidden, pieces of bytes, blocks of cells, refusals.
Out  the same on the other side; or AnswerError, where it is none of them.

A frame is a letter and a body. Cells are text: those of a column are joined by NUL, which no cell may hold,
and an empty one is null; whole numbers may come as such, and become their digits. Nothing is unpickled, and
no library's own format comes through: whoever took the other process over can say a wrong text, which a table
of his could have said as well, and nothing else.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from testigo.errors import InputError, Place, Problem

if TYPE_CHECKING:
    import polars as pl

MOST_COLUMNS = 16_384
"""As many as Excel has."""
MOST_BLOCK_ROWS = 1_048_576
MOST_FRAME = 256 << 20
"""Bytes; a column of a million cells of 60 bytes has 60 MB."""
MOST_HEAD = 32 << 20
"""Bytes of a head of a block: the names of its columns."""
MOST_TEXT = 2_000
"""Characters of a word of a refusal."""
MOST_REFUSED = 10_000
ROW_BYTES = 8
MOST_SHEETS = 10_000
PART, HIDDEN, PIECE, HEAD, NUMBERS, CELLS, REFUSED = b"N", b"H", b"B", b"T", b"I", b"C", b"P"


class AnswerError(Exception):
    """What came is none of what a file can hold."""


@dataclass(frozen=True)
class Part:
    """From here on it is about this part of the file: a sheet, or a file in a zip."""

    name: str


@dataclass(frozen=True)
class Hidden:
    """What the program of a workbook does not show: of the part that was told last, and beside it.

    is_sheet  the part is itself a hidden sheet
    rows      numbers of its rows that are hidden and hold something; columns: the same, 1 = A
    others    hidden sheets of the workbook that were not asked for
    """

    is_sheet: bool = False
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    others: tuple[str, ...] = ()


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True)
class Block:
    """Cells of a table.

    header  every column's name, in the order of the file
    rows    the number of each row, as 64-bit whole numbers; None where they are not told
    cells   column -> its cells: text, null where empty; or 64-bit whole numbers, none of them null, which
            are text on the other side
    """

    header: tuple[str, ...]
    rows: "pl.Series | None"
    cells: "dict[str, pl.Series]"


Item = Part | Hidden | bytes | Block | InputError


def written(item: Item) -> Iterator[bytes]:
    """Yield the frames of one thing that is told. The cells of a column take at most MOST_FRAME bytes."""
    if isinstance(item, Part):
        yield PART + item.name.encode()
    elif isinstance(item, Hidden):
        yield HIDDEN + json.dumps([item.is_sheet, item.rows, item.columns, item.others]).encode()
    elif isinstance(item, bytes):
        yield PIECE + item
    elif isinstance(item, InputError):
        yield REFUSED + json.dumps([_refusal(problem) for problem in item.problems[:MOST_REFUSED]]).encode()
    else:
        height = next(
            (len(cells) for cells in item.cells.values()), 0 if item.rows is None else len(item.rows)
        )
        head = {
            "header": item.header,
            "names": list(item.cells),
            "height": height,
            "numbered": item.rows is not None,
        }
        yield HEAD + json.dumps(head).encode()
        if item.rows is not None:
            yield NUMBERS + item.rows.to_numpy().tobytes()
        for cells in item.cells.values():
            yield _column(cells)


def _column(cells: "pl.Series") -> bytes:
    import polars as pl

    if cells.dtype == pl.Int64:
        return NUMBERS + cells.to_numpy().tobytes()
    return CELLS + str(cells.fill_null("").str.join("\0")[0] or "").encode()


def _refusal(problem: Problem) -> list[str | int | None]:
    place = problem.place
    texts = [place.file, place.column, problem.value, problem.message, problem.remedy]
    return [place.row, *(None if text is None else text[:MOST_TEXT] for text in texts)]


def heard(frames: Iterable[bytes]) -> Iterator[Item]:
    """Yield what frames say; AnswerError where one is not what it may be."""
    coming = iter(frames)
    for frame in coming:
        kind, body = frame[:1], frame[1:]
        if kind == PART:
            yield Part(_text(body))
        elif kind == HIDDEN:
            yield _hidden(body)
        elif kind == PIECE:
            yield body
        elif kind == REFUSED:
            yield InputError([_problem(each) for each in _listed(_parsed(body), MOST_REFUSED)])
        elif kind == HEAD:
            yield _block(body, coming)
        else:
            raise AnswerError("a frame of no kind")


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise AnswerError("no text") from None


def _parsed(body: bytes) -> Any:
    if len(body) > MOST_HEAD:
        raise AnswerError("too long")
    try:
        return json.loads(_text(body))
    except (ValueError, RecursionError):
        raise AnswerError("no JSON") from None


def _listed(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise AnswerError("no list")
    return value


def _names(value: object) -> list[str]:
    names = _listed(value, MOST_COLUMNS)
    if not all(isinstance(name, str) for name in names):
        raise AnswerError("no names")
    return names


def _hidden(body: bytes) -> Hidden:
    told = _listed(_parsed(body), 4)
    if len(told) != 4 or not isinstance(told[0], bool):
        raise AnswerError("not what is hidden")
    others = _listed(told[3], MOST_SHEETS)
    if not all(isinstance(name, str) for name in others):
        raise AnswerError("no names of sheets")
    rows, columns = (
        _ordinals(each, most) for each, most in ((told[1], MOST_BLOCK_ROWS), (told[2], MOST_COLUMNS))
    )
    return Hidden(told[0], rows, columns, tuple(others))


def _ordinals(value: object, most: int) -> tuple[int, ...]:
    numbers = _listed(value, most)
    if not all(type(number) is int and 0 < number <= most for number in numbers):
        raise AnswerError("no numbers of rows or columns")
    return tuple(numbers)


def _problem(told: object) -> Problem:
    row, *texts = _listed(told, 6) or [None]
    is_right = row is None or (type(row) is int and 0 <= row < 1 << 63)
    is_right = is_right and len(texts) == 5 and all(text is None or isinstance(text, str) for text in texts)
    if not is_right or None in (texts[0], texts[3], texts[4]):
        raise AnswerError("no refusal")
    file, column, value, message, remedy = texts
    return Problem(Place(file, row, column), value, message, remedy)


def _block(body: bytes, coming: Iterator[bytes]) -> Block:
    head = _parsed(body)
    if not isinstance(head, dict) or set(head) != {"header", "names", "height", "numbered"}:
        raise AnswerError("no head of a block")
    names, height = _names(head["names"]), head["height"]
    if type(height) is not int or not 0 <= height <= MOST_BLOCK_ROWS or len(set(names)) < len(names):
        raise AnswerError("no head of a block")
    rows = _numbers(_frame(coming)[1:], height) if head["numbered"] else None
    cells = {name: _cells(name, _frame(coming), height) for name in names}
    return Block(tuple(_names(head["header"])), rows, cells)


def _frame(coming: Iterator[bytes]) -> bytes:
    frame = next(coming, b"")
    if frame[:1] not in {NUMBERS, CELLS}:
        raise AnswerError("a frame is missing")
    return frame


def _numbers(body: bytes, height: int) -> "pl.Series":
    import numpy as np
    import polars as pl

    if len(body) != height * ROW_BYTES:
        raise AnswerError("not a number for each row")
    return pl.Series(values=np.frombuffer(body, dtype="<i8"), dtype=pl.Int64)


def _cells(name: str, frame: bytes, height: int) -> "pl.Series":
    import polars as pl

    kind, body = frame[:1], frame[1:]
    if kind == NUMBERS:
        return _numbers(body, height).cast(pl.String).alias(name)
    if body.count(b"\0") != max(0, height - 1) or (body and not height):
        raise AnswerError("not a cell for each row")
    if not height:
        return pl.Series(name, [], pl.String)
    return apart(body).replace("", None).alias(name)


def apart(body: bytes) -> "pl.Series":
    """Return the cells that are joined by NUL; there is one at least."""
    import polars as pl

    text = _text(body)
    if "\n" in text or "\r" in text:
        return pl.Series([text], dtype=pl.String).str.split("\0").explode()
    return pl.read_lines(body.replace(b"\0", b"\n") + b"\n").to_series()  # twice as quick
