"""Contests, their options and party lines: what can be won, and how the paper writes it."""

from dataclasses import dataclass
from functools import cached_property

from testigo.columns import line_column, votes_column


@dataclass(frozen=True)
class Option:
    """What can win a contest: a candidate or list, yes or no, write-ins together."""

    option: str
    name: str
    position: int | None  # in ballot order, 1 = first
    colour: str | None  # "#rrggbb", after the colour check of the screens
    required: bool  # False for write-ins that some forms lack


@dataclass(frozen=True)
class Line:
    """One party's row for an option under fusion; lines add up to their option."""

    line: str
    option: str
    party: str
    position: int | None  # in ballot order, 1 = first


@dataclass(frozen=True)
class Decides:
    """How a contest is won, as far as sums can tell.

    `winners` is 1 for plurality, n for "first n", and None where sums alone do not decide (majority,
    seats, other): bounds are always given, *decided* only where `winners` is a number.
    """

    rule: str  # "plurality", "majority", "first n", "seats", "other"
    winners: int | None


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
