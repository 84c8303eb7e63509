"""The election definition as the other rooms see it: everything that is counted, sealed before the vote."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from testigo.election.contests import Contest
from testigo.election.operator import Operator
from testigo.election.policy import Policy


@dataclass(frozen=True)
class Amendment:
    """A table that changed the sealed definition: a station found, a roll or a place corrected.

    file     its name, such as `found.csv`: problems are said of it
    content  the table as it came (election.amend says how it is read)
    reason   why; it is published
    """

    file: str
    content: bytes
    reason: str


@dataclass(frozen=True)
class Election:
    """One election as one organisation works on it.

    jurisdictions   columns.JURISDICTIONS, in the order of the file; one root
    polling_places  columns.POLLING_PLACES; may be empty
    stations        columns.STATIONS with level_1 ... level_n, in the order of the file
    ballots         columns.BALLOTS; empty = everybody votes in everything
    seal            SHA-256 (hex) of every file of the definition; an amendment does not change it
    amendments      what changed the definition since, in order; already in the tables above
    """

    name: Mapping[str, str]  # language -> name, for every one of `languages`
    place: Mapping[str, str]  # language -> name of the whole country or area
    date: datetime.date
    time_zone: str
    languages: tuple[str, ...]
    levels: tuple[str, ...]  # "country", "state", ...: what a jurisdiction of each level is called
    drill: bool
    key_fingerprints: tuple[str, ...]  # SHA-256 (hex) of the public keys that may sign publications
    origin: str  # name in the signed note, such as "testigo.example/venezuela-2024"
    sources: Mapping[str, str]  # what the definition was made from -> terms
    policy: Policy
    contests: tuple[Contest, ...]
    jurisdictions: pl.DataFrame
    polling_places: pl.DataFrame
    stations: pl.DataFrame
    ballots: pl.DataFrame
    geometry: bytes | None  # GeoJSON (RFC 7946) whose features carry `code` = jurisdiction, else None
    seal: str
    amendments: tuple[Amendment, ...] = ()
    address: str | None = None  # where publications were meant to lie; each announces its own
    people: str | None = None  # salted hash of the roster (election.people); None = there is none
    station_pages: frozenset[str] | None = None  # first jurisdictions whose stations have pages; None = all
    polls_close: datetime.time | None = None  # on the day of the vote, by `time_zone`; None = nobody said
    operator: Operator | None = None  # who publishes, and how to reach them; None = nobody said

    @cached_property
    def level_columns(self) -> tuple[str, ...]:
        """`level_1` (the root) ... `level_n`."""
        return tuple(f"level_{number}" for number in range(1, len(self.levels) + 1))

    @cached_property
    def root(self) -> str:
        """The jurisdiction that holds all others."""
        return str(self.jurisdictions.filter(pl.col("level") == 1)["jurisdiction"].item())

    def has_station_pages(self, first: str) -> bool:
        """Whether publications have a page for each polling station of a first jurisdiction.

        The data have every station in any case.
        """
        return self.station_pages is None or first in self.station_pages

    def contest(self, code: str) -> Contest:
        """Return the contest of that code; KeyError where there is none."""
        return {contest.contest: contest for contest in self.contests}[code]
