"""The sums of a form, written once: checks hold a form against them, settlement fills what was not printed.

In   a contest and the profile of its form.
Out  the figures that a reading has; which figure is the sum of which; expressions over READINGS.

A figure that was not read is null, and a sum with a null part is null: it contradicts nothing and fills
nothing. A figure that was read is never overwritten.
"""

from collections.abc import Mapping

import polars as pl

from testigo.columns import figure_columns
from testigo.election.contests import Contest
from testigo.forms.profile import FormProfile, Sum


def figures(contest: Contest, profile: FormProfile) -> tuple[str, ...]:
    """Return the figure columns of a contest's READINGS, in their fixed order."""
    return figure_columns(contest.vote_columns, contest.line_columns, profile.other_columns)


def sums_of(contest: Contest, profile: FormProfile) -> tuple[Sum, ...]:
    """Return the profile's sums with columns of READINGS in the place of the words, parts before totals.

    `options = lines` becomes a sum for each option that has lines. A sum without parts is left out.
    """
    written: list[Sum] = []
    for one in profile.sums:
        if one.total == "options":
            written += [
                Sum(total, contest.lines_of(option.option))
                for total, option in zip(contest.vote_columns, contest.options, strict=True)
            ]
        else:
            written.append(Sum(one.total, parts_of(one, contest)))
    return _parts_first([one for one in written if one.parts])


def parts_of(one: Sum, contest: Contest) -> tuple[str, ...]:
    """Return the columns that a sum adds up; `options` and `lines` stand for all of the contest.

    A sum whose total is `options` is many: `sums_of` gives them apart.
    """
    words = {"options": contest.vote_columns, "lines": contest.line_columns}
    return tuple(column for part in one.parts for column in words.get(part, (part,)))


def printed_and_summed(one: Sum, contest: Contest) -> tuple[pl.Expr, pl.Expr]:
    """Return what the form prints as the total, and what its parts add up to; null where one is unread."""
    return pl.col(one.total), pl.sum_horizontal(parts_of(one, contest), ignore_nulls=False)


def completed(contest: Contest, profile: FormProfile) -> list[pl.Expr]:
    """Return the totals of a form, each as read, else as the sum of its parts where all of them are known.

    Use it as `readings.with_columns(completed(contest, profile))`; a total may be a part of the next one.
    """
    known: dict[str, pl.Expr] = {}
    for one in sums_of(contest, profile):
        parts = [_known(part, known) for part in one.parts]
        known[one.total] = pl.coalesce(pl.col(one.total), pl.sum_horizontal(parts, ignore_nulls=False))
    return [expression.alias(column) for column, expression in known.items()]


def _known(column: str, known: Mapping[str, pl.Expr]) -> pl.Expr:
    return known.get(column, pl.col(column))


def _parts_first(sums: list[Sum]) -> tuple[Sum, ...]:
    """Order sums so that a total that is a part of another comes before it; the profile has no ring."""
    ordered: list[Sum] = []
    waiting = list(sums)
    while waiting:
        totals = {one.total for one in waiting}
        ready = [one for one in waiting if not totals & set(one.parts)] or waiting
        ordered += ready
        waiting = [one for one in waiting if one not in ready]
    return tuple(ordered)
