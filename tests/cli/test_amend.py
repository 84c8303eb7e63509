"""Numbers that somebody declares, and a definition changed after its seal, by the commands."""

from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from tests.cli.people import FOUND_STATION, JUDGE, PAIR
from tests.cli.small import FILES, Small, make_small


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
    def test_a_found_station_is_expected_and_its_reading_counts(self, small: Small) -> None:
        small.typed("reader-1", "003.01,mayor,1,2")
        small.typed("reader-2", "003.01,mayor,1,2")
        found = small.write("found.csv", FOUND_STATION)
        assert small.run("election amend", found, *JUDGE) == 2
        assert "would make or change an accepted result" in small.err
        assert small.run("election amend", found, *PAIR) == 0
        assert "stations.csv, 003.01 (new)" in small.out
        assert small.status("003.01") == "accepted"

    def test_a_found_station_that_no_ballot_takes_in_is_told(self, tmp_path: Path) -> None:
        ballots = "contest,place,stratum\nmayor,001.01,\nmayor,B,city\n"
        listed = FILES["stations.csv"].replace("002.01,002,B,,", "002.01,002,B,city,")
        made = make_small(tmp_path, files={**FILES, "ballots.csv": ballots, "stations.csv": listed})
        found = made.write("found.csv", FOUND_STATION)
        assert made.run("election amend", found, *JUDGE, "--dry-run") == 0
        assert "Careful: 003.01: no row of ballots.csv takes it in" in made.out
        by_stratum = "station,polling_place,jurisdiction,stratum,registered_voters\n003.01,002,B,city,300\n"
        assert made.run("election amend", made.write("found.csv", by_stratum), *JUDGE) == 0
        assert "Careful" not in made.out
        assert made.status("003.01") == "missing"

    def test_a_found_station_is_given_the_contests_that_it_votes_in(self, tmp_path: Path) -> None:
        ballots = "contest,place,stratum\nmayor,001.01,\nmayor,001.02,\n"
        made = make_small(tmp_path, files={**FILES, "ballots.csv": ballots})
        assert made.run("election amend", made.write("found.csv", FOUND_STATION), *JUDGE) == 0
        votes_in = made.write("votes-in.csv", "contest,place\nmayor,003.01\n")
        assert made.run("election amend", votes_in, *JUDGE) == 0
        assert "ballots.csv, 003.01 (new): contest mayor" in made.out
        assert made.status("003.01") == "missing"
        assert made.run("election amend", votes_in, *JUDGE) == 0
        assert "are so already" in made.out
        made.run("withdraw", "2", *JUDGE)
        assert Operation(made.folder).election.ballots.height == 2

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
        small.run("election amend", small.write("found.csv", FOUND_STATION), *JUDGE)
        small.run("election check")
        assert "Sealed, and unchanged since." in small.out

    def test_a_corrected_roll_is_the_one_that_counts(self, accepted: Small) -> None:
        table = accepted.write("rolls.csv", "station,registered_voters\n001.01,160\n")
        accepted.run("election amend", table, *JUDGE)
        assert accepted.result("001.01")["registered_voters"] == 160

    def test_the_same_table_again_changes_nothing(self, small: Small) -> None:
        table = small.write("found.csv", FOUND_STATION)
        small.run("election amend", table, *JUDGE)
        assert small.run("election amend", table, *JUDGE) == 0
        assert "are so already" in small.out
        assert small.last() == 1

    def test_a_dry_run_shows_the_changes_and_records_nothing(self, small: Small) -> None:
        assert small.run("election amend", small.write("found.csv", FOUND_STATION), "--dry-run", *JUDGE) == 0
        assert "003.01 (new)" in small.out
        assert small.last() == 0

    def test_more_stations_than_declared_are_refused(self, small: Small) -> None:
        rows = "".join(f"00{number}.01,B\n" for number in range(3, 7))
        table = small.write("found.csv", f"station,jurisdiction\n{rows}")
        assert small.run("election amend", table, *JUDGE) == 2
        assert "lists more stations here" in small.err
        assert small.last() == 0

    def test_a_withdrawn_amendment_was_never_made(self, small: Small) -> None:
        small.run("election amend", small.write("found.csv", FOUND_STATION), *JUDGE)
        assert small.run("withdraw", "1", *JUDGE) == 0
        assert "003.01" not in Operation(small.folder).election.stations["station"]

    def test_an_amendment_that_a_later_one_needs_is_not_withdrawn(self, small: Small) -> None:
        small.run("election amend", small.write("found.csv", FOUND_STATION), *JUDGE)
        rolls = small.write("rolls.csv", "station,registered_voters\n003.01,310\n")
        small.run("election amend", rolls, *JUDGE)
        assert small.run("withdraw", "1", *JUDGE) == 2
        assert "rolls.csv, row 2, column jurisdiction" in small.err
        assert small.last() == 2
