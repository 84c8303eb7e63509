"""The sums of the accepted results at one level, with what they cover; or those of each reader's readings."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.acts.levels import refuse_an_unknown_level
from testigo.acts.operation import Operation
from testigo.election.contests import Contest
from testigo.snapshot import Snapshot


@dataclass(frozen=True)
class Tallied:
    """Sums: a frame a contest, by its code. `snapshot` is of these contests alone where one was asked for."""

    snapshot: Snapshot
    contests: Mapping[str, pl.DataFrame]


def tally(operation: Operation, level: int, contest: str | None = None) -> Tallied:
    """Add up the accepted results at a level (1 = the whole), of all contests or of one: TALLY, BOUNDS."""
    snapshot = operation.snapshot_for(contest)
    refuse_an_unknown_level(snapshot.election, level)
    return Tallied(
        snapshot, {one.contest: at_level(snapshot, one, level) for one in snapshot.election.contests}
    )


def tally_by_reader(operation: Operation, contest: str | None = None) -> Tallied:
    """Add up the readings of each institution, and of all others by how they read: no results."""
    snapshot = operation.snapshot_for(contest)
    return Tallied(
        snapshot, {one.contest: snapshot.by_reader(one.contest) for one in snapshot.election.contests}
    )


def at_level(snapshot: Snapshot, contest: Contest, level: int) -> pl.DataFrame:
    """Return TALLY beside BOUNDS of one level, with the jurisdictions' names."""
    names = snapshot.election.jurisdictions.select("jurisdiction", "name")
    tally, bounds = snapshot.tallies[contest.contest], snapshot.bounds[contest.contest]
    return (
        tally.filter(pl.col("level") == level)
        .join(names, on="jurisdiction", maintain_order="left")
        .join(bounds, on="jurisdiction", maintain_order="left")
        .select("jurisdiction", "name", pl.exclude("jurisdiction", "name"))
    )


def one_table(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the tallies of several contests below each other; a column that a contest lacks is empty."""
    named = [frame.select(pl.lit(code).alias("contest"), pl.all()) for code, frame in frames.items()]
    return pl.concat(named, how="diagonal")
