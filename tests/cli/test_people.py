"""What people say of forms, by the commands: the journey of a form, each refusal, each undoing."""

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from testigo.cli.key_folder import make_key_folder
from testigo.cli.operation import Operation
from testigo.evidence.connect import EVIDENCE_FILE, connect, open_journal
from testigo.evidence.statements import Json, Kind
from testigo.record.keys import fingerprint
from tests.cli.small import MAPPING, Small, make_small

BECAUSE = ("--reason", "The photo shows it.")
JUDGE = ("--person", "judge-1", *BECAUSE)
PAIR = (
    "--person",
    "judge-1",
    "--organisation",
    "observers-9",
    "--second-person",
    "judge-2",
    "--second-organisation",
    "university",
    *BECAUSE,
)
FORM = ("001.01", "mayor")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A sealed operation, made once; every test has a copy."""
    return make_small(tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def small(sealed: Small, tmp_path: Path) -> Small:
    return Small(shutil.copytree(sealed.folder, tmp_path / "operation"))


@pytest.fixture
def disputed(small: Small) -> Small:
    """Readers 1 and 2 differ on station 001.01: statements 1 and 2."""
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert small.typed("reader-2", "001.01,mayor,100,60") == 0
    return small


@pytest.fixture
def accepted(small: Small) -> Small:
    """Readers 1 and 2 agree on station 001.01: statements 1 and 2."""
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert small.typed("reader-2", "001.01,mayor,100,50") == 0
    return small


class TestTheJourneyOfADisputedForm:
    def test_missing_pending_disputed_adjudicated_reopened(self, small: Small) -> None:
        assert small.status("001.01") == "missing"
        small.typed("reader-1", "001.01,mayor,100,50")
        assert small.status("001.01") == "pending"
        small.typed("reader-2", "001.01,mayor,100,60")
        assert small.status("001.01") == "disputed"
        assert small.run("adjudicate", *FORM, "--decision", "accept", "--reading", "2", *JUDGE) == 0
        assert "Now accepted" in small.out
        result = small.result("001.01")
        assert (result["votes_blue"], result["basis"]) == (60, "decision of people")
        small.typed("reader-3", "001.01,mayor,100,60")
        assert small.status("001.01") == "disputed"

    def test_a_decision_says_which_readings_it_knew(self, disputed: Small) -> None:
        disputed.run("adjudicate", *FORM, "--decision", "exclude", *JUDGE)
        said = disputed.said(3)
        assert (said.kind, said.person, said.body["knew"]) == (Kind.ADJUDICATED, "judge-1", ["1", "2"])

    def test_excluded_is_quarantined(self, disputed: Small) -> None:
        disputed.run("adjudicate", *FORM, "--decision", "exclude", *JUDGE)
        assert disputed.status("001.01") == "quarantined"

    def test_corrected_by_the_paper_figure_by_figure(self, disputed: Small) -> None:
        figures = ("--figure", "votes_red=101", "--figure", "votes_blue=55")
        assert disputed.run("adjudicate", *FORM, "--decision", "correct", *figures, *JUDGE) == 0
        result = disputed.result("001.01")
        assert (result["votes_red"], result["votes_blue"], result["valid_votes"]) == (101, 55, 156)

    def test_figures_may_come_from_a_table(self, disputed: Small) -> None:
        table = disputed.write("figures.csv", "figure,value\nvotes_red,101\nvotes_blue,55\n")
        disputed.run("adjudicate", *FORM, "--decision", "correct", "--figures", table, *JUDGE)
        assert disputed.result("001.01")["votes_blue"] == 55

    def test_a_dry_run_decides_nothing(self, disputed: Small) -> None:
        assert disputed.run("adjudicate", *FORM, "--decision", "exclude", "--dry-run", *JUDGE) == 0
        assert (disputed.last(), disputed.status("001.01")) == (2, "disputed")


class TestTranscribe:
    def test_each_row_is_a_statement_of_the_form_by_the_person(self, small: Small) -> None:
        assert small.typed("reader-7", "001.01,mayor,100,50", "001.02,mayor,10,5") == 0
        assert "2 rows, 2 recorded" in small.out
        first, second = small.said(1), small.said(2)
        assert (first.kind, first.person, first.contest) == (Kind.TRANSCRIBED, "reader-7", "mayor")
        assert first.body["figures"] == {"votes_red": 100, "votes_blue": 50}
        assert first.subject != second.subject

    def test_what_was_not_read_stays_unread_and_nothing_is_added_up(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,100,")
        assert small.said(1).body["figures"] == {"votes_red": 100}

    def test_a_wrong_sum_is_taken_as_the_paper_has_it(self, small: Small) -> None:
        header = "station,contest,votes_red,votes_blue,valid_votes"
        small.typed("reader-7", "001.01,mayor,100,50,151", header=header)
        assert small.said(1).body["figures"] == {"votes_red": 100, "votes_blue": 50, "valid_votes": 151}

    def test_a_paper_that_nobody_photographed_has_a_label_that_anyone_can_make_again(
        self, small: Small
    ) -> None:
        small.typed("reader-7", "001.01,mayor,100,50")
        label = b"paper form of station 001.01\n"
        assert small.said(1).subject == hashlib.sha256(label).hexdigest()
        assert Operation(small.folder).exhibits.get(str(small.said(1).subject)) == label
        assert small.said(1).body["provenance_class"] == "paper seen by us"

    def test_a_photo_is_named_by_its_exhibit_and_keeps_its_paper(self, small: Small) -> None:
        exhibit = photograph(small, "001.02", b"photo", form="form-1")
        assert (
            small.typed("reader-7", f"{exhibit},mayor,1,2", header="exhibit,contest,votes_red,votes_blue")
            == 0
        )
        said = small.said(2)
        assert (said.subject, said.body["station"], said.body["form"]) == (exhibit, "001.02", "form-1")
        assert said.body["provenance_class"] == "photo only"

    def test_the_only_photo_of_a_station_is_meant_by_its_code(self, small: Small) -> None:
        exhibit = photograph(small, "001.02", b"photo")
        small.typed("reader-7", "001.02,mayor,1,2")
        assert small.said(2).subject == exhibit

    def test_of_two_photos_the_row_must_name_one(self, small: Small) -> None:
        first, second = photograph(small, "001.02", b"a"), photograph(small, "001.02", b"b")
        assert small.typed("reader-7", "001.02,mayor,1,2") == 2
        assert "There are 2 forms of this station" in small.err
        assert first in small.err
        assert second in small.err

    def test_the_same_table_again_changes_nothing(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,100,50")
        assert small.typed("reader-7", "001.01,mayor,100,50") == 0
        assert "0 recorded, 1 were known already" in small.out
        assert small.last() == 1

    def test_a_longer_table_records_what_is_new(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,100,50")
        small.typed("reader-7", "001.01,mayor,100,50", "001.02,mayor,1,2")
        assert small.last() == 2

    def test_a_photo_that_came_later_does_not_make_the_same_row_new(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,100,50")
        photograph(small, "001.01", b"photo")
        small.typed("reader-7", "001.01,mayor,100,50")
        assert small.last() == 2

    def test_a_person_does_not_agree_with_herself_by_typing_otherwise(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,100,50")
        assert small.typed("reader-7", "001.01,mayor,100,60", "001.02,mayor,1,2") == 2
        assert "row 2" in small.err
        assert "by another person" in small.err
        assert small.last() == 1

    def test_a_form_of_an_unknown_station_is_kept_and_counted_apart(self, small: Small) -> None:
        assert small.typed("reader-7", "099.01,mayor,1,2") == 0
        assert "not in the definition: 1" in small.out
        small.run("status")
        assert "Readings of unknown stations: 1" in small.out

    def test_a_class_without_figures_is_a_transcription(self, small: Small) -> None:
        small.typed("reader-7", "001.01,mayor,unreadable", header="station,contest,document_class")
        assert small.said(1).body["document_class"] == "unreadable"

    def test_every_problem_is_told_at_once_and_nothing_is_recorded(self, small: Small) -> None:
        rows = ("001.01,mayor,1 000,50", "001.02,council,1,2", "002.01,mayor,,", ",mayor,1,2")
        assert small.typed("reader-7", *rows, "001.01,mayor,1,2") == 2
        for row in range(2, 7):
            assert f"row {row}" in small.err
        assert small.last() == 0

    def test_a_dry_run_records_nothing(self, small: Small) -> None:
        table = small.write("typed.csv", "station,contest,votes_red,votes_blue\n001.01,mayor,1,2\n")
        assert small.run("transcribe", table, "--person", "reader-7", "--dry-run") == 0
        assert "1 rows, 1 new" in small.out
        assert small.last() == 0

    @pytest.mark.parametrize("person", ["Rosa", "12345678", "v-12345678"])
    def test_a_name_or_number_is_refused_and_not_repeated(self, small: Small, person: str) -> None:
        assert small.typed(person, "001.01,mayor,1,2") == 2
        assert "written as a code" in small.err
        assert person not in small.err
        assert small.last() == 0


class TestAdjudicateRefuses:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((*FORM, "--decision", "accept", *JUDGE), "The readings differ"),
            ((*FORM, "--decision", "accept", "--reading", "9", *JUDGE), "no such reading"),
            ((*FORM, "--decision", "exclude", "--person", "reader-1", *BECAUSE), "Nobody decides on what"),
            ((*FORM, "--decision", "exclude", *JUDGE, "--second-person", "judge-1"), "of one person"),
            ((*FORM, "--decision", "correct", *JUDGE), "votes of an option are missing"),
            ((*FORM, "--decision", "correct", *JUDGE, "--figure", "votes_red=1"), "votes of an option are"),
            ((*FORM, "--decision", "correct", *JUDGE, "--figure", "votes_red=-1"), "not a figure"),
            ((*FORM, "--decision", "correct", *JUDGE, "--figure", "votes_sun=1"), "not a figure"),
            ((*FORM, "--decision", "exclude", *JUDGE, "--figure", "votes_red=1"), "takes no figures"),
            ((*FORM, "--decision", "exclude", *JUDGE, "--reading", "1"), "takes no reading"),
            ((*FORM, "--decision", "exclude", "--person", "Rosa", *BECAUSE), "written as a code"),
            ((*FORM, "--decision", "exclude", "--person", "judge-1", "--reason", "no"), "A reason is"),
            (("001.01", "council", "--decision", "exclude", *JUDGE), "no contest 'council'"),
            (("099.01", "mayor", "--decision", "exclude", *JUDGE), "not in the definition"),
            (("002.01", "mayor", "--decision", "exclude", *JUDGE), "Nothing was read"),
        ],
    )
    def test_with_one_clear_error_and_nothing_changed(
        self, disputed: Small, arguments: tuple[str, ...], words: str
    ) -> None:
        assert disputed.run("adjudicate", *arguments) == 2
        assert words in disputed.err
        assert disputed.last() == 2

    def test_what_is_accepted_is_a_matter_of_correction(self, accepted: Small) -> None:
        assert accepted.run("adjudicate", *FORM, "--decision", "accept", *JUDGE) == 2
        assert "testigo correct" in accepted.err

    def test_what_is_accepted_is_excluded_by_two_persons_of_two_organisations(self, accepted: Small) -> None:
        assert accepted.run("adjudicate", *FORM, "--decision", "exclude", *JUDGE) == 2
        assert accepted.run("adjudicate", *FORM, "--decision", "exclude", *PAIR) == 0
        assert accepted.status("001.01") == "quarantined"


class TestCorrect:
    FIGURES = ("--figure", "votes_red=99", "--figure", "votes_blue=51")

    def test_two_persons_of_two_organisations_change_an_accepted_result(self, accepted: Small) -> None:
        assert accepted.run("correct", *FORM, *self.FIGURES, *PAIR) == 0
        said = accepted.said(3)
        assert (said.kind, said.person, said.second_person) == (Kind.CORRECTED, "judge-1", "judge-2")
        assert said.body["organisations"] == 2
        assert accepted.result("001.01")["votes_red"] == 99

    @pytest.mark.parametrize(
        ("signers", "words"),
        [
            (JUDGE, "Name the second person"),
            ((*JUDGE, "--second-person", "judge-2"), "Name the second person"),
            ((*PAIR, "--second-person", "judge-1"), "of one person"),
            ((*PAIR, "--second-organisation", "Observers-9"), "of one organisation"),
            ((*PAIR, "--second-person", "reader-2"), "Nobody decides on what"),
        ],
    )
    def test_fewer_are_refused(self, accepted: Small, signers: tuple[str, ...], words: str) -> None:
        assert accepted.run("correct", *FORM, *self.FIGURES, *signers) == 2
        assert words in accepted.err
        assert accepted.last() == 2


class TestWithdraw:
    def test_a_withdrawn_reading_no_longer_counts(self, accepted: Small) -> None:
        assert accepted.run("withdraw", "2", *JUDGE) == 0
        assert "mayor: accepted 1 -> 0 stations" in accepted.out
        assert accepted.status("001.01") == "pending"

    def test_withdrawing_the_withdrawal_brings_it_back(self, accepted: Small) -> None:
        accepted.run("withdraw", "2", *JUDGE)
        assert accepted.run("withdraw", "3", *JUDGE) == 2
        assert "would make or change an accepted result" in accepted.err
        assert accepted.run("withdraw", "3", *PAIR) == 0
        assert accepted.status("001.01") == "accepted"

    def test_withdrawing_that_takes_it_away_again(self, accepted: Small) -> None:
        accepted.run("withdraw", "2", *JUDGE)
        accepted.run("withdraw", "3", *PAIR)
        assert accepted.run("withdraw", "4", *JUDGE) == 0
        assert accepted.status("001.01") == "pending"

    def test_a_withdrawn_decision_leaves_what_was_before_it(self, disputed: Small) -> None:
        disputed.run("adjudicate", *FORM, "--decision", "exclude", *JUDGE)
        assert disputed.run("withdraw", "3", *JUDGE) == 0
        assert disputed.status("001.01") == "disputed"

    def test_one_person_does_not_end_a_dispute_by_taking_a_reading_away(self, disputed: Small) -> None:
        disputed.typed("reader-3", "001.01,mayor,100,50")
        assert disputed.run("withdraw", "2", *JUDGE) == 2
        assert disputed.status("001.01") == "disputed"
        assert disputed.run("withdraw", "2", *PAIR) == 0
        assert disputed.status("001.01") == "accepted"

    def test_rows_of_a_table_are_withdrawn_by_a_table(self, small: Small) -> None:
        imported(small)
        names = small.write("false.csv", "reading\n1.0:001.01\n1.0:001.02\n")
        assert small.run("withdraw", "--table", names, *JUDGE) == 0
        assert [small.status(code) for code in ("001.01", "001.02", "002.01")] == [
            "missing",
            "missing",
            "accepted",
        ]

    def test_many_names_go_into_an_exhibit(self, small: Small) -> None:
        rows = [f"{number:03}.09,mayor,1,2" for number in range(60)]
        small.typed("reader-1", *rows)
        assert small.run("withdraw", *(str(number) for number in range(1, 61)), *JUDGE) == 0
        assert small.said(61).body["readings_exhibit"]
        assert Operation(small.folder).evidence().readings["mayor"].is_empty()

    def test_a_whole_import_is_withdrawn_by_its_number(self, small: Small) -> None:
        imported(small)
        small.run("withdraw", "1", *JUDGE)
        assert small.status("002.01") == "missing"

    def test_every_name_that_does_not_stand_is_told_at_once(self, accepted: Small) -> None:
        accepted.run("withdraw", "2", *JUDGE)
        assert accepted.run("withdraw", "2", "0", "77", "1.0:x", *JUDGE) == 2
        assert [
            word in accepted.err for word in ("withdrawn before", "what happened", "'77'", "'1.0:x'")
        ] == [True] * 4
        assert accepted.last() == 3

    def test_a_dry_run_says_what_would_move_and_changes_nothing(self, accepted: Small) -> None:
        assert accepted.run("withdraw", "2", "--dry-run", *JUDGE) == 0
        assert "accepted 1 -> 0" in accepted.out
        assert accepted.last() == 2

    def test_nothing_to_withdraw_is_an_error(self, accepted: Small) -> None:
        assert accepted.run("withdraw", *JUDGE) == 2


class TestInvalidate:
    def test_all_that_a_person_typed_and_signed_falls(self, disputed: Small) -> None:
        disputed.typed("reader-1", "001.02,mayor,1,2")
        disputed.run("adjudicate", "001.02", "mayor", "--decision", "accept", *JUDGE)
        assert disputed.run("invalidate", "judge-1", "--person", "judge-2", *BECAUSE) == 0
        assert disputed.status("001.02") == "pending"
        assert disputed.run("invalidate", "reader-1", "--person", "judge-2", *BECAUSE) == 0
        assert [disputed.status(code) for code in ("001.01", "001.02")] == ["pending", "missing"]
        assert disputed.said(6).body["readings"] == ["1", "3"]

    def test_withdrawing_it_brings_all_back(self, disputed: Small) -> None:
        disputed.run("invalidate", "reader-1", *JUDGE)
        assert disputed.run("withdraw", "3", *JUDGE) == 0
        assert disputed.status("001.01") == "disputed"

    def test_nothing_of_a_person_is_an_error(self, disputed: Small) -> None:
        assert disputed.run("invalidate", "reader-9", *JUDGE) == 2
        assert disputed.last() == 2


class TestDeclare:
    def test_declared_numbers_stand_with_their_source(self, small: Small) -> None:
        assert small.run("declare", "--held", "4", "--scanned", "3", "--source", "Press, 7 January") == 0
        assert Operation(small.folder).evidence().declared.rows() == [("X", 4, 3, "Press, 7 January")]

    def test_the_last_thing_that_a_source_said_of_a_place_stands(self, small: Small) -> None:
        small.run("declare", "--held", "4", "--source", "Press", "--place", "A")
        small.run("declare", "--held", "5", "--source", "Press", "--place", "A")
        assert Operation(small.folder).evidence().declared.rows() == [("A", 5, None, "Press")]
        small.run("withdraw", "2", *JUDGE)
        assert Operation(small.folder).evidence().declared.rows() == [("A", 4, None, "Press")]

    def test_the_same_again_changes_nothing(self, small: Small) -> None:
        small.run("declare", "--held", "4", "--source", "Press")
        assert small.run("declare", "--held", "4", "--source", "Press") == 0
        assert small.last() == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--source", "Press"),
            ("--held", "1", "--scanned", "2", "--source", "Press"),
            ("--held", "1", "--source", "Press", "--place", "Z"),
            ("--held", "1", "--source", " "),
            ("--held", "-1", "--source", "Press"),
        ],
    )
    def test_what_cannot_be_is_refused(self, small: Small, arguments: tuple[str, ...]) -> None:
        assert small.run("declare", *arguments) == 2
        assert small.last() == 0


class TestAmend:
    FOUND = "station,polling_place,jurisdiction,registered_voters\n003.01,003,B,300\n"

    def test_a_found_station_is_expected_and_its_reading_counts(self, small: Small) -> None:
        small.typed("reader-1", "003.01,mayor,1,2")
        small.typed("reader-2", "003.01,mayor,1,2")
        found = small.write("found.csv", self.FOUND)
        assert small.run("election amend", found, *JUDGE) == 2
        assert "would make or change an accepted result" in small.err
        assert small.run("election amend", found, *PAIR) == 0
        assert "stations.csv, 003.01 (new)" in small.out
        assert small.status("003.01") == "accepted"

    def test_one_person_does_not_let_a_blocked_form_count_by_another_roll(self, small: Small) -> None:
        header = "station,contest,votes_red,votes_blue,valid_votes,null_votes,total_votes"
        for person in ("reader-1", "reader-2"):
            small.typed(person, "001.01,mayor,300,250,550,0,550", header=header)
        assert small.status("001.01") == "quarantined"
        rolls = small.write("rolls.csv", "station,registered_voters\n001.01,600\n")
        assert small.run("election amend", rolls, *JUDGE) == 2
        assert small.run("election amend", rolls, *PAIR) == 0
        assert "quarantined 1 -> 0" in small.out
        assert small.status("001.01") == "accepted"

    def test_the_sealed_files_stay_and_the_seal_holds(self, small: Small) -> None:
        small.run("election amend", small.write("found.csv", self.FOUND), *JUDGE)
        small.run("election check")
        assert "Sealed, and unchanged since." in small.out

    def test_a_corrected_roll_is_the_one_that_counts(self, accepted: Small) -> None:
        table = accepted.write("rolls.csv", "station,registered_voters\n001.01,160\n")
        accepted.run("election amend", table, *JUDGE)
        assert accepted.result("001.01")["registered_voters"] == 160

    def test_the_same_table_again_changes_nothing(self, small: Small) -> None:
        table = small.write("found.csv", self.FOUND)
        small.run("election amend", table, *JUDGE)
        assert small.run("election amend", table, *JUDGE) == 0
        assert "are so already" in small.out
        assert small.last() == 1

    def test_a_dry_run_shows_the_changes_and_records_nothing(self, small: Small) -> None:
        assert small.run("election amend", small.write("found.csv", self.FOUND), "--dry-run", *JUDGE) == 0
        assert "003.01 (new)" in small.out
        assert small.last() == 0

    def test_more_stations_than_declared_are_refused(self, small: Small) -> None:
        rows = "".join(f"00{number}.01,B\n" for number in range(3, 7))
        table = small.write("found.csv", f"station,jurisdiction\n{rows}")
        assert small.run("election amend", table, *JUDGE) == 2
        assert "lists more stations here" in small.err
        assert small.last() == 0

    def test_a_withdrawn_amendment_was_never_made(self, small: Small) -> None:
        small.run("election amend", small.write("found.csv", self.FOUND), *JUDGE)
        assert small.run("withdraw", "1", *JUDGE) == 0
        assert "003.01" not in Operation(small.folder).election.stations["station"]

    def test_an_amendment_that_a_later_one_needs_is_not_withdrawn(self, small: Small) -> None:
        small.run("election amend", small.write("found.csv", self.FOUND), *JUDGE)
        rolls = small.write("rolls.csv", "station,registered_voters\n003.01,310\n")
        small.run("election amend", rolls, *JUDGE)
        assert small.run("withdraw", "1", *JUDGE) == 2
        assert "rolls.csv, row 2, column jurisdiction" in small.err
        assert small.last() == 2


class TestHistory:
    def test_tells_everything_in_order_with_what_the_station_was_after(self, disputed: Small) -> None:
        disputed.run("adjudicate", *FORM, "--decision", "accept", "--reading", "1", *JUDGE)
        disputed.typed("reader-3", "001.01,mayor,100,60")
        disputed.run("history", "001.01", "--json")
        story = json.loads(disputed.out)
        assert [
            (one["number"], one["kind"], one["names"], one["after"]["mayor"]["status"])
            for one in story["statements"]
        ] == [
            (1, "transcribed", ["1"], "pending"),
            (2, "transcribed", ["2"], "disputed"),
            (3, "adjudicated", ["3"], "accepted"),
            (4, "transcribed", ["4"], "disputed"),
        ]
        assert story["now"]["mayor"]["status"] == "disputed"

    def test_says_in_words_who_said_what_and_why(self, disputed: Small) -> None:
        disputed.run("adjudicate", *FORM, "--decision", "accept", "--reading", "1", *JUDGE)
        disputed.run("history", "001.01")
        story = " ".join(disputed.out.split())
        assert "reader-2 typed (paper seen by us): votes_blue 60, votes_red 100" in story
        assert "judge-1 decided to accept: votes_blue 50, votes_red 100." in story
        assert "Readings known then: 1, 2. Reason: The photo shows it." in story
        assert "mayor: accepted, on: decision of people" in story

    def test_tells_of_imports_amendments_and_withdrawals_too(self, small: Small) -> None:
        imported(small)
        rolls = small.write("rolls.csv", "station,registered_voters\n001.01,400\n")
        small.run("election amend", rolls, *JUDGE)
        small.run("withdraw", "1.0:001.01", *JUDGE)
        small.run("withdraw", "2", *JUDGE)
        small.run("history", "001.01", "--json")
        told = json.loads(small.out)["statements"]
        assert [(one["kind"], one["names"]) for one in told] == [
            ("imported", ["1.0:001.01"]),
            ("amended", ["2"]),
            ("withdrawn", ["3"]),
            ("withdrawn", ["4"]),
        ]
        assert "registered_voters 400" in told[1]["said"]

    def test_tells_nothing_of_other_stations(self, disputed: Small) -> None:
        disputed.typed("reader-1", "001.02,mayor,1,2")
        disputed.run("history", "001.02", "--json")
        assert [one["number"] for one in json.loads(disputed.out)["statements"]] == [3]

    def test_the_whole_story_stands_in_order_with_every_undoing(self, accepted: Small) -> None:
        accepted.run("correct", *FORM, *TestCorrect.FIGURES, *PAIR)
        accepted.run(
            "election amend", accepted.write("roll.csv", "station,registered_voters\n001.01,501\n"), *PAIR
        )
        accepted.run("withdraw", "2", *JUDGE)
        accepted.run("withdraw", "5", *PAIR)
        assert accepted.run("history", "001.01", "--json") == 0
        told = json.loads(accepted.out)["statements"]
        assert [one["kind"] for one in told] == [
            "transcribed", "transcribed", "corrected", "amended", "withdrawn", "withdrawn",
        ]  # fmt: skip
        assert [one["number"] for one in told] == [1, 2, 3, 4, 5, 6]
        assert "withdrew 5 (which had taken back 2)" in told[-1]["said"]

    def test_a_station_of_which_nothing_was_said_is_missing(self, small: Small) -> None:
        assert small.run("history", "002.01") == 0
        assert "Nothing was said of it yet." in small.out
        assert "mayor: missing" in small.out

    def test_a_station_that_nobody_knows_is_an_error(self, small: Small) -> None:
        assert small.run("history", "0.0") == 2


class TestTheDatabaseRefusesWhateverProgramAsks:
    def insert(self, small: Small, kind: str, person: str, second: str | None, organisations: int) -> None:
        connection = connect(small.folder / EVIDENCE_FILE)
        last = small.said(small.last())
        body = json.dumps({"organisations": organisations})
        try:
            connection.execute(
                "INSERT INTO statement VALUES (?, '2030-01-06', ?, ?, 'mayor', ?, ?, ?, ?)",
                (last.number + 1, kind, last.subject, person, second, body, "0" * 64),
            )
        finally:
            connection.close()

    def test_a_second_transcription_by_one_person(self, accepted: Small) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="already transcribed"):
            self.insert(accepted, "transcribed", "reader-2", None, 1)

    def test_a_correction_by_one_person(self, accepted: Small) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="two different persons"):
            self.insert(accepted, "corrected", "judge-1", "judge-1", 2)

    def test_a_correction_by_one_organisation(self, accepted: Small) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="two different organisations"):
            self.insert(accepted, "corrected", "judge-1", "judge-2", 1)

    def test_and_takes_what_the_rules_allow(self, accepted: Small) -> None:
        self.insert(accepted, "corrected", "judge-1", "judge-2", 2)
        assert accepted.last() == 3


class TestTheReplayFindsWhoSaysFalselyThatNothingWasMade:
    def lie(self, small: Small, **body: Json) -> None:
        """Take the differing reading 2 away as a program that asks nobody would."""
        said: dict[str, Json] = {
            "reason": "Says nothing.",
            "readings": ["2"],
            "makes_a_result": False,
            **body,
        }
        journal = open_journal(small.folder / EVIDENCE_FILE)
        journal.append(small.said(1).day, Kind.WITHDRAWN, person="judge-1", body=said)
        journal.close()

    def test_a_withdrawal_by_one_person_that_made_a_result(self, disputed: Small) -> None:
        disputed.typed("reader-3", "001.01,mayor,100,50")
        self.lie(disputed)
        assert disputed.status("001.01") == "accepted"
        assert disputed.run("evidence check") == 0
        assert disputed.run("evidence check", "--replay") == 1
        assert "statement 4: This *withdrawn* makes or changes an accepted result" in disputed.out

    def test_a_withdrawal_by_one_person_that_stopped_one_is_whole(self, accepted: Small) -> None:
        self.lie(accepted)
        assert accepted.run("evidence check", "--replay") == 0

    def test_what_two_persons_of_two_organisations_signed_is_whole(self, disputed: Small) -> None:
        disputed.typed("reader-3", "001.01,mayor,100,50")
        assert disputed.run("withdraw", "2", *PAIR) == 0
        assert (disputed.said(4).body["makes_a_result"], disputed.said(4).body["organisations"]) == (True, 2)
        assert disputed.run("evidence check", "--replay") == 0


def test_what_people_said_leaves_a_whole_evidence(accepted: Small) -> None:
    accepted.run("correct", *FORM, *TestCorrect.FIGURES, *PAIR)
    accepted.run("invalidate", "reader-1", *JUDGE)
    accepted.run("declare", "--held", "4", "--source", "Press")
    accepted.run("election amend", accepted.write("found.csv", TestAmend.FOUND), *JUDGE)
    assert accepted.run("evidence check") == 0


@pytest.mark.parametrize(
    "command",
    [
        "transcribe",
        "adjudicate",
        "correct",
        "withdraw",
        "invalidate",
        "declare",
        "history",
        "election amend",
    ],
)
def test_every_command_shows_an_example(small: Small, command: str) -> None:
    assert small.run(command, "--help") == 0
    assert f"testigo {command} my-operation" in small.out


PASSPHRASE = "four words without sense"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of an operation with a correction, a declaration and two amendments, made once."""
    folder = tmp_path_factory.mktemp("published")
    keys = folder / "keys"
    key = make_key_folder(keys, "example.org/x", PASSPHRASE)
    small = make_small(folder, fingerprint(key.public_key))
    small.typed("reader-1", "001.01,mayor,100,50", "003.01,mayor,7,8")
    small.typed("reader-2", "001.01,mayor,100,50", "003.01,mayor,7,8")
    small.run("correct", *FORM, *TestCorrect.FIGURES, *PAIR)
    small.run("declare", "--held", "4", "--scanned", "3", "--source", "Press")
    small.run("election amend", small.write("private-name.csv", TestAmend.FOUND), *PAIR)
    rolls = small.write("rolls.csv", "station,registered_voters\n003.01,310\n")
    small.run("election amend", rolls, *JUDGE)
    passphrase = small.write("passphrase", f"{PASSPHRASE}\n")
    assert small.run("publish", "--key", keys, "--passphrase-file", passphrase, "--processes", "1") == 0
    return small.folder / "public"


@pytest.fixture
def public(published: Path, tmp_path: Path) -> Small:
    return Small(shutil.copytree(published, tmp_path / "public", symlinks=False))


def test_a_stranger_derives_the_same_from_corrections_declarations_and_amendments(public: Small) -> None:
    assert public.run("verify", "--rebuild") == 3  # all holds; nobody named the key here


def test_amendments_are_published_in_order_with_their_reasons(public: Small) -> None:
    folder = public.folder / "data" / "amendments"
    assert (folder / "stations-0001.csv").read_text() == TestAmend.FOUND
    assert json.loads((folder / "amendments.json").read_text()) == {
        "amendments": [
            {"reason": "The photo shows it.", "table": "stations-0001.csv"},
            {"reason": "The photo shows it.", "table": "stations-0002.csv"},
        ]
    }


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_method_page_names_each_amendment_with_its_reason(public: Small, language: str) -> None:
    page = (public.folder / language / "method.html").read_text()
    assert page.count("The photo shows it.") == 2
    assert page.index('data/amendments/stations-0001.csv"') < page.index('data/amendments/stations-0002.csv"')


def test_no_code_of_a_person_and_no_name_of_a_private_file_is_published(public: Small) -> None:
    secrets = (b"reader-1", b"judge-1", b"observers-9", b"private-name")
    for path in public.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert [secret for secret in secrets if secret in content or secret in path.name.encode()] == []


@pytest.mark.parametrize("hidden", ["amendments.json", "stations-0002.csv"])
def test_a_hidden_amendment_is_found(public: Small, hidden: str) -> None:
    (public.folder / "data" / "amendments" / hidden).unlink()
    assert public.run("verify") == 1
    assert hidden in public.out


def photograph(small: Small, station: str, content: bytes, form: str | None = None) -> str:
    """Put a photo of a form into the evidence, with what its machine code says of whose it is."""
    operation = Operation(small.folder)
    exhibit = operation.exhibits.put(content)
    operation.journal.append(
        small.said(0).day,
        Kind.READ,
        subject=exhibit,
        contest="mayor",
        body={
            "station": station,
            "form": form,
            "method": "machine code",
            "provenance_class": "photo only",
            "document_class": None,
            "confidence": 1,
            "figures": {},
            "reader": "a program",
        },
    )
    operation.journal.close()
    return exhibit


def imported(small: Small) -> None:
    """Import a table of three stations as statement 1."""
    table = small.write("results.csv", "mesa,red,blue\n001.01,1,2\n001.02,3,4\n002.01,5,6\n")
    mapping = small.write("mapping.toml", MAPPING)
    assert small.run("import", table, "--mapping", mapping) == 0, small.err
