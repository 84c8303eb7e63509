"""The way of a form through the commands, and what one person types."""

import hashlib

import pytest

from testigo.acts.operation import Operation
from testigo.evidence.statements import Kind
from tests.cli.people import FORM, JUDGE, photograph
from tests.cli.small import Small


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
    HEADER = "station,contest,votes_red,votes_blue,null_votes,total_votes"

    def test_a_row_that_does_not_add_up_is_named_while_the_paper_is_at_hand(self, small: Small) -> None:
        assert small.typed("reader-7", "001.01,mayor,350,310,10,67", header=self.HEADER) == 0
        assert "Row 2 does not add up: total_votes is 67, its parts are 670." in small.out
        assert "no sum could be checked" not in small.out

    def test_rows_of_which_no_sum_could_be_checked_are_counted(self, small: Small) -> None:
        assert small.typed("reader-7", "001.01,mayor,350,310,10,", header=self.HEADER) == 0
        assert "no sum could be checked, too little of them is typed: 1." in small.out
        assert "does not add up" not in small.out

    def test_a_row_whose_sums_hold_says_nothing_of_sums(self, small: Small) -> None:
        assert small.typed("reader-7", "001.01,mayor,350,310,10,670", header=self.HEADER) == 0
        assert "add up" not in small.out
        assert "no sum" not in small.out

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
        assert "0 recorded, 1 was known already" in small.out
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
        assert "Did you mean" not in small.out
        small.run("status")
        assert "Readings of unknown stations: 1" in small.out

    @pytest.mark.parametrize(
        ("typed", "said"), [("1.1", "Did you mean '001.01'?"), ("4-Jan", "If a spreadsheet made it")]
    )
    def test_of_an_unknown_station_it_is_said_what_may_be_meant(
        self, small: Small, typed: str, said: str
    ) -> None:
        assert small.typed("reader-7", f"{typed},mayor,1,2") == 0
        assert f"{typed}: {said}" in small.out

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
        assert "1 row, 1 new" in small.out
        assert small.last() == 0

    @pytest.mark.parametrize("person", ["Rosa", "12345678", "v-12345678"])
    def test_a_name_or_number_is_refused_and_not_repeated(self, small: Small, person: str) -> None:
        assert small.typed(person, "001.01,mayor,1,2") == 2
        assert "written as a code" in small.err
        assert person not in small.err
        assert small.last() == 0
