"""What is taken back, by the commands, and who must sign it."""

from testigo.acts.operation import Operation
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.statements import Json, Kind
from tests.cli.people import BECAUSE, FORM, JUDGE, PAIR, imported
from tests.cli.small import Small


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


def test_one_persons_forms_can_be_spread_over_several_publications(small: Small) -> None:
    small.typed("reader-1", "001.01,mayor,100,50", "001.02,mayor,10,5", "002.01,mayor,7,8")
    assert small.run("invalidate", "reader-1", "--at-most", "2", *JUDGE) == 0
    assert "Names that fall: 2" in small.out
    assert "Left for later publications: 1" in small.out
    assert small.run("invalidate", "reader-1", "--at-most", "2", *JUDGE) == 0
    assert "Names that fall: 1" in small.out
    assert "Left for later" not in small.out
