"""A form profile: how one kind of results form is laid out and read. Data, not code."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Sum:
    """A figure of the form that is printed as the sum of others.

    total   column of READINGS, such as `valid_votes`; "options" where lines give their options
    parts   columns of READINGS; the words "options" and "lines" stand for all columns of the contest
    """

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class MachineCode:
    """The text of the form's QR code: a pattern for the whole text, every length bounded."""

    pattern: re.Pattern[str]
    station: str  # template over the pattern's groups, such as "{place}.{number}"
    lines: str | None  # group with the votes of all lines, or of all options, in ballot order
    votes_by: str  # "lines" or "options": what one number of that group is
    separator: str  # between the numbers of that group
    fields: tuple[tuple[str, str], ...]  # (group, column of READINGS): single counters


@dataclass(frozen=True)
class Layout:
    """Where the paper prints its figures, in px of the blank form (forms.layout).

    module       side of a square of the machine code
    code_middle  middle of the code, figures_end  right end of the column of figures: from the left edge
    row          from one figure to the next below it
    figures      what is printed, from top to bottom
    digits       pictures of 0 to 9, all of one size: lines of # (ink) and . (paper)
    """

    module: int
    code_middle: int
    figures_end: int
    row: int
    figures: tuple[str, ...]
    digits: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FormProfile:
    """One kind of results form; `layout` is None where nobody measured it: then its print is not read."""

    name: str
    counters: tuple[str, ...]  # figures that the form prints besides options and lines
    sums: tuple[Sum, ...]
    machine_code: MachineCode | None
    layout: Layout | None = None

    @cached_property
    def other_columns(self) -> tuple[str, ...]:
        """`other_<field>`: counters of this form that no other form has."""
        return tuple(name for name in self.counters if name.startswith("other_"))
