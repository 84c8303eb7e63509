"""What people decide of a form."""

import pytest

from testigo.acts.decide import Choice, adjudicate, correct, figures_in
from testigo.acts.operation import Operation
from testigo.columns import Decision, Status
from testigo.errors import InputError, RefusedError
from tests.acts.acting import JUDGE, PAIR, key_of, keys_of, last, status, tried

STATION = ("001.01", "mayor")


def test_a_reading_that_is_right_gives_the_result(disputed: Operation) -> None:
    done = adjudicate(disputed, Choice(*STATION, Decision.ACCEPT, reading="2"), JUDGE)
    assert (done.before, done.after, done.statement) == (Status.DISPUTED, Status.ACCEPTED, 3)
    assert {name: value for name, value in done.figures.items() if value is not None} == {
        "votes_red": 100,
        "votes_blue": 60,
    }


def test_a_decision_that_is_only_tried_changes_nothing(disputed: Operation) -> None:
    done = adjudicate(disputed, Choice(*STATION, Decision.EXCLUDE), tried(JUDGE))
    assert (done.after, done.statement) == (None, None)
    assert status(disputed) is Status.DISPUTED
    assert last(disputed) == 2


def test_what_is_accepted_is_corrected_by_two_persons_of_two_organisations(accepted: Operation) -> None:
    choice = Choice(*STATION, Decision.CORRECT, written=("votes_red=99", "votes_blue=51"))
    with pytest.raises(RefusedError) as caught:
        correct(accepted, choice, JUDGE)
    assert key_of(caught) == "permission.second_person_needed"
    done = correct(accepted, choice, PAIR)
    assert (done.before, done.after) == (Status.ACCEPTED, Status.ACCEPTED)
    assert done.figures == {"votes_red": 99, "votes_blue": 51}


def test_a_figure_that_a_correction_does_not_give_is_told(accepted: Operation) -> None:
    with pytest.raises(RefusedError) as caught:
        correct(accepted, Choice(*STATION, Decision.CORRECT, written=("votes_red=99",)), PAIR)
    assert key_of(caught) == "decision.incomplete"


@pytest.mark.parametrize(
    ("choice", "key"),
    [
        (Choice("9", "mayor", Decision.ACCEPT), "decision.no_such_station"),
        (Choice("001.01", "nothing", Decision.ACCEPT), "contest.unknown"),
        (Choice("002.01", "mayor", Decision.ACCEPT), "permission.nothing_read"),
        (Choice(*STATION, Decision.ACCEPT), "decision.readings_differ"),
        (Choice(*STATION, Decision.ACCEPT, reading="9"), "decision.no_such_reading"),
        (Choice(*STATION, Decision.EXCLUDE, written=("votes_red=1",)), "decision.takes_no_figures"),
        (Choice(*STATION, Decision.EXCLUDE, reading="1"), "decision.takes_no_reading"),
    ],
)
def test_what_cannot_be_decided_is_refused(disputed: Operation, choice: Choice, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        adjudicate(disputed, choice, JUDGE)
    assert key_of(caught) == key
    assert last(disputed) == 2


def test_every_text_that_is_no_figure_is_told(disputed: Operation) -> None:
    written = figures_in("figures.csv", b"figure,value\nvotes_red,1\n")
    with pytest.raises(InputError) as caught:
        adjudicate(
            disputed, Choice(*STATION, Decision.CORRECT, written=(*written, "a=1", "votes_red=2")), JUDGE
        )
    assert keys_of(caught) == ["decision.no_figure", "decision.no_figure"]
