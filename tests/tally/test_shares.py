"""A share is of votes and valid votes of the same stations, or it is not known (spec/tally.md)."""

import polars as pl
import pytest

from testigo.columns import Answer, Method
from testigo.election.contests import Decides
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.world import STATION_CODES, reading

Row = dict[str, object]
LAST = STATION_CODES[11]
SHARES = ["share_first", "share_second", "share_lead", "share_lowest_red", "share_highest_blue"]


def derived(last: Row, decides: Decides = Decides("plurality", 1), *more: Row) -> Snapshot:  # noqa: B008
    """Eleven stations of 60 : 40, and the last one."""
    contest = world.contest(optional=("blue",), decides=decides)
    rows = [*(reading(code, red=60, blue=40) for code in STATION_CODES[:11]), last, *more]
    evidence = world.evidence({"mayor": world.readings(rows, contest)})
    return derive(world.election((contest,)), {"form": world.PROFILE}, evidence)


def shares(snapshot: Snapshot, place: str) -> tuple[list[object], object]:
    at = pl.col("jurisdiction") == place
    bounds = snapshot.bounds["mayor"].filter(at)
    return list(bounds.select(SHARES).row(0)), snapshot.tallies["mayor"].filter(at)["share_red"][0]


def test_where_a_station_lacks_its_valid_votes_no_share_of_its_places_is_known() -> None:
    """400 votes of red come without valid votes: 1,060 of 1,100 would be a share of other stations."""
    snapshot = derived(reading(LAST, red=400))
    assert shares(snapshot, "X") == ([None] * 5, None)
    assert shares(snapshot, "A")[1] == 6000


def test_where_a_station_lacks_the_votes_of_one_option_its_share_is_not_known_and_others_are() -> None:
    snapshot = derived(reading(LAST, red=60, valid_votes=100))
    (first, second, lead, lowest, highest), red = shares(snapshot, "X")
    assert (first, second, lead, red) == (6000, None, None, 6000)
    assert lowest == 6000
    assert highest is None


def test_valid_votes_of_a_basis_are_unknown_where_a_station_of_it_lacks_them() -> None:
    assert derived(reading(LAST, red=60, blue=40)).by_basis["mayor"]["valid_votes"].to_list() == [1200]
    assert derived(reading(LAST, red=400)).by_basis["mayor"]["valid_votes"].to_list() == [None]
    paper = {**reading(LAST), "document_class": "not installed"}
    assert derived(paper).by_basis["mayor"]["valid_votes"].to_list() == [1100]


def test_what_forms_in_review_could_bring_is_unknown_and_not_nought_where_no_roll_of_them_is() -> None:
    contest = world.contest()
    typed = reading(LAST, method=Method.PERSON, reader="ana-1", red=1, blue=2)
    rows = [reading(STATION_CODES[0], red=5, blue=5), typed]
    election = world.election((contest,), station_frame=world.stations(roll=None))
    evidence = world.evidence({"mayor": world.readings(rows, contest)})
    row = derive(election, {"form": world.PROFILE}, evidence).bounds["mayor"].row(0, named=True)
    assert (row["unsettled_forms"], row["unsettled_registered_voters"]) == (1, None)
    assert row["unsettled_could_change"] is None


@pytest.mark.parametrize("paper", ["annulled", "not installed"])
def test_a_paper_without_votes_takes_nothing_from_the_shares(paper: str) -> None:
    snapshot = derived({**reading(LAST), "document_class": paper})
    assert shares(snapshot, "X")[1] == 6000


def test_whether_forms_in_review_change_who_has_half_is_unknown_where_half_of_what_is() -> None:
    typed = reading(LAST, method=Method.PERSON, reader="ana-1", red=1, blue=1)
    rows = [reading(STATION_CODES[0], red=60, blue=40)]
    contest = world.contest(optional=("blue",), decides=Decides("majority", None))
    rows = [*rows, reading(STATION_CODES[1], red=400), typed]
    evidence = world.evidence({"mayor": world.readings(rows, contest)})
    snapshot = derive(world.election((contest,)), {"form": world.PROFILE}, evidence)
    row = snapshot.bounds["mayor"].filter(pl.col("jurisdiction") == "X").to_dicts()[0]
    assert row["answer"] == Answer.VALID_VOTES_UNKNOWN
    assert row["unsettled_forms"] == 1
    assert row["unsettled_could_change"] is None
