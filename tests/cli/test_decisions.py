"""What people decide of a form and correct, by the commands and whatever program asks."""

import json
import sqlite3

import pytest

from testigo.evidence.connect import EVIDENCE_FILE, connect
from testigo.evidence.statements import Kind
from tests.cli.people import BECAUSE, CORRECTION, FORM, FOUND_STATION, JUDGE, PAIR
from tests.cli.small import Small


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


class TestAdjudicateTable:
    def both_disputed(self, disputed: Small) -> Small:
        """Another form is disputed too: statements 3 and 4."""
        assert disputed.typed("reader-1", "001.02,mayor,7,5") == 0
        assert disputed.typed("reader-2", "001.02,mayor,7,6") == 0
        return disputed

    def test_many_forms_are_decided_on_at_once_each_for_its_reason(self, disputed: Small) -> None:
        small = self.both_disputed(disputed)
        table = small.write(
            "decisions.csv",
            "station,contest,decision,reading,figures,reason\n"
            "001.01,mayor,accept,1,,\n"
            "001.02,mayor,correct,,votes_red=7 votes_blue=8,The paper says eight.\n",
        )
        assert small.run("adjudicate", "--table", table, *JUDGE) == 0, small.err
        assert "001.01, mayor: accept; disputed before, now accepted." in small.out
        assert "2 decisions: recorded as statements 5 to 6." in small.out
        assert [small.said(number).body["reason"] for number in (5, 6)] == [
            "The photo shows it.",
            "The paper says eight.",
        ]
        assert (small.result("001.01")["votes_blue"], small.result("001.02")["votes_blue"]) == (50, 8)
        assert small.run("evidence check") == 0

    def test_every_problem_of_every_row_is_named_and_nothing_is_decided(self, disputed: Small) -> None:
        table = disputed.write(
            "decisions.csv",
            "station,contest,decision,reading,figures,reason\n"
            "001.01,mayor,accept,1,,\n"
            "001.01,mayor,exclude,,,\n"
            "099.01,mayor,exclude,,,\n"
            "001.01,council,exclude,,,\n"
            "002.01,mayor,exclude,,,\n"
            "001.02,mayor,correct,,votes_sun=1,=SUM(A1)\n",
        )
        assert disputed.run("adjudicate", "--table", table, *JUDGE) == 2
        for words in (
            "row 3: Row 2 decides on the same form",
            "row 4",
            "not in the definition",
            "row 5",
            "no contest 'council'",
            "row 6",
            "Nothing was read",
            "row 7",
        ):
            assert words in disputed.err, words
        assert disputed.last() == 2

    def test_a_dry_run_says_what_would_be_decided_and_changes_nothing(self, disputed: Small) -> None:
        table = disputed.write("decisions.csv", "station,contest,decision\n001.01,mayor,exclude\n")
        assert disputed.run("adjudicate", "--table", table, *JUDGE, "--dry-run") == 0, disputed.err
        assert "001.01, mayor: exclude; disputed before." in disputed.out
        assert "nothing was changed" in disputed.out
        assert disputed.last() == 2

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("station,contest,decision\n", "no row"),
            ("station,contest,decision\n001.01,mayor,perhaps\n", "perhaps"),
            ("station,decision\n001.01,exclude\n", "contest"),
        ],
    )
    def test_a_table_that_is_none_is_refused(self, disputed: Small, content: str, words: str) -> None:
        table = disputed.write("decisions.csv", content)
        assert disputed.run("adjudicate", "--table", table, *JUDGE) == 2
        assert words in disputed.err

    @pytest.mark.parametrize("more", [("001.01",), ("--decision", "exclude"), ("--figure", "votes_red=1")])
    def test_a_table_is_given_alone(self, disputed: Small, more: tuple[str, ...]) -> None:
        table = disputed.write("decisions.csv", "station,contest,decision\n001.01,mayor,exclude\n")
        assert disputed.run("adjudicate", *more, "--table", table, *JUDGE) == 2
        assert "give it alone" in disputed.err

    def test_without_a_table_the_form_and_the_decision_are_said(self, disputed: Small) -> None:
        assert disputed.run("adjudicate", "001.01", "mayor", *JUDGE) == 2
        assert "--decision" in disputed.err


class TestCorrect:
    def test_two_persons_of_two_organisations_change_an_accepted_result(self, accepted: Small) -> None:
        assert accepted.run("correct", *FORM, *CORRECTION, *PAIR) == 0
        said = accepted.said(3)
        assert (said.kind, said.person, said.second_person) == (Kind.CORRECTED, "judge-1", "judge-2")
        assert said.body["organisations"] == 2
        assert accepted.result("001.01")["votes_red"] == 99

    def test_what_a_correction_does_not_give_is_said_to_be_lost(self, small: Small) -> None:
        for person in ("reader-1", "reader-2"):
            header = "station,contest,votes_red,votes_blue,null_votes"
            small.typed(person, "001.01,mayor,100,50,7", header=header)
        assert small.run("correct", *FORM, *CORRECTION, *PAIR) == 0
        assert "null_votes: not given, so the 7 of the readings does not count any more" in small.out
        assert "votes_red: not given" not in small.out

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
        assert accepted.run("correct", *FORM, *CORRECTION, *signers) == 2
        assert words in accepted.err
        assert accepted.last() == 2


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


def test_what_people_said_leaves_a_whole_evidence(accepted: Small) -> None:
    accepted.run("correct", *FORM, *CORRECTION, *PAIR)
    accepted.run("invalidate", "reader-1", *JUDGE)
    accepted.run("declare", "--held", "4", "--source", "Press")
    accepted.run("election amend", accepted.write("found.csv", FOUND_STATION), *JUDGE)
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
