"""From results to sums, coverage and bounds: spec/tally.md."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import given

from testigo.columns import Answer, Status
from testigo.election.contests import Decides
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence
from tests import world
from tests.nights import CONTEST, evidences
from tests.world import ROLL, STATION_CODES, reading

Frames = Mapping[str, tuple[str, int | None, int | None]]
DECLARED: Frames = {
    "X": ("declared", 20, 20 * ROLL),
    "A": ("unknown", None, None),
    "B": ("unknown", None, None),
    **dict.fromkeys(world.TOWNS, ("unknown", None, None)),
}


def derived(
    rows: Sequence[dict[str, object]],
    frames: Frames | None = None,
    stations: pl.DataFrame | None = None,
    decides: Decides | None = None,
) -> Snapshot:
    contest = world.contest(decides=decides or Decides("plurality", 1))
    election = world.election((contest,), frames=frames, station_frame=stations)
    return derive(election, {"form": world.PROFILE}, world.evidence({"mayor": world.readings(rows)}))


def tally(snapshot: Snapshot, place: str = "X") -> dict[str, int | None]:
    return snapshot.tallies["mayor"].filter(pl.col("jurisdiction") == place).to_dicts()[0]


def bound(snapshot: Snapshot, place: str = "X") -> dict[str, object]:
    return snapshot.bounds["mayor"].filter(pl.col("jurisdiction") == place).to_dicts()[0]


def same_everywhere(red: int, blue: int, codes: Sequence[str] = STATION_CODES) -> list[dict[str, object]]:
    return [reading(code, red=red, blue=blue, null_votes=0) for code in codes]


def test_every_jurisdiction_has_the_sum_of_what_lies_below_it() -> None:
    snapshot = derived([reading(STATION_CODES[0], red=10, blue=5), reading(STATION_CODES[6], red=1, blue=2)])
    assert [tally(snapshot, place)["votes_red"] for place in ("X", "A", "B", "A1", "A2")] == [
        11,
        10,
        1,
        10,
        None,
    ]


def test_a_total_that_no_station_has_is_null_and_never_zero() -> None:
    row = tally(derived(same_everywhere(10, 5)))
    assert (row["blank_votes"], row["blank_votes_stations"]) == (None, 0)


def test_each_figure_comes_with_the_stations_behind_it() -> None:
    rows = [reading(STATION_CODES[0], red=1, blue=2, null_votes=3), reading(STATION_CODES[1], red=1, blue=2)]
    row = tally(derived(rows))
    assert (row["votes_red_stations"], row["null_votes"], row["null_votes_stations"]) == (2, 3, 1)


def test_stations_and_their_rolls_are_counted_by_status() -> None:
    rows = [
        reading(STATION_CODES[0], red=1, blue=2),
        reading(STATION_CODES[1], red=1, blue=2),
        reading(STATION_CODES[1], red=9, blue=2, reader="another"),
        reading(STATION_CODES[2], red=1, blue=None),
        reading(STATION_CODES[3], red=1, blue=2, valid_votes=50),
    ]
    row = tally(derived(rows))
    counts = {status.value: row[f"stations_{status.value}"] for status in Status}
    assert counts == {"missing": 8, "pending": 1, "disputed": 1, "quarantined": 1, "accepted": 1}
    assert row["registered_voters_quarantined"] == ROLL


def test_declared_minus_listed_counts_as_missing_where_it_is_declared() -> None:
    row = tally(derived(same_everywhere(10, 5), DECLARED))
    assert (row["stations"], row["stations_listed"], row["stations_missing"]) == (20, 12, 8)
    assert row["coverage_of_stations"] == 6000


def test_where_the_frame_is_unknown_nothing_is_claimed() -> None:
    snapshot = derived(same_everywhere(10, 5), DECLARED)
    row = tally(snapshot, "A")
    assert [row[name] for name in ("stations", "stations_missing", "coverage_of_stations")] == [None] * 3
    assert bound(snapshot, "A")["decided"] is None


def test_the_sum_of_parts_is_unknown_as_soon_as_one_part_is() -> None:
    sums: Frames = {"X": ("sum of parts", None, None), "A": ("sum of parts", None, None)}
    assert tally(derived(same_everywhere(1, 2), sums))["stations"] == 12
    broken: Frames = {**sums, "B": ("unknown", None, None)}
    assert tally(derived(same_everywhere(1, 2), broken))["stations"] is None


def test_the_sum_of_parts_holds_the_stations_that_hang_on_the_place_itself() -> None:
    """Stations of unknown place, such as those abroad, hang on the root, which is the sum of its parts."""
    sums: Frames = {"X": ("sum of parts", None, None), "A": ("sum of parts", None, None)}
    last = pl.col("station") == STATION_CODES[-1]
    rootless = world.stations().with_columns(
        jurisdiction=pl.when(last).then(pl.lit("X")).otherwise("jurisdiction"),
        level_2=pl.when(~last).then("level_2"),
        level_3=pl.when(~last).then("level_3"),
    )
    snapshot = derived(same_everywhere(1, 2, STATION_CODES[:-1]), sums, rootless)
    row = tally(snapshot)
    expected = ["stations", "stations_missing", "registered_voters_of_frame", "registered_voters_missing"]
    assert [row[name] for name in expected] == [12, 1, 12 * ROLL, ROLL]
    assert bound(snapshot)["outstanding_registered_voters"] == ROLL
    nobody_knows = rootless.with_columns(registered_voters=pl.when(~last).then("registered_voters"))
    assert tally(derived([], sums, nobody_knows))["registered_voters_of_frame"] is None


def test_the_outstanding_voters_are_those_of_everything_not_accepted() -> None:
    snapshot = derived(same_everywhere(300, 5, STATION_CODES[:11]))
    assert bound(snapshot)["outstanding_registered_voters"] == ROLL


@pytest.mark.parametrize(("red", "decided"), [(299, False), (300, False), (301, True)])
def test_a_lead_is_decided_when_it_is_greater_than_all_outstanding_voters(red: int, decided: bool) -> None:
    rows = [*same_everywhere(50, 0, STATION_CODES[:4]), reading(STATION_CODES[4], red=red, blue=0)]
    frames: Frames = {**DECLARED, "X": ("declared", 20, 5 * ROLL + 500)}
    row = bound(derived(rows, frames))
    assert (row["outstanding_registered_voters"], row["decided"]) == (500, decided)


def test_a_contest_that_sums_do_not_decide_is_never_called_decided() -> None:
    snapshot = derived(same_everywhere(300, 5), decides=Decides("majority", None))
    assert (bound(snapshot)["decided"], bound(snapshot)["lead"]) == (None, 12 * 295)


def test_an_accepted_station_without_a_roll_stands_with_its_ballots_and_the_bound_says_at_most() -> None:
    rows = same_everywhere(30, 10)
    row = bound(derived(rows, DECLARED, world.stations(roll=None)))
    assert (row["outstanding_registered_voters"], row["outstanding_at_most"]) == (20 * ROLL - 12 * 40, True)
    assert row["answer"] == Answer.ROLL_UNKNOWN  # fewer voters may be missing than the lead of 240


def test_at_most_so_many_voters_can_say_no_and_never_yes() -> None:
    for voters, expected in ((239, Answer.NO), (240, Answer.ROLL_UNKNOWN)):
        frames: Frames = {**DECLARED, "X": ("declared", 20, 12 * 40 + voters)}
        row = bound(derived(same_everywhere(30, 10), frames, world.stations(roll=None)))
        assert (row["answer"], row["outstanding_registered_voters"]) == (expected, voters)


def test_an_unaccepted_station_without_a_roll_makes_the_outstanding_voters_unknown() -> None:
    row = bound(derived(same_everywhere(300, 5, STATION_CODES[:11]), stations=world.stations(roll=None)))
    assert (row["outstanding_registered_voters"], row["decided"]) == (None, None)


def test_rolls_above_what_is_declared_make_the_outstanding_voters_unknown() -> None:
    """A reading's roll stands in where the definition has none: an invented one must not decide anything."""
    rows = [reading(STATION_CODES[0], red=100, blue=50, registered_voters=999_999)]
    snapshot = derived(rows, frames=DECLARED, stations=world.stations(roll=None))
    assert (bound(snapshot)["outstanding_registered_voters"], bound(snapshot)["decided"]) == (None, None)


def test_whether_unsettled_forms_could_change_the_winner_is_unknown_where_their_roll_is() -> None:
    unsettled = [
        reading(STATION_CODES[1], red=1, blue=2),
        reading(STATION_CODES[1], red=2, blue=1, reader="b"),
    ]
    rows = [reading(STATION_CODES[0], red=100, blue=50), *unsettled]
    without = derived(rows, stations=world.stations(roll=None))
    assert bound(without)["unsettled_forms"] == 1
    assert bound(without)["unsettled_could_change"] is None
    assert bound(derived(rows))["unsettled_could_change"] is True
    assert bound(derived(rows[:1], stations=world.stations(roll=None)))["unsettled_could_change"] is False


def test_turnout_is_over_stations_with_both_a_roll_and_ballots_cast() -> None:
    rows = [
        reading(STATION_CODES[0], red=200, blue=50, null_votes=0),
        reading(STATION_CODES[1], red=1, blue=1),
    ]
    row = tally(derived(rows))
    assert (row["turnout_ballots"], row["turnout_stations"], row["turnout"]) == (250, 1, 5000)


def test_an_annulled_form_counts_for_turnout_and_a_station_never_installed_does_not() -> None:
    rows = [
        reading(STATION_CODES[0], document_class="annulled", total_votes=100),
        reading(STATION_CODES[1], document_class="not installed", total_votes=0),
    ]
    row = tally(derived(rows))
    assert (row["turnout_ballots"], row["turnout_registered_voters"]) == (100, ROLL)
    assert row["stations_not_installed"] == 1
    assert row["coverage_of_stations"] == 909  # 1 of the 11 that were installed


def test_a_tie_leads_nobody() -> None:
    snapshot = derived(same_everywhere(7, 7))
    assert (bound(snapshot)["lead"], tally(snapshot)["stations_tied"]) == (0, 12)
    assert snapshot.leads["mayor"].is_empty()


def test_a_contest_that_the_first_two_win_is_decided_between_the_second_and_the_third() -> None:
    contest = world.contest(options=("red", "blue", "green"), decides=Decides("first n", 2))
    rows = [reading(code, red=9, blue=7, green=3) for code in STATION_CODES]
    election = world.election((contest,))
    evidence = world.evidence({"mayor": world.readings(rows, contest)})
    row = bound(derive(election, {"form": world.PROFILE}, evidence))
    assert (row["first"], row["second"], row["lead"]) == ("blue", "green", 12 * 4)


@pytest.mark.parametrize(("outstanding", "margin", "forms"), [(100, 900, 2), (199, 801, 2), (200, 800, 1)])
def test_the_fewest_forms_to_undo_a_lead_are_the_heaviest(outstanding: int, margin: int, forms: int) -> None:
    """Three forms weigh 800 each and one 600: whoever is reached is no longer first alone."""
    rows = [*same_everywhere(300, 0, STATION_CODES[:3]), reading(STATION_CODES[3], red=100, blue=0)]
    frames: Frames = {**DECLARED, "X": ("declared", 20, 4 * ROLL + outstanding)}
    row = bound(derived(rows, frames))
    assert (row["margin_if_all_outstanding"], row["forms_to_undo"]) == (margin, forms)


def test_counts_over_the_32_bit_limit_do_not_wrap() -> None:
    rows = [reading(code, red=2_000_000_000, blue=0) for code in STATION_CODES]
    big = world.stations(roll=3_000_000_000)
    assert tally(derived(rows, stations=big))["votes_red"] == 24_000_000_000


@given(evidences())
def test_the_parts_add_up_to_the_whole(evidence: Evidence) -> None:
    election = world.election((CONTEST,), world.ANY_TABLE)
    frame = derive(election, {"form": world.PROFILE}, evidence).tallies["mayor"]
    sums = frame.group_by("level").agg(
        pl.col("votes_red").sum(), *(pl.col(f"stations_{status.value}").sum() for status in Status)
    )
    assert sums.drop("level").unique().height == 1


@given(evidences())
def test_renaming_options_changes_no_figure(evidence: Evidence) -> None:
    election = world.election((world.contest(lines=(("red-a", "red"), ("red-b", "red"))),))
    renamed_contest = world.contest(options=("blue", "red"), lines=(("red-a", "blue"), ("red-b", "blue")))
    swapped = evidence.readings["mayor"].rename({"votes_red": "votes_blue", "votes_blue": "votes_red"})
    renamed = world.evidence({"mayor": swapped.select(evidence.readings["mayor"].columns)})
    same = world.evidence({"mayor": evidence.readings["mayor"]})
    profiles = {"form": world.PROFILE}
    before = derive(election, profiles, same).tallies["mayor"]
    after = derive(world.election((renamed_contest,)), profiles, renamed).tallies["mayor"]
    assert before["votes_red"].equals(after["votes_blue"], null_equal=True, check_names=False)
    assert before["stations_accepted"].equals(after["stations_accepted"])
