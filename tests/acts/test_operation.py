"""An operation that stays open, as a server keeps one: it is as the evidence is now."""

from contextlib import suppress

import pytest

from testigo.acts.amend import amend, propose
from testigo.acts.at_work import at_work
from testigo.acts.new_operation import EMPTY, Choices, new_operation
from testigo.acts.operation import Operation
from testigo.errors import RefusedError, StoreError
from tests.acts.acting import DAY, JUDGE, REASON, key_of, last, typed

ROLL = b"station,registered_voters\n001.01,450\n"


def roll(operation: Operation) -> int:
    return int(operation.election.stations.filter(station="001.01")["registered_voters"].item())


def test_what_somebody_else_amends_is_seen_by_who_has_it_open(operation: Operation) -> None:
    assert roll(operation) == 500
    with Operation(operation.folder) as other:
        amend(other, propose(other, "rolls.csv", ROLL, REASON), JUDGE)
    assert roll(operation) == 450
    assert operation.snapshot().election.stations.filter(station="001.01")["registered_voters"].item() == 450


def test_what_somebody_else_says_is_in_the_next_snapshot(operation: Operation) -> None:
    before = operation.snapshot().evidence.last_statement
    with Operation(operation.folder) as other:
        typed(other, "reader-1", "001.01,mayor,100,50")
    assert operation.snapshot().evidence.last_statement == before + 1


def test_whoever_only_looks_sees_all_and_can_say_nothing(accepted: Operation) -> None:
    with Operation(accepted.folder, only_look=True) as looked_at:
        assert looked_at.snapshot().results["mayor"].equals(accepted.snapshot().results["mayor"])
        with pytest.raises(StoreError):
            typed(looked_at, "reader-3", "001.01,mayor,1,2")
    assert last(accepted) == 2


def test_one_that_was_closed_is_opened_again_by_who_asks(operation: Operation) -> None:
    operation.close()
    operation.close()
    assert roll(operation) == 500


def test_one_at_a_time_is_at_work_and_an_error_lets_go(operation: Operation) -> None:
    first, second = (at_work(operation.folder, name) for name in ("publish", "import"))
    with first, pytest.raises(RefusedError) as caught:
        second.__enter__()
    assert key_of(caught) == "operation.at_work"
    with suppress(ZeroDivisionError), at_work(operation.folder, "publish"):
        raise ZeroDivisionError
    with at_work(operation.folder, "import"):
        pass


def test_what_is_not_sealed_has_a_definition_and_no_evidence(operation: Operation) -> None:
    folder = operation.folder.parent / "unsealed"
    list(new_operation(Choices(folder, EMPTY, drill=False, key=None, day=DAY), lambda number: b"1" * number))
    with Operation(folder) as unsealed, pytest.raises(StoreError) as caught:
        unsealed.snapshot()
    assert key_of(caught) == "operation.not_sealed"


def test_a_definition_that_was_changed_since_its_seal_is_refused(operation: Operation) -> None:
    path = operation.definition_folder / "stations.csv"
    path.write_text(path.read_text().replace(",500", ",501", 1))
    with Operation(operation.folder) as again, pytest.raises(StoreError) as caught:
        again.snapshot()
    assert key_of(caught) == "operation.definition_changed"
