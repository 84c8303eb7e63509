"""A station's whole story, by the command."""

import json

from tests.cli.people import CORRECTION, FORM, JUDGE, PAIR, imported
from tests.cli.small import Small


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
        accepted.run("correct", *FORM, *CORRECTION, *PAIR)
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

    def test_readings_that_differ_stand_side_by_side_also_after_a_decision(self, disputed: Small) -> None:
        disputed.run("history", "001.01")
        assert "mayor: votes_blue differs: 50 in 1; 60 in 2" in disputed.out
        assert "mayor: valid_votes differs: 150 (added up) in 1; 160 (added up) in 2" in disputed.out
        assert "votes_red differs" not in disputed.out
        disputed.run("adjudicate", *FORM, "--decision", "accept", "--reading", "1", *JUDGE)
        disputed.run("history", "001.01")
        assert "votes_blue differs: 50 in 1; 60 in 2" in disputed.out
