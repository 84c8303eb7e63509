"""Many statements in one transaction: the same chain as one by one, and all of them or none."""

import datetime
from pathlib import Path

import pytest

from testigo.errors import RefusedError
from testigo.evidence.connect import open_journal
from testigo.evidence.statements import Body, Kind, Statement

DAY = datetime.date(2024, 7, 28)
FORM = "a" * 64


def said(number: int) -> Statement:
    return Statement(-1, DAY, Kind.RECEIVED, FORM, body={"place": number})


def transcribed() -> Statement:
    reading = {"station": "A1-1.01", "form": None, "method": "person", "provenance_class": "photo only"}
    body: Body = {**reading, "document_class": None, "confidence": None, "figures": {}}
    return Statement(-1, DAY, Kind.TRANSCRIBED, FORM, "mayor", "reviewer-1", body=body)


def test_many_at_once_have_the_chain_that_they_have_one_by_one(tmp_path: Path) -> None:
    together = open_journal(tmp_path / "together.sqlite", create=True)
    apart = open_journal(tmp_path / "apart.sqlite", create=True)
    written = together.append_all([said(number) for number in range(7)])
    for number in range(7):
        apart.append(DAY, Kind.RECEIVED, subject=FORM, body={"place": number})
    assert written == tuple(together.statements()) == tuple(apart.statements())


def test_one_that_is_refused_takes_the_others_with_it(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "evidence.sqlite", create=True)
    journal.append_all([said(1), transcribed()])
    before = journal.last()
    with pytest.raises(RefusedError, match="already transcribed"):
        journal.append_all([said(2), transcribed(), said(3)])
    assert journal.last() == before
    with pytest.raises(RefusedError, match="not a complete"):
        journal.append_all([said(2), Statement(-1, DAY, Kind.READ, FORM, "mayor")])
    assert journal.last() == before


def test_nothing_to_say_changes_nothing(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "evidence.sqlite", create=True)
    assert journal.append_all([]) == ()
    assert journal.last() is None
