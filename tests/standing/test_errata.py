"""What was withdrawn, brought back, decided and amended, with the figures before and after."""

import dataclasses
import json

import polars as pl

from testigo.columns import CLAIMS, ERRATA, conform
from testigo.evidence.statements import Json, Kind
from testigo.record.disclose import disclose
from testigo.standing.amended_figures import amended_figures
from tests import world
from tests.keys import invented_names
from tests.standing.told import DAY, FIGURES, Told

NAMES = invented_names()
STATIONS = pl.Series("station", ["A1", "A2", "A1-1.01"])
Moved = list[tuple[str, str, str | None, int | None, int | None]]


def errata(told: Told) -> pl.DataFrame:
    return told.gathered().errata


def moved(frame: pl.DataFrame) -> Moved:
    return frame.select("kind", "place", "figure", "before", "after").rows()


def withdraw(told: Told, *names: str, kind: Kind = Kind.WITHDRAWN, reason: str = "Taken back.") -> int:
    return told.say(kind, {"reason": reason, "readings": [*names]})


def decide(told: Told, kind: Kind, figures: dict[str, Json], *knew: str, decision: str = "correct") -> int:
    body: dict[str, Json] = {
        "station": "A1", "decision": decision, "reason": "We looked again.", "knew": [*knew],
        "figures": figures, "document_class": None, "organisations": 2,
    }  # fmt: skip
    return told.say(kind, body, contest="mayor", person="p-1", second_person="p-2")


def test_where_nothing_was_taken_back_or_decided_there_is_nothing() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    assert errata(told).is_empty()
    assert dict(errata(told).schema) == ERRATA


def test_a_withdrawn_row_is_listed_with_the_figures_that_it_had() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5, "votes_blue": None}})
    withdraw(told, "0.0:A1")
    assert moved(errata(told)) == [("withdrawal", "A1", "votes_red", 5, None)]
    assert errata(told).select("day", "contest", "reading", "reason").row(0) == (
        DAY.isoformat(), "mayor", "0.0:A1", "Taken back.",
    )  # fmt: skip


def test_a_row_that_a_later_release_changed_has_both_figures_and_no_others() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5, "votes_blue": 3}}, file="a" * 64)
    withdraw(told, "0.0:A1")
    told.imported({"A1": {"votes_red": 6, "votes_blue": 3}}, file="b" * 64, replaces="a" * 64)
    assert moved(errata(told)) == [("withdrawal", "A1", "votes_red", 5, 6)]


def release(told: Told, *names: str) -> int:
    """Say what a later release of the first table takes away, and import it; the import's number."""
    told.say(Kind.WITHDRAWN, {"reason": "Read anew.", "readings": [*names], "release": "b" * 64})
    return told.imported({"A1": {"votes_red": 6}}, file="b" * 64, replaces="a" * 64)


def test_a_release_that_is_withdrawn_brings_back_the_rows_that_it_had_made_fall() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}, "A2": {"votes_red": 7}}, file="a" * 64)
    number = release(told, "0.0:A1", "0.0:A2")
    assert told.gathered().readings["mayor"].select("station", "votes_red").rows() == [("A1", 6)]
    withdraw(told, str(number), reason="It was a forgery.")
    standing = told.gathered().readings["mayor"]
    assert standing.select("station", "votes_red").rows() == [("A1", 5), ("A2", 7)]
    listed = errata(told).select("kind", "place", "reason", "before", "after").rows()
    assert listed == [
        ("restoration", "A1", "It was a forgery.", None, 5),
        ("restoration", "A2", "It was a forgery.", None, 7),
        ("withdrawal", "A1", "Read anew.", 5, None),
        ("withdrawal", "A1", "It was a forgery.", 6, 5),
        ("withdrawal", "A2", "Read anew.", 7, None),
    ]


def test_a_row_of_a_release_falls_by_the_names_that_it_had_in_every_release_before_it() -> None:
    """Somebody may have seen any of them published, and nothing was said when the next one took its place."""
    told = Told()
    told.imported({"A1": {"votes_red": 5}}, file="a" * 64)
    told.imported({"A1": {"votes_red": 5}}, file="b" * 64, replaces="a" * 64)
    newest = told.imported({"A1": {"votes_red": 5}}, file="c" * 64, replaces="b" * 64)
    withdraw(told, f"{newest}.0:A1")
    listed = errata(told).select("kind", "reading", "before", "after").rows()
    assert listed == [("withdrawal", f"{number}.0:A1", 5, None) for number in (0, 1, 2)]
    withdraw(told, str(newest), reason="It was a forgery.")
    assert told.gathered().readings["mayor"]["reading"].to_list() == ["1.0:A1"]
    back = errata(told).filter(pl.col("kind") == "restoration").select("reading", "after").rows()
    assert back == [("0.0:A1", 5), ("1.0:A1", 5)]


def test_a_release_that_was_never_imported_takes_nothing_away_and_is_not_listed() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}}, file="a" * 64)
    told.say(Kind.WITHDRAWN, {"reason": "Read anew.", "readings": ["0.0:A1"], "release": "b" * 64})
    assert told.gathered().readings["mayor"].height == 1
    assert errata(told).is_empty()


def test_a_withdrawal_that_holds_again_is_listed_again() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    undone = withdraw(told, str(withdraw(told, "0.0:A1")))
    withdraw(told, str(undone))
    kinds = [kind for kind, *_ in moved(errata(told))]
    assert kinds == ["restoration", "withdrawal", "withdrawal"]


def test_a_row_that_fell_alone_is_not_listed_again_with_its_whole_import() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}, "A2": {"votes_red": 7}})
    withdraw(told, "0.0:A1")
    withdraw(told, "0")
    assert [place for _, place, *_ in moved(errata(told))] == ["A1", "A2"]


CLAIMED = pl.DataFrame(
    [
        {"claim": "bulletin", "place": place, "contest": "mayor", "figure": figure, "value": "7"}
        for place in ("X", "A")
        for figure in ("votes_red", "valid_votes")
    ]
)


def test_a_claim_that_is_withdrawn_is_listed_once_a_place_by_its_own_name() -> None:
    told = Told()
    told.claimed(conform(CLAIMED, CLAIMS))
    number = withdraw(told, str(len(told.statements) - 1), reason="Typed wrongly.")
    listed = errata(told).select("kind", "place_kind", "place", "reading", "figure").rows()
    assert listed == [
        ("withdrawn claim", "jurisdiction", "A", "bulletin", None),
        ("withdrawn claim", "jurisdiction", "X", "bulletin", None),
    ]
    assert disclose(told.gathered(), STATIONS, NAMES, DAY).errata["reading"].unique().to_list() == [
        "bulletin"
    ]
    withdraw(told, str(number))
    assert errata(told)["kind"].value_counts().sort("kind").rows() == [
        ("restored claim", 2),
        ("withdrawn claim", 2),
    ]


def test_a_polling_place_with_another_name_is_listed_without_a_figure() -> None:
    told = Told()
    amend(told, "polling_place,name\nA1-1,The old school\n")
    assert of_definition(told) == [("amendment", "A1-1", None, None, None)]


def test_a_whole_import_that_is_withdrawn_lists_every_row_of_it() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}, "A2": {"votes_red": 7}})
    withdraw(told, "0")
    assert moved(errata(told)) == [
        ("withdrawal", "A1", "votes_red", 5, None),
        ("withdrawal", "A2", "votes_red", 7, None),
    ]


def test_a_withdrawal_that_is_undone_stays_and_what_came_back_is_listed() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    number = withdraw(told, "0.0:A1")
    withdraw(told, str(number), reason="It was right after all.")
    assert sorted(moved(errata(told))) == [
        ("restoration", "A1", "votes_red", None, 5),
        ("withdrawal", "A1", "votes_red", 5, None),
    ]


def test_what_one_person_typed_and_lost_has_no_reason() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    withdraw(told, "0.0:A1", kind=Kind.INVALIDATED, reason="All forms of p-7 were typed without looking.")
    assert errata(told).select("kind", "reason").row(0) == ("withdrawal", None)


def test_a_correction_stands_beside_what_the_readings_agreed_on() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5, "votes_blue": 3}})
    decide(told, Kind.CORRECTED, {"votes_red": 50, "votes_blue": 3}, "0.0:A1")
    assert moved(errata(told)) == [("correction", "A1", "votes_red", 5, 50)]


def test_a_second_decision_stands_beside_the_first() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    decide(told, Kind.CORRECTED, {"votes_red": 50}, "0.0:A1")
    decide(told, Kind.CORRECTED, {"votes_red": 51}, "0.0:A1")
    assert moved(errata(told)) == [
        ("correction", "A1", "votes_red", 5, 50),
        ("correction", "A1", "votes_red", 50, 51),
    ]


def test_a_decision_that_accepts_what_stood_is_listed_without_a_figure() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    decide(told, Kind.ADJUDICATED, {"votes_red": 5}, "0.0:A1", decision="accept")
    assert moved(errata(told)) == [("decision", "A1", None, None, None)]


def test_a_decision_that_is_withdrawn_is_listed_with_the_figures_that_it_gave() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    number = decide(told, Kind.CORRECTED, {"votes_red": 50}, "0.0:A1")
    withdraw(told, str(number))
    assert ("withdrawal", "A1", "votes_red", 50, None) in moved(errata(told))


def test_what_leaves_names_no_statement_and_no_unknown_station() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}, "nowhere": {"votes_red": 7}})
    withdraw(told, "0")
    public = disclose(told.gathered(), STATIONS, NAMES, DAY)
    assert public.errata["place"].to_list() == ["A1"]
    written = json.dumps(public.errata.to_dicts())
    assert "0.0:A1" not in written
    assert "nowhere" not in written
    assert len(public.errata["reading"].item()) == 32


def test_a_fallen_reading_keeps_the_public_name_that_it_had() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    before = disclose(told.gathered(), STATIONS, NAMES, DAY).readings["mayor"]["reading"].item()
    withdraw(told, "0.0:A1")
    assert disclose(told.gathered(), STATIONS, NAMES, DAY).errata["reading"].item() == before


def test_the_order_in_which_things_were_said_does_not_leave() -> None:
    one, other = Told(), Told()
    for told, first, second in ((one, "A1", "A2"), (other, "A2", "A1")):
        told.imported({"A1": {"votes_red": 5}, "A2": {"votes_red": 7}})
        withdraw(told, f"0.0:{first}")
        withdraw(told, f"0.0:{second}")
    assert disclose(one.gathered(), STATIONS, NAMES, DAY).errata.equals(
        disclose(other.gathered(), STATIONS, NAMES, DAY).errata
    )


def amend(told: Told, table: str) -> int:
    name = f"{len(told.exhibits) + 1000:064x}"
    told.exhibits[name] = table.encode()
    body: dict[str, Json] = {"file": "found.csv", "reason": "On no list.", "rows": 1}
    return told.say(Kind.AMENDED, body, subject=name)


def of_definition(told: Told) -> Moved:
    sealed = dataclasses.replace(world.election())
    return moved(amended_figures(sealed, told.statements, told.exhibits.__getitem__))


def test_a_station_that_was_found_and_a_roll_that_was_corrected_are_amendments() -> None:
    told = Told()
    amend(told, "station,polling_place,jurisdiction,stratum,registered_voters\nA1-1.09,A1-1,A1,A,321\n")
    amend(told, "station,registered_voters\nA1-1.01,501\n")
    assert of_definition(told) == [
        ("amendment", "A1-1.01", "registered_voters", 500, 501),
        ("amendment", "A1-1.09", "registered_voters", None, 321),
    ]


def test_an_amendment_that_is_withdrawn_is_listed_backwards() -> None:
    told = Told()
    number = amend(told, "station,registered_voters\nA1-1.01,501\n")
    withdraw(told, str(number))
    assert of_definition(told) == [
        ("amendment", "A1-1.01", "registered_voters", 500, 501),
        ("withdrawal", "A1-1.01", "registered_voters", 501, 500),
    ]


def test_every_contest_has_its_own_figures() -> None:
    assert set(FIGURES) == {"mayor", "council"}
    told = Told()
    told.imported({"A1": {"votes_sun": 4}}, contest="council")
    withdraw(told, "0.0:A1")
    assert errata(told).select("contest", "figure").rows() == [("council", "votes_sun")]
