"""`testigo tally`: every figure adds up before the reader, and the one answer in words."""

from pathlib import Path

import pytest

from tests.cli.small import FILES, MAPPING, Small, make_small

FORM = """[fields]
counts = ["valid_votes", "blank_votes", "null_votes", "other_appealed", "total_votes"]

[sums]
valid_votes = "options"
total_votes = "valid_votes + blank_votes + null_votes + other_appealed"
"""
FIGURES = """blank_votes = "blank"
null_votes = "spoiled"
other_appealed = "appealed"
total_votes = "cast"
"""
CAST = 'total_votes = "cast"\n'
WITHOUT_ROLLS = {
    **FILES,
    "stations.csv": "station,polling_place,jurisdiction,stratum,registered_voters\n"
    "001.01,001,A,,\n001.02,001,A,,\n",
    "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
    "X,,1,Country X,sum of parts,,,\nA,X,2,Town A,listed,,,\n",
    "polling_places.csv": "polling_place,name\n001,School\n",
    "forms/form/form.toml": FORM,
}
TWO = "mesa,red,blue,blank,spoiled,appealed,cast\n001.01,10,5,3,1,2,21\n001.02,7,9,4,1,0,21\n"


def imported(small: Small, rows: str, figures: str = FIGURES) -> Small:
    mapping, table = small.write("results.toml", MAPPING + figures), small.write("results.csv", rows)
    assert small.run("import", table, "--mapping", mapping) == 0, small.err
    assert small.run("tally") == 0, small.err
    return small


@pytest.fixture
def without_rolls(tmp_path: Path) -> Small:
    """Two stations of one town, both lists complete, no roll known."""
    return make_small(tmp_path / "op", files=WITHOUT_ROLLS)


def test_every_figure_of_the_form_is_printed_so_that_they_add_up(without_rolls: Small) -> None:
    said = imported(without_rolls, TWO).out
    for line in ("Valid votes: 31", "Blank votes: 7", "Null votes: 2", "Appealed: 2", "Ballots cast: 42"):
        assert line in said, said
    assert 31 + 7 + 2 + 2 == 42


def test_turnout_is_a_share_and_no_figure_of_the_form(small: Small) -> None:
    said = imported(small, "mesa,red,blue,blank,spoiled,appealed,cast\n001.01,100,150,0,0,0,250\n", CAST).out
    assert "Turnout: 50.00% of 500 registered voters" in said
    assert "Turnout: 5,000" not in said


def test_an_unknown_roll_is_unknown_and_never_nought(without_rolls: Small) -> None:
    said = imported(without_rolls, TWO).out
    assert "Turnout: not known, no accepted station has both a roll and its ballots." in said
    assert "of registered voters: not known" in said
    assert "of 0" not in said


def test_nothing_outstanding_is_decided_although_no_roll_is_known(without_rolls: Small) -> None:
    said = imported(without_rolls, TWO).out
    assert "Rosa Red leads Bea Blue by 3; outstanding registered voters: 0." in said
    assert "Nothing is missing: decided by 3, if the accepted forms are genuine." in said


def test_a_complete_tie_says_that_the_sum_decides_nobody(without_rolls: Small) -> None:
    rows = "mesa,red,blue,blank,spoiled,appealed,cast\n001.01,10,5,0,0,0,15\n001.02,5,10,0,0,0,15\n"
    said = imported(without_rolls, rows).out
    assert "Rosa Red and Bea Blue are tied; outstanding registered voters: 0." in said
    assert "No voter is outstanding, and the sum decides nobody." in said
    assert "could still change" not in said


def test_a_majority_is_answered_by_half(tmp_path: Path) -> None:
    contests = FILES["contests.csv"].replace("mayor,Mayor,form,,", "mayor,Mayor,form,majority,")
    small = make_small(tmp_path / "op", files={**FILES, "contests.csv": contests})
    said = imported(small, "mesa,red,blue\n001.01,300,100\n", figures="").out
    assert "Rosa Red has more than half of the valid votes; outstanding registered voters: 2,000." in said
    assert "What is outstanding could still change that." in said


def test_rolls_that_voters_exceed_are_said_to_bound_nothing(tmp_path: Path) -> None:
    rule = FILES["election.toml"] + '\n[policy.severity]\n"T.301" = "warning"\n'
    small = make_small(tmp_path / "op", files={**FILES, "election.toml": rule})
    said = imported(small, "mesa,red,blue\n001.01,600,1\n001.02,400,1\n", figures="").out
    assert "outstanding registered voters: not known." in said
    assert "rolls do not bound it: accepted stations with more ballots than voters on their roll: 1." in said
    assert "Decided" not in said


@pytest.fixture
def of_results(tmp_path: Path) -> Small:
    """A list of stations that was made of the results, of both towns."""
    places = FILES["jurisdictions.csv"].replace("declared,5,2500,a list of 2029", "sum of parts,,,")
    return make_small(
        tmp_path / "op", files={**FILES, "jurisdictions.csv": places.replace("unknown", "from results")}
    )


def test_a_list_made_of_the_results_is_said_to_be_so_and_no_coverage_is_given(of_results: Small) -> None:
    said = imported(of_results, "mesa,red,blue\n001.01,300,100\n001.02,1,2\n002.01,1,2\n", figures="").out
    assert "Coverage: 3 stations; how many there are in all is not known." in said
    assert "The list of stations comes from the results themselves: what they lack, it lacks too." in said
    for command in (("tally", "--level", "2"), ("status",), ("status", "--level", "2")):
        assert of_results.run(*command) == 0
        named = "Country X" if command == ("status",) else "Town A, Town B"
        expected = (
            f"The list of stations comes from the results themselves (of {named}): no coverage is known"
        )
        assert expected in " ".join(of_results.out.split()), command
        assert "100.00%" not in of_results.out


def test_a_list_that_was_not_made_of_the_results_is_not_said_to_be(small: Small) -> None:
    said = imported(small, "mesa,red,blue\n001.01,300,100\n", figures="").out
    assert "from the results" not in said
