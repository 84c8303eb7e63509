"""Can what is missing change who is first? One answer, and what M is made of (spec/tally.md)."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import Answer, FrameKind, Method
from testigo.election.contests import Decides
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.world import ROLL, STATION_CODES, reading

Row = dict[str, object]
Frames = Mapping[str, tuple[str, int | None, int | None]]
PLURALITY = Decides("plurality", 1)
MAJORITY = Decides("majority", None)
ALL_BUT_ONE = STATION_CODES[:11]
LAST = STATION_CODES[11]
SUMS: Frames = {"X": (FrameKind.SUM_OF_PARTS.value, None, None)}
T301_WARNS = Policy(world.ANY_TABLE.sufficient, {"T.301": Severity.WARNING})
TWO_PERSONS_T301_WARNS = Policy(world.TWO_PERSONS.sufficient, {"T.301": Severity.WARNING})


def everywhere(red: int, blue: int, codes: Sequence[str] = STATION_CODES) -> list[Row]:
    return [reading(code, red=red, blue=blue, null_votes=0) for code in codes]


def derived(
    rows: Sequence[Row],
    *,
    decides: Decides = PLURALITY,
    roll: int | None = ROLL,
    frames: Frames | None = None,
    rules: Policy = world.ANY_TABLE,
    options: Sequence[str] = ("red", "blue"),
) -> Snapshot:
    contest = world.contest(options=options, decides=decides)
    election = world.election((contest,), rules, frames=frames, station_frame=world.stations(roll=roll))
    read = world.readings(rows, contest)
    return derive(election, {"form": world.PROFILE}, world.evidence({"mayor": read}))


def bound(snapshot: Snapshot, place: str = "X") -> Row:
    return snapshot.bounds["mayor"].filter(pl.col("jurisdiction") == place).to_dicts()[0]


def answer(snapshot: Snapshot, place: str = "X") -> object:
    return bound(snapshot, place)["answer"]


class TestPlaces:
    def test_a_place_whose_parts_are_all_known_is_known_although_no_roll_is(self) -> None:
        snapshot = derived(everywhere(10, 5), roll=None, frames=SUMS)
        row = bound(snapshot)
        assert (row["outstanding_registered_voters"], row["decided"], row["answer"]) == (
            0,
            True,
            Answer.COMPLETE,
        )
        assert answer(snapshot, "A") == answer(snapshot) == answer(snapshot, "A1")

    def test_the_whole_is_unknown_as_soon_as_one_part_is(self) -> None:
        snapshot = derived(everywhere(10, 5, ALL_BUT_ONE), roll=None, frames=SUMS)
        assert (answer(snapshot), answer(snapshot, "A")) == (Answer.ROLL_UNKNOWN, Answer.COMPLETE)

    def test_a_declared_place_all_of_whose_stations_are_accepted_has_nothing_outstanding(self) -> None:
        frames: Frames = {"X": (FrameKind.DECLARED.value, 12, None)}
        snapshot = derived(everywhere(10, 5), roll=None, frames=frames)
        assert (bound(snapshot)["outstanding_registered_voters"], answer(snapshot)) == (0, Answer.COMPLETE)

    def test_a_place_of_unknown_frame_has_no_answer(self) -> None:
        frames: Frames = {"A": (FrameKind.UNKNOWN.value, None, None)}
        assert answer(derived(everywhere(10, 5), frames=frames), "A") == Answer.FRAME_UNKNOWN

    def test_where_some_rolls_of_accepted_stations_are_unknown_nobody_knows_how_many_forms_undo_a_lead(
        self,
    ) -> None:
        assert bound(derived(everywhere(10, 5), roll=None, frames=SUMS))["forms_to_undo"] is None
        assert bound(derived(everywhere(10, 5), frames=SUMS))["forms_to_undo"] == 1


class TestWhoIsFirst:
    def test_a_complete_tie_decides_nobody_and_nothing_can_change_it(self) -> None:
        snapshot = derived(everywhere(126, 126))
        row = bound(snapshot)
        assert (row["answer"], row["decided"], row["unsettled_could_change"]) == (Answer.TIED, False, False)

    def test_a_tie_with_something_outstanding_can_change(self) -> None:
        assert answer(derived(everywhere(126, 126, ALL_BUT_ONE))) == Answer.YES

    @pytest.mark.parametrize(("lead", "expected"), [(499, Answer.YES), (500, Answer.YES), (501, Answer.NO)])
    def test_a_lead_must_be_greater_than_the_outstanding_roll(self, lead: int, expected: Answer) -> None:
        rows = [*everywhere(40, 0, STATION_CODES[:10]), reading(ALL_BUT_ONE[-1], red=lead - 400, blue=0)]
        assert answer(derived(rows)) == expected

    def test_where_nothing_is_accepted_there_are_no_votes_to_compare(self) -> None:
        assert answer(derived([])) == Answer.NO_VOTES

    def test_one_option_alone_has_nobody_to_be_first_before_it(self) -> None:
        rows = [reading(code, red=5) for code in STATION_CODES]
        assert answer(derived(rows, options=("red",))) == Answer.ALONE

    def test_a_contest_of_seats_is_not_asked(self) -> None:
        assert answer(derived(everywhere(10, 5), decides=Decides("seats", None))) == Answer.ANOTHER_RULE


class TestRolls:
    """T.301 as a warning, as docs advise where voters may vote away from their roll."""

    def test_an_accepted_station_with_more_ballots_than_its_roll_shows_that_rolls_bound_nothing(self) -> None:
        rows = everywhere(200, 10, ALL_BUT_ONE)
        rows[0] = reading(STATION_CODES[0], red=480, blue=21, null_votes=0)
        row = bound(derived(rows, rules=T301_WARNS))
        assert (row["answer"], row["decided"], row["stations_over_roll"]) == (
            Answer.ROLLS_DO_NOT_BOUND,
            None,
            1,
        )
        assert row["outstanding_registered_voters"] is None
        assert row["share_highest_blue"] is None

    def test_a_station_that_fills_its_roll_exactly_shows_nothing(self) -> None:
        rows = everywhere(200, 10, ALL_BUT_ONE)
        rows[0] = reading(STATION_CODES[0], red=480, blue=20, null_votes=0)
        assert answer(derived(rows, rules=T301_WARNS)) == Answer.NO

    def test_rolls_that_are_exceeded_matter_no_more_where_nothing_is_missing(self) -> None:
        assert answer(derived(everywhere(480, 21), rules=T301_WARNS)) == Answer.COMPLETE

    def test_rolls_of_a_place_where_none_is_exceeded_bound_it(self) -> None:
        rows = everywhere(200, 10, ALL_BUT_ONE)
        rows[0] = reading(STATION_CODES[0], red=480, blue=21, null_votes=0)
        assert answer(derived(rows, rules=T301_WARNS), "B") == Answer.NO

    def test_a_station_counts_the_larger_of_its_roll_and_the_ballots_that_two_persons_read(self) -> None:
        person = {"method": Method.PERSON, "red": 600, "blue": 300, "null_votes": 0}
        both = [reading(LAST, reader=reader, **person) for reader in ("ana-1", "bo-2")]
        row = bound(derived([*everywhere(200, 10, ALL_BUT_ONE), *both]))
        assert row["outstanding_registered_voters"] == 900
        assert (row["ballots_claimed_beyond"], row["unsettled_registered_voters"]) == (0, 900)

    def test_what_nobody_confirmed_is_said_beside_the_bound_and_decides_nothing(self) -> None:
        """One forged code with 999,999,999 ballots keeps no contest open."""
        forged = reading(LAST, method=Method.MACHINE_CODE, form="f", red=0, blue=999_999_999, null_votes=0)
        row = bound(derived([*everywhere(200, 10, ALL_BUT_ONE), forged]))
        assert (row["outstanding_registered_voters"], row["answer"]) == (ROLL, Answer.NO)
        assert row["ballots_claimed_beyond"] == 999_999_999 - ROLL

    def test_what_one_person_typed_alone_is_said_beside_the_bound(self) -> None:
        """Whoever types one forged form with 999,999,999 ballots keeps no contest open."""
        typed = {"method": Method.PERSON, "reader": "ana-1", "red": 0, "blue": 999_999_999, "null_votes": 0}
        twice = [reading(LAST, **typed), reading(LAST, **typed)]
        row = bound(derived([*everywhere(200, 10, ALL_BUT_ONE), *twice]))
        assert (row["outstanding_registered_voters"], row["answer"]) == (ROLL, Answer.NO)
        assert row["ballots_claimed_beyond"] == 999_999_999 - ROLL

    def test_a_person_confirms_a_code_and_other_photos_of_codes_do_not(self) -> None:
        figures = {"red": 400, "blue": 200, "null_votes": 0}
        code = {"method": Method.MACHINE_CODE, **figures}
        one = reading(LAST, form="f", exhibit="a", **code)
        same = reading(LAST, form="f", exhibit="b", **code)
        other = reading(LAST, form="g", exhibit="c", **code)
        rows = everywhere(200, 10, ALL_BUT_ONE)
        assert bound(derived([*rows, one, same]))["outstanding_registered_voters"] == ROLL
        assert bound(derived([*rows, one, other]))["outstanding_registered_voters"] == ROLL
        typed = reading(LAST, method=Method.PERSON, reader="ana-1", **figures)
        assert bound(derived([*rows, one, typed]))["outstanding_registered_voters"] == 600

    def test_a_reading_with_another_blocking_finding_counts_for_nothing_and_is_said(self) -> None:
        person = {"method": Method.PERSON, "reader": "ana-1", "red": 600, "blue": 300, "null_votes": 0}
        bad = reading(LAST, **person, valid_votes=1)
        other = reading(LAST, **{**person, "reader": "bo-2"}, valid_votes=1)
        row = bound(derived([*everywhere(200, 10, ALL_BUT_ONE), bad, other]))
        assert row["outstanding_registered_voters"] == ROLL

    def test_what_people_excluded_is_neither_counted_nor_claimed(self) -> None:
        rows = [*everywhere(200, 10, ALL_BUT_ONE), reading(LAST, red=600, blue=300, null_votes=0)]
        contest = world.contest()
        decision = {"station": LAST, "decision": "exclude", "reason": "forged", "knew": ["r11"], "persons": 2}
        decisions = pl.DataFrame([decision], schema=dict(world.no_decisions().schema))
        evidence = world.evidence({"mayor": world.readings(rows, contest)}, {"mayor": decisions})
        row = bound(derive(world.election((contest,)), {"form": world.PROFILE}, evidence))
        assert (row["outstanding_registered_voters"], row["ballots_claimed_beyond"]) == (ROLL, 0)

    def test_ballots_above_a_listed_roll_come_on_top_of_what_is_declared(self) -> None:
        frames: Frames = {"X": (FrameKind.DECLARED.value, 20, 20 * ROLL)}
        person = {"method": Method.PERSON, "reader": "ana-1", "red": 600, "blue": 300, "null_votes": 0}
        rows = everywhere(200, 10, ALL_BUT_ONE)
        both = [reading(LAST, **{**person, "reader": reader}) for reader in ("ana-1", "bo-2")]
        before, after = derived(rows, frames=frames), derived([*rows, *both], frames=frames)
        more = int(str(bound(after)["outstanding_registered_voters"])) - int(
            str(bound(before)["outstanding_registered_voters"])
        )
        assert more == 900 - ROLL


class TestUnreadVotes:
    """An option that a form need not have (`required = no`) may be unread where the station is accepted."""

    @staticmethod
    def unread(**figures: int) -> list[Row]:
        """The last station is accepted without the votes of blue."""
        return [*everywhere(200, 180, ALL_BUT_ONE), reading(LAST, red=10, **figures)]

    def bounded(self, rows: Sequence[Row], roll: int | None = ROLL) -> Row:
        contest = world.contest(optional=("blue",))
        election = world.election((contest,), station_frame=world.stations(roll=roll))
        evidence = world.evidence({"mayor": world.readings(rows, contest)})
        return bound(derive(election, {"form": world.PROFILE}, evidence))

    @pytest.mark.parametrize(
        ("figures", "expected"),
        [
            ({"valid_votes": 240}, Answer.VOTES_UNREAD),  # a lead of 230, and 230 that nobody read
            ({"valid_votes": 239}, Answer.COMPLETE),
            ({"total_votes": 260, "null_votes": 20}, Answer.VOTES_UNREAD),
            ({"total_votes": 259, "null_votes": 20}, Answer.COMPLETE),
            ({}, Answer.VOTES_UNREAD),  # as many as the roll has
        ],
    )
    def test_they_could_change_who_is_first(self, figures: Mapping[str, int], expected: Answer) -> None:
        row = self.bounded(self.unread(**figures))
        assert (row["answer"], row["outstanding_registered_voters"]) == (expected, 0)
        assert row["decided"] is (True if expected is Answer.COMPLETE else None)

    def test_where_nothing_bounds_them_nothing_is_decided(self) -> None:
        assert self.bounded(self.unread(), roll=None)["answer"] == Answer.VOTES_UNREAD

    def test_they_make_fewer_forms_enough_to_undo_a_lead(self) -> None:
        """Each form of 400 : 50 weighs 850 with its roll: five reach 3,860, and four 3,370."""
        rows = [*everywhere(400, 50, ALL_BUT_ONE), reading(LAST, red=10, valid_votes=10)]
        lost = [*everywhere(400, 50, ALL_BUT_ONE), reading(LAST, red=10, valid_votes=500)]
        assert (self.bounded(rows)["lead"], self.bounded(rows)["forms_to_undo"]) == (3860, 5)
        assert self.bounded(lost)["forms_to_undo"] == 4

    def test_where_the_valid_votes_are_all_accounted_for_nothing_could(self) -> None:
        row = self.bounded(self.unread(valid_votes=10))
        assert (row["outstanding_registered_voters"], row["answer"]) == (0, Answer.COMPLETE)

    @pytest.mark.parametrize(("last", "expected"), [(46, Answer.VOTES_UNREAD), (45, Answer.COMPLETE)])
    def test_they_bring_somebody_above_half_only_with_more_than_half(
        self, last: int, expected: Answer
    ) -> None:
        """Of 1,320 valid votes 120 are unread: 541 and these are more than half, 540 are not."""
        contest = world.contest(options=("a", "b", "c"), optional=("c",), decides=MAJORITY)
        rows = [reading(code, a=45, b=25, c=30) for code in ALL_BUT_ONE]
        last_row = reading(LAST, a=last, b=100 - last, valid_votes=220)
        election = world.election((contest,))
        evidence = world.evidence({"mayor": world.readings([*rows, last_row], contest)})
        row = bound(derive(election, {"form": world.PROFILE}, evidence))
        assert (row["answer"], row["more_than_half"]) == (expected, False)


class TestFormsToUndo:
    def test_a_station_without_a_roll_is_bounded_by_declared_voters_of_its_own_place_only(self) -> None:
        """A declares its voters, B lists stations of which no roll is known: whole X says no number."""
        declared = (FrameKind.DECLARED.value, 6, 6 * ROLL)
        frames: Frames = {**SUMS, "A": declared}
        snapshot = derived(everywhere(400, 5), roll=None, frames=frames)
        assert bound(snapshot)["forms_to_undo"] is None
        assert bound(snapshot, "A")["forms_to_undo"] == 3


class TestWhatIsInReview:
    def test_what_cannot_change_it_whole_cannot_in_part_although_a_roll_is_unknown(self) -> None:
        """A lead of more than all outstanding voters: nobody needs to know the roll of one disputed form."""
        frames: Frames = {"X": (FrameKind.DECLARED.value, 12, 11 * 250)}
        disputed = [reading(LAST, red=1, blue=2), reading(LAST, red=2, blue=1, reader="b")]
        snapshot = derived([*everywhere(200, 10, ALL_BUT_ONE), *disputed], roll=None, frames=frames)
        row = bound(snapshot)
        assert (row["outstanding_registered_voters"], row["lead"]) == (440, 2090)
        assert (row["answer"], row["unsettled_could_change"]) == (Answer.NO, False)

    def test_nothing_in_review_changes_nothing_at_a_tie(self) -> None:
        assert bound(derived(everywhere(10, 10, ALL_BUT_ONE)))["unsettled_could_change"] is False

    def test_it_is_unknown_where_rolls_do_not_bound_and_no_reading_reaches_the_lead(self) -> None:
        rows = everywhere(200, 10, ALL_BUT_ONE)
        rows[0] = reading(STATION_CODES[0], red=480, blue=21, null_votes=0)
        disputed = [reading(LAST, red=1, blue=2), reading(LAST, red=2, blue=1, reader="b")]
        assert bound(derived([*rows, *disputed], rules=T301_WARNS))["unsettled_could_change"] is None


class TestHalf:
    """A contest by majority: can what is missing change whether somebody has more than half?"""

    @pytest.mark.parametrize(
        ("red", "blue", "expected"),
        [
            (400, 0, Answer.NO),  # 4400 of 4400: no 500 votes take the half away
            (240, 200, Answer.YES),  # 2640 of 4840: 500 against leave it below half
            (210, 200, Answer.YES),
        ],
    )
    def test_who_has_more_than_half_can_lose_it_or_not(self, red: int, blue: int, expected: Answer) -> None:
        row = bound(derived(everywhere(red, blue, ALL_BUT_ONE), decides=MAJORITY))
        assert (row["answer"], row["more_than_half"], row["decided"]) == (expected, True, None)

    @pytest.mark.parametrize(("third", "expected"), [(45, Answer.YES), (46, Answer.NO), (80, Answer.NO)])
    def test_who_has_less_can_pass_it_or_not(self, third: int, expected: Answer) -> None:
        """1,100, 1,100 and eleven times the third; with the last 500 somebody has 1,600."""
        rows = [reading(code, a=100, b=100, c=third) for code in ALL_BUT_ONE]
        row = bound(derived(rows, decides=MAJORITY, options=("a", "b", "c")))
        assert (row["answer"], row["more_than_half"]) == (expected, False)

    def test_exactly_half_is_not_more_than_half(self) -> None:
        row = bound(derived(everywhere(10, 10), decides=MAJORITY))
        assert (row["more_than_half"], row["answer"]) == (False, Answer.COMPLETE)

    @given(
        st.lists(
            st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).filter(
                any
            ),  # else quarantined
            min_size=1,
            max_size=3,
        ),
        st.integers(0, 12),
    )
    def test_no_is_said_only_where_no_share_of_the_missing_votes_changes_it(
        self, votes: list[tuple[int, int, int]], roll: int
    ) -> None:
        rows = [reading(code, a=a, b=b, c=c) for code, (a, b, c) in zip(STATION_CODES, votes, strict=False)]
        contest = world.contest(options=("a", "b", "c"), decides=MAJORITY)
        shown = STATION_CODES[: len(votes) + 1]
        stations = world.stations(roll=30, codes=shown).with_columns(
            registered_voters=pl.when(pl.col("station") == shown[-1]).then(roll).otherwise(30)
        )
        election = world.election((contest,), station_frame=stations)
        evidence = world.evidence({"mayor": world.readings(rows, contest)})
        row = bound(derive(election, {"form": world.PROFILE}, evidence))
        sums = [sum(each[option] for each in votes) for option in range(3)]
        all_votes = sum(sums)
        now = any(2 * each > all_votes for each in sums)
        changed = any(
            any(
                2 * (each + (more if number == whose else 0)) > all_votes + more
                for number, each in enumerate(sums)
            )
            != now
            for more in range(roll + 1)
            for whose in range(3)
        )
        if row["answer"] == Answer.NO:
            assert not changed
        elif row["answer"] == Answer.YES:
            assert changed
