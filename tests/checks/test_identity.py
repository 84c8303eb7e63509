"""Rules I.1xx: is the form one of this election at all?"""

import polars as pl
import pytest

from testigo.columns import BALLOTS, DocumentClass
from tests import world
from tests.checks.checking import Row, codes, figures, findings, fires, good

ONLY_STATE_A = pl.DataFrame({"contest": ["mayor"], "place": ["A"], "stratum": [None]}, schema=BALLOTS)
ZEROS: Row = {"red": 0, "blue": 0, "valid_votes": 0, "null_votes": 0, "total_votes": 0}


def test_a_good_form_has_no_finding() -> None:
    assert codes([good()]) == []


def test_i101_fires_for_a_station_that_the_definition_does_not_have() -> None:
    assert codes([good(station="Z9-1.01")]) == ["I.101"]


def test_i101_is_silent_for_a_station_of_the_definition() -> None:
    assert fires("I.101", good(station="A1-1.01")) == 0


@pytest.mark.parametrize("almost", ["a1-1.01", "A1-1.1", "A1-1.01 ", "A1-1.010"])
def test_i101_fires_for_a_code_that_is_almost_right(almost: str) -> None:
    assert codes([good(station=almost)]) == ["I.101"]


def test_a_reading_of_an_unknown_station_reaches_no_other_rule() -> None:
    assert codes([good(station="Z9-1.01", red=61, total_votes=9_999, null_votes=None)]) == ["I.101"]


def test_i102_fires_where_the_station_has_no_ballot_in_the_contest() -> None:
    election = world.election(ballots=ONLY_STATE_A)
    assert codes([good(station="B1-1.01")], election=election) == ["I.102"]


def test_i102_is_silent_where_the_station_votes() -> None:
    assert fires("I.102", good(station="A1-1.01"), election=world.election(ballots=ONLY_STATE_A)) == 0


def test_i103_fires_where_everything_read_is_0_and_nobody_said_what_it_is() -> None:
    assert codes([good(**ZEROS)]) == ["I.103"]


@pytest.mark.parametrize("figure", list(ZEROS))
def test_i103_is_silent_where_one_figure_is_1(figure: str) -> None:
    assert fires("I.103", good(**{**ZEROS, figure: 1})) == 0


@pytest.mark.parametrize("declared", list(DocumentClass))
def test_i103_is_silent_where_somebody_declared_what_the_paper_is(declared: DocumentClass) -> None:
    assert fires("I.103", good(**ZEROS, document_class=declared)) == 0


def test_i103_is_silent_where_nothing_was_read() -> None:
    assert fires("I.103", good(**dict.fromkeys(ZEROS))) == 0


def test_i103_fires_although_some_figures_were_not_read() -> None:
    assert fires("I.103", good(**{**ZEROS, "null_votes": None, "blue": None})) == 1


def test_i103_says_how_many_zeros_were_read() -> None:
    finding = findings([good(**{**ZEROS, "null_votes": None})]).filter(pl.col("code") == "I.103")
    assert figures(finding) == [{"zeros": 4}]
