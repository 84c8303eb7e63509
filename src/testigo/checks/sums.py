"""Rules S.2xx: does the form add up, by the sums of its own profile?"""

from collections.abc import Iterable

import polars as pl

from testigo.checks.registry import Context, found, none_found, rule
from testigo.findings import Severity
from testigo.forms.arithmetic import printed_and_summed, sums_of
from testigo.forms.profile import Sum


@rule("S.201", Severity.BLOCKING, source="form profile, [sums]")
def figure_is_not_its_sum(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A figure that the form prints as a sum is not the sum of its parts.

    A finding for each sum that fails: the printed figure under its own name, then `sum`. A part or a
    total that was not read contradicts nothing.
    """
    of_options = context.contest.vote_columns
    sums = sums_of(context.contest, context.profile)
    return _contradicted(readings, context, (each for each in sums if each.total not in of_options))


@rule("S.202", Severity.BLOCKING, source="form profile, [sums] options; lines.csv: whose line it is")
def party_lines_do_not_give_their_option(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The votes of an option are not the sum of the votes of its party lines.

    A finding for each option: its printed votes, then `sum`. A source that has only totals has no lines.
    """
    of_options = context.contest.vote_columns
    sums = sums_of(context.contest, context.profile)
    return _contradicted(readings, context, (each for each in sums if each.total in of_options))


def _contradicted(readings: pl.DataFrame, context: Context, sums: Iterable[Sum]) -> pl.DataFrame:
    frames = [none_found(readings)]
    for each in sums:
        printed, summed = printed_and_summed(each, context.contest)
        frames.append(found(readings, printed != summed, {each.total: printed, "sum": summed}))
    return pl.concat(frames)
