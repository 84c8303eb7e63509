"""Rules T.3xx: can the registered voters have cast these ballots, and is it the right roll?"""

import polars as pl
import pytest

from tests import world
from tests.checks.checking import figures, findings, fires, good

NO_ROLL = world.election(station_frame=world.stations(roll=None))


def cast(ballots: int | None, roll: int | None = None) -> dict[str, object]:
    """A form with these ballots cast; options and void votes were not read."""
    unread = dict.fromkeys(("red", "blue", "valid_votes", "null_votes"))
    return good(**unread, total_votes=ballots, registered_voters=roll)


@pytest.mark.parametrize(("ballots", "expected"), [(499, 0), (500, 0), (501, 1), (None, 0)])
def test_t301_fires_over_the_registered_voters(ballots: int | None, expected: int) -> None:
    assert fires("T.301", cast(ballots)) == expected


def test_t301_is_silent_where_nobody_knows_the_roll() -> None:
    assert fires("T.301", cast(9_999), election=NO_ROLL) == 0


@pytest.mark.parametrize(("ballots", "expected"), [(300, 0), (301, 1)])
def test_t301_fires_by_the_roll_of_the_form_where_the_definition_has_none(
    ballots: int, expected: int
) -> None:
    assert fires("T.301", cast(ballots, roll=300), election=NO_ROLL) == expected


def test_t301_is_silent_where_only_the_form_has_a_smaller_roll() -> None:
    assert fires("T.301", cast(301, roll=300)) == 0


@pytest.mark.parametrize(("null", "expected"), [(399, 0), (400, 0), (401, 1)])
def test_t301_fires_by_valid_and_null_votes_where_no_total_is_printed(null: int, expected: int) -> None:
    assert fires("T.301", good(null_votes=null, total_votes=None)) == expected


def test_t301_fires_by_the_votes_of_options_where_no_total_at_all_was_read() -> None:
    options_only = dict.fromkeys(("valid_votes", "null_votes", "total_votes"))
    assert fires("T.301", good(red=300, blue=201, **options_only)) == 1
    assert fires("T.301", good(red=300, blue=200, **options_only)) == 0


def test_t301_fires_by_valid_votes_where_null_votes_were_not_read() -> None:
    assert fires("T.301", good(valid_votes=501, null_votes=None, total_votes=None)) == 1


@pytest.mark.parametrize(("ballots", "expected"), [(474, 0), (475, 0), (476, 1), (500, 1), (501, 0)])
def test_t302_fires_over_95_percent_and_leaves_the_impossible_to_t301(ballots: int, expected: int) -> None:
    assert fires("T.302", cast(ballots)) == expected


def test_t302_is_silent_where_turnout_is_not_known() -> None:
    assert fires("T.302", cast(None)) == 0
    assert fires("T.302", cast(490), election=NO_ROLL) == 0


def test_t302_is_silent_where_nobody_is_registered_and_nobody_voted() -> None:
    nobody = world.election(station_frame=world.stations(roll=0))
    assert fires("T.302", cast(0), election=nobody) == 0


@pytest.mark.parametrize(("printed", "expected"), [(499, 1), (500, 0), (501, 1), (None, 0)])
def test_t303_fires_where_the_form_has_another_roll(printed: int | None, expected: int) -> None:
    assert fires("T.303", good(registered_voters=printed)) == expected


def test_t303_is_silent_where_the_definition_has_no_roll() -> None:
    assert fires("T.303", good(registered_voters=499), election=NO_ROLL) == 0


def test_t303_names_both_rolls() -> None:
    said = findings([good(registered_voters=499)]).filter(pl.col("code") == "T.303")
    assert figures(said) == [{"registered_voters": 499, "registered_voters_defined": 500}]
