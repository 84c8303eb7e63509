"""Contests, their options and party lines: what can be won, and how the paper writes it.

In   contests.csv, options.csv and lines.csv as tables.
Out  `Contest`s with their options and lines in ballot order. What can be wrong in the files is found by
     `contest_rules`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import polars as pl

from testigo.columns import line_column, votes_column
from testigo.election import colour
from testigo.election.table import CellKind, Column, in_languages

FILE, OPTIONS_FILE, LINES_FILE = "contests.csv", "options.csv", "lines.csv"
IN_THE_COUNT = ("valid", "not valid", "not on the form")
CANDIDATES, LISTS, ANSWERS, ON_A_PERSON = "candidates", "lists", "answers", "answers on a person"
OPTIONS_ARE = (CANDIDATES, LISTS, ANSWERS, ON_A_PERSON)
"""What the options of a contest are; `answers on a person` where voters keep or recall her."""
COLUMNS = (
    Column("contest", CellKind.CODE, filled=True),
    Column("name", filled=True),
    *in_languages("name"),
    Column("form", CellKind.CODE, filled=True),
    Column("decides", optional=True),
    Column("blank_votes", filled=True, words=IN_THE_COUNT),
    Column("null_votes", filled=True, words=IN_THE_COUNT),
    Column("options_are", optional=True, words=OPTIONS_ARE),
)
OPTIONS_COLUMNS = (
    Column("contest", CellKind.CODE, filled=True),
    Column("option", CellKind.CODE, filled=True),
    Column("name", filled=True),
    *in_languages("name"),
    Column("short_name", optional=True),
    *in_languages("short_name"),
    Column("position", CellKind.COUNT, optional=True),
    Column("colour", optional=True),
    Column("dark_colour", optional=True),
    Column("required", optional=True, words=("yes", "no")),
    Column("write_ins", optional=True, words=("yes", "no")),
)
LINES_COLUMNS = (
    Column("contest", CellKind.CODE, filled=True),
    Column("line", CellKind.CODE, filled=True),
    Column("option", CellKind.CODE, filled=True),
    Column("party", filled=True),
    *in_languages("party"),
    Column("position", CellKind.COUNT, optional=True),
)
DECIDES = re.compile(r"(?P<rule>plurality|majority|seats|other)|first (?P<winners>[1-9][0-9]{0,2})")


Names = tuple[tuple[str, str], ...]
"""Language and name, for the languages in which a name differs from the one that stands for all."""


@dataclass(frozen=True)
class Option:
    """What can win a contest: a candidate or list, yes or no, write-ins together."""

    option: str
    name: str
    position: int | None  # in ballot order, 1 = first
    colour: str | None  # "#rrggbb", legible on the pages' paper and panel (election.colour)
    required: bool  # False for write-ins that some forms lack
    short_name: str = ""  # for headings; the name where none is given
    dark_colour: str | None = None  # the same, on the pages' dark paper and panel
    names: Names = ()
    short_names: Names = ()
    write_ins: bool = False  # whether it is the write-ins together, and nobody who stands

    def __post_init__(self) -> None:
        if not self.short_name:
            object.__setattr__(self, "short_name", self.name)

    def called(self, language: str) -> str:
        """Return the name in a language; `name` where there is none of its own."""
        return dict(self.names).get(language, self.name)

    def called_in_short(self, language: str) -> str:
        """Return the short name in a language, else the one for all, else the whole name in the language."""
        has_one = self.short_name != self.name
        return dict(self.short_names).get(language, self.short_name if has_one else self.called(language))


@dataclass(frozen=True)
class Line:
    """One party's row for an option under fusion; lines add up to their option."""

    line: str
    option: str
    party: str
    position: int | None  # in ballot order, 1 = first
    names: Names = ()

    def called(self, language: str) -> str:
        """Return the party's name in a language; `party` where there is none of its own."""
        return dict(self.names).get(language, self.party)


@dataclass(frozen=True)
class Decides:
    """How a contest is won, as far as sums can tell.

    `winners` is 1 for plurality, n for "first n", and None where sums alone do not decide (majority,
    seats, other): bounds are always given, *decided* only where `winners` is a number.
    """

    rule: str  # "plurality", "majority", "first n", "seats", "other"
    winners: int | None

    @property
    def by_half(self) -> bool:
        """Whether it is asked if somebody has more than half of the valid votes."""
        return self.rule == "majority"


@dataclass(frozen=True)
class Contest:
    """One office or question to be decided."""

    contest: str
    name: str
    form: str  # name of the form profile
    decides: Decides
    blank_votes: str  # "valid", "not valid", "not on the form"
    null_votes: str
    options: tuple[Option, ...]  # in ballot order
    lines: tuple[Line, ...]  # in ballot order; empty without fusion
    names: Names = ()
    options_are: str = CANDIDATES  # one of OPTIONS_ARE

    def called(self, language: str) -> str:
        """Return the name in a language; `name` where there is none of its own."""
        return dict(self.names).get(language, self.name)

    @cached_property
    def vote_columns(self) -> tuple[str, ...]:
        """`votes_<option>`, in ballot order."""
        return tuple(votes_column(option.option) for option in self.options)

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """The vote columns that a reading must have to suffice."""
        return tuple(votes_column(option.option) for option in self.options if option.required)

    @cached_property
    def line_columns(self) -> tuple[str, ...]:
        """`line_<line>`, in ballot order."""
        return tuple(line_column(line.line) for line in self.lines)

    def lines_of(self, option: str) -> tuple[str, ...]:
        """Return the line columns of one option; empty where the ballot has no lines for it."""
        return tuple(line_column(line.line) for line in self.lines if line.option == option)


def parse_decides(text: str) -> Decides | None:
    """Read how a contest is won; None where the words are not known."""
    found = DECIDES.fullmatch(text)
    if found is None:
        return None
    if found["winners"]:
        return Decides("first n", int(found["winners"]))
    return Decides(found["rule"], 1 if found["rule"] == "plurality" else None)


def contests_of(contests: pl.DataFrame, options: pl.DataFrame, lines: pl.DataFrame) -> tuple[Contest, ...]:
    """Return the contests in the order of their file; the tables have no problems."""
    options_by = _by_contest(options)
    lines_by = _by_contest(lines)
    return tuple(
        Contest(
            contest=row["contest"],
            name=row["name"],
            form=row["form"],
            decides=parse_decides(row["decides"] or "plurality") or Decides("other", None),
            blank_votes=row["blank_votes"],
            null_votes=row["null_votes"],
            options=tuple(_options(options_by.get(row["contest"], ()))),
            lines=tuple(
                Line(line["line"], line["option"], line["party"], line["position"], names_of(line, "party"))
                for line in lines_by.get(row["contest"], ())
            ),
            names=names_of(row, "name"),
            options_are=row["options_are"] or CANDIDATES,
        )
        for row in contests.iter_rows(named=True)
    )


def _by_contest(table: pl.DataFrame) -> Mapping[str, list[dict[str, Any]]]:
    """Return the rows of each contest in ballot order; those without a position last, in the file's order."""
    ordered = table.sort("contest", "position", nulls_last=True, maintain_order=True)
    rows = ordered.iter_rows(named=True)
    return {contest: list(group) for contest, group in groupby(rows, key=lambda row: str(row["contest"]))}


def _options(rows: Iterable[Mapping[str, Any]]) -> Iterator[Option]:
    for index, row in enumerate(rows):
        given = row["colour"] or colour.from_palette(index)
        yield Option(
            option=row["option"],
            name=row["name"],
            position=row["position"],
            colour=colour.legible(given, colour.Mode.LIGHT),
            required=row["required"] != "no",
            short_name=row["short_name"] or "",
            dark_colour=colour.legible(row["dark_colour"] or given, colour.Mode.DARK),
            names=names_of(row, "name"),
            short_names=names_of(row, "short_name"),
            write_ins=row["write_ins"] == "yes",
        )


def names_of(row: Mapping[str, Any], column: str) -> Names:
    """Return the names that a row of a table has in languages, beside the one in `column`."""
    written = ((each.language, row.get(each.name)) for each in in_languages(column))
    return tuple((language, name) for language, name in written if name is not None)
