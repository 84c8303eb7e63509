"""Rules R.602 to R.605: what the photos of a station's forms say, and where they say nothing.

R.603 to R.605 are found by `reading` on pixels that no stranger sees, so they travel as data; here are their
codes and weights, so that all rules are in one register.
"""

import polars as pl

from testigo.checks.registry import Context, Rule, add, found, is_result, rule
from testigo.columns import COUNTERS, Method
from testigo.findings import Severity
from testigo.reading import formless, printed, unreadable


@rule("R.602", Severity.WARNING, source="machine codes of one station; a machine prints one result")
def machine_codes_of_one_station_differ(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Two machine codes of one station say different figures.

    All copies of a form carry the same code, so one of them is no copy. Which one is not for a rule to say;
    settlement disputes the station where they differ on an option or a line.
    """
    contest = context.contest
    figures = [*contest.vote_columns, *contest.line_columns, *COUNTERS]
    codes = readings.filter(is_result() & (pl.col("method") == Method.MACHINE_CODE.value))
    differ = [(pl.col(figure).drop_nulls().n_unique() > 1).alias(figure) for figure in figures]
    spread = codes.group_by("station").agg(pl.len().cast(pl.Int64).alias("codes"), *differ)
    stations = spread.select("station", "codes", differing=pl.sum_horizontal(figures).cast(pl.Int64))
    told = codes.join(stations.filter(pl.col("differing") > 0), on="station", maintain_order="left")
    return found(
        told, pl.lit(value=True), {"codes": pl.col("codes"), "differing_figures": pl.col("differing")}
    )


for made, source in (
    (unreadable, "the pixels of a photo"),
    (printed, "the pixels of a photo, and the machine code on it; form profile, [layout] and [sums]"),
    (formless, "the pixels of a photo, and the machine code on it; form profile, [layout]"),
):
    add(Rule(made.CODE, made.VERSION, made.SEVERITY, source, law=None, find=None))
