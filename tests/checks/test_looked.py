"""A rule that did not look earns no tick: the condition of each, and none fires where it did not look."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.checks.looked import looked
from testigo.election.contests import Contest
from tests import world
from tests.checks.checking import TEN_OPTIONS, Row, findings, good, votes

FUSION = world.contest(lines=[("rose", "red"), ("ruby", "red"), ("sky", "blue")])
CODES = ("I.103", "S.201", "S.202", "T.301", "T.302", "T.303", "C.401", "N.501", "R.601")


def rules(
    *rows: Row, of: Contest | None = None, station: str = "A1-1.01", roll: int | None = 500
) -> set[str]:
    contest = of or world.contest()
    election = world.election([contest], station_frame=world.stations(roll=roll))
    read = {contest.contest: world.readings(rows, contest)}
    found = looked(read, election, {"form": world.PROFILE})
    return set(found.filter(pl.col("station") == "A1-1.01")["code"])


def test_a_whole_form_is_looked_at_by_the_rules_whose_figures_it_has() -> None:
    assert rules(good()) == {"I.103", "S.201", "T.301", "T.302", "T.303", "R.601"}


def test_sums_are_not_looked_at_where_none_could_be_checked() -> None:
    assert "S.201" not in rules(good(valid_votes=None, total_votes=None))
    assert "S.201" in rules(good(valid_votes=None))


@pytest.mark.parametrize(
    ("lines", "expected"), [({"line_sky": 40}, True), ({"line_rose": 1}, False), ({}, False)]
)
def test_lines_are_looked_at_where_those_of_an_option_are_all_read(lines: Row, expected: bool) -> None:
    assert ("S.202" in rules(good(**lines), of=FUSION)) is expected


def test_rolls_are_looked_at_where_one_is_known() -> None:
    unread = good(registered_voters=None)
    assert {"T.301", "T.302", "T.303"} & rules(unread) == {"T.301", "T.302"}
    assert not {"T.301", "T.302", "T.303"} & rules(unread, roll=None)
    assert {"T.301", "T.302", "T.303"} & rules(good(red=490)) == {"T.301", "T.303", "T.302"}


def test_ballots_of_which_only_some_votes_were_read_are_not_said_to_be_within_the_roll() -> None:
    some = good(valid_votes=None, null_votes=None, total_votes=None)
    assert not {"T.301", "T.302"} & rules(some)
    assert "T.301" in rules(good(red=600, valid_votes=None, null_votes=None, total_votes=None))


def test_a_very_high_turnout_is_not_looked_for_beyond_the_roll() -> None:
    assert "T.302" not in rules(good(red=600, valid_votes=None, total_votes=None))


def test_twins_are_looked_for_among_four_options_and_fifty_votes() -> None:
    assert "C.401" in rules(votes("A1-1.01", 20, 15, 10, 5), of=TEN_OPTIONS)
    assert "C.401" not in rules(votes("A1-1.01", 20, 15, 10, 4), of=TEN_OPTIONS)
    assert "C.401" not in rules(votes("A1-1.01", 30, 15, 10), of=TEN_OPTIONS)


def test_neighbours_are_looked_at_where_there_are_some_with_votes_enough() -> None:
    assert "N.501" not in rules(good()), "no other station of the place"
    assert "N.501" not in rules(good(), good(station="B1-1.01")), "another place"
    assert "N.501" not in rules(good(), good(station="A1-1.02", red=3, blue=2)), "too few votes"
    assert "N.501" in rules(good(), good(station="A1-1.02"))


COUNT = st.none() | st.integers(min_value=0, max_value=700)
FIGURES = ("red", "blue", "valid_votes", "null_votes", "total_votes", "registered_voters")


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FIGURES, COUNT)), min_size=1, max_size=3))
def test_no_rule_finds_anything_where_it_did_not_look(forms: list[Row]) -> None:
    rows = [good(station=code, **form) for code, form in zip(world.STATION_CODES, forms, strict=False)]
    contest = world.contest()
    read = {contest.contest: world.readings(rows, contest)}
    pairs = set(
        looked(read, world.election([contest]), {"form": world.PROFILE}).select("station", "code").rows()
    )
    said = findings(rows).filter(pl.col("code").is_in(CODES))
    assert set(said.select("station", "code").rows()) <= pairs
