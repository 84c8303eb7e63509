"""Stage 10, for NIST SP 1500-100: the places of an election as units, and what was counted in each.

In   a Snapshot.
Out  UNITS, a row a jurisdiction, polling place and polling station; COUNTED of a contest, a row a unit.

A unit is part of at most one other: a station of its polling place, a polling place of the jurisdiction in
which its stations are (it is two units where they are in two), a jurisdiction of the one above.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from testigo.columns import COUNT, TEXT, Schema, Status, conform
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.geography import paths
from testigo.snapshot import Snapshot

OTHER_COUNTS = ("blank_votes", "null_votes", "total_votes")
TOUCHED = (Status.ACCEPTED, Status.PENDING, Status.DISPUTED, Status.QUARANTINED)


class UnitKind(StrEnum):
    """What a unit is."""

    JURISDICTION = "jurisdiction"
    PLACE = "place"
    STATION = "station"


UNITS: Schema = {
    "unit": TEXT,  # its identifier in the reports
    "kind": TEXT,  # Kind
    "whole": TEXT,  # the unit that it is part of; null for the country
    "code": TEXT,
    "name": TEXT,  # null where it has none
    "level": COUNT,  # of a jurisdiction, else null
    "registered_voters": COUNT,
    "first": TEXT,  # the jurisdiction below the country in whose report it is; null: in the summary only
    "in_summary": pl.Boolean(),
}


def counted_schema(contest: Contest) -> Schema:
    """COUNTED: a row a unit in which somebody votes in the contest; figures null where no form says them."""
    figures = dict.fromkeys((*contest.vote_columns, *contest.line_columns, *OTHER_COUNTS), COUNT)
    return {"unit": TEXT, "stations": COUNT, "accepted": COUNT, "touched": COUNT, **figures}


KEPT = re.compile(r"[^0-9A-Za-z.]")


def identifier(kind: str, *codes: str) -> str:
    """Return a name that no other kind or codes give, and that XML takes as one too (xs:ID).

    Digits, small and capital letters and points stay; every other byte is _hh, so that the dashes divide.
    """
    return "-".join([kind, *(KEPT.sub(_spelled, code) for code in codes)])


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"_{byte:02x}" for byte in found[0].encode())


def first_level(election: Election) -> str:
    """Return the column of the jurisdictions that have a report each: below the country, if there are any."""
    return election.level_columns[min(1, len(election.levels) - 1)]


def units_of(election: Election) -> pl.DataFrame:
    """Return UNITS: jurisdictions in the order of the definition, then polling places, then stations."""
    stations = placed(election)
    return pl.concat([_jurisdictions(election), _places(election, stations), _stations(stations)])


def placed(election: Election) -> pl.DataFrame:
    """Return the stations with their `unit`, the `place` that it is part of, and UNITS' last two columns.

    place       unit of the polling place; null where the station has none
    is_part_of  unit of the place, else of the jurisdiction
    """
    parents = election.jurisdictions["parent"].drop_nulls().implode()
    return election.stations.with_columns(
        unit=pl.col("station").map_elements(lambda code: identifier(UnitKind.STATION, code), TEXT),
        of_jurisdiction=pl.col("jurisdiction").map_elements(_jurisdiction, TEXT),
        place=pl.struct("jurisdiction", "polling_place").map_elements(_place, TEXT),
        first=first_level(election),
        in_summary=pl.col("jurisdiction").is_in(parents),
    ).with_columns(is_part_of=pl.coalesce("place", "of_jurisdiction"))


def counted(snapshot: Snapshot, contest: Contest, stations: pl.DataFrame) -> pl.DataFrame:
    """Return COUNTED of a contest; `stations` as `placed` gives them."""
    schema = counted_schema(contest)
    tally = snapshot.tallies[contest.contest].with_columns(
        unit=pl.col("jurisdiction").map_elements(_jurisdiction, TEXT),
        accepted=pl.col("stations_accepted"),
        touched=pl.sum_horizontal(f"stations_{status}" for status in TOUCHED),
    )
    results = snapshot.results[contest.contest].join(
        stations.select("station", "unit", "place"), on="station", maintain_order="left"
    )
    of_stations = results.with_columns(
        stations=pl.lit(1, COUNT),
        accepted=(pl.col("status") == Status.ACCEPTED).cast(COUNT),
        touched=pl.col("status").is_in(TOUCHED).cast(COUNT),
    )
    numbers = [name for name in schema if name != "unit"]
    of_places = (
        of_stations.drop_nulls("place")
        .group_by("place", maintain_order=True)
        .agg(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()) for name in numbers)
        .rename({"place": "unit"})
    )
    voting = tally.filter((pl.col("stations") > 0) | (pl.col("touched") > 0))
    return pl.concat(conform(frame, schema) for frame in (voting, of_places, of_stations))


def said_by_line(snapshot: Snapshot, contest: Contest) -> frozenset[str]:
    """Return the options that have party lines which say every vote of theirs in every accepted result.

    An annulled form may say 0 for an option and nothing for its lines: that takes no vote from them.
    """
    accepted = snapshot.results[contest.contest].filter(pl.col("status") == Status.ACCEPTED)
    found = set()
    for option, votes in zip(contest.options, contest.vote_columns, strict=True):
        if lines := contest.lines_of(option.option):
            told = pl.col(votes).eq_missing(pl.sum_horizontal(lines, ignore_nulls=False))
            untold = pl.all_horizontal(pl.col(lines).is_null()) & (pl.col(votes) == 0)
            if accepted.select((told | untold).all()).item():
                found.add(option.option)
    return frozenset(found)


def _place(row: Mapping[str, str | None]) -> str | None:
    jurisdiction, place = row["jurisdiction"], row["polling_place"]
    return None if jurisdiction is None or place is None else identifier(UnitKind.PLACE, jurisdiction, place)


def _jurisdiction(code: str) -> str:
    return identifier(UnitKind.JURISDICTION, code)


def _jurisdictions(election: Election) -> pl.DataFrame:
    level = first_level(election)
    first = paths(election.jurisdictions, len(election.levels)).select("jurisdiction", first=level)
    listed = pl.concat(
        election.stations.group_by(pl.col(column).alias("jurisdiction")).agg(
            pl.when(pl.col("registered_voters").is_not_null().all())
            .then(pl.col("registered_voters").sum())
            .alias("listed_voters")
        )
        for column in election.level_columns
    )
    known = (
        election.jurisdictions.join(first, on="jurisdiction", maintain_order="left")
        .join(listed.drop_nulls("jurisdiction"), on="jurisdiction", how="left", maintain_order="left")
        .with_columns(
            unit=pl.col("jurisdiction").map_elements(_jurisdiction, TEXT),
            kind=pl.lit(UnitKind.JURISDICTION.value),
            whole=pl.col("parent").map_elements(_jurisdiction, TEXT),
            code="jurisdiction",
            registered_voters=pl.coalesce("registered_voters", "listed_voters"),
            in_summary=pl.lit(value=True),
        )
    )
    return conform(known, UNITS)


def _places(election: Election, stations: pl.DataFrame) -> pl.DataFrame:
    of_place = (
        stations.drop_nulls("place")
        .group_by("place", maintain_order=True)
        .agg(
            pl.col("polling_place", "of_jurisdiction", "first", "in_summary").first(),
            pl.when(pl.col("registered_voters").is_not_null().all()).then(pl.col("registered_voters").sum()),
        )
    )
    named = of_place.join(election.polling_places, on="polling_place", how="left", maintain_order="left")
    return conform(
        named.with_columns(
            unit="place", kind=pl.lit(UnitKind.PLACE.value), whole="of_jurisdiction", code="polling_place"
        ),
        UNITS,
    )


def _stations(stations: pl.DataFrame) -> pl.DataFrame:
    return conform(
        stations.with_columns(kind=pl.lit(UnitKind.STATION.value), whole="is_part_of", code="station"), UNITS
    )
