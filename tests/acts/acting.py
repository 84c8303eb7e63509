"""Who acts in these tests, on which day, and what is there before. No command is typed here."""

import datetime
from dataclasses import replace

import pytest

from testigo.acts.operation import Operation
from testigo.acts.signing import Signed
from testigo.acts.transcribe import transcribe, typed_forms
from testigo.columns import Status
from testigo.errors import InputError, RefusedError, StoreError
from testigo.review.permission import Signers

DAY = datetime.date(2030, 1, 8)
REASON = "The photo shows it."
JUDGE = Signed(Signers("judge-1"), REASON, DAY, dry_run=False)
PAIR = Signed(Signers("judge-1", "judge-2", "observers", "university"), REASON, DAY, dry_run=False)


def tried(signed: Signed) -> Signed:
    """Return the same people, who only try."""
    return replace(signed, dry_run=True)


def typed(operation: Operation, person: str, *rows: str) -> None:
    """Transcribe rows as a person."""
    table = "\n".join(["station,contest,votes_red,votes_blue", *rows, ""]).encode()
    transcribe(operation, typed_forms(operation, f"{person}.csv", table, person), DAY)


def last(operation: Operation) -> int:
    """Return the number of the last statement."""
    statement = operation.journal.last()
    assert statement is not None
    return statement.number


def status(operation: Operation, station: str = "001.01") -> Status:
    """Return the status of a station as it is now."""
    results = operation.snapshot().results["mayor"]
    return Status(results.filter(station=station)["status"].item())


def key_of(caught: pytest.ExceptionInfo[RefusedError | StoreError]) -> str | None:
    """Return the key of what an error says."""
    return None if caught.value.message is None else caught.value.message.key


def keys_of(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    """Return the keys of what the problems of an error say."""
    return [getattr(problem.message, "key", problem.message) for problem in caught.value.problems]
