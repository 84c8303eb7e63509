"""Each sentence of the page of a station stands only where it is true; and those of maps and of the method.

As `test_said_of_places.py`, over every page of a station of every small election.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import polars as pl
import pytest

from testigo.columns import BASIS_OF_PEOPLE, Decision, Method, Provenance, Status
from testigo.election.policy import parse_combination
from testigo.publication.format import safe_name
from tests.publication.more_elections import STATES, state
from tests.publication.said import Here, pages_of_stations

Condition = Callable[[Here], bool]


def rows(here: Here, frames: Mapping[str, pl.DataFrame]) -> list[Mapping[str, object]]:
    """Return the rows of a table, of any contest, that are of the station of a page."""
    return [
        row
        for frame in frames.values()
        for row in frame.iter_rows(named=True)
        if here.path.endswith(f"/stations/{safe_name(row['station'])}.html")
    ]


def has(status: Status) -> Condition:
    return lambda here: status.value in (here.statuses or {}).values()


def excluded(here: Here) -> bool:
    """Whether people who knew every reading excluded the form."""
    knew = {reading["reading"] for reading in rows(here, here.snapshot.evidence.readings)}
    return any(
        row["decision"] == Decision.EXCLUDE.value and knew <= set(row["knew"])  # type: ignore[call-overload]
        for row in rows(here, here.snapshot.evidence.decisions)
    )


def held(here: Here) -> bool:
    return has(Status.QUARANTINED)(here) and not excluded(here)


def by_people(here: Here) -> bool:
    return any(row["basis"] == BASIS_OF_PEOPLE for row in rows(here, here.snapshot.results))


def read(column: str, value: str) -> Condition:
    """Whether a reading of the station has something."""
    return lambda here: any(row[column] == value for row in rows(here, here.snapshot.evidence.readings))


def resting_on(holds: Callable[[object], object]) -> Condition:
    """Whether the combination of readings that a result rests on has something."""

    def found(here: Here) -> bool:
        bases = [str(row["basis"]) for row in rows(here, here.snapshot.results) if row["basis"] is not None]
        combinations = [parse_combination(basis) for basis in bases]
        return any(each is not None and holds(each) for each in combinations)

    return found


def nobody(here: Here) -> bool:
    return any(
        row["status"] == Status.ACCEPTED.value
        and not any(value for column, value in row.items() if column.startswith("votes_"))
        for row in rows(here, here.snapshot.results)
    )


def voted(options: Callable[[int], bool]) -> Condition:
    """Whether a contest with so many options has a vote at the station."""

    def holds(here: Here) -> bool:
        return any(
            row["status"] == Status.ACCEPTED.value
            and options(sum(column.startswith("votes_") for column in row))
            and any(value for column, value in row.items() if column.startswith("votes_"))
            for row in rows(here, here.snapshot.results)
        )

    return holds


def unchecked(here: Here) -> bool:
    """Whether no total of a reading stands with its parts."""
    return any(row["valid_votes"] is None for row in rows(here, here.snapshot.evidence.readings))


def hangs_on_the_whole(here: Here) -> bool:
    stations = here.snapshot.election.stations
    found = stations.filter(jurisdiction=here.snapshot.election.root)["station"]
    return any(here.path.endswith(f"/{safe_name(each)}.html") for each in found)


def counted(name: str, number: int) -> Condition:
    return resting_on(lambda each: getattr(each, name) == number)


CONDITIONS: Mapping[str, Condition] = {
    "station.votes": voted(lambda options: options > 1),
    "station.alone": voted(lambda options: options == 1),
    "station.nobody": nobody,
    "station.pending": has(Status.PENDING),
    "station.disputed": has(Status.DISPUTED),
    "station.missing": has(Status.MISSING),
    "station.quarantined": held,
    "station.excluded": excluded,
    "station.basis": has(Status.ACCEPTED),
    "station.several": lambda here: len(here.statuses or {}) > 1,
    "station.unknown_place": hangs_on_the_whole,
    "alert.pending": has(Status.PENDING),
    "alert.pending.heading": has(Status.PENDING),
    "alert.disputed": has(Status.DISPUTED),
    "alert.disputed.heading": has(Status.DISPUTED),
    "alert.missing": has(Status.MISSING),
    "alert.missing.heading": has(Status.MISSING),
    "alert.quarantined": held,
    "alert.quarantined.heading": held,
    "alert.excluded": excluded,
    "alert.excluded.heading": excluded,
    "way.pending": has(Status.PENDING),
    "way.disputed": has(Status.DISPUTED),
    "way.missing": has(Status.MISSING),
    "way.accepted": has(Status.ACCEPTED),
    "way.quarantined": held,
    "way.excluded": excluded,
    "way.decided": lambda here: excluded(here) or by_people(here),
    "way.have": lambda here: bool(rows(here, here.snapshot.evidence.readings)),
    "way.read": lambda here: bool(rows(here, here.snapshot.evidence.readings)),
    "basis.people": by_people,
    "basis.sums": resting_on(lambda each: each.sums_must_hold),  # type: ignore[attr-defined]
    "basis.same_cells": resting_on(lambda each: each.same_form),  # type: ignore[attr-defined]
    "basis.persons.1": counted("persons", 1),
    "basis.persons.2": counted("persons", 2),
    "basis.machine_codes.1": counted("machine_codes", 1),
    "basis.machine_readings.1": counted("machine_readings", 1),
    "basis.published_tables.1": counted("published_tables", 1),
    "unchecked.S.201": unchecked,
    **{f"method.{method}": read("method", method) for method in Method},
    **{f"method.read.{method}": read("method", method) for method in Method},
    **{f"provenance.{each}": read("provenance_class", each) for each in Provenance},
}  # fmt: skip


@cache
def everywhere() -> tuple[Here, ...]:
    return tuple(_everywhere())


def _everywhere() -> Iterator[Here]:
    for name in STATES:
        yield from pages_of_stations(name, *state(name))


@pytest.mark.parametrize("key", CONDITIONS)
def test_a_sentence_of_a_station_stands_only_where_it_is_true(key: str) -> None:
    said = [here for here in everywhere() if key in here.keys]
    assert [(here.election, here.path) for here in said if not CONDITIONS[key](here)] == []
    assert said, "it is said of no station of the small elections"
    assert any(key not in here.keys for here in everywhere()), "it is said of every station"


Rows = Sequence[Mapping[str, object]]

MAPS: Mapping[str, Callable[[Rows, Rows], bool]] = {
    "map.coverage.unknown": lambda tallies, _: any(each["coverage_of_stations"] is None for each in tallies),
    "map.coverage.text": lambda tallies, _: any(each["coverage_of_stations"] is not None for each in tallies),
    "map.lead.unknown": lambda _, bounds: any(
        not (each["first_votes"] and each["lead"] != 0 and each["share_lead"] is not None) for each in bounds
    ),
    "map.turnout.none": lambda tallies, _: not any(each["turnout_stations"] for each in tallies),
    "map.turnout.one": lambda tallies, _: (
        [bool(each["turnout_stations"]) for each in tallies].count(True) == 1
    ),
    "map.turnout.range": lambda tallies, _: (
        [bool(each["turnout_stations"]) for each in tallies].count(True) > 1
    ),
}


def maps_of(name: str) -> Iterator[tuple[str, str, Rows, Rows]]:
    """Yield the maps of the first contest: path, page, and the tally and bounds of the places drawn."""
    snapshot, pages = state(name)
    contest = snapshot.election.contests[0].contest
    below = snapshot.election.jurisdictions.filter(parent=snapshot.election.root)["jurisdiction"].to_list()
    tallies, bounds = (
        [row for row in frame[contest].iter_rows(named=True) if row["jurisdiction"] in below]
        for frame in (snapshot.tallies, snapshot.bounds)
    )
    for path, page in pages.items():
        if path in ("en/map-coverage.html", "en/map-lead.html", "en/map-turnout.html"):
            yield path, page, tallies, bounds


@pytest.mark.parametrize("key", MAPS)
def test_a_sentence_of_a_map_stands_only_where_it_is_true(key: str) -> None:
    on = off = 0
    for name in STATES:
        for path, page, tallies, bounds in maps_of(name):
            if f"[[{key}]]" not in page:
                off += 1
                continue
            assert MAPS[key](tallies, bounds), (name, path)
            on += 1
    assert on, "it is said on no map"
    assert off


def test_a_place_that_is_tied_is_not_said_to_have_no_votes_on_the_map_of_leads() -> None:
    page = state("tied")[1]["en/map-lead.html"]
    assert "[[tied]]" in page
    assert "[[nothing]]" not in page
