"""What people take back."""

import pytest

from testigo.acts.effect import StatusChange
from testigo.acts.invalidate import invalidate
from testigo.acts.operation import Operation
from testigo.acts.withdraw import names_in, withdraw
from testigo.columns import Status
from testigo.errors import InputError, Place, RefusedError
from tests.acts.acting import JUDGE, PAIR, key_of, keys_of, last, status, tried, typed

NAME = Place("NAME")


def test_a_withdrawal_says_which_statuses_change_and_its_statement(accepted: Operation) -> None:
    done = withdraw(accepted, [(NAME, "1")], JUDGE)
    assert (done.names, done.statement) == (1, 3)
    assert done.changes == (
        StatusChange("mayor", Status.PENDING, 0, 1),
        StatusChange("mayor", Status.ACCEPTED, 1, 0),
    )
    assert status(accepted) is Status.PENDING


def test_one_that_is_only_tried_says_the_same_and_nothing_is_said(accepted: Operation) -> None:
    done = withdraw(accepted, [(NAME, "1")], tried(JUDGE))
    assert done.statement is None
    assert len(done.changes) == 2
    assert last(accepted) == 2


def test_a_withdrawal_that_makes_a_result_is_not_for_one_person(accepted: Operation) -> None:
    typed(accepted, "reader-3", "001.01,mayor,100,60")
    assert status(accepted) is Status.DISPUTED
    with pytest.raises(RefusedError) as caught:
        withdraw(accepted, [(NAME, "3")], JUDGE)
    assert key_of(caught) == "permission.makes_a_result"
    assert withdraw(accepted, [(NAME, "3")], PAIR).statement == 4
    assert status(accepted) is Status.ACCEPTED


def test_every_name_that_does_not_stand_is_told_with_its_place(accepted: Operation) -> None:
    withdraw(accepted, [(NAME, "1")], JUDGE)
    with pytest.raises(InputError) as caught:
        withdraw(accepted, [(NAME, "0"), (NAME, "1"), (NAME, "99")], JUDGE)
    assert keys_of(caught) == [
        "permission.happened",
        "withdraw.withdrawn_before",
        "withdraw.no_such_name",
    ]
    assert last(accepted) == 3


def test_nothing_is_no_withdrawal(accepted: Operation) -> None:
    with pytest.raises(RefusedError) as caught:
        withdraw(accepted, names_in("names.csv", b"reading\n"), JUDGE)
    assert key_of(caught) == "withdraw.nothing"


def test_all_that_a_person_typed_is_invalidated_or_so_much_of_it_by_lot(disputed: Operation) -> None:
    done = invalidate(disputed, "reader-1", 1, JUDGE, lambda names, number: names[:number])
    assert (done.withdrawal.names, done.left) == (1, 0)
    with pytest.raises(RefusedError) as caught:
        invalidate(disputed, "reader-1", None, PAIR, lambda names, _: names)
    assert key_of(caught) == "invalidate.nothing_stands"
