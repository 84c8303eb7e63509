"""Rules S.2xx: does the form add up, by the sums of its own profile?"""

import polars as pl

from testigo.checks.registry import Context, found, none_found, rule
from testigo.findings import Severity
from testigo.forms.profile import Sum

LINES_GIVE_OPTIONS = "options"
"""The total of the one sum that S.202 checks, option by option."""


@rule("S.201", Severity.BLOCKING, source="form profile, [sums]")
def figure_is_not_its_sum(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A figure that the form prints as a sum is not the sum of its parts.

    A finding for each sum that fails: the printed figure under its own name, then `sum`. A part or a
    total that was not read contradicts nothing.
    """
    sums = [each for each in context.profile.sums if each.total != LINES_GIVE_OPTIONS]
    return _all(readings, [_contradicted(readings, each.total, _parts(each, context)) for each in sums])


@rule("S.202", Severity.BLOCKING, source="form profile, [sums]; lines.csv: whose line it is")
def party_lines_do_not_give_their_option(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The votes of an option are not the sum of the votes of its party lines.

    A finding for each option: its printed votes, then `sum`. A source that has only totals has no lines.
    """
    contest = context.contest
    fused = [option.option for option in contest.options if contest.lines_of(option.option)]
    return _all(
        readings, [_contradicted(readings, f"votes_{option}", contest.lines_of(option)) for option in fused]
    )


def _parts(each: Sum, context: Context) -> tuple[str, ...]:
    words = {"options": context.contest.vote_columns, "lines": context.contest.line_columns}
    return tuple(column for part in each.parts for column in words.get(part, (part,)))


def _contradicted(readings: pl.DataFrame, total: str, parts: tuple[str, ...]) -> pl.DataFrame:
    summed = pl.sum_horizontal(parts, ignore_nulls=False)
    return found(readings, pl.col(total) != summed, {total: pl.col(total), "sum": summed})


def _all(readings: pl.DataFrame, frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([none_found(readings), *frames])
