"""The official claims beside the paper: what differs, and what cannot be."""

from dataclasses import dataclass

import polars as pl

from testigo.acts.levels import refuse_an_unknown_level
from testigo.acts.operation import Operation
from testigo.columns import PlaceKind
from testigo.official.levels import by_place
from testigo.snapshot import Snapshot


@dataclass(frozen=True)
class Comparison:
    """DISCREPANCIES and CONTRADICTIONS of what was asked for; `places` is official.levels.PLACES."""

    snapshot: Snapshot
    discrepancies: pl.DataFrame
    contradictions: pl.DataFrame
    places: pl.DataFrame


def compare(operation: Operation, level: int | None = None) -> Comparison:
    """Compare what the authority claims with the accepted forms.

    level  only of places of this level; None = of all of them, and of stations
    """
    snapshot = operation.snapshot()
    places = snapshot.election.jurisdictions
    of_jurisdiction = pl.col("place_kind") == PlaceKind.JURISDICTION.value
    if level is not None:
        refuse_an_unknown_level(snapshot.election, level)
        places = places.filter(pl.col("level") == level)
    here = pl.col("place").is_in(places["jurisdiction"].implode()) & of_jurisdiction
    if level is None:
        here = here | ~of_jurisdiction
    discrepancies = snapshot.discrepancies.filter(here)
    return Comparison(
        snapshot,
        discrepancies,
        snapshot.contradictions.filter(here),
        by_place(discrepancies, snapshot.tallies),
    )
