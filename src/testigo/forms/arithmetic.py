"""The sums of a form, written once: checks hold a form against them, settlement fills what was not printed.

In   a contest and the profile of its form.
Out  the figures that a reading has; which figure is the sum of which; expressions over READINGS.

A subtotal that was not read stands as the sum of its own parts, in every comparison and every completion: the
total above it is held against what was read below it. A sum with a part that is neither read nor follows from
what was read is null: it contradicts nothing and fills nothing. A figure that was read is never overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.columns import COUNT, figure_columns
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


@dataclass(frozen=True)
class Comparison:
    """One sum of a form, to be held against readings.

    sum      with columns of READINGS
    printed  what the form prints as the total; null where it was not read
    summed   what its parts give, each as read, else as the sum of its own parts; null where one is not known
    """

    sum: Sum
    printed: pl.Expr
    summed: pl.Expr

    @property
    def contradicts(self) -> pl.Expr:
        """Whether the two are known and differ; never null."""
        return (self.printed != self.summed).fill_null(value=False)

    @property
    def checked(self) -> pl.Expr:
        """Whether both are known, so that the sum was checked."""
        return self.printed.is_not_null() & self.summed.is_not_null()


def comparisons(contest: Contest, profile: FormProfile) -> tuple[Comparison, ...]:
    """Return every sum of a form with what is compared, parts before totals."""
    known: dict[str, pl.Expr] = {}
    found: list[Comparison] = []
    for one in sums_of(contest, profile):
        summed = pl.sum_horizontal([_known(part, known) for part in one.parts], ignore_nulls=False)
        found.append(Comparison(one, pl.col(one.total), summed))
        known[one.total] = pl.coalesce(one.total, summed)
    return tuple(found)


def completed(contest: Contest, profile: FormProfile) -> list[pl.Expr]:
    """Return the totals of a form, each as read, else as the sum of its parts where all of them are known.

    Use it as `readings.with_columns(completed(contest, profile))`; a total may be a part of the next one.
    """
    return [
        pl.coalesce(each.printed, each.summed).alias(each.sum.total) for each in comparisons(contest, profile)
    ]


def with_ballots(readings: pl.DataFrame, contest: Contest, profile: FormProfile) -> pl.DataFrame:
    """Complete readings and add `ballots`: cast as read or summed, else as many as the votes read prove.

    Void votes that were not read are left out there: so many ballots were cast at least.
    """
    void = pl.sum_horizontal("blank_votes", "null_votes")
    whole = readings.with_columns(completed(contest, profile))
    return whole.with_columns(ballots=pl.coalesce("total_votes", pl.col("valid_votes") + void))


def sums_checked(contest: Contest, profile: FormProfile) -> pl.Expr:
    """Return how many sums of a reading could be checked."""
    checked = [each.checked.cast(pl.Int64) for each in comparisons(contest, profile)]
    return pl.sum_horizontal(pl.lit(0, pl.Int64), *checked)


def enough_is_checked(contest: Contest, profile: FormProfile) -> pl.Expr:
    """Return whether the sums of a reading may be said to hold, if none is contradicted: one was checked.

    One exception, for elections that were sealed before there was this rule: where the form's machine code
    bears no sum at all, nothing was ever checked. Such a policy is no longer sealed (`election seal`).
    """
    if code_bears_no_sum(contest, profile):
        return pl.lit(value=True)
    return sums_checked(contest, profile) > 0


def code_bears_no_sum(contest: Contest, profile: FormProfile) -> bool:
    """Return whether the form has a machine code, and no sum of the form can be checked by its figures."""
    code = profile.machine_code
    if code is None:
        return False
    of_ballot = contest.line_columns if code.votes_by == "lines" else contest.vote_columns
    read = {column for _, column in code.fields}.union(of_ballot if code.lines is not None else ())
    names = figures(contest, profile)
    row = pl.DataFrame(
        [[int(name in read) or None for name in names]], dict.fromkeys(names, COUNT), orient="row"
    )
    return int(row.select(sums_checked(contest, profile)).item()) == 0


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
