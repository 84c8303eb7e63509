"""The sealed election as amended: stations found, rolls and places corrected, all rules again."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.amend import amended, changes_of
from testigo.election.definition import Amendment, Election
from testigo.election.load import load
from testigo.election.stations import stations_of
from testigo.errors import InputError
from tests.election.definitions import definition, told

SEALED = load(definition())


def table(text: str, reason: str = "It was found.") -> Amendment:
    return Amendment("changes.csv", text.encode(), reason)


def after(*texts: str) -> Election:
    return amended(SEALED, [table(text) for text in texts])


def refused(text: str) -> list[tuple[str, int | None, str | None, str | None]]:
    with pytest.raises(InputError) as refusal:
        after(text)
    return told(refusal.value.problems)


def station(election: Election, code: str) -> dict[str, object]:
    return election.stations.filter(pl.col("station") == code).row(0, named=True)


def test_no_amendment_changes_nothing() -> None:
    assert amended(SEALED, []) is SEALED


def test_a_station_that_was_found_is_added_at_the_end_with_its_place() -> None:
    election = after("station,polling_place,jurisdiction,registered_voters\n077.01,077,B1,200\n")
    assert election.stations["station"].to_list() == [*SEALED.stations["station"], "077.01"]
    found = station(election, "077.01")
    assert (found["level_1"], found["level_2"], found["level_3"]) == ("X", "B", "B1")
    assert found["registered_voters"] == 200


def test_a_found_station_votes_where_its_jurisdiction_votes() -> None:
    election = after("station,jurisdiction,stratum\n003.01,A2,urban\n")
    council = stations_of(election, election.contest("council"))["station"].to_list()
    assert "003.01" in council


def test_a_roll_is_corrected_and_the_columns_that_are_not_there_stay() -> None:
    election = after("station,registered_voters\n001.02,450\n")
    assert station(election, "001.02") == {**station(SEALED, "001.02"), "registered_voters": 450}
    assert election.stations["station"].to_list() == SEALED.stations["station"].to_list()


def test_an_empty_cell_makes_a_roll_unknown_never_zero() -> None:
    assert station(after("station,registered_voters\n001.02,\n"), "001.02")["registered_voters"] is None


def test_a_corrected_place_moves_the_station_with_its_levels() -> None:
    moved = station(after("station,jurisdiction\n009.01,B1\n"), "009.01")
    assert (moved["level_2"], moved["level_3"], moved["registered_voters"]) == ("B", "B1", 300)


def test_the_number_of_a_jurisdiction_is_amended_like_a_station() -> None:
    election = after("jurisdiction,stations,source\nX,12,press of the 9th\n")
    root = election.jurisdictions.row(0, named=True)
    assert (root["stations"], root["registered_voters"], root["source"]) == (12, 5000, "press of the 9th")


def test_the_name_of_a_polling_place_is_amended_too() -> None:
    election = after("polling_place,name\n002,Library\n003,Market\n")
    assert election.polling_places.rows() == [("001", "School"), ("002", "Library"), ("003", "Market")]


def test_amendments_are_applied_in_their_order() -> None:
    first, second = "station,registered_voters\n001.02,450\n", "station,registered_voters\n001.02,460\n"
    assert station(after(first, second), "001.02")["registered_voters"] == 460
    assert station(after(second, first), "001.02")["registered_voters"] == 450


def test_a_later_amendment_may_change_a_station_that_an_earlier_one_added() -> None:
    election = after("station,jurisdiction\n077.01,B1\n", "station,registered_voters\n077.01,99\n")
    assert station(election, "077.01")["registered_voters"] == 99


def test_the_seal_stays_and_the_election_carries_its_amendments() -> None:
    amendment = table("station,registered_voters\n001.02,450\n")
    election = amended(SEALED, [amendment])
    assert (election.seal, election.amendments) == (SEALED.seal, (amendment,))


def test_a_byte_order_mark_and_crlf_are_read_like_in_every_table() -> None:
    written = Amendment("changes.csv", b"\xef\xbb\xbfstation,registered_voters\r\n001.02,450\r\n", "why")
    assert station(amended(SEALED, [written]), "001.02")["registered_voters"] == 450


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("mesa,registered_voters\n001.02,450\n", [("changes.csv", 1, None, None)]),
        ("", [("changes.csv", 1, None, None)]),
        ("station,registered_voters\n", [("changes.csv", None, None, None)]),
        ("station,roll\n001.02,450\n", [("changes.csv", 1, "roll", None)]),
        ("station,registered_voters\n001.02,4.50\n", [("changes.csv", 2, "registered_voters", "4.50")]),
        ("station,registered_voters\n,450\n", [("changes.csv", 2, "station", None)]),
        ("station,registered_voters\n077.01,450\n", [("changes.csv", 2, "jurisdiction", None)]),
        ("station,jurisdiction\n001.02,\n", [("changes.csv", 2, "jurisdiction", None)]),
        ("station,jurisdiction\n001.02,ZZ\n", [("changes.csv", 2, "jurisdiction", "ZZ")]),
        (
            "station,jurisdiction\n001.02,A2\n001.02,A2\n",
            [("changes.csv", 3, "station", "001.02")],
        ),
        ("station,stratum\n002.01,\n001.01,\n001.02,\n", [("ballots.csv", 3, "stratum", "urban")]),
        (
            "station,registered_voters\n001.01,6000\n",
            [("jurisdictions.csv", 2, "registered_voters", "5000")],
        ),
        ("jurisdiction,stations\nX,3\n", [("changes.csv", 2, "stations", "3")]),
        (
            "jurisdiction,parent,level,name,frame\nC,X,3,C,listed\n",
            [("changes.csv", 2, "level", "3")],
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_place_and_value(
    text: str, problems: list[tuple[str, int | None, str | None, str | None]]
) -> None:
    assert refused(text) == problems


def test_all_problems_are_told_at_once() -> None:
    places = refused(
        "station,jurisdiction,registered_voters\n077.01,,1\n078.01,ZZ,1\n079.01,A1,1\n079.01,A1,2\n"
    )
    assert {(row, column) for _, row, column, _ in places} == {
        (2, "jurisdiction"),
        (3, "jurisdiction"),
        (5, "station"),
    }


def test_the_changes_name_every_cell_that_moved_and_no_other() -> None:
    election = after("station,jurisdiction,registered_voters\n001.01,A1,500\n001.02,A1,\n077.01,B1,200\n")
    moved = [
        (change.code, change.column, change.before, change.after, change.is_new)
        for change in changes_of(SEALED, election)
    ]
    assert moved == [
        ("001.02", "registered_voters", "400", None, False),
        ("077.01", "jurisdiction", None, "B1", True),
        ("077.01", "registered_voters", None, "200", True),
    ]


def test_the_same_table_twice_changes_nothing_the_second_time() -> None:
    text = "station,jurisdiction,registered_voters\n001.02,A1,450\n077.01,B1,200\n"
    assert changes_of(after(text), after(text, text)) == ()


ROLLS = st.dictionaries(
    st.sampled_from(SEALED.stations["station"].to_list()), st.integers(0, 400), min_size=1
)


@given(ROLLS)
def test_an_amendment_gives_the_election_that_the_changed_file_would_have_given(
    rolls: dict[str, int],
) -> None:
    rows = "".join(f"{code},{roll}\n" for code, roll in rolls.items())
    election = after(f"station,registered_voters\n{rows}")
    lines = definition()["stations.csv"].decode().splitlines()
    changed = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[4] = str(rolls.get(cells[0], cells[4]))
        changed.append(",".join(cells))
    assert election.stations.equals(load(definition(stations="\n".join(changed) + "\n")).stations)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_amendment_or_problems_and_never_a_crash(content: bytes) -> None:
    amendment = Amendment("changes.csv", content, "why")
    outcome: Election | InputError
    try:
        outcome = amended(SEALED, [amendment])
    except InputError as error:
        outcome = error
    assert isinstance(outcome, Election) or outcome.problems


def test_a_found_station_that_no_ballot_takes_in_is_given_its_contests() -> None:
    found = "station,jurisdiction\n077.01,B1\n"
    ballots = "contest,place\ncouncil,077.01\n"
    council = SEALED.contest("council")
    assert "077.01" not in stations_of(after(found), council)["station"].to_list()
    election = after(found, ballots)
    assert "077.01" in stations_of(election, council)["station"].to_list()
    assert election.ballots.rows()[: SEALED.ballots.height] == SEALED.ballots.rows()
    change = changes_of(after(found), election)
    assert [(cell.code, cell.column, cell.after, cell.is_new) for cell in change] == [
        ("077.01", "contest", "council", True)
    ]


def test_a_ballot_that_is_there_already_changes_nothing() -> None:
    known = SEALED.ballots.row(0, named=True)
    again = after(f"contest,place,stratum\n{known['contest']},{known['place']},{known['stratum'] or ''}\n")
    assert again.ballots.equals(SEALED.ballots)


def test_no_ballot_is_added_where_everybody_votes_in_everything() -> None:
    everybody = load({**definition(), "ballots.csv": b"contest,place\n"})
    with pytest.raises(InputError) as refusal:
        amended(everybody, [table("contest,place\ncouncil,077.01\n")])
    assert "Every station votes in every contest" in str(refusal.value)


def test_a_ballot_of_an_unknown_contest_or_place_is_refused() -> None:
    assert [problem[2] for problem in refused("contest,place\nnone,A2\ncouncil,nowhere\n")] == [
        "contest",
        "place",
    ]
