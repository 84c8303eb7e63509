"""How the night stands: what came, what is read, where nothing is yet. Coverage, never who is ahead.

In   an operation and what stands in it.
Out  counts, the places of the second level, what is set apart and by which rule, the last publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.cells import finding_counts
from testigo.columns import Status
from testigo.findings import Severity
from testigo.publication.folders import current
from testigo.publication.format import Announcement
from testigo.snapshot import Snapshot

LEVEL = 2
"""States or provinces: few enough for one screen."""


@dataclass(frozen=True)
class PlaceSeen:
    """A place, of all contests together.

    coverage  accepted of all forms, in hundredths of a percent; None where nobody knows how many there are
    """

    jurisdiction: str
    name: str
    forms: int | None
    accepted: int
    coverage: int | None


@dataclass(frozen=True)
class Night:
    """The night after a statement.

    photos     exhibits of forms from which figures were read
    statuses   forms by status
    set_apart  rule -> stations at which it found something
    """

    statement: int
    photos: int
    statuses: Mapping[Status, int]
    set_apart: Mapping[str, int]
    places: tuple[PlaceSeen, ...]
    published: Announcement | None

    @property
    def forms(self) -> int:
        """All forms that are expected of the listed stations."""
        return sum(self.statuses.values())


def night(operation: Operation, snapshot: Snapshot) -> Night:
    """Return how the night stands."""
    statuses = dict.fromkeys(Status, 0)
    for results in snapshot.results.values():
        for status, counted in results["status"].value_counts().iter_rows():
            statuses[Status(status)] += counted
    photos = {name for frame in snapshot.evidence.readings.values() for name in frame["exhibit"].drop_nulls()}
    found = finding_counts(snapshot.findings.filter(severity=Severity.BLOCKING.value))
    return Night(
        snapshot.evidence.last_statement,
        len(photos),
        statuses,
        dict(found.select("code", "stations").iter_rows()),
        tuple(_places(snapshot)),
        current(operation.public_folder),
    )


def _places(snapshot: Snapshot) -> list[PlaceSeen]:
    """Return the places of the second level, those furthest behind first; the whole where there is none."""
    level = min(LEVEL, len(snapshot.election.levels))
    names = snapshot.election.jurisdictions.select("jurisdiction", "name")
    tallies = pl.concat(
        tally.filter(pl.col("level") == level).select("jurisdiction", "stations", "stations_accepted")
        for tally in snapshot.tallies.values()
    )
    of_all = (
        tallies.group_by("jurisdiction", maintain_order=True)
        .agg(
            pl.when(pl.col("stations").is_null().any()).then(None).otherwise(pl.col("stations").sum()),
            pl.col("stations_accepted").sum(),
        )
        .join(names, on="jurisdiction", maintain_order="left")
    )
    places = [
        PlaceSeen(code, name, forms, accepted, accepted * 10_000 // forms if forms else None)
        for code, forms, accepted, name in of_all.iter_rows()
    ]
    return sorted(places, key=lambda one: (one.coverage is None, one.coverage or 0, one.jurisdiction))
