"""How far an operation is: polling stations by status, what was found, which photos wait."""

from dataclasses import dataclass

import polars as pl

from testigo.acts.levels import refuse_an_unknown_level
from testigo.acts.operation import Operation
from testigo.cells import finding_counts
from testigo.columns import Status
from testigo.snapshot import Snapshot
from testigo.standing.waiting import KINDS, Waiting, waiting


@dataclass(frozen=True)
class OperationStatus:
    """How far an operation is.

    stations  a row a contest and jurisdiction of the level: stations by status, and coverage
    findings  a row a rule: how many findings, at how many stations (cells.finding_counts)
    photos    those that no machine could read and nobody has typed, or that nobody looked at; None where one
              contest was asked for: of a photo without a figure nobody knows the contest
    """

    snapshot: Snapshot
    stations: pl.DataFrame
    findings: pl.DataFrame
    photos: Waiting | None


def status(operation: Operation, level: int, contest: str | None = None) -> OperationStatus:
    """Say how far an operation, or one of its contests, is at one level of the geography (1 = the whole)."""
    snapshot = operation.snapshot_for(contest)
    refuse_an_unknown_level(snapshot.election, level)
    photos = waiting_photos(operation, snapshot) if contest is None else None
    return OperationStatus(
        snapshot, stations_by_status(snapshot, level), finding_counts(snapshot.findings), photos
    )


def waiting_photos(operation: Operation, snapshot: Snapshot) -> Waiting:
    """Return which photos of an operation wait."""
    return waiting(operation.journal.statements(kinds=KINDS), snapshot.evidence.readings)


def stations_by_status(snapshot: Snapshot, level: int) -> pl.DataFrame:
    """Return one row a contest and jurisdiction of a level: polling stations by status."""
    columns = [f"stations_{status.value}" for status in Status]
    places = snapshot.election.jurisdictions.select("jurisdiction", "name")
    return pl.concat(
        tally.filter(pl.col("level") == level)
        .join(places, on="jurisdiction", maintain_order="left")
        .select(
            pl.lit(contest).alias("contest"),
            "jurisdiction",
            "name",
            "stations",
            "stations_listed",
            *columns,
            "coverage_of_stations",
        )
        for contest, tally in snapshot.tallies.items()
    )
