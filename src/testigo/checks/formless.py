"""What R.605 means: a machine code without its form says nothing of a result until people look.

In   READINGS and FINDINGS of one contest.
Out  the names of the readings that wait.

A person classes a photo by transcribing it for the station that its code names: with figures or as *result,
annulled, not installed* it is a form; with any other class it is none. Where persons differ it waits on.
"""

import polars as pl

from testigo.columns import NO_RESULT, Method
from testigo.reading import formless
from testigo.standing.pixel_findings import paper


def without_form(readings: pl.DataFrame, findings: pl.DataFrame, contest: str) -> pl.Series:
    """Return the names of machine codes of whose photo no person said that it shows a form.

    readings  READINGS of the contest
    findings  FINDINGS made on pixels, of any contest
    """
    bare = findings.filter((pl.col("code") == formless.CODE) & (pl.col("contest") == contest))["reading"]
    if bare.drop_nulls().is_empty():
        return pl.Series("reading", [], pl.String)
    papers = readings.select("reading", "station", "method", "document_class", paper=paper())
    codes = papers.filter(
        (pl.col("method") == Method.MACHINE_CODE.value) & pl.col("reading").is_in(bare.implode())
    )
    is_none = pl.col("document_class").is_in([kind.value for kind in NO_RESULT]).fill_null(value=False)
    classed = (
        papers.filter(pl.col("method") == Method.PERSON.value)
        .group_by("station", "paper")
        .agg(is_form=~is_none.any())
        .filter("is_form")
    )
    return codes.join(classed, on=["station", "paper"], how="anti")["reading"]
