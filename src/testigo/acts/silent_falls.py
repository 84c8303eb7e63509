"""Nothing is signed in which a figure fell and nothing that is published says why."""

import polars as pl

from testigo.acts.publication_copy import read_published
from testigo.errors import Message, RefusedError
from testigo.publication.changes import Published, changes
from testigo.publication.folders import SOURCE, Folders, current
from testigo.snapshot import Snapshot
from testigo.verification.source import open_folder

MOST_NAMED = 5


def refuse_a_silent_fall(snapshot: Snapshot, folders: Folders, source: str) -> None:
    """Raise RefusedError where a figure of the last publication falls in this one without a statement.

    source  hash of what this publication is made from; the last one made of the same needs no comparison
    """
    last = current(folders.public)
    if last is None:
        return
    kept = folders.kept(last.number)
    if not kept.exists() or (kept / SOURCE).read_text() == source:
        return
    before = read_published(open_folder(kept), snapshot.election)
    fallen = changes(before, published_by(snapshot)).filter("fell_unexplained")
    if fallen.is_empty():
        return
    order = fallen.sort("place_kind", "difference", "place").head(MOST_NAMED)
    figures = "; ".join(
        str(
            Message(
                "publish.figure_fell",
                contest=row["contest"],
                place=row["place"],
                figure=row["figure"],
                before=_count(row["before"]),
                after=_count(row["after"]),
            )
        )
        for row in order.iter_rows(named=True)
    )
    raise RefusedError(
        Message("publish.silent_fall", counted=fallen.height, number=last.number, figures=figures)
    )


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def published_by(snapshot: Snapshot) -> Published:
    """Return what a publication of this snapshot says, as far as publications are compared."""
    election = snapshot.election
    places: pl.DataFrame = election.stations.select("station", *election.level_columns)
    return Published(snapshot.results, snapshot.tallies, snapshot.evidence.errata, places)
