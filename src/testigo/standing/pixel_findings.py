"""Stage 4: what a program knows of a photo by its pixels, beside what anybody read on it.

In   names of papers and findings, each with its exhibit, in the order of their statements; READINGS.
Out  READINGS with the paper's name, so that exhibits of equal pixels are one form; FINDINGS: a row for each
     reading that stands of such an exhibit. A photo of which nobody read anything has no station yet, and
     so no row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo import columns
from testigo.evidence.bodies import PixelFinding

OF_AN_EXHIBIT = "exhibit "


@dataclass(frozen=True)
class PhotoFinding:
    """What a program found on the pixels of an exhibit.

    contest  whose readings have it; None where the exhibit as a whole has it
    """

    exhibit: str
    contest: str | None
    finding: PixelFinding


def with_forms(readings: pl.DataFrame, papers: Mapping[str, str]) -> pl.DataFrame:
    """Give readings without a form, such as those that people typed, the name of their exhibit's paper.

    papers  exhibit -> its paper's name; of all contests, of which a reading's own are few
    """
    if not papers or not readings["form"].null_count():
        return readings
    named = [papers.get(exhibit) for exhibit in readings["exhibit"]]
    return readings.with_columns(form=pl.coalesce("form", pl.Series(named, dtype=pl.String)))


def paper() -> pl.Expr:
    """Name the paper of a reading: its form, or its exhibit where the form has no name of its own.

    A form is never the exhibit of another reading, though it had that name: a decoder says what a form is
    called, and an exhibit is what it is.
    """
    return pl.coalesce("form", pl.lit(OF_AN_EXHIBIT) + pl.col("exhibit"))


def pixel_findings(found: Sequence[PhotoFinding], readings: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the findings on pixels (columns.FINDINGS); of two of one code on one photo the last.

    readings  contest -> READINGS
    """
    last = {(each.exhibit, each.contest, each.finding.code): each for each in found}
    said = pl.DataFrame(
        [
            (
                each.exhibit,
                each.contest,
                each.finding.code,
                each.finding.version,
                each.finding.severity.value,
                [{"name": name, "value": value} for name, value in each.finding.figures.items()],
            )
            for each in last.values()
        ],
        schema={
            "exhibit": pl.String,
            "only": pl.String,
            **{name: columns.FINDINGS[name] for name in ("code", "version", "severity", "figures")},
        },
        orient="row",
    )
    read = [
        frame.select("station", "reading", "exhibit", pl.lit(contest).alias("contest"))
        for contest, frame in readings.items()
    ]
    if said.is_empty() or not read:
        return columns.empty(columns.FINDINGS)
    joined = pl.concat(read).join(said, on="exhibit", how="inner", maintain_order="left_right")
    of_contest = pl.col("only").is_null() | (pl.col("only") == pl.col("contest"))
    return columns.conform(joined.filter(of_contest), columns.FINDINGS)
