"""Stage 11, the wall: a table of a publication, as the process behind it tells it in plain bytes.

In   a table of the kinds of `columns.py`, or why there is none.
Out  the same on the other side; or AnswerError, where the bytes are neither.

    answer = "w", words        or  "t", text of JSON [height, [[name, kind], ...]], column, column, ...
    column = a bit for each row (1: not null), the values that are not null
    values = of counts and numbers 8 bytes each, of days 4, of truth values a bit; of texts one text, joined
             by NUL; of lists their lengths as counts, then a column of what they hold; of structures a column
             a field
    text   = its length (8 bytes, big end first), UTF-8

Nothing is unpickled and no library's own format comes through: whoever took that process over can say another
table, which his file could have said as well, and nothing else.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from testigo.tables.answers import MOST_COLUMNS, AnswerError, apart

TABLE, WHY_NOT = b"t", b"w"
MOST_WORDS = 200
"""Characters of why there is no table."""
MOST_INSIDE = 3
"""Lists and structures inside one another."""
LENGTH = struct.Struct(">Q")
PLAIN: dict[str, pl.DataType] = {
    "text": pl.String(),
    "count": pl.Int64(),
    "number": pl.Float64(),
    "truth": pl.Boolean(),
    "day": pl.Date(),
}
FIXED = {"count": "<i8", "number": "<f8", "day": "<i4"}
"""Kind -> how numpy calls one value."""


def write_words(words: str) -> bytes:
    """Write why there is no table."""
    return WHY_NOT + words[:MOST_WORDS].encode(errors="replace")


def write_table(table: pl.DataFrame) -> bytes:
    """Write a table; ValueError, in words, where it has a column of another kind."""
    kinds = [(name, kind_of(dtype)) for name, dtype in table.schema.items()]
    columns = [part for name, kind in kinds for part in _column(table[name], kind)]
    return b"".join([TABLE, *_text(json.dumps([table.height, kinds])), *columns])


def kind_of(dtype: pl.DataType) -> Any:
    """Return the kind of a column, as JSON has it; ValueError for what no table of a publication holds."""
    for kind, plain in PLAIN.items():
        if dtype == plain:
            return kind
    if isinstance(dtype, pl.List):
        return ["list", kind_of(dtype.inner)]  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        return ["struct", [[field.name, kind_of(field.dtype)] for field in dtype.fields]]  # type: ignore[arg-type]
    raise ValueError(f"holds a column of {dtype}")


def _column(cells: pl.Series, kind: Any) -> Iterator[bytes]:
    yield np.packbits(cells.is_not_null().to_numpy()).tobytes()
    present = cells.drop_nulls()
    if kind == "text":
        if present.str.contains("\0", literal=True).any():
            raise ValueError("holds a NUL byte")
        yield from _text(str(present.str.join("\0")[0]) if len(present) else "")
    elif kind == "truth":
        yield np.packbits(present.to_numpy()).tobytes()
    elif isinstance(kind, str):
        yield present.to_physical().to_numpy().astype(FIXED[kind]).tobytes()
    elif kind[0] == "list":
        lengths = present.list.len().cast(pl.Int64)
        yield lengths.to_numpy().astype(FIXED["count"]).tobytes()
        yield from _column(present.filter(lengths > 0).explode(), kind[1])
    else:
        for name, inner in kind[1]:
            yield from _column(present.struct.field(name), inner)


def _text(text: str) -> tuple[bytes, bytes]:
    written = text.encode()
    return LENGTH.pack(len(written)), written


def parse_answer(answer: bytes, most_cells: int) -> pl.DataFrame | str:
    """Return the table, or why there is none; AnswerError for anything else, or more than so many cells."""
    if answer[:1] == WHY_NOT and len(answer) <= 1 + 4 * MOST_WORDS:
        return answer[1:].decode(errors="replace")
    if answer[:1] != TABLE:
        raise AnswerError("no answer")
    told = _AnswerReader(answer)
    height, kinds = _head(told.text(), most_cells)
    dtypes = {name: _dtype(kind) for name, kind in kinds}
    cells = [told.column(kind, height).alias(name) for name, kind in kinds]
    if told.at != len(answer) or len(dtypes) < len(kinds):
        raise AnswerError("more than a table")
    return pl.DataFrame(cells, schema=dtypes)


def _head(text: bytes, most_cells: int) -> tuple[int, list[list[Any]]]:
    try:
        height, kinds = json.loads(text.decode())
    except (ValueError, TypeError, RecursionError):
        raise AnswerError("no head of a table") from None
    if type(height) is not int or not isinstance(kinds, list) or len(kinds) > MOST_COLUMNS:
        raise AnswerError("no head of a table")
    if not all(isinstance(pair, list) and len(pair) == 2 and _is_name(pair[0]) for pair in kinds):
        raise AnswerError("no head of a table")
    if not 0 <= height * max(1, len(kinds)) <= most_cells or (height and not kinds):
        raise AnswerError("no table of this height")
    return height, kinds


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()


def _dtype(kind: Any, inside: int = MOST_INSIDE) -> pl.DataType:
    """Return the type of a kind, which a stranger may have written."""
    if isinstance(kind, str) and kind in PLAIN:
        return PLAIN[kind]
    if not isinstance(kind, list) or len(kind) != 2 or not inside:
        raise AnswerError("no kind of a column")
    if kind[0] == "list":
        return pl.List(_dtype(kind[1], inside - 1))
    fields = kind[1] if kind[0] == "struct" and isinstance(kind[1], list) else []
    if not fields or not all(isinstance(one, list) and len(one) == 2 and _is_name(one[0]) for one in fields):
        raise AnswerError("no kind of a column")
    types = {name: _dtype(inner, inside - 1) for name, inner in fields}
    if len(types) < len(fields):
        raise AnswerError("one name twice")
    return pl.Struct(types)


class _AnswerReader:
    """An answer that is read from front to back; each part is as long as it says, or AnswerError.

    at  the place of the next byte
    """

    def __init__(self, answer: bytes) -> None:
        self._answer = memoryview(answer)
        self.at = 1

    def part(self, length: int) -> memoryview:
        """Return the next so many bytes."""
        if length > len(self._answer) - self.at:
            raise AnswerError("cut off")
        self.at += length
        return self._answer[self.at - length : self.at]

    def text(self) -> bytes:
        """Return the next text."""
        (length,) = LENGTH.unpack(self.part(LENGTH.size))
        return bytes(self.part(length))

    def bits(self, number: int) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Return so many truth values."""
        packed = np.frombuffer(self.part((number + 7) // 8), dtype=np.uint8)
        return np.unpackbits(packed, count=number).astype(np.bool_)

    def column(self, kind: Any, height: int) -> pl.Series:
        """Return the next column."""
        is_present = self.bits(height)
        number = int(is_present.sum())
        present = self._values(kind, number)
        if number == height:
            return present
        if not number:
            return pl.Series([None] * height, dtype=_dtype(kind))
        places = pl.Series(np.cumsum(is_present) - 1, dtype=pl.Int64)
        return present.gather(places.set(pl.Series(~is_present), None))

    def _values(self, kind: Any, number: int) -> pl.Series:
        if kind == "text":
            return self._texts(number)
        if kind == "truth":
            return pl.Series(self.bits(number), dtype=pl.Boolean)
        if kind in ("count", "number", "day"):
            dtype = np.dtype(FIXED[kind])
            values = np.frombuffer(self.part(number * dtype.itemsize), dtype=dtype)
            return pl.Series(values).cast(PLAIN[kind])
        if kind[0] == "list":
            return self._lists(kind, number)
        fields = {name: self.column(inner, number) for name, inner in kind[1]}
        return pl.DataFrame(fields).to_struct()

    def _texts(self, number: int) -> pl.Series:
        joined = self.text()
        if joined.count(b"\0") != max(0, number - 1) or (joined and not number):
            raise AnswerError("not as many texts as there are")
        return apart(joined) if number else pl.Series([], dtype=pl.String)

    def _lists(self, kind: Any, number: int) -> pl.Series:
        lengths = np.frombuffer(self.part(8 * number), dtype=FIXED["count"]).tolist()
        total = sum(lengths)
        if any(length < 0 for length in lengths) or total > 8 * len(self._answer):
            raise AnswerError("no lengths of lists")
        held = iter(self.column(kind[1], total).to_list())
        lists = [[next(held) for _ in range(length)] for length in lengths]
        return pl.Series(lists, dtype=_dtype(kind))
