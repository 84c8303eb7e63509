"""Rules S.2xx: does the form add up, by the sums of its own profile?"""

from collections.abc import Iterable

import polars as pl

from testigo.checks.registry import Context, found, none_found, rule
from testigo.findings import Severity
from testigo.forms.arithmetic import Comparison, comparisons


@rule("S.201", Severity.BLOCKING, source="form profile, [sums]", version=2)
def figure_is_not_its_sum(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A figure that the form prints as a sum is not the sum of its parts.

    A finding for each sum that fails: the printed figure under its own name, then `sum`. A subtotal that was
    not read stands as the sum of its own parts; what is not known then contradicts nothing.
    """
    return _contradicted(readings, _sums(context, of_options=False))


@rule("S.202", Severity.BLOCKING, source="form profile, [sums] options; lines.csv: whose line it is")
def party_lines_do_not_give_their_option(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The votes of an option are not the sum of the votes of its party lines.

    A finding for each option: its printed votes, then `sum`. A source that has only totals has no lines.
    """
    return _contradicted(readings, _sums(context, of_options=True))


def _sums(context: Context, *, of_options: bool) -> Iterable[Comparison]:
    """Return the sums that give an option from its lines, or all others."""
    votes = context.contest.vote_columns
    every = comparisons(context.contest, context.profile)
    return (each for each in every if (each.sum.total in votes) is of_options)


def _contradicted(readings: pl.DataFrame, sums: Iterable[Comparison]) -> pl.DataFrame:
    frames = [none_found()]
    for each in sums:
        figures = {each.sum.total: each.printed, "sum": each.summed}
        frames.append(found(readings, each.contradicts, figures))
    return pl.concat(frames)
