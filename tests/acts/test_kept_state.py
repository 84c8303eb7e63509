"""What a door that stays open keeps in memory is what opening the operation anew would give."""

import shutil
from pathlib import Path

import pytest

from testigo.acts.amend import amend, propose
from testigo.acts.kept_state import KeptState, state_now
from testigo.acts.operation import Operation
from testigo.acts.withdraw import withdraw
from testigo.errors import Place, StoreError
from tests.acts.acting import JUDGE, PAIR, REASON, key_of, typed

GIVEN = Place("withdrawn.csv")
ROLL = b"station,registered_voters\n001.01,450\n"


def assert_is_as_opened_anew(operation: Operation, kept: KeptState) -> None:
    with Operation(operation.folder) as other:
        anew = other.snapshot()
    now = kept.snapshot
    assert now.evidence.chain == anew.evidence.chain
    assert now.election.stations.equals(anew.election.stations)
    assert now.evidence.errata.equals(anew.evidence.errata)
    assert now.results["mayor"].equals(anew.results["mayor"])
    assert now.tallies["mayor"].equals(anew.tallies["mayor"])


def test_it_follows_everything_that_is_said(operation: Operation) -> None:
    kept = state_now(operation)
    for person in ("reader-1", "reader-2"):
        typed(operation, person, "001.01,mayor,100,50")
        kept = state_now(operation, kept)
        assert_is_as_opened_anew(operation, kept)
    withdraw(operation, [(GIVEN, "1")], PAIR)
    kept = state_now(operation, kept)
    assert_is_as_opened_anew(operation, kept)
    amend(operation, propose(operation, "rolls.csv", ROLL, REASON), JUDGE)
    assert_is_as_opened_anew(operation, state_now(operation, kept))


def test_nothing_is_derived_where_nothing_was_said(accepted: Operation) -> None:
    kept = state_now(accepted)
    with Operation(accepted.folder, only_look=True) as other:
        assert state_now(other, kept) is kept


def test_of_another_evidence_in_the_same_folder_everything_is_read_anew(
    operation: Operation, tmp_path: Path
) -> None:
    empty = shutil.copytree(operation.folder, tmp_path / "empty")
    typed(operation, "reader-1", "001.01,mayor,100,50")
    kept = state_now(operation)
    operation.close()
    shutil.rmtree(operation.folder)
    shutil.copytree(empty, operation.folder)
    with Operation(operation.folder) as restored:
        typed(restored, "reader-2", "001.01,mayor,7,8")
        assert_is_as_opened_anew(restored, state_now(restored, kept))


def test_a_definition_that_was_changed_since_is_an_error_as_on_opening(operation: Operation) -> None:
    kept = state_now(operation)
    stations = operation.definition_folder / "stations.csv"
    stations.write_bytes(stations.read_bytes().replace(b",500", b",501"))
    with Operation(operation.folder) as other, pytest.raises(StoreError) as caught:
        state_now(other, kept)
    assert key_of(caught) == "operation.definition_changed"
