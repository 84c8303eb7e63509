"""What an operation needs next: what holds results up comes first."""

from pathlib import Path
from secrets import token_bytes

import pytest

from testigo.acts.decide import Choice, adjudicate
from testigo.acts.new_operation import EMPTY, Choices, new_operation
from testigo.acts.next_step import Open, Step, next_steps
from testigo.acts.operation import Operation
from testigo.columns import Decision, Status
from testigo.evidence.statements import Kind
from tests.acts.acting import DAY, JUDGE, status, typed


def steps(operation: Operation) -> list[Step]:
    return [each.step for each in next_steps(operation)]


def test_a_definition_with_problems_has_to_be_mended(tmp_path: Path) -> None:
    list(new_operation(Choices(tmp_path / "new", EMPTY, drill=False, key=None, day=DAY), token_bytes))
    (tmp_path / "new" / "election" / "contests.csv").write_text("contest\n")
    with Operation(tmp_path / "new") as operation:
        (only,) = next_steps(operation)
    assert only.step is Step.MEND
    assert only.waits > 0


def test_a_sealed_operation_without_readings_waits_for_them(operation: Operation) -> None:
    (only,) = next_steps(operation)
    assert only.step is Step.TAKE
    assert only.waits == operation.election.stations.height


def test_a_form_that_one_person_typed_needs_another_reading(operation: Operation) -> None:
    typed(operation, "reader-1", "001.01,mayor,100,50")
    assert next_steps(operation)[0] == Open(Step.READ_AGAIN, 1)
    assert Step.PUBLISH not in steps(operation)


def test_a_dispute_comes_before_all_that_only_adds(disputed: Operation) -> None:
    assert next_steps(disputed)[0] == Open(Step.DECIDE, 1)


def test_a_form_that_people_excluded_is_decided(disputed: Operation) -> None:
    adjudicate(disputed, Choice("001.01", "mayor", Decision.EXCLUDE), JUDGE)
    assert Step.DECIDE not in steps(disputed)


def test_what_fell_since_the_last_publication_is_to_be_published_although_nothing_is_accepted(
    accepted: Operation,
) -> None:
    accepted.journal.append(DAY, Kind.PUBLISHED, body={"number": 1, "manifest": "0" * 64})
    typed(accepted, "reader-3", "001.01,mayor,90,50")
    assert status(accepted) is not Status.ACCEPTED
    assert Open(Step.PUBLISH, 1) in next_steps(accepted)


def test_what_was_accepted_since_the_last_publication_is_to_be_published(accepted: Operation) -> None:
    assert next_steps(accepted)[0] == Open(Step.PUBLISH, 2)
    accepted.journal.append(DAY, Kind.PUBLISHED, body={"number": 1, "manifest": "0" * 64})
    assert Step.PUBLISH not in steps(accepted)
    assert next_steps(accepted)[-1] == Open(Step.VERIFY, 1)


@pytest.mark.parametrize("name", ["operation", "disputed", "accepted"])
def test_looking_says_nothing(name: str, request: pytest.FixtureRequest) -> None:
    operation: Operation = request.getfixturevalue(name)
    before = operation.journal.last()
    next_steps(operation)
    assert operation.journal.last() == before
