"""Stage 4: what a program knows of a photo by its pixels, beside what anybody read on it.

In   names of papers and findings, each with its exhibit, in the order of their statements; READINGS.
Out  READINGS with the paper's name, so that exhibits of equal pixels are one form; FINDINGS: a row for each
     reading that stands of such an exhibit. A photo of which nobody read anything has no station yet, and
     so no row.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from testigo import columns
from testigo.evidence.bodies import PixelFinding


def with_forms(readings: pl.DataFrame, forms: Mapping[str, str]) -> pl.DataFrame:
    """Give readings without a form, such as those that people typed, the name of their exhibit's paper.

    forms  exhibit -> the paper's name
    """
    if not forms:
        return readings
    named = pl.col("exhibit").replace_strict(dict(forms), default=None, return_dtype=pl.String)
    return readings.with_columns(form=pl.coalesce("form", named))


def pixel_findings(
    found: Sequence[tuple[str, PixelFinding]], readings: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return the findings on pixels (columns.FINDINGS); of two of one code on one exhibit the last.

    found     (exhibit, finding)
    readings  contest -> READINGS
    """
    last = {(exhibit, finding.code): finding for exhibit, finding in found}
    said = pl.DataFrame(
        [
            (
                exhibit,
                finding.code,
                finding.version,
                finding.severity.value,
                [{"name": name, "value": value} for name, value in finding.figures.items()],
            )
            for (exhibit, _), finding in last.items()
        ],
        schema={
            "exhibit": pl.String,
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
    return columns.conform(joined, columns.FINDINGS)
