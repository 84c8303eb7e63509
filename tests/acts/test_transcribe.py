"""What one person typed from forms."""

import pytest

from testigo.acts.operation import Operation
from testigo.acts.transcribe import transcribe, typed_forms
from testigo.errors import InputError
from tests.acts.acting import DAY, last

TABLE = b"station,contest,votes_red,votes_blue,valid_votes\n001.01,mayor,100,50,150\n9,mayor,1,1,3\n"


def test_what_is_new_is_told_before_it_is_said(operation: Operation) -> None:
    typed = typed_forms(operation, "typed.csv", TABLE, "reader-1")
    assert (typed.rows, len(typed.new), typed.unknown_stations) == (2, 2, ("9",))
    assert list(typed.sums.failing) == [3]
    assert last(operation) == 0


def test_each_transcription_is_a_statement_and_the_work_is_told(operation: Operation) -> None:
    told: list[tuple[int, int]] = []
    typed = typed_forms(operation, "typed.csv", TABLE, "reader-1")
    transcribe(operation, typed, DAY, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert last(operation) == 2


def test_the_same_again_is_nothing_new_and_another_answer_is_refused(operation: Operation) -> None:
    transcribe(operation, typed_forms(operation, "typed.csv", TABLE, "reader-1"), DAY)
    assert typed_forms(operation, "typed.csv", TABLE, "reader-1").new == ()
    with pytest.raises(InputError, match="otherwise before"):
        typed_forms(operation, "typed.csv", TABLE.replace(b"100", b"101"), "reader-1")
