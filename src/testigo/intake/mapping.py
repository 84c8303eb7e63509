"""Stage 2, the mapping: how one published table is written, so that nothing about it is guessed.

In   the bytes of a mapping file (TOML; the language is model.md, section 8, and docs/operate/import.md).
Out  a frozen `Mapping`, or one InputError with every problem, each with its TOML path and value.

What the language has and this version does not read yet is refused by its name, never passed over. The
one exception is `[[draft]]`: it writes definition files, says nothing of readings, and is listed as a note.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from testigo.columns import Method, Provenance
from testigo.errors import InputError, Place, Problem
from testigo.intake.mapping_problems import mapping_problem

LONGEST_MAPPING = 1_048_576
"""Bytes of a mapping file; the longest of New York's 58 counties has 2,000."""

Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be",
    "iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-9", "iso-8859-10", "iso-8859-11", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258",
]  # fmt: skip

CLOSED = ConfigDict(extra="forbid")
Text = Annotated[str, Field(min_length=1)]
Whole = Annotated[int, Field(strict=True, ge=1, le=1000)]
Switch = Annotated[bool, Field(strict=True)]


def _as_value(written: object) -> object:
    """Read the short form: a column name alone."""
    return {"column": written} if isinstance(written, str) else written


def _as_parts(written: object) -> object:
    """Read the short form of a figure: one column instead of a list of parts."""
    return [written] if isinstance(written, str) else written


@dataclass(frozen=True)
class Value:
    """How one text is made from a row: a source, then steps in the order of the fields.

    column, constant, join, first_of   exactly one is given; `first_of` takes the first that is not empty
    part                               1 = first piece after `split`
    first, last                        characters
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
Parts = Annotated[tuple[Text, ...], BeforeValidator(_as_parts), Field(min_length=1)]


@dataclass(frozen=True)
class CodeTable:
    """Spellings and what they stand for.

    default   "skip": a row with another spelling is no reading; "same": it stays as it is written;
              None: another spelling is an error, with its count
    """

    __pydantic_config__ = CLOSED

    pairs: Pairs[str, str]
    default: Literal["skip", "same"] | None = None


@dataclass(frozen=True)
class Reading:
    """Whose readings a row holds (`[[reading]]`)."""

    __pydantic_config__ = CLOSED

    reader: Text
    method: Method = Method.PUBLISHED_TABLE
    provenance: Provenance = Provenance.THIRD_PARTY


@dataclass(frozen=True)
class Table:
    """How a file is written, and where in a row each thing stands (`[[table]]`).

    figures        figure column of READINGS -> columns whose sum it is (null if any is empty)
    machine_code   column with the text of the form's machine code, which gives station and figures
    skip, only     rows by equality: a row is left out if it has all pairs of one `skip`, kept only if
                   it has all pairs of one `only`; decided before any count is read
    """

    __pydantic_config__ = CLOSED

    file: Text
    contest: ShortValue
    station: ShortValue | None = None
    document_class: ShortValue | None = None
    figures: Pairs[str, Parts] = field(default_factory=dict)
    machine_code: Text | None = None
    encoding: Encoding = "utf-8"
    delimiter: Annotated[str, Field(pattern=r"^[\t ,;|:^~]$")] = ","
    compression: Literal["gzip", "none"] | None = None
    newline: Literal["lf", "crlf", "cr"] | None = None
    head: tuple[Text, ...] = ()
    null_values: tuple[Text, ...] = ()
    thousands: Literal[",", ".", "'", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"] | None = None
    whole_decimals: Switch = False
    repeated: Literal["add"] | None = None
    unused: tuple[Text, ...] = ()
    skip: tuple[Pairs[str, str], ...] = ()
    only: tuple[Pairs[str, str], ...] = ()

    @property
    def is_gzip(self) -> bool:
        """Whether the file is compressed: as declared, else as its name says."""
        return self.compression == "gzip" or (self.compression is None and self.file.endswith(".gz"))

    @property
    def values(self) -> dict[str, Value]:
        """The values of this table by their key."""
        named = {"station": self.station, "contest": self.contest, "document_class": self.document_class}
        return {key: value for key, value in named.items() if value is not None}

    @property
    def count_columns(self) -> tuple[str, ...]:
        """The columns that hold counts, each once, in the order of the mapping."""
        return tuple(dict.fromkeys(column for parts in self.figures.values() for column in parts))

    @property
    def code_columns(self) -> tuple[str, ...]:
        """The columns that hold codes: those of the values, and the machine code."""
        columns = dict.fromkeys(
            column for value in self.values.values() for column in sorted(value.columns())
        )
        return (*columns, *(() if self.machine_code is None else (self.machine_code,)))

    @property
    def filter_columns(self) -> tuple[str, ...]:
        """The columns by which rows are left out or kept."""
        return tuple(dict.fromkeys(column for pairs in (*self.skip, *self.only) for column in pairs))

    @property
    def used(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        return tuple(dict.fromkeys((*self.code_columns, *self.filter_columns, *self.count_columns)))


def _as_code_table(written: object) -> object:
    """Read `[tables.NAME]`: pairs, and beside them `default`."""
    if not isinstance(written, dict):
        return written
    if "file" in written:
        return {"pairs": {}, "file": written["file"]}
    pairs = {spelling: code for spelling, code in written.items() if spelling != "default"}
    return {"pairs": pairs, **({"default": written["default"]} if "default" in written else {})}


CodeTables = Pairs[str, Annotated[CodeTable, BeforeValidator(_as_code_table)]]


@dataclass(frozen=True)
class Mapping:
    """How one published table is read.

    draft   what the file says of definition files: kept unread, and listed as a note
    """

    __pydantic_config__ = CLOSED

    reading: tuple[Reading, ...]
    table: tuple[Table, ...]
    tables: CodeTables = field(default_factory=dict)
    draft: tuple[Pairs[str, Any], ...] = ()


SHAPE = TypeAdapter(Mapping)


def parse_mapping(content: bytes, file: str) -> Mapping:
    """Read a mapping file; InputError with every problem, each with TOML path, value and remedy.

    content  the file's bytes: TOML in UTF-8
    file     its name, for the problems
    """
    written = parse_toml(content, file)
    try:
        mapping = SHAPE.validate_python(written)
    except ValidationError as error:
        raise InputError(mapping_problem(file, found) for found in error.errors()) from None
    problems = [
        Problem(Place(file, column=path), value, message, remedy)
        for path, value, message, remedy in _contradictions(mapping)
    ]
    if problems:
        raise InputError(problems)
    return mapping


def parse_toml(content: bytes, file: str) -> dict[str, Any]:
    """Read TOML in UTF-8; InputError where it is none."""
    if len(content) > LONGEST_MAPPING:
        raise InputError(
            [Problem(Place(file), None, "a mapping is never this long", "Name the mapping file")]
        )
    try:
        return tomllib.loads(unicodedata.normalize("NFC", content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        problem = Problem(Place(file, row), None, "not UTF-8", "Save the mapping as UTF-8")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = Problem(Place(file), None, f"not TOML: {error}", "Mend the line that it names")
    raise InputError([problem])


Contradiction = tuple[str, str | None, str, str]
"""TOML path, value, message, remedy."""


def _contradictions(mapping: Mapping) -> Iterator[Contradiction]:
    """Find what is well formed, key by key, and yet cannot be read."""
    if len(mapping.reading) != 1:
        yield "reading", None, "this version reads exactly one reading a row", "Write one [[reading]]"
    if len(mapping.table) != 1:
        yield "table", None, "this version reads one table and joins none", "Write one [[table]]"
    for number, table in enumerate(mapping.table, start=1):
        yield from _contradictions_of_table(f"table.{number}", table)
        for key, value in table.values.items():
            for inner in value.inner():
                yield from contradictions_of_value(f"table.{number}.{key}", inner, mapping.tables)


def _contradictions_of_table(path: str, table: Table) -> Iterator[Contradiction]:
    if bool(table.figures) == bool(table.machine_code):
        yield path, None, "either `figures` or `machine_code` says where the votes stand", "Give one of them"
    if (table.station is None) == (table.machine_code is None):
        remedy = "Give `station`; with `machine_code` leave it out, because the code gives it"
        yield f"{path}.station", None, "the station is said once", remedy
    if table.machine_code is not None and table.contest != Value(constant=table.contest.constant):
        remedy = 'Write contest = { constant = "..." }'
        yield f"{path}.contest", None, "a machine code is read by the grammar of one contest's form", remedy
    if table.thousands == "." and table.whole_decimals:
        remedy = "Keep the one that the file uses"
        yield f"{path}.thousands", ".", "a point cannot group thousands and begin decimals", remedy
    for column in sorted({name for name in table.head if table.head.count(name) > 1}):
        yield f"{path}.head", column, "two columns with one name", "Give each column its own name"
    for column in sorted(set(table.unused) & set(table.used)):
        yield f"{path}.unused", column, "the column is used", "Take it out of `unused`"


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
