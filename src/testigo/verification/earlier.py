"""Stage 11, step 5, with the publication before this one at hand: nothing moved in silence.

In   a Report, what both publications disclose, and the figures that moved between them.
Out  the Report with what nothing explains. What fell is disclosed in the earlier one alone, so only who has
     it can hold the entries of its fall against what it was.

A list of errata only grows. A reading that is gone has its entries, each with the figure that it had; or the
same reader says the same of the same station in a later release.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from testigo.columns import COUNT, ERRATA, ERRATUM_FIGURE, ErratumKind, PlaceKind
from testigo.publication.format import data_path
from testigo.standing.gather import Evidence
from testigo.verification.errata import before_and_after, cell_of, number
from testigo.verification.report import Failure, Report, StepName

ENTRY = [name for name in ERRATA if name not in ERRATUM_FIGURE]


@dataclass(frozen=True)
class Pair:
    """Two publications of one election, one after the other.

    before, after  what each discloses
    moved          CHANGES from one to the other
    stations       codes of the later definition
    drill          whether it is an exercise
    """

    before: Evidence
    after: Evidence
    moved: pl.DataFrame
    stations: pl.Series
    drill: bool


def with_earlier(report: Report, pair: Pair) -> Report:
    """Return the report with what moved since the publication before, and nothing explains."""
    found = (
        *unexplained(pair),
        *entries_gone(pair),
        *readings_gone(pair),
        *figures_otherwise(pair),
        *readings_otherwise(pair.before, pair.after, drill=pair.drill),
    )
    return with_failures(report, found, {"moved": pair.moved.height})


def with_failures(report: Report, found: tuple[Failure, ...], checked: dict[str, int]) -> Report:
    """Return the report with failures more in the step of the chain."""
    steps = tuple(
        replace(step, checked={**step.checked, **checked}, failures=(*step.failures, *found))
        if step.name is StepName.CHAIN
        else step
        for step in report.steps
    )
    return replace(report, steps=steps)


def unexplained(pair: Pair) -> Iterator[Failure]:
    """Yield figures that fell, and figures of a station that are others than before, without a reason."""
    of_station = pl.col("place_kind") == PlaceKind.STATION.value
    another = of_station & pl.col("before").is_not_null() & pl.col("after").is_not_null()
    silent = pl.col("fell_unexplained") | (another & pl.col("because").is_null())
    path = data_path("errata.csv", drill=pair.drill)
    for row in pair.moved.filter(silent).iter_rows(named=True):
        cell = "/".join((row["contest"], row["place"], row["figure"]))
        yield Failure("errata.unexplained", path, cell, number(row["after"]), number(row["before"]))


def entries_gone(pair: Pair) -> Iterator[Failure]:
    """Yield entries that the list had and has no more, but of stations that the definition lost."""
    before = known(pair.before.errata, pair)
    for row in before.join(pair.after.errata, on=ENTRY, how="anti", nulls_equal=True).iter_rows(named=True):
        yield failure("errata.entry_gone", pair, row)


def known(errata: pl.DataFrame, pair: Pair) -> pl.DataFrame:
    """Return the entries of places that the later definition has."""
    of_station = pl.col("contest").is_not_null() & (pl.col("place_kind") == PlaceKind.STATION.value)
    return errata.filter(~of_station | pl.col("place").is_in(pair.stations.implode()))


def readings_gone(pair: Pair) -> Iterator[Failure]:
    """Yield figures of readings that stood and are gone, with no entry and no release that says the same."""
    for contest, before in pair.before.readings.items():
        after = pair.after.readings.get(contest, before.clear())
        here = before.filter(pl.col("station").is_in(pair.stations.implode()))
        gone = here.join(after, on="reading", how="anti")
        if gone.is_empty():
            continue
        entries = withdrawals(pair.after.errata, contest)
        listed = gone.join(entries.select("reading").unique(), on="reading", how="semi")
        cells = in_cells(gone, listed["reading"])
        now = after.select("station", "reader", **{name: name for name in figures_of(before)})
        told = in_cells(now.with_columns(reading=pl.lit(None, pl.String)), listed["reading"], nulls=True)
        key = ["station", "reader", "figure"]
        there = told.select(*key, now="value")
        held = cells.join(there, on=key, how="left", nulls_equal=True).join(
            entries.select("reading", "figure", entered=pl.lit(value=True)).unique(),
            on=["reading", "figure"],
            how="left",
        )
        released = held.join(there.select(key[:2]).unique(), on=key[:2], how="semi", nulls_equal=True)
        # A release that does not print a figure has not changed it, unless it withdrew the row.
        silent = released.filter(~pl.col("listed") & pl.col("now").is_null())
        said = held.filter((pl.col("now") == pl.col("value")) | pl.col("entered"))
        left = held.join(pl.concat([silent, said]), on=["reading", "figure"], how="anti")
        for row in left.unique("reading", keep="first", maintain_order=True).iter_rows(named=True):
            entry = {"contest": contest, "place": row["station"], "figure": row["figure"]}
            yield failure("errata.reading_gone", pair, {**entry, "before": row["value"]})


def withdrawals(errata: pl.DataFrame, contest: str) -> pl.DataFrame:
    """Return the entries of readings of a contest that fell."""
    return errata.filter(
        (pl.col("kind") == ErratumKind.WITHDRAWAL.value)
        & (pl.col("contest") == contest)
        & pl.col("reading").is_not_null()
    )


def figures_of(readings: pl.DataFrame) -> list[str]:
    """Return the figure columns of READINGS."""
    return [name for name, kind in readings.schema.items() if kind == COUNT]


def in_cells(readings: pl.DataFrame, listed: pl.Series, *, nulls: bool = False) -> pl.DataFrame:
    """Return a row a figure: reading, station, reader, figure, value, and whether its reading is listed."""
    index = ["reading", "station", "reader"]
    cells = readings.unpivot(figures_of(readings), index=index, variable_name="figure", value_name="value")
    cells = cells.with_columns(listed=pl.col("reading").is_in(listed.implode()).fill_null(value=False))
    return cells if nulls else cells.drop_nulls("value")


def figures_otherwise(pair: Pair) -> Iterator[Failure]:
    """Yield entries of a fall since then whose place or figure is not that of the reading that stood."""
    for contest, before in pair.before.readings.items():
        entries = withdrawals(pair.after.errata, contest).join(
            pair.before.errata, on=ENTRY, how="anti", nulls_equal=True
        )
        stood = entries.join(before.select("reading", "station"), on="reading")
        for row in stood.filter(pl.col("place") != pl.col("station")).iter_rows(named=True):
            yield failure("errata.was_otherwise", pair, row, row["station"])
        cells = in_cells(before, entries["reading"], nulls=True).select("reading", "figure", was="value")
        figures = stood.join(cells, on=["reading", "figure"])
        wrong = figures.filter(~pl.col("was").eq_missing(pl.col("before")))
        for row in wrong.iter_rows(named=True):
            yield failure("errata.was_otherwise", pair, row, number(row["was"]))


NOW = "_now"
NEVER_CHANGES = ("station", "reader", "method", "provenance_class", "document_class")
"""What a reading is; a statement is never changed, so under one name it stays what it was."""


def readings_otherwise(before: Evidence, after: Evidence, *, drill: bool) -> Iterator[Failure]:
    """Yield what readings of one name say otherwise in the later publication, and no entry corrects.

    A statement that was written anew keeps its number, and so its reading its public name.
    """
    for contest, then in before.readings.items():
        now = after.readings.get(contest, then.clear())
        columns = [name for name in (*NEVER_CHANGES, *figures_of(then)) if name in now.columns]
        both = then.select("reading", *columns).join(
            now.select("reading", *columns), on="reading", suffix=NOW
        )
        other = both.filter(
            pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + NOW)) for name in columns)
        )
        was, told = (said_of(other, columns, suffix) for suffix in ("", NOW))
        cells = was.join(told, on=["reading", "said"], suffix=NOW)
        moved = cells.filter(pl.col("value").ne_missing(pl.col("value" + NOW)))
        # Who fell stands no more: an entry without a figure after it explains no reading that stands.
        both_figures = pl.col("before").is_not_null() & pl.col("after").is_not_null()
        entries = after.errata.filter((pl.col("contest") == contest) & both_figures).select(
            "reading",
            said="figure",
            value=pl.col("before").cast(pl.String),
            value_now=pl.col("after").cast(pl.String),
        )
        unsaid = moved.join(
            entries, on=["reading", "said", "value", "value_now"], how="anti", nulls_equal=True
        )
        for row in unsaid.sort("place", "reading", "said").iter_rows(named=True):
            path = data_path("evidence/errata.parquet", drill=drill)
            cell = "/".join((contest, row["place"], row["said"]))
            yield Failure(
                "errata.reading_otherwise", path, cell, number(row["value_now"]), number(row["value"])
            )


def said_of(readings: pl.DataFrame, columns: list[str], suffix: str) -> pl.DataFrame:
    """Return a row a column of each reading: reading, place (its station), said (the column), value."""
    texts = [pl.col(name + suffix).cast(pl.String).alias(name) for name in columns]
    shown = readings.select("reading", pl.col("station").alias("place"), *texts)
    return shown.unpivot(columns, index=["reading", "place"], variable_name="said", value_name="value")


def failure(code: str, pair: Pair, row: dict[str, object], expected: str | None = None) -> Failure:
    """Return what is wrong with an entry, or with one that is missing."""
    path = data_path("evidence/errata.parquet", drill=pair.drill)
    return Failure(code, path, cell_of(row), before_and_after(row), expected)
