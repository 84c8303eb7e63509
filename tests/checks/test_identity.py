"""Rules I.1xx: is the form one of this election at all?"""

import polars as pl
import pytest

from testigo.columns import BALLOTS, DocumentClass, Status
from testigo.snapshot import derive
from tests import world
from tests.checks.checking import Row, codes, figures, findings, fires, good
from tests.world import reading

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


NO_VOTES: Row = {**ZEROS, "document_class": DocumentClass.NOT_INSTALLED}
VOID: Row = {**ZEROS, "null_votes": 300, "total_votes": 300, "document_class": DocumentClass.ANNULLED}


@pytest.mark.parametrize("figure", list(ZEROS))
def test_i104_fires_where_a_station_that_was_not_installed_has_any_ballot(figure: str) -> None:
    assert fires("I.104", good(**{**NO_VOTES, figure: 1})) == 1


@pytest.mark.parametrize("figure", ["red", "blue", "valid_votes"])
def test_i104_fires_where_an_annulled_form_has_votes_that_would_count(figure: str) -> None:
    assert fires("I.104", good(**{**VOID, figure: 1})) == 1


@pytest.mark.parametrize("paper", [NO_VOTES, VOID, {**NO_VOTES, **dict.fromkeys(ZEROS)}])
def test_i104_is_silent_where_the_figures_are_those_of_the_class(paper: Row) -> None:
    assert fires("I.104", good(**paper)) == 0


@pytest.mark.parametrize(
    "other",
    [
        None,
        *(
            kind
            for kind in DocumentClass
            if kind not in (DocumentClass.ANNULLED, DocumentClass.NOT_INSTALLED)
        ),
    ],
)
def test_i104_is_silent_for_every_other_class(other: DocumentClass | None) -> None:
    assert fires("I.104", good(document_class=other)) == 0


def test_i104_says_how_many_figures_contradict_and_the_largest() -> None:
    finding = findings([good(**{**NO_VOTES, "red": 7, "valid_votes": 7, "total_votes": 9})])
    assert figures(finding.filter(pl.col("code") == "I.104")) == [{"contradicting": 3, "largest": 9}]


def test_a_station_declared_not_installed_that_carries_votes_is_quarantined_and_not_accepted() -> None:
    read = world.readings([reading("A1-1.01", red=100, blue=50, document_class="not installed")])
    snapshot = derive(world.election(), {"form": world.PROFILE}, world.evidence({"mayor": read}))
    of_station = snapshot.results["mayor"].filter(pl.col("station") == "A1-1.01").to_dicts()[0]
    assert (of_station["status"], of_station["votes_red"]) == (Status.QUARANTINED, None)
