"""Stage 2, the mapping: its values and code tables, with which every code is made from the cells of a row.

In   what stands in a mapping file for a value or a code table (docs/operate/import.md).
Out  frozen `Value`s and `CodeTable`s; what a value says that cannot be is found by `contradictions_of_value`.
"""

import json
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from testigo.tables.written import CLOSED, Text

Whole = Annotated[int, Field(strict=True, ge=1, le=1000)]
Switch = Annotated[bool, Field(strict=True)]

LEFT_OUT = "skip"
"""The code, and the default, by which a code table leaves a row out."""


def as_toml(text: str, unlike: str | None = None) -> str:
    """Write a text as TOML has it; what a person cannot see as escapes.

    unlike  a text that looks the same: letters that it does not have are escaped, too
    """
    quoted = json.dumps(text, ensure_ascii=False)  # escapes marks and line ends as TOML does
    is_seen = [
        letter.isprintable() and (unlike is None or letter.isascii() or letter in unlike) for letter in quoted
    ]
    return "".join(
        letter if seen else f"\\U{ord(letter):08x}" for letter, seen in zip(quoted, is_seen, strict=True)
    )


def _as_value(written: object) -> object:
    """Read the short form: a column name alone."""
    return {"column": written} if isinstance(written, str) else written


@dataclass(frozen=True)
class Value:
    """How one text is made from a row: a source, then steps in the order of the fields.

    column, constant, join, first_of   exactly one is given; `first_of` takes the first that is not empty
    part                               1 = first piece after `split`
    first, last                        characters
    latin_digits                       digits of any script become 0-9
    readable                           a name becomes a code: small letters without accents, digits, hyphens
    pad                                length to which zeros are put in front
    table                              name of a code table
    """

    __pydantic_config__ = CLOSED

    column: Text | None = None
    constant: Text | None = None
    join: tuple["ShortValue", ...] = ()
    joined_with: Annotated[str, Field(alias="with")] = ""
    skip_empty: Switch = False
    first_of: tuple["ShortValue", ...] = ()
    split: Text | None = None
    part: Whole | None = None
    first: Whole | None = None
    last: Whole | None = None
    latin_digits: Switch = False
    readable: Switch = False
    pad: Whole | None = None
    table: Text | None = None

    def inner(self) -> Iterator["Value"]:
        """Walk this value and every value inside it."""
        yield self
        for value in (*self.join, *self.first_of):
            yield from value.inner()

    def columns(self) -> frozenset[str]:
        """Return every column of the table that this value reads."""
        return frozenset(value.column for value in self.inner() if value.column is not None)


ShortValue = Annotated[Value, BeforeValidator(_as_value)]


@dataclass(frozen=True)
class CodeTable:
    """Spellings and what they stand for; the code `skip` leaves a row out.

    file      a CSV beside the mapping, with the columns `from` and `to`, whose pairs are added
    default   "skip": a row with another spelling is left out; "same": it stays as it is written;
              None: another spelling is an error, with its count
    """

    __pydantic_config__ = CLOSED

    pairs: Pairs[str, str]
    default: Literal["skip", "same"] | None = None
    file: Text | None = None


def _as_code_table(written: object) -> object:
    """Read `[tables.NAME]`: pairs, and beside them `default` and `file`."""
    if not isinstance(written, dict):
        return written
    keys = {key: written[key] for key in ("default", "file") if key in written}
    return {"pairs": {spelling: code for spelling, code in written.items() if spelling not in keys}, **keys}


CodeTables = Pairs[str, Annotated[CodeTable, BeforeValidator(_as_code_table)]]

Contradiction = tuple[str, str | None, str, str]
"""TOML path, value, message, remedy."""


def contradictions_of_value(
    path: str, value: Value, tables: Pairs[str, CodeTable]
) -> Iterator[Contradiction]:
    """Find what a value, without those inside it, says that cannot be."""
    sources = (value.column, value.constant, value.join, value.first_of)
    if sum(bool(source) for source in sources) != 1:
        remedy = "Give one of `column`, `constant`, `join`, `first_of`"
        yield path, None, "a value has exactly one source", remedy
    if (value.split is None) != (value.part is None):
        yield path, None, "`split` and `part` go together", 'Write split = "." and part = 1, for example'
    if value.first is not None and value.last is not None:
        yield path, None, "`first` and `last` cannot both be taken", "Keep one of them"
    if not value.join and (value.joined_with or value.skip_empty):
        yield path, None, "`with` and `skip_empty` belong to `join`", "Take them out, or write a join"
    if value.table is not None and value.table not in tables:
        yield f"{path}.table", value.table, "no such code table", f"Write a section [tables.{value.table}]"
