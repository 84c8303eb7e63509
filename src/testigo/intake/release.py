"""Stage 2, a later release of a table: what it adds, keeps, changes and no longer has.

In   the readings of two releases of one table, each as the Parquet exhibit of its import has them
     (columns.IMPORTED).
Out  how many rows are in which case, and every figure that moved; nothing is decided here.

A row is a station and contest of one `[[reading]]` of the mapping. A figure that one of the two releases does
not print at all (a roll, say) is not compared: it did not change, nobody said it again.
"""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, TEXT, Schema

KEY = ("part", "station", "contest")
ROWS: Schema = {
    "part": COUNT,
    "station": TEXT,
    "contest": TEXT,
    "case": TEXT,  # Case
}
MOVED: Schema = {
    "part": COUNT,
    "station": TEXT,
    "contest": TEXT,
    "figure": TEXT,
    "before": COUNT,  # null where the earlier release has no number
    "after": COUNT,
}


class Case(StrEnum):
    """What became of a row from one release to the next."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    VANISHED = "vanished"


@dataclass(frozen=True)
class Releases:
    """Two releases of one table, row by row.

    rows    ROWS: every row of either release, sorted by its key
    moved   MOVED: every figure that differs in a changed row
    silent  figures that only one of the two releases prints; they are not compared
    """

    rows: pl.DataFrame
    moved: pl.DataFrame
    silent: tuple[str, ...]

    def number(self, case: Case) -> int:
        """Return how many rows are of a case."""
        return int((self.rows["case"] == case.value).sum())

    @property
    def fallen(self) -> pl.DataFrame:
        """The rows of the earlier release that no longer stand as they were: part, station, contest."""
        gone = pl.col("case").is_in([Case.CHANGED.value, Case.VANISHED.value])
        return self.rows.filter(gone).select(KEY)


def compare_releases(before: pl.LazyFrame, after: pl.LazyFrame) -> Releases:
    """Hold a later release against the earlier one.

    before, after  columns.IMPORTED; (part, station, contest, figure) is unique in each
    """
    figures = [_figures(frame) for frame in (before, after)]
    old, new = _keys(before), _keys(after)
    kept = old.join(new, on=KEY, how="semi")
    moved = _moved(before, after, kept, figures[0] & figures[1])
    classes = old.join(new, on=KEY).filter(
        ~pl.col("document_class").eq_missing(pl.col("document_class_right"))
    )
    changed = pl.concat([moved.select(KEY), classes.select(KEY)]).unique()
    cases = {
        Case.ADDED: new.join(old, on=KEY, how="anti"),
        Case.VANISHED: old.join(new, on=KEY, how="anti"),
        Case.CHANGED: kept.join(changed, on=KEY, how="semi"),
        Case.UNCHANGED: kept.join(changed, on=KEY, how="anti"),
    }
    rows = pl.concat(
        frame.with_columns(case=pl.lit(case.value)).select(list(ROWS)) for case, frame in cases.items()
    )
    return Releases(rows.sort(KEY), moved, tuple(sorted(figures[0] ^ figures[1])))


def _moved(before: pl.LazyFrame, after: pl.LazyFrame, kept: pl.DataFrame, figures: set[str]) -> pl.DataFrame:
    """Return MOVED: a figure that one release lacks in a row stands there as null."""
    printed = pl.col("figure").is_in(sorted(figures))
    both = before.filter(printed).join(
        after.filter(printed),
        on=[*KEY, "figure"],
        how="full",
        coalesce=True,
        validate="1:1",
        suffix="_after",
    )
    return (
        both.filter(~pl.col("value").eq_missing(pl.col("value_after")))
        .join(kept.lazy(), on=KEY, how="semi")
        .select(*KEY, "figure", before="value", after="value_after")
        .sort(*KEY, "figure")
        .collect()
    )


def _figures(release: pl.LazyFrame) -> set[str]:
    return set(release.select(pl.col("figure").unique()).collect()["figure"])


def _keys(release: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows of a release: KEY and the document class."""
    return release.group_by(KEY).agg(pl.col("document_class").max()).collect(engine="streaming")
