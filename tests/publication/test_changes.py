"""What moved between two publications, and the public statement that moved it."""

from dataclasses import replace

import polars as pl
import pytest

from testigo.columns import (
    COUNTERS,
    ERRATA,
    ErratumKind,
    PlaceKind,
    Status,
    conform,
    results_schema,
    tally_schema,
)
from testigo.publication.changes import NEW_FINDING, NEW_READING, Published, changes
from tests import world

VOTES = ("votes_red", "votes_blue")
FIGURES = world.figures_of(world.contest())
PLACES = pl.DataFrame({"station": ["A1", "A2"], "level_1": ["X", "X"], "level_2": ["A", "A"]})
Votes = tuple[int, int] | None


def erratum(
    place: str, kind: ErratumKind = ErratumKind.WITHDRAWAL, of: PlaceKind = PlaceKind.STATION
) -> dict[str, object]:
    return {
        "day": "2030-01-08", "kind": kind, "contest": "mayor", "place_kind": of, "place": place,
        "reason": "Taken back.",
    }  # fmt: skip


def published(
    stations: dict[str, Votes], errata: tuple[dict[str, object], ...] = (), readings: int = 1
) -> Published:
    """A publication of one contest: the votes of each station, None where it is not accepted."""
    rows = [
        {
            "station": station,
            "status": Status.MISSING if votes is None else Status.ACCEPTED,
            "readings": 0 if votes is None else readings,
            **({} if votes is None else dict(zip(VOTES, votes, strict=True))),
        }
        for station, votes in stations.items()
    ]
    counted = [votes for votes in stations.values() if votes is not None]
    total = {
        "stations_accepted": len(counted),
        "votes_red": sum(votes[0] for votes in counted),
        "votes_blue": sum(votes[1] for votes in counted),
        "votes_red_stations": len(counted),
        "votes_blue_stations": len(counted),
    }
    tally = [{"jurisdiction": place, "level": level, **total} for place, level in (("X", 1), ("A", 2))]
    return Published(
        results={"mayor": conform(pl.DataFrame(rows), results_schema(FIGURES))},
        tallies={"mayor": conform(pl.DataFrame(tally), tally_schema(FIGURES, VOTES))},
        errata=conform(pl.DataFrame(list(errata)), ERRATA) if errata else pl.DataFrame(schema=ERRATA),
        stations=PLACES,
    )


def moved(before: Published, after: Published) -> dict[tuple[str, str], tuple[int, str | None, bool]]:
    """(place, figure) -> difference, because, fell_unexplained."""
    rows = changes(before, after).select("place", "figure", "difference", "because", "fell_unexplained")
    return {
        (place, figure): (difference, why, error) for place, figure, difference, why, error in rows.rows()
    }


BEFORE = published({"A1": (10, 20), "A2": (5, 6)})


def test_a_turnout_that_falls_with_new_readings_is_no_figure_that_fell() -> None:
    def with_turnout(said: Published, turnout: int) -> Published:
        columns = {"turnout": pl.lit(turnout), "turnout_stations": pl.col("stations_accepted")}
        return replace(said, tallies={"mayor": said.tallies["mayor"].with_columns(**columns)})

    before = with_turnout(published({"A1": (10, 20), "A2": None}), 9_000)
    after = with_turnout(published({"A1": (10, 20), "A2": (5, 6)}), 4_000)
    assert not changes(before, after)["fell_unexplained"].any()


def test_the_same_publication_twice_moved_nothing() -> None:
    assert changes(BEFORE, BEFORE).is_empty()


def test_a_new_reading_raises_its_station_and_every_total_above_it() -> None:
    found = moved(published({"A1": (10, 20), "A2": None}), BEFORE)
    assert found["A2", "votes_red"] == (5, NEW_READING, False)
    assert found["X", "votes_blue"] == (6, NEW_READING, False)
    assert found["A", "stations_accepted"] == (1, NEW_READING, False)


def test_a_figure_that_falls_without_an_entry_is_an_error_and_so_is_its_total() -> None:
    found = moved(BEFORE, published({"A1": (10, 20), "A2": (5, 5)}))
    assert found == {
        ("A2", "votes_blue"): (-1, None, True),
        ("A", "votes_blue"): (-1, None, True),
        ("X", "votes_blue"): (-1, None, True),
    }


def test_a_station_that_vanishes_without_an_entry_is_an_error() -> None:
    found = moved(BEFORE, published({"A1": (10, 20)}))
    assert found["A2", "votes_red"] == (-5, None, True)
    assert found["X", "votes_red"] == (-5, None, True)


def test_a_fall_with_its_entry_is_explained_in_the_station_and_in_the_total() -> None:
    after = published({"A1": (10, 20), "A2": None}, (erratum("A2"),))
    found = moved(BEFORE, after)
    assert found["A2", "votes_red"] == (-5, "withdrawal", False)
    assert found["X", "votes_red"] == (-5, "withdrawal", False)
    reasons = changes(BEFORE, after)["reason"].unique().to_list()
    assert reasons == ["Taken back."]


def test_an_entry_that_the_earlier_publication_has_explains_nothing_new() -> None:
    before = published({"A1": (10, 20), "A2": (5, 6)}, (erratum("A2"),))
    assert moved(before, published({"A1": (10, 20), "A2": None}, (erratum("A2"),)))["A2", "votes_red"][2]


def test_an_entry_on_one_station_does_not_explain_another() -> None:
    after = published({"A1": None, "A2": None}, (erratum("A2"),))
    found = moved(BEFORE, after)
    assert found["A1", "votes_red"] == (-10, None, True)
    assert found["X", "votes_red"] == (-15, None, True)


def test_a_total_that_falls_although_its_stations_do_not_is_an_error() -> None:
    after = published({"A1": (10, 20), "A2": (5, 6)})
    tally = after.tallies["mayor"].with_columns(
        votes_blue=pl.when(pl.col("jurisdiction") == "X").then(25).otherwise("votes_blue")
    )
    found = moved(BEFORE, Published(after.results, {"mayor": tally}, after.errata, after.stations))
    assert found == {("X", "votes_blue"): (-1, None, True)}


def test_more_forms_may_hide_a_fall_in_the_total_but_not_in_the_station() -> None:
    before = published({"A1": (10, 20), "A2": None})
    found = moved(before, published({"A1": (9, 20), "A2": (5, 6)}))
    assert found["A1", "votes_red"] == (-1, None, True)
    assert found["X", "votes_red"][0] == 4


def test_a_station_that_an_amendment_puts_elsewhere_leaves_one_place_and_enters_another() -> None:
    before = published({"A1": (10, 20), "A2": (5, 6)})
    entry = erratum("A2", ErratumKind.AMENDMENT) | {"contest": None}
    after = published({"A1": (10, 20), "A2": (5, 6)}, (entry,))
    there = PLACES.with_columns(
        level_2=pl.when(pl.col("station") == "A2").then(pl.lit("B")).otherwise("level_2")
    )
    tally = after.tallies["mayor"].with_columns(
        votes_red=pl.when(pl.col("jurisdiction") == "A").then(10).otherwise("votes_red"),
        votes_blue=pl.when(pl.col("jurisdiction") == "A").then(20).otherwise("votes_blue"),
        stations_accepted=pl.when(pl.col("jurisdiction") == "A").then(1).otherwise("stations_accepted"),
    )
    found = moved(before, Published(after.results, {"mayor": tally}, after.errata, there))
    assert found["A", "votes_red"] == (-5, "amendment", False)
    assert not any(error for _, _, error in found.values())


LINED = world.contest(lines=(("R1", "red"), ("B1", "blue")))
EVERY_FIGURE = world.figures_of(LINED, replace(world.PROFILE, counters=COUNTERS))
LEVELS = pl.DataFrame({"station": ["A1-1.01"], "level_1": ["X"], "level_2": ["A"], "level_3": ["A1"]})


def of_one_station(value: int, figure: str, errata: tuple[dict[str, object], ...] = ()) -> Published:
    """A publication of one station in which every figure is 7, and one is `value`, in all three levels."""
    votes = LINED.vote_columns
    figures = {**dict.fromkeys(EVERY_FIGURE, 7), figure: value}
    station = {"station": "A1-1.01", "status": Status.ACCEPTED, "readings": 1, **figures}
    tally = [
        {
            "jurisdiction": place,
            "stations_accepted": 1,
            **figures,
            **{f"{name}_stations": 1 for name in figures},
        }
        for place in ("X", "A", "A1")
    ]
    return Published(
        results={"mayor": conform(pl.DataFrame([station]), results_schema(EVERY_FIGURE))},
        tallies={"mayor": conform(pl.DataFrame(tally), tally_schema(EVERY_FIGURE, votes))},
        errata=conform(pl.DataFrame(list(errata)), ERRATA) if errata else pl.DataFrame(schema=ERRATA),
        stations=LEVELS,
    )


@pytest.mark.parametrize("figure", EVERY_FIGURE)
def test_whatever_figure_falls_without_an_entry_is_an_error_at_every_level(figure: str) -> None:
    assert {"line_R1", "blank_votes", "null_votes", "registered_voters"} < set(EVERY_FIGURE)
    found = moved(of_one_station(7, figure), of_one_station(6, figure))
    assert found == {(place, figure): (-1, None, True) for place in ("A1-1.01", "X", "A", "A1")}
    entry = erratum("A1-1.01", ErratumKind.CORRECTION)
    found = moved(of_one_station(7, figure), of_one_station(6, figure, (entry,)))
    assert not any(error for _, _, error in found.values())


def test_a_withdrawn_claim_explains_no_figure_of_ours() -> None:
    claim = erratum("X", ErratumKind.WITHDRAWN_CLAIM, PlaceKind.JURISDICTION)
    found = moved(BEFORE, published({"A1": (10, 20), "A2": (5, 5)}, (claim,)))
    assert found["X", "votes_blue"] == (-1, None, True)


def test_a_form_that_a_new_finding_holds_back_has_its_reason() -> None:
    after = published({"A1": (10, 20), "A2": None})
    held = after.results["mayor"].with_columns(
        status=pl.when(pl.col("station") == "A2").then(pl.lit(Status.QUARANTINED.value)).otherwise("status"),
        readings=pl.lit(1, pl.Int64),
    )
    found = moved(BEFORE, replace(after, results={"mayor": held}))
    assert found["A2", "votes_red"] == (-5, NEW_FINDING, False)
    assert found["X", "votes_red"] == (-5, NEW_FINDING, False)


def framed(number: int, errata: tuple[dict[str, object], ...] = ()) -> Published:
    """A publication in which the country and its state have so many stations."""
    made = published({"A1": (10, 20), "A2": (5, 6)}, errata)
    tally = made.tallies["mayor"].with_columns(stations=pl.lit(number, pl.Int64))
    return replace(made, tallies={"mayor": tally})


def test_a_place_that_loses_stations_without_an_amendment_is_an_error() -> None:
    found = moved(framed(3), framed(2))
    assert found == {(place, "stations"): (-1, None, True) for place in ("X", "A")}


def test_an_amendment_of_a_station_explains_the_frame_of_every_place_above_it() -> None:
    entry = erratum("A2", ErratumKind.WITHDRAWAL) | {"contest": None}
    found = moved(framed(3), framed(2, (entry,)))
    assert found == {(place, "stations"): (-1, "withdrawal", False) for place in ("X", "A")}


def country(eg: int, nm: int, others: int, stations: int) -> Published:
    """A total of the press, at country level and nothing below it."""
    votes = {"votes_EG": eg, "votes_NM": nm, "votes_others": others}
    row = {"jurisdiction": "VE", "level": 1, "stations_accepted": stations, **votes}
    schema = tally_schema(world.figures_of(world.contest(options=("EG", "NM", "others"))), tuple(votes))
    return Published(
        {}, {"president": conform(pl.DataFrame([row]), schema)}, pl.DataFrame(schema=ERRATA), PLACES.clear()
    )


def test_t11_a_total_that_fell_while_forms_were_added_is_flagged() -> None:
    found = moved(
        country(7_156_462, 3_241_461, 261_205, 24_532), country(7_173_152, 3_250_424, 251_446, 24_576)
    )
    assert found["VE", "votes_others"] == (-9_759, None, True)
    assert {key: error for key, (_, _, error) in found.items() if key[1] != "votes_others"} == {
        ("VE", "votes_EG"): False,
        ("VE", "votes_NM"): False,
        ("VE", "stations_accepted"): False,
    }
