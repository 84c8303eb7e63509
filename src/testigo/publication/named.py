"""Stage 10 of the way of a form: the results for people who open a spreadsheet, with names and percentages.

In   a Snapshot.
Out  two tables a contest, of stations and of places: RESULTS and TALLY with the names of places and polling
     places, shares as percentages, without empty columns; as CSV, and as workbooks: of the whole, and one of
     each first jurisdiction. Each workbook says in a sheet of its own what its columns mean.

Nothing is here that the other tables do not say: who computes takes those.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from testigo.columns import Status, ratio
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.geography import first_jurisdictions
from testigo.publication.dictionary import Described, dictionary
from testigo.publication.format import safe_name
from testigo.publication.words import words
from testigo.snapshot import Snapshot
from testigo.workbook import MOST_ROWS, Sheet, write_workbook

FOLDER = "named"
PERCENT = pl.Decimal(9, 2)
BEHIND = ("basis", "document_class", "provenance_class", "readings")
"""Columns of RESULTS that say how a result came about: they stand behind its figures."""


@dataclass(frozen=True)
class Named:
    """The two tables of a contest; `of` (the same height) has the first jurisdiction of each row."""

    contest: Contest
    stations: pl.DataFrame
    of_stations: pl.Series
    places: pl.DataFrame
    of_places: pl.Series

    @property
    def name(self) -> str:
        """What its files are called."""
        return safe_name(self.contest.contest)

    def described(self) -> Iterator[Described]:
        """Yield the two tables with their columns."""
        for table, frame in (("stations", self.stations), ("places", self.places)):
            yield Described(f"{FOLDER}/{table}-{self.name}.csv", frame.schema, self.contest)

    def meanings(self) -> pl.DataFrame:
        """Return what the columns of both mean: DICTIONARY."""
        return dictionary(self.described())


def named(snapshot: Snapshot) -> Iterator[Named]:
    """Yield the tables of each contest."""
    election = snapshot.election
    first = first_jurisdictions(election)
    for contest in election.contests:
        stations = _stations(snapshot, contest)
        places = _places(snapshot, contest)
        lowest = pl.coalesce(election.level_columns[1::-1])
        yield Named(
            contest,
            without_empty(stations.drop("level_1", strict=False)),
            stations.select(lowest.alias("first"))["first"],
            without_empty(places),
            places["jurisdiction"].replace_strict(first, return_dtype=pl.String),
        )


def without_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame without the columns in which nothing stands in any row; whole where it has no rows."""
    if frame.is_empty():
        return frame
    return frame.select(column for column in frame if column.null_count() < frame.height)


def _stations(snapshot: Snapshot, contest: Contest) -> pl.DataFrame:
    """Return RESULTS with the places of each station, in the order of the list, and percentages."""
    election, results = snapshot.election, snapshot.results[contest.contest]
    names = election.jurisdictions.select("jurisdiction", "name")
    stations = election.stations.select("station", "polling_place", *election.level_columns)
    for level in election.level_columns:
        called = names.rename({"jurisdiction": level, "name": f"{level}_name"})
        stations = stations.join(called, on=level, how="left", maintain_order="left")
    called = election.polling_places.rename({"name": "polling_place_name"})
    stations = stations.join(called, on="polling_place", how="left", maintain_order="left")
    where = [column for level in election.level_columns for column in (level, f"{level}_name")]
    shares = [
        percent(ratio(pl.col(column), pl.col("valid_votes"))).alias(f"percent_{option.option}")
        for option, column in zip(contest.options, contest.vote_columns, strict=True)
    ]
    shares += [
        percent(ratio(pl.col(part), pl.col(of))).alias(f"percent_{name}")
        for name, part, of in (("turnout", "total_votes", "registered_voters"),)
        if {part, of} <= set(results.columns)
    ]
    figures = [column for column in results.columns if column not in ("station", "status", *BEHIND)]
    return results.join(stations, on="station", how="left", maintain_order="left").select(
        *[column for column in where if column != "level_1_name"],
        "polling_place", "polling_place_name", "station", "status", *figures, *shares, *BEHIND,
    )  # fmt: skip


def _places(snapshot: Snapshot, contest: Contest) -> pl.DataFrame:
    """Return TALLY with the names of places, and percentages; of its counts those that people ask for."""
    election, tally = snapshot.election, snapshot.tallies[contest.contest]
    tree = election.jurisdictions.select("jurisdiction", "parent", "name")
    above = tree.select(parent="jurisdiction", parent_name="name")
    places = tree.join(above, on="parent", how="left", maintain_order="left")
    levels = dict(enumerate(election.levels, start=1))
    shares = [(f"share_{one.option}", f"percent_{one.option}") for one in contest.options]
    counts = [
        column for column in tally.columns if f"{column}_stations" in tally.columns and column != "stations"
    ]
    return tally.join(places, on="jurisdiction", how="left", maintain_order="left").select(
        pl.col("level").replace_strict(levels, return_dtype=pl.String, default=None).alias("level_name"),
        "jurisdiction", "name", "parent", "parent_name", "stations",
        *(f"stations_{status.value}" for status in Status), *counts,
        *(percent(pl.col(share)).alias(name) for share, name in shares),
        percent(pl.col("turnout")).alias("percent_turnout"),
        percent(pl.col("coverage_of_stations")).alias("percent_of_stations"),
    )  # fmt: skip


def percent(hundredths: pl.Expr) -> pl.Expr:
    """Return hundredths of a percent as a percentage with two decimals: 6714 is 67.14."""
    digits = (hundredths % 100).cast(pl.String).str.zfill(2)
    whole = (hundredths // 100).cast(pl.String)
    return pl.concat_str(whole, pl.lit("."), digits).cast(PERCENT)


def workbooks(table: Named, election: Election) -> Iterator[tuple[str, bytes]]:
    """Yield the workbooks of a contest by name below `data/`: of the whole, and of each first jurisdiction.

    What has more rows than a sheet can have is in no workbook.
    """
    meanings = table.meanings().drop("file").unique(maintain_order=True)
    say = words(election.languages[0])

    def written(stations: pl.DataFrame, places: pl.DataFrame) -> bytes:
        return write_workbook(
            [
                Sheet(str(say("data.sheet.stations")), stations),
                Sheet(str(say("data.sheet.places")), places),
                Sheet(str(say("data.sheet.columns")), meanings),
            ]
        )

    if table.stations.height <= MOST_ROWS:
        yield f"{FOLDER}/stations-{table.name}.xlsx", written(table.stations, table.places)
    for first in table.of_places.unique(maintain_order=True):
        here = table.stations.filter(table.of_stations == first)
        if 0 < here.height <= MOST_ROWS:
            content = written(here, table.places.filter(table.of_places == first))
            yield workbook_name(table.contest, first), content


def workbook_name(contest: Contest, first: str) -> str:
    """Return the name below `data/` of the workbook of a first jurisdiction."""
    return f"{FOLDER}/stations-{safe_name(contest.contest)}/{safe_name(first)}.xlsx"
