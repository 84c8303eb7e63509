"""Stage 7, the mapping of claims: how the authority's own tables are written.

In   the bytes of a mapping file (TOML): the language of `intake.mapping` with `place` instead of `station`.
Out  a frozen `ClaimMapping`, or one InputError with every problem, each with its TOML path and value.
"""

import datetime
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from testigo.columns import Made, PlaceKind
from testigo.intake.language import (
    CodeTables,
    Contradiction,
    ShortValue,
    Switch,
    Value,
    contradictions_of_value,
)
from testigo.intake.mapping import parse_toml
from testigo.intake.mapping_problems import as_declared
from testigo.intake.mapping_rules import of_file, of_lookup
from testigo.intake.mapping_tables import Lookup, Rows
from testigo.tables.written import CLOSED, Text, Written

MOST_CLAIMS = 9_999


@dataclass(frozen=True)
class ClaimHeading:
    """Which claim it is (`[claim]`); what is left out here, the command is told.

    order  where it stands among all claims on the pages; None = behind those that say, the newest first
    """

    __pydantic_config__ = CLOSED

    name: Text | None = None
    source: Text | None = None
    date: datetime.date | None = None
    order: Annotated[int, Field(ge=1, le=MOST_CLAIMS)] | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimTable(Written):
    """How one table of claims is written (`[[table]]`).

    place_kind      what a place of this table is; a station may have the code of a jurisdiction
    figures         wide: a claimed figure -> its column
    figure, value   long: which figure a row is, and the column of its number
    shares          how its shares were made; None = nobody says
    """

    place: ShortValue
    contest: ShortValue
    place_kind: PlaceKind = PlaceKind.JURISDICTION
    figures: Pairs[str, Text] = field(default_factory=dict)
    figure: ShortValue | None = None
    value: Text | None = None
    thousands: Literal[",", ".", "'", " "] | None = None
    whole_decimals: Switch = False
    shares: Made | None = None
    unused: tuple[Text, ...] = ()
    skip: Rows = ()
    only: Rows = ()

    @property
    def values(self) -> dict[str, Value]:
        """The values of this table by their key."""
        named = {"place": self.place, "contest": self.contest}
        return named if self.figure is None else {**named, "figure": self.figure}

    @property
    def used(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        codes = [column for value in self.values.values() for column in sorted(value.columns())]
        filters = [column for pairs in (*self.skip, *self.only) for column in pairs]
        numbers = [*self.figures.values(), *([] if self.value is None else [self.value])]
        return tuple(dict.fromkeys((*codes, *filters, *numbers)))


@dataclass(frozen=True)
class ClaimMapping:
    """How the tables of a claim are read.

    lookup  second files, joined in their order
    groups  name of a group of options -> their codes: `votes_others` is then the votes of all of them
    tables  code tables by name
    """

    __pydantic_config__ = CLOSED

    table: Annotated[tuple[ClaimTable, ...], Field(min_length=1)]
    claim: ClaimHeading = field(default_factory=ClaimHeading)
    lookup: tuple[Lookup, ...] = ()
    groups: Pairs[str, Annotated[tuple[Text, ...], Field(min_length=1)]] = field(default_factory=dict)
    tables: CodeTables = field(default_factory=dict)


SHAPE = TypeAdapter(ClaimMapping)


def parse_claim_mapping(content: bytes, file: str) -> ClaimMapping:
    """Read a mapping of claims; InputError with every problem, each with TOML path, value and remedy."""
    return as_declared(parse_toml(content, file), file, SHAPE, _contradictions)


def _contradictions(mapping: ClaimMapping) -> Iterator[Contradiction]:
    for number, table in enumerate(mapping.table, start=1):
        path = f"table.{number}"
        is_long = table.figure is not None and table.value is not None
        if bool(table.figures) == is_long or (table.figure is None) != (table.value is None):
            remedy = "Give [table.figures] for a column a figure, or `figure` and `value` for a row a figure"
            yield path, None, "the claimed figures are said in one way", remedy
        for key, value in table.values.items():
            for inner in value.inner():
                yield from contradictions_of_value(f"{path}.{key}", inner, mapping.tables)
    read = {column for table in mapping.table for column in table.used}
    for number, lookup in enumerate(mapping.lookup, start=1):
        yield from of_file(f"lookup.{number}", lookup)
        yield from of_lookup(f"lookup.{number}", lookup, read, mapping.lookup[number:])
    kinds = {table.place_kind for table in mapping.table}
    if len(kinds) > 1:
        remedy = "Write one mapping for stations and one for jurisdictions, each with its own claim"
        yield "table", None, "one claim has places of one kind", remedy
