"""The accepted figures of a contest as arrays, for tests of whole tables.

In   a snapshot.
Out  `Table`: a row a station that gives every option, sorted by code.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.columns import DocumentClass, Status
from testigo.election.stations import stations_of
from testigo.snapshot import Snapshot
from testigo.statistics.arrays import Whole
from testigo.statistics.dispersion import identical

NOBODY_VOTED = (DocumentClass.NOT_INSTALLED.value, DocumentClass.ANNULLED.value)
"""Accepted papers that give no valid vote: they came, and count 0."""
FEWEST_VOTES = 10
"""Below it two whole vectors are the same by chance."""


@dataclass(frozen=True)
class Table:
    """The accepted figures of a contest, sorted by code; arrays are (n,).

    votes     option -> votes
    turnout   rows with a roll and ballots that do not exceed it: ballots, roll
    place     polling place, numbered from 0
    """

    stations: tuple[str, ...]
    valid: Whole
    votes: dict[str, Whole]
    cast: Whole
    roll: Whole
    place: Whole


def table_of(snapshot: Snapshot, contest: str) -> Table:
    """Return the accepted figures of a contest; stations that lack an option are left out."""
    of = snapshot.election.contest(contest)
    columns = list(of.vote_columns)
    places = stations_of(snapshot.election, of).select(
        "station", place=pl.coalesce("polling_place", "station"), listed_roll="registered_voters"
    )
    results = snapshot.results[contest].filter(
        pl.col("status") == Status.ACCEPTED,
        ~pl.col("document_class").is_in(NOBODY_VOTED).fill_null(value=False),
        pl.all_horizontal(pl.col("valid_votes", *columns).is_not_null()),
    )
    found = results.join(places, on="station").sort("station")
    roll = pl.coalesce("registered_voters", "listed_roll").fill_null(0)
    cast = pl.coalesce("total_votes", "valid_votes")
    return Table(
        stations=tuple(found["station"]),
        valid=found["valid_votes"].to_numpy(),
        votes={
            option.option: found[column].to_numpy()
            for option, column in zip(of.options, columns, strict=True)
        },
        cast=found.select(cast).to_series().to_numpy(),
        roll=found.select(roll).to_series().to_numpy(),
        place=found["place"].rank("dense").cast(pl.Int64).to_numpy() - 1,
    )


def same_vectors(table: Table) -> list[Whole]:
    """Return the groups of rows with the same votes of every option, of at least FEWEST_VOTES."""
    large = np.flatnonzero(table.valid >= FEWEST_VOTES)
    vectors = np.column_stack([votes[large] for votes in table.votes.values()])
    return [large[rows] for rows in identical(vectors)]
