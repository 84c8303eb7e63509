"""Stage 2, the mapping: how a file is written, and where in a row each thing stands.

In   what stands in a mapping file for `[[reading]]`, `[[table]]` and `[[lookup]]`.
Out  frozen `Reading`, `Table` and `Lookup`; what they read of a file, column by column.
"""

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from testigo.columns import Method, Provenance
from testigo.intake.language import CLOSED, ShortValue, Switch, Text, Value
from testigo.intake.names import is_named

Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be",
    "iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-9", "iso-8859-10", "iso-8859-11", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258",
]  # fmt: skip
Compression = Literal["gzip", "bzip2", "xz", "zstandard", "zip", "none"]
Format = Literal["csv", "parquet", "excel"]
Thousands = Literal[
    ",", ".", "'", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{ARABIC THOUSANDS SEPARATOR}"
]

MARKS: tuple[str, ...] = get_args(Thousands)
"""The marks that group thousands."""

BY_ENDING: Pairs[str, Compression] = {
    ".gz": "gzip",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zst": "zstandard",
    ".zip": "zip",
}
FORMAT_BY_ENDING: Pairs[str, Format] = {".parquet": "parquet", ".xlsx": "excel", ".xlsm": "excel"}


def _as_list(written: object) -> object:
    """Read the short form of a list: one text alone."""
    return [written] if isinstance(written, str) else written


def _as_pairs(written: object) -> object:
    """Read the short form of `take`: names that stay as they are."""
    return {name: name for name in written} if isinstance(written, list) else written


Lines = Annotated[int, Field(strict=True, ge=0, le=1000)]
Parts = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
AnyOf = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]
Rows = tuple[Pairs[str, AnyOf], ...]
"""Rows by equality: a set of columns, and for each the text or texts that its cell may have."""
Renamed = Annotated[Pairs[Text, Text], BeforeValidator(_as_pairs), Field(min_length=1)]
Figures = Pairs[str, Parts]
"""Figure column of READINGS -> columns whose sum it is (null if any is empty)."""


@dataclass(frozen=True)
class Reading:
    """Whose readings a row holds (`[[reading]]`).

    institution  whether `reader` names an institution, such as an authority: then it is published as it is
    figures  where a row holds several readings: those of this one, beside the ones of `[table.figures]`
    need     a row that lacks one of these figures holds no such reading
    """

    __pydantic_config__ = CLOSED

    reader: Text
    institution: Switch = False
    method: Method = Method.PUBLISHED_TABLE
    provenance: Provenance = Provenance.THIRD_PARTY
    figures: Figures = field(default_factory=dict)
    need: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Written:
    """How a file is written; what is not declared has a strict default.

    file         its name, or a pattern of names
    sheet        of a workbook: its name, or a pattern whose sheets are parts of one table; may be left out
                 where it has one
    member       the same for the files of a zip
    part_column  name in the mapping for a column that the file has not: the name of the sheet, of the file in
                 the zip, or of the file that a row is of
    skip_lines, skip_last_lines   lines (of a sheet: rows) before the header and at the end that are no rows
                 of the table; of those at the end blank ones do not count
    head         names of the first columns of a headerless file; the rest is unused
    fill_down    columns in which an empty cell means what stands above it
    """

    __pydantic_config__ = CLOSED

    file: Text
    format: Format | None = None
    sheet: Text | None = None
    member: Text | None = None
    part_column: Text | None = None
    skip_lines: Lines = 0
    skip_last_lines: Lines = 0
    encoding: Encoding = "utf-8"
    delimiter: Annotated[str, Field(pattern=r"^[\t ,;|:^~]$")] = ","
    compression: Compression | None = None
    newline: Literal["lf", "crlf", "cr"] | None = None
    head: tuple[Text, ...] = ()
    null_values: tuple[Text, ...] = ()
    fill_down: tuple[Text, ...] = ()

    def is_of(self, file: str) -> bool:
        """Whether it describes the file of that name."""
        return is_named(file, self.file)

    @property
    def packed(self) -> Compression:
        """How the file is compressed: as declared, else as its name says."""
        endings = [kind for ending, kind in BY_ENDING.items() if self.file.endswith(ending)]
        return self.compression or (endings[0] if endings else "none")

    @property
    def kind(self) -> Format:
        """What kind of file it is: as declared, else as its name says."""
        endings = [kind for ending, kind in FORMAT_BY_ENDING.items() if self.file.endswith(ending)]
        return self.format or (endings[0] if endings else "csv")


@dataclass(frozen=True, kw_only=True)
class Lookup(Written):
    """A second file whose columns are joined to the rows of the tables (`[[lookup]]`).

    on      column of the table -> column of this file; together they name a row of it
    take    name in the mapping -> column of this file
    """

    __pydantic_config__ = CLOSED

    on: Renamed
    take: Renamed

    @property
    def used(self) -> tuple[str, ...]:
        """Every column of this file that is read, each once."""
        return tuple(dict.fromkeys((*self.on.values(), *self.take.values())))


@dataclass(frozen=True)
class ColumnsAsRows:
    """A table in which a station is a column, say: each such column becomes a row for every row of the file
    (`[table.columns_as_rows]`).

    stay   columns that stay columns; all others become rows, but those that the table lists as `unused`
    name   column of the mapping that then holds a column's name
    value  column of the mapping that then holds its cell
    """

    __pydantic_config__ = CLOSED

    stay: Parts
    name: Text
    value: Text


@dataclass(frozen=True, kw_only=True)
class Table(Written):
    """How a table is written, and where in a row each thing stands (`[[table]]`).

    figures        wide: a column a figure
    figure, value, absent   long: a row a figure. What it is, the column (or columns) of its number, and what
                   it means that an option or party line has no row: "zero", or "unknown"
    empty_is_zero  columns of counts (wide) in which an empty cell means 0; a row that is empty in all of its
                   counts is no reading all the same
    latin_digits   counts may be written with the digits of another script
    machine_code   column with the text of the form's machine code, which gives station and figures
    skip, only     a row is left out if it has all pairs of one `skip`, kept only if it has all pairs of one
                   `only`; decided before any count is read
    """

    __pydantic_config__ = CLOSED

    contest: ShortValue
    station: ShortValue | None = None
    document_class: ShortValue | None = None
    figures: Figures = field(default_factory=dict)
    figure: ShortValue | None = None
    value: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = ()
    absent: Literal["zero", "unknown"] | None = None
    machine_code: Text | None = None
    thousands: Thousands | None = None
    whole_decimals: Switch = False
    latin_digits: Switch = False
    repeated: Literal["add"] | None = None
    empty_is_zero: tuple[Text, ...] = ()
    unused: tuple[Text, ...] = ()
    skip: Rows = ()
    only: Rows = ()
    columns_as_rows: ColumnsAsRows | None = None

    def with_counts_of(self, readings: Sequence[Reading]) -> "Table":
        """Return the table that reads the columns of all counts, those of each reading included."""
        own = {
            f"{number} {figure}": columns
            for number, reading in enumerate(readings)
            for figure, columns in reading.figures.items()
        }
        return replace(self, figures={**self.figures, **own}) if own else self

    @property
    def is_long(self) -> bool:
        """Whether a row is a figure."""
        return self.figure is not None

    @property
    def values(self) -> dict[str, Value]:
        """The values of this table by their key."""
        named = {key: getattr(self, key) for key in ("station", "contest", "document_class", "figure")}
        return {key: value for key, value in named.items() if value is not None}

    @property
    def count_columns(self) -> tuple[str, ...]:
        """The columns that hold counts, each once, in the order of the mapping."""
        parts = [column for columns in self.figures.values() for column in columns]
        return tuple(dict.fromkeys((*parts, *self.value)))

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
