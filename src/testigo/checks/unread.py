"""Rule R.6xx: does the form print a figure that this reading does not have?"""

import polars as pl

from testigo.checks.registry import Context, found, is_result, named, rule
from testigo.columns import Method
from testigo.findings import Severity


@rule("R.601", Severity.WARNING, source="form profile, [fields] and [sums]; options.csv, required", version=2)
def figure_is_missing(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The form prints figures that were not read: how many, then each by its name without a value.

    Options that some forms lack (`required = no`) are not missed; nor is a field of this form alone
    (`other_...`) that no sum adds. Lines are missed only where the reading has some of them, since many
    sources give totals only. An unread figure is unknown, never 0. Papers declared to be no result (annulled,
    not installed, unreadable, ...) are not asked for figures, nor are machine codes: their grammar takes them
    whole or not at all, and what the form does not put into its code is missing from all of them.
    """
    missing = _missing(context)
    columns = list(missing)
    is_code = pl.col("method").eq_missing(Method.MACHINE_CODE.value)
    incomplete = is_result() & ~is_code & pl.any_horizontal(missing.values())
    unread = readings.filter(incomplete).select("station", "reading", **missing)
    # Few readings lack the same figures in many ways: the list is made once for each way.
    ways = unread.select(columns).unique(maintain_order=True)
    names = [pl.when(figure).then(named(figure, pl.lit(None))) for figure in columns]
    figures = pl.concat_list(named("missing", pl.sum_horizontal(columns)), *names).list.drop_nulls()
    listed = unread.join(ways.with_columns(figures=figures), on=columns)
    return found(listed, pl.lit(value=True), pl.col("figures"))


def _missing(context: Context) -> dict[str, pl.Expr]:
    contest, profile = context.contest, context.profile
    added = {part for each in profile.sums for part in each.parts}
    counters = [name for name in profile.counters if not name.startswith("other_") or name in added]
    missing = {column: pl.col(column).is_null() for column in (*contest.required_columns, *counters)}
    if contest.line_columns:
        has_lines = pl.any_horizontal(pl.col(contest.line_columns).is_not_null())
        missing |= {column: pl.col(column).is_null() & has_lines for column in contest.line_columns}
    return missing
