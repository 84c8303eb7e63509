"""The chase list: what is missing, pending, disputed or in quarantine, by place."""

from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.cells import completed_readings
from testigo.columns import COUNT, TEXT, FrameKind, Schema, Status, conform
from testigo.election.contests import Contest
from testigo.election.geography import paths
from testigo.election.stations import stations_of
from testigo.snapshot import Snapshot

NOT_LISTED = "not listed"
"""What stands as status of stations that are declared and on no list: none of the five."""

CHASED: Schema = {
    "jurisdiction": TEXT,
    "polling_place": TEXT,
    "station": TEXT,  # null where it is on no list
    "contest": TEXT,
    "status": TEXT,  # Status, or NOT_LISTED
    "readings": COUNT,
    "registered_voters": COUNT,
    "stations": COUNT,  # 1, or how many are not listed
    "differs": TEXT,  # of a disputed station: what its readings have instead of one another
}


@dataclass(frozen=True)
class Missing:
    """What is not accepted: `chased` is the list (`chase_list`)."""

    snapshot: Snapshot
    chased: pl.DataFrame


def missing(operation: Operation) -> Missing:
    """List what is not accepted, the largest first, place by place."""
    snapshot = operation.snapshot()
    return Missing(snapshot, chase_list(snapshot))


def chase_list(snapshot: Snapshot) -> pl.DataFrame:
    """Return what is not accepted: a row a station and contest, and a row a place with unlisted stations.

    Columns: the place at each level, place (its name), polling_place, station, contest, status, readings,
    registered_voters, stations (1, or how many are not listed), differs.
    """
    election = snapshot.election
    places = dict(zip(election.level_columns[1:], election.levels[1:], strict=True))
    named = election.jurisdictions.select("jurisdiction", place="name")
    levels = paths(election.jurisdictions, len(election.levels)).drop("level_1")
    return (
        pl.concat([_open_stations(snapshot), _not_listed(snapshot)])
        .join(named, on="jurisdiction", how="left", maintain_order="left")
        .join(levels, on="jurisdiction", how="left", maintain_order="left")
        .select(
            *(pl.col(column).alias(level) for column, level in places.items()),
            "place",
            "polling_place",
            "station",
            "contest",
            "status",
            "readings",
            "registered_voters",
            "stations",
            "differs",
        )
        .sort(*election.levels[1:], "polling_place", "registered_voters", "station", nulls_last=True)
    )


def _open_stations(snapshot: Snapshot) -> pl.DataFrame:
    """Return the stations that are not accepted: columns of CHASED."""
    completed = completed_readings(snapshot)
    return pl.concat(
        results.filter(pl.col("status") != Status.ACCEPTED.value)
        .select("station", "status", "readings")
        .join(snapshot.election.stations, on="station", maintain_order="left")
        .join(what_differs(snapshot, completed[code], code), on="station", how="left", maintain_order="left")
        .with_columns(contest=pl.lit(code), stations=pl.lit(1, COUNT))
        .select(list(CHASED))
        for code, results in snapshot.results.items()
    )


def what_differs(snapshot: Snapshot, readings: pl.DataFrame, code: str) -> pl.DataFrame:
    """Return what the readings of each disputed station of a contest differ in: station, differs.

    readings  READINGS of the contest, completed: a code that gives only lines has the options, too
    """
    contest, results = snapshot.election.contest(code), snapshot.results[code]
    disputed = results.filter(pl.col("status") == Status.DISPUTED.value).select("station")
    rows = [
        (str(station), "; ".join(_numbers(of_it, contest)) or None)
        for (station,), of_it in readings.join(disputed, on="station", how="semi").group_by("station")
    ]
    return pl.DataFrame(rows, schema={"station": TEXT, "differs": TEXT}, orient="row")


def _numbers(readings: pl.DataFrame, contest: Contest) -> list[str]:
    """Say the options on which readings differ, else the party lines, each with all that was read."""
    for columns in (contest.vote_columns, contest.line_columns):
        read = {name: readings[name].drop_nulls().unique().sort().to_list() for name in columns}
        said = [f"{name} {' or '.join(map(str, votes))}" for name, votes in read.items() if len(votes) > 1]
        if said:
            return said
    return []


def _not_listed(snapshot: Snapshot) -> pl.DataFrame:
    """Return the places that declare more stations than are listed: columns of CHASED, none of a station."""
    found = pl.concat(
        _with_voters(snapshot, code).with_columns(contest=pl.lit(code)) for code in snapshot.tallies
    )
    return conform(found.with_columns(status=pl.lit(NOT_LISTED)), CHASED)


def _with_voters(snapshot: Snapshot, code: str) -> pl.DataFrame:
    """Return the unlisted stations of a contest with their registered voters, where they are known.

    A place that declares both numbers, and whose listed stations all have a roll, has the difference; of any
    other nobody knows them.
    """
    election = snapshot.election
    stations = stations_of(election, election.contest(code))
    listed = pl.concat(
        stations.group_by(pl.col(level).alias("jurisdiction")).agg(
            listed=pl.len().cast(COUNT),
            roll=pl.col("registered_voters").sum(),
            whole=pl.col("registered_voters").null_count() == 0,
        )
        for level in election.level_columns
    )
    declared = election.jurisdictions.filter(pl.col("frame") == FrameKind.DECLARED.value).select(
        "jurisdiction", expected="stations", voters="registered_voters"
    )
    unlisted = pl.col("voters") - pl.col("roll").fill_null(0)
    is_known = (
        pl.col("whole").fill_null(value=True)
        & (pl.col("expected") - pl.col("listed").fill_null(0) == pl.col("stations"))
        & (unlisted >= 0)
    )
    return (
        snapshot.not_listed(code)
        .join(declared, on="jurisdiction", how="left", maintain_order="left")
        .join(listed, on="jurisdiction", how="left", maintain_order="left")
        .with_columns(registered_voters=pl.when(is_known).then(unlisted))
        .select("jurisdiction", "stations", "registered_voters")
    )
