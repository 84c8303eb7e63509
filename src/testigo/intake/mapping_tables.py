"""Stage 2, the mapping: where in a row of a file each thing stands.

In   what stands in a mapping file for `[[reading]]`, `[[table]]` and `[[lookup]]`.
Out  frozen `Reading`, `Table` and `Lookup`; what they read of a file, column by column.
"""

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from testigo.columns import Method, Provenance
from testigo.intake.language import ShortValue, Switch, Value
from testigo.tables.written import CLOSED, Text, Written

Thousands = Literal[
    ",", ".", "'", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{ARABIC THOUSANDS SEPARATOR}"
]

MARKS: tuple[str, ...] = get_args(Thousands)
"""The marks that group thousands."""


def _as_list(written: object) -> object:
    """Read the short form of a list: one text alone."""
    return [written] if isinstance(written, str) else written


def _as_pairs(written: object) -> object:
    """Read the short form of `take`: names that stay as they are."""
    return {name: name for name in written} if isinstance(written, list) else written


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
    provenance: Provenance = Provenance.NOT_SAID
    figures: Figures = field(default_factory=dict)
    need: tuple[Text, ...] = ()


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
