"""The part of a form profile that says where the paper prints its figures: `[layout]` of a `form.toml`.

In   the table, as TOML has it; a contest.
Out  `profile.Layout`, or every problem; which figure of the contest stands in which row.

    [layout]                        px of the blank form; may be left out: then nobody reads the print
    module = 6                      side of a square of the machine code
    code_middle = 416               middle of the code, from the left edge of the paper
    figures_end = 788               right end of the column of figures, from the left edge
    row = 36                        from one figure to the next below it
    figures = ["registered_voters", "options and lines", "valid_votes"]
                                    every printed figure from top to bottom: counts, totals;
                                    "options"; "lines"; "options and lines" (each option, then its own lines)
    digits = '''...'''              0 to 9 as the printer draws them, pictures of # and . of one size, with an
                                    empty line between them; digits stand side by side at their width

The form is found by its code, so a profile with a layout has a machine code. No digit may look like another.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from testigo.columns import votes_column
from testigo.election.contests import Contest
from testigo.errors import Place, Problem
from testigo.forms.profile import Layout

OPTIONS, LINES, BOTH = "options", "lines", "options and lines"
NARROWEST, WIDEST = 8, 64  # px of a digit
LOWEST, TALLEST = 7, 96
TEN = 10

Pixels = Annotated[StrictInt, Field(ge=1, le=4096)]


class LayoutTable(BaseModel):
    """The table as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    module: Pixels
    code_middle: Pixels
    figures_end: Pixels
    row: Pixels
    figures: Annotated[tuple[StrictStr, ...], Field(min_length=1)]
    digits: StrictStr


def parse_layout(
    path: str, table: LayoutTable, figures: tuple[str, ...], *, has_code: bool
) -> tuple[Layout | None, list[Problem]]:
    """Read a layout; None, and every problem, where it is not one.

    figures   what a profile may print besides options and lines: its counts, and totals of its sums
    has_code  whether the profile has a machine code
    """
    digits = _pictures(table.digits)
    problems = list(chain(_figure_problems(path, table, figures), _digit_problems(path, digits, table.row)))
    if not has_code:
        remedy = "Write [machine_code], or delete [layout]."
        problems.append(Problem(Place(path, None, "layout"), None, "The form is found by its code", remedy))
    if problems:
        return None, problems
    known = Layout(table.module, table.code_middle, table.figures_end, table.row, table.figures, digits)
    return known, []


def printed_columns(layout: Layout, contest: Contest) -> tuple[str, ...]:
    """Return the column of READINGS that stands in each row of the paper, from top to bottom."""
    columns: list[str] = []
    for figure in layout.figures:
        if figure == BOTH:
            for option in contest.options:
                columns += [votes_column(option.option), *contest.lines_of(option.option)]
        else:
            columns += {OPTIONS: contest.vote_columns, LINES: contest.line_columns}.get(figure, (figure,))
    return tuple(columns)


def _pictures(written: str) -> tuple[tuple[str, ...], ...]:
    blocks = written.strip().split("\n\n")
    return tuple(tuple(line.strip() for line in block.strip().splitlines()) for block in blocks)


def _figure_problems(path: str, table: LayoutTable, figures: tuple[str, ...]) -> Iterator[Problem]:
    place = Place(path, None, "layout.figures")
    for figure in dict.fromkeys(table.figures):
        if figure not in (OPTIONS, LINES, BOTH, *figures):
            remedy = (
                f'Write a figure of fields.counts, a total of [sums], "{OPTIONS}", "{LINES}" or "{BOTH}".'
            )
            yield Problem(place, figure, "This is not a figure of the form", remedy)
        if table.figures.count(figure) > 1:
            yield Problem(place, figure, "The figure is repeated", "Write it once.")
    if BOTH in table.figures and {OPTIONS, LINES} & set(table.figures):
        yield Problem(place, BOTH, "Votes are printed twice", f'Write "{BOTH}", or the others.')


def _digit_problems(path: str, digits: tuple[tuple[str, ...], ...], row: int) -> Iterator[Problem]:
    place = Place(path, None, "layout.digits")
    sizes = {(len(line), len(picture)) for picture in digits for line in picture}
    if len(digits) != TEN or len(sizes) != 1:
        remedy = "Draw 0 to 9 in this order, all of one size, with an empty line between them."
        yield Problem(place, None, "These are not ten pictures of one size", remedy)
        return
    width, height = sizes.pop()
    if not (NARROWEST <= width <= WIDEST and LOWEST <= height <= min(TALLEST, row)):
        message = f"A digit is {width} px wide and {height} px high"
        remedy = f"Draw {NARROWEST} to {WIDEST} px across and {LOWEST} to {min(TALLEST, row)} down."
        yield Problem(place, None, message, remedy)
    if not set(chain.from_iterable(chain.from_iterable(digits))) <= set("#."):
        yield Problem(place, None, "A digit is drawn with other letters", "Use # for ink and . for paper.")
    if len(set(digits)) != TEN:
        yield Problem(place, None, "Two digits look the same", "Draw each as the printer does.")
