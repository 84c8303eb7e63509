"""A publication tells a number of the evidence: it tells a stranger nothing, and a change is found."""

import datetime
import hashlib
from dataclasses import replace

import pytest

from testigo.errors import Place, StoreError
from testigo.evidence.commitment import (
    EarlierNote,
    Opening,
    commitment,
    contradictions,
    parse_opening,
    write_opening,
)
from testigo.evidence.statements import EMPTY_CHAIN, Kind, Statement, chain_after, write_statement

DAY = datetime.date(2024, 7, 28)
SALT = "5a" * 32
NOTE = Place("publications/0001/manifest.note")


def chained(*bodies: str) -> list[Statement]:
    said: list[Statement] = []
    chain = EMPTY_CHAIN
    for number, body in enumerate(bodies):
        one = Statement(number, DAY, Kind.ANNOUNCED, body={"said": body})
        chain = chain_after(chain, write_statement(one))
        said.append(replace(one, chain=chain))
    return said


SAID = chained("one", "two", "three", "four")
OPENING = Opening(2, SALT)
TOLD = EarlierNote(NOTE, commitment(OPENING, SAID[2].chain), OPENING)


def messages(said: list[Statement], *told: EarlierNote) -> list[str]:
    return [problem.message for problem in contradictions(said, told)]


def test_the_commitment_is_what_sha256sum_prints_of_three_lines() -> None:
    text = f"{SALT}\n2\n{SAID[2].chain}\n"
    assert TOLD.commitment == hashlib.sha256(text.encode()).hexdigest()


def test_the_evidence_that_was_and_the_one_that_grew_hold() -> None:
    assert messages(SAID[:3], TOLD) == messages(SAID, TOLD) == []


def test_a_publication_of_no_statement_is_held_too() -> None:
    none = Opening(-1, SALT)
    assert messages(SAID, EarlierNote(NOTE, commitment(none, EMPTY_CHAIN), none)) == []


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_a_statement_that_was_written_anew_with_a_new_chain_is_found(changed: int) -> None:
    bodies = ["one", "two", "three", "four"]
    bodies[changed] = "otherwise"
    [message] = messages(chained(*bodies), TOLD)
    assert "a statement was changed" in message


def test_a_statement_whose_chain_was_left_as_it_was_is_found_too() -> None:
    lying = [SAID[0], replace(SAID[1], body={"said": "otherwise"}), *SAID[2:]]
    assert len(messages(lying, TOLD)) == 1


def test_what_was_said_after_the_publication_is_not_held_by_it() -> None:
    assert messages(chained("one", "two", "three", "otherwise"), TOLD) == []


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_tail_that_was_cut_off_is_found(left: int) -> None:
    [message] = messages(SAID[:left], TOLD)
    assert "ends before" in message


def test_another_salt_or_number_opens_nothing() -> None:
    for opening in (Opening(2, "00" * 32), Opening(1, SALT), Opening(3, SALT)):
        assert len(messages(SAID, replace(TOLD, opening=opening))) == 1


def test_a_lost_opening_is_named() -> None:
    [message] = messages(SAID, replace(TOLD, opening=None))
    assert "not there" in message


def test_what_is_kept_reads_back_and_nothing_else_does() -> None:
    assert parse_opening(write_opening(OPENING)) == OPENING
    for wrong in (b"", b"[]", b"{}", b'{"salt": 1, "statement": 2}', b'{"salt": "5a", "statement": 2}'):
        with pytest.raises(StoreError):
            parse_opening(wrong)
    for statement in ("-2", "true", "1.5", '"1"'):
        with pytest.raises(StoreError):
            parse_opening(f'{{"salt": "{SALT}", "statement": {statement}}}'.encode())
