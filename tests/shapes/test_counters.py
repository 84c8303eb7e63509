"""Blank, null and impugned votes apart, together or unknown; annulled and never-installed forms."""

from pathlib import Path

import pytest

from tests.shapes.invented import MAYOR, SETTINGS, STATIONS, derived, result, total

APART = """\
[fields]
counts = ["registered_voters", "valid_votes", "blank_votes", "null_votes", "other_impugned", "total_votes"]
[sums]
valid_votes = "options"
total_votes = "valid_votes + blank_votes + null_votes + other_impugned"
"""
VOTES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'


def test_counters_that_are_apart_on_the_form_stay_apart_and_make_the_ballots_cast(tmp_path: Path) -> None:
    mapping = MAYOR + VOTES + 'blank_votes = "blank"\nnull_votes = "null"\nother_impugned = "impugned"\n'
    table = "station,red,blue,blank,null,impugned\nA1,5,3,1,2,0\nA2,1,0,0,0,1\nB1,2,2,0,1,0\n"
    country = total(derived(tmp_path, mapping, table, **{"forms/form/form": APART}), "X")
    counters = [country[name] for name in ("blank_votes", "null_votes", "other_impugned", "total_votes")]
    assert counters == [1, 3, 1, 18]


def test_counters_that_are_together_have_a_figure_of_their_own_and_the_others_are_unknown(
    tmp_path: Path,
) -> None:
    form = '[fields]\ncounts = ["valid_votes", "other_blank_and_null"]\n[sums]\nvalid_votes = "options"\n'
    mapping = MAYOR + VOTES + 'other_blank_and_null = "both"\n'
    country = total(
        derived(tmp_path, mapping, "station,red,blue,both\nA1,5,3,4\n", **{"forms/form/form": form}), "X"
    )
    assert (country["other_blank_and_null"], country["blank_votes"], country["null_votes"]) == (4, None, None)


def test_a_counter_that_some_stations_lack_is_a_sum_of_those_that_have_it(tmp_path: Path) -> None:
    mapping = MAYOR + VOTES + 'blank_votes = "blank"\n'
    country = total(derived(tmp_path, mapping, "station,red,blue,blank\nA1,5,3,1\nA2,1,0,\nB1,1,1,\n"), "X")
    assert (country["blank_votes"], country["blank_votes_stations"], country["stations_accepted"]) == (
        1,
        1,
        3,
    )
    assert country["total_votes"] is None


CLASSES = (
    MAYOR + 'document_class = { column = "state", table = "states" }\n' + VOTES + 'total_votes = "cast"\n'
    'null_votes = "null"\nregistered_voters = "roll"\n'
    '[tables.states]\nOK = "result"\nVOID = "annulled"\nCLOSED = "not installed"\n'
)
TABLE = "station,state,roll,red,blue,null,cast\nA1,OK,100,5,3,2,10\nA2,VOID,100,,,60,60\nB1,CLOSED,100,,,,0\n"


def test_an_annulled_form_keeps_its_ballots_and_has_no_valid_vote(tmp_path: Path) -> None:
    snapshot = derived(tmp_path, CLASSES, TABLE)
    annulled = result(snapshot, "A2")
    assert (annulled["status"], annulled["valid_votes"], annulled["total_votes"]) == ("accepted", 0, 60)
    assert annulled["votes_red"] is None
    country = total(snapshot, "X")
    assert (country["votes_red"], country["valid_votes"], country["total_votes"]) == (5, 8, 70)


def test_a_station_that_was_never_installed_leaves_the_denominator_of_turnout(tmp_path: Path) -> None:
    country = total(derived(tmp_path, CLASSES, TABLE), "X")
    assert (country["stations_accepted"], country["stations_not_installed"]) == (3, 1)
    assert (country["turnout_registered_voters"], country["turnout_ballots"], country["turnout"]) == (
        200,
        70,
        3500,
    )
    assert country["registered_voters"] == 300


ROLL_OF_ZERO = STATIONS.replace("B1,,B,,100", "B1,,B,,0")
CAST = "station,red,blue,cast\nA1,5,3,10\nA2,1,0,1\nB1,1,1,2\n"


def test_more_ballots_than_a_roll_of_zero_are_a_finding_like_any_other(tmp_path: Path) -> None:
    mapping = MAYOR + VOTES + 'total_votes = "cast"\n'
    snapshot = derived(tmp_path, mapping, CAST, stations=ROLL_OF_ZERO)
    assert result(snapshot, "B1")["status"] == "quarantined"
    assert "T.301" in snapshot.findings["code"].to_list()


def test_where_the_policy_takes_it_for_a_warning_a_roll_of_zero_is_a_number_and_divides_nothing(
    tmp_path: Path,
) -> None:
    """Stations where anybody may vote have no roll of their own, and some tables write 0 there."""
    mapping = MAYOR + VOTES + 'total_votes = "cast"\n'
    settings = SETTINGS + '[policy.severity]\n"T.301" = "warning"\n'
    snapshot = derived(tmp_path, mapping, CAST, stations=ROLL_OF_ZERO, election=settings)
    town = total(snapshot, "B")
    assert (town["registered_voters"], town["turnout"], town["votes_red"]) == (0, None, 1)
    assert total(snapshot, "X")["turnout_registered_voters"] == 200


@pytest.mark.parametrize(("read", "expected"), [("0", "quarantined"), ("", "pending")])
def test_a_form_of_zeros_is_a_question_and_one_that_nobody_read_whole_waits(
    tmp_path: Path, read: str, expected: str
) -> None:
    mapping = MAYOR + VOTES
    snapshot = derived(tmp_path, mapping, f"station,red,blue\nA1,0,{read}\nA2,1,2\n")
    assert result(snapshot, "A1")["status"] == expected
    assert result(snapshot, "B1")["status"] == "missing"
