"""What is wrong with contests, options and party lines: in each of their files, and between them.

In   contests.csv, options.csv and lines.csv as tables (`contests` has their columns).
Out  a Problem for everything that cannot be, and for colours that a page could not show as they are.
"""

from collections.abc import Iterator

import polars as pl

from testigo.election import colour
from testigo.election.contests import FILE, LINES_FILE, OPTIONS_FILE, parse_decides
from testigo.election.table import Rule, broken, repeated
from testigo.errors import Place, Problem

FORBIDDEN_IN_OPTIONS = r"[:+]|_stations$"
"""A claim names a group as `votes_others:A+B`, and a tally has `votes_A_stations` beside `votes_A`."""


def contest_problems(contests: pl.DataFrame, options: pl.DataFrame, lines: pl.DataFrame) -> list[Problem]:
    """Return what is wrong in the three files and between them."""
    known = pl.col("contest").is_in(contests["contest"].implode())
    no_contest = Rule(
        "contest",
        ~known,
        "There is no contest of this code",
        "Mend the code, or add it to contests.csv.",
        contests["contest"].to_list(),
    )
    return [
        *_no_contest_at_all(contests),
        *broken(FILE, contests, _contest_rules(options)),
        *_unknown_ways_to_decide(contests),
        *broken(OPTIONS_FILE, options, [no_contest, *_option_rules()]),
        *broken(LINES_FILE, lines, [no_contest, *_line_rules(options)]),
    ]


def colour_warnings(options: pl.DataFrame) -> list[Problem]:
    """Return the colours that do not have the contrast that a page needs, and by what they are replaced."""
    warnings = []
    for column, mode in (("colour", colour.Mode.LIGHT), ("dark_colour", colour.Mode.DARK)):
        given = options.filter(pl.col(column).str.contains(f"^{colour.COLOUR.pattern}$"))
        for row, value in given.select("row", column).iter_rows():
            moved = colour.legible(value, mode)
            if moved != value:
                message = f"The contrast on our {mode.name.lower()} pages is under 3:1; they use {moved}"
                place = Place(OPTIONS_FILE, row, column)
                warnings.append(Problem(place, value, message, f"Write {moved}, or a colour of your own."))
    return warnings


def _contest_rules(options: pl.DataFrame) -> tuple[Rule, ...]:
    without = ~pl.col("contest").is_in(options["contest"].implode())
    return (
        Rule("contest", repeated("contest"), "The code is repeated", "Give each contest one row."),
        Rule("contest", without, "The contest has no options", "Add its options to options.csv."),
    )


def _no_contest_at_all(contests: pl.DataFrame) -> list[Problem]:
    if not contests.is_empty():
        return []
    remedy = "Add a row for each office or question to be decided."
    return [Problem(Place(FILE), None, "There is no contest", remedy)]


def _unknown_ways_to_decide(contests: pl.DataFrame) -> list[Problem]:
    remedy = "Write `plurality`, `majority`, `seats`, `other`, or `first 3` where three win."
    return [
        Problem(Place(FILE, row, "decides"), words, "This way to decide a contest is not known", remedy)
        for row, words in contests.select("row", "decides").drop_nulls().iter_rows()
        if parse_decides(words) is None
    ]


def _option_rules() -> Iterator[Rule]:
    yield Rule(
        "option",
        repeated("contest", "option"),
        "The code is repeated in this contest",
        "Give each option one row.",
    )
    yield Rule(
        "option",
        pl.col("option").str.contains(FORBIDDEN_IN_OPTIONS),
        "An option's code has no `:` and no `+`, and does not end in `_stations`",
        "Choose another code.",
    )
    yield _repeated_position()
    for column in ("colour", "dark_colour"):
        wrong = ~pl.col(column).str.contains(f"^{colour.COLOUR.pattern}$")
        yield Rule(column, wrong, "This is not a colour", "Write # and six digits 0-9 a-f, such as #1b5795.")


def _line_rules(options: pl.DataFrame) -> Iterator[Rule]:
    yield Rule(
        "line", repeated("contest", "line"), "The code is repeated in this contest", "Give each line one row."
    )
    yield Rule(
        "line",
        pl.col("line").str.ends_with("_stations"),
        "A line's code does not end in `_stations`",
        "Choose another code.",
    )
    yield Rule(
        "option",
        ~pl.struct("contest", "option").is_in(options.select("contest", "option").to_struct().implode()),
        "There is no option of this code in this contest",
        "Mend the code, or add the option to options.csv.",
        options["option"].unique(maintain_order=True).to_list(),
    )
    yield _repeated_position()


def _repeated_position() -> Rule:
    wrong = repeated("contest", "position")
    return Rule(
        "position", wrong, "The position is repeated in this contest", "Number them from 1 in ballot order."
    )
