"""Photos of which no figure is known are never forgotten."""

import datetime
from typing import Any

import polars as pl

from testigo.evidence.statements import Kind, Statement
from testigo.standing.waiting import Waiting, waiting

DAY = datetime.date(2030, 1, 6)
A, B = "a" * 64, "b" * 64


def received(exhibit: str) -> Statement:
    return Statement(-1, DAY, Kind.RECEIVED, subject=exhibit, body={"document_class": None})


def unread(exhibit: str, reason: str = "no code was found", document_class: str = "unreadable") -> Statement:
    body: dict[str, Any] = {
        "reader": "a program",
        "document_class": document_class,
        "reason": reason,
        "form": None,
        "findings": [],
    }
    return Statement(-1, DAY, Kind.READ, subject=exhibit, body=body)


def waits(statements: list[Statement], *known: str) -> Waiting:
    frame = pl.DataFrame({"exhibit": list(known)}, schema={"exhibit": pl.String})
    return waiting(statements, {"mayor": frame})


def test_a_photo_that_no_machine_could_read_waits_with_its_reason() -> None:
    found = waits([received(A), unread(A)])
    assert found.to_type == {A: "no code was found"}
    assert found.not_looked_at == ()


def test_a_photo_that_somebody_typed_waits_no_more() -> None:
    assert waits([received(A), unread(A)], A).to_type == {}


def test_a_photo_waits_again_when_the_reading_of_it_was_withdrawn() -> None:
    statements = [received(A), unread(A)]
    assert waits(statements, A).to_type != waits(statements).to_type


def test_a_photo_that_a_program_called_no_form_stays_in_the_queue() -> None:
    found = waits([received(A), unread(A, "another code", "not a form")])
    assert (list(found.unread), found.to_type) == ([A], {A: "another code"})


def test_a_duplicate_waits_for_nobody() -> None:
    found = waits([received(A), unread(A, "the same pixels", "duplicate")])
    assert (list(found.unread), found.to_type) == ([A], {})


def test_a_photo_that_came_before_the_run_was_killed_was_not_looked_at() -> None:
    assert waits([received(A), received(B), unread(A)]).not_looked_at == (B,)


def test_of_two_readers_the_last_word_holds() -> None:
    assert waits([received(A), unread(A), unread(A, "a PDF")]).to_type == {A: "a PDF"}
