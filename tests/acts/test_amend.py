"""What people amend of the sealed definition."""

import pytest

from testigo.acts.amend import amend, propose
from testigo.acts.amend_people import changed_people, is_of_people
from testigo.acts.operation import Operation
from testigo.columns import Status
from testigo.errors import InputError, RefusedError
from tests.acts.acting import JUDGE, PAIR, REASON, key_of, last, status, tried, typed

FOUND = b"station,polling_place,jurisdiction,registered_voters\n003.01,002,B,300\n"
ROLL = b"station,registered_voters\n001.01,150\n"


def test_what_a_table_changes_is_told_before_it_is_said(operation: Operation) -> None:
    proposal = propose(operation, "found.csv", FOUND, REASON)
    assert proposal.rows == 1
    assert {change.code for change in proposal.changes} == {"003.01"}
    assert proposal.idle_stations == ()
    assert last(operation) == 0
    assert amend(operation, proposal, tried(JUDGE)).statement is None
    assert amend(operation, proposal, JUDGE).statement == 1


def test_a_table_that_changes_nothing_has_no_changes(operation: Operation) -> None:
    proposal = propose(operation, "rolls.csv", ROLL.replace(b"150", b"500"), REASON)
    assert (proposal.rows, proposal.changes) == (1, ())


def test_a_roll_that_lets_a_blocked_form_count_is_not_for_one_person(operation: Operation) -> None:
    amend(operation, propose(operation, "rolls.csv", ROLL, REASON), JUDGE)
    for reader in ("reader-1", "reader-2"):
        typed(operation, reader, "001.01,mayor,100,60")
    assert status(operation) is Status.QUARANTINED
    back = propose(operation, "rolls.csv", ROLL.replace(b"150", b"160"), REASON)
    with pytest.raises(RefusedError) as caught:
        amend(operation, back, JUDGE)
    assert key_of(caught) == "permission.makes_a_result"
    done = amend(operation, back, PAIR)
    assert [(one.status, one.before, one.after) for one in done.changes] == [
        (Status.QUARANTINED, 1, 0),
        (Status.ACCEPTED, 0, 1),
    ]


def test_a_table_that_does_not_fit_is_refused_with_its_problems(operation: Operation) -> None:
    with pytest.raises(InputError):
        propose(operation, "found.csv", FOUND.replace(b",B,", b",Z,"), REASON)


def test_a_definition_that_was_sealed_without_a_roster_has_none_to_amend(operation: Operation) -> None:
    table = b"person,organisation,roles,key\njudge-1,observers,adjudicator,\n"
    assert is_of_people(table)
    with pytest.raises(RefusedError) as caught:
        changed_people(operation, "people.csv", table)
    assert key_of(caught) == "roster.none_to_amend"
