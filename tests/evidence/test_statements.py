import datetime
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import RefusedError, StoreError
from testigo.evidence.statements import (
    EMPTY_CHAIN,
    Kind,
    Statement,
    chain_after,
    parse_statement,
    write_statement,
)

PLAIN = Statement(3, datetime.date(2024, 7, 28), Kind.RECEIVED, subject="a" * 64, body={"b": 1, "a": [None]})
PLAIN_WRITTEN = (
    b'{"body":{"a":[null],"b":1},"contest":null,"day":"2024-07-28","kind":"received","number":3,'
    b'"person":null,"second_person":null,"subject":"' + b"a" * 64 + b'"}'
)

safe_integers = st.integers(-(2**53) + 1, 2**53 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
floats = st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not 2**53 <= abs(x) < 1e21)
values = st.recursive(
    st.none() | st.booleans() | safe_integers | floats | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
names = st.none() | st.text("abcñ é-1", min_size=1, max_size=20).filter(str.isprintable)
statements = st.builds(
    Statement,
    number=st.integers(0, 10**9),
    day=st.dates(min_value=datetime.date(1000, 1, 1)),
    kind=st.sampled_from(Kind),
    subject=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex),
    contest=names,
    person=names,
    second_person=names,
    body=st.dictionaries(texts, values, max_size=4),
    chain=st.just(EMPTY_CHAIN),
)


@given(statements)
def test_a_statement_is_read_back_as_it_was_written(statement: Statement) -> None:
    assert parse_statement(write_statement(statement), statement.chain) == statement


@given(statements, st.data())
def test_whatever_is_accepted_is_written_back_to_the_same_bytes(
    statement: Statement, data: st.DataObject
) -> None:
    written = bytearray(write_statement(statement))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place : place + data.draw(st.integers(0, 2))] = data.draw(
        st.binary(max_size=3) | st.sampled_from([b" ", b"0", b"1", b".0", b"\\u0041", b'"', b"e1", b"-"])
    )
    try:
        parsed = parse_statement(bytes(written), EMPTY_CHAIN)
    except StoreError:
        return
    assert write_statement(parsed) == bytes(written)


def test_a_statement_is_written_as_rfc_8785_json_of_all_columns_but_the_chain() -> None:
    assert write_statement(PLAIN) == PLAIN_WRITTEN


@pytest.mark.parametrize(
    "spelling",
    [
        PLAIN_WRITTEN.replace(b":", b": "),
        PLAIN_WRITTEN + b"\n",
        b"\xef\xbb\xbf" + PLAIN_WRITTEN,
        PLAIN_WRITTEN.replace(b'"b":1', b'"b":1.0'),
        PLAIN_WRITTEN.replace(b'"b":1', b'"b":1,"b":1'),
        PLAIN_WRITTEN.replace(b'"a":[null],"b":1', b'"b":1,"a":[null]'),
        PLAIN_WRITTEN.replace(b"received", b"r\\u0065ceived"),
        PLAIN_WRITTEN.replace(b"2024-07-28", b"20240728"),
        PLAIN_WRITTEN.replace(b"[null]", b"[NaN]"),
        PLAIN_WRITTEN.replace(b"[null]", b"[1e400]"),
        PLAIN_WRITTEN.replace(b"[null]", b"[9007199254740993]"),
        PLAIN_WRITTEN.replace(b"[null]", b'["\\ud800"]'),
        PLAIN_WRITTEN.replace(b"[null]", b"[" * 3000 + b"]" * 3000),
        PLAIN_WRITTEN.replace(b"[null]", b"9" * 5000),
        PLAIN_WRITTEN.replace(b'"number":3', b'"number":-3'),
        PLAIN_WRITTEN.replace(b'"number":3', b'"number":true'),
        PLAIN_WRITTEN.replace(b'"number":3', b'"number":9007199254740992'),
        PLAIN_WRITTEN.replace(b'"number":3', b'"number":999999999999999999999999999999'),
        PLAIN_WRITTEN.replace(b'"person":null,', b""),
        PLAIN_WRITTEN.replace(b'"person":null', b'"person":""'),
        PLAIN_WRITTEN.replace(b'"person":null', b'"person":7'),
        PLAIN_WRITTEN.replace(b"received", b"rumoured"),
        PLAIN_WRITTEN.replace(b"a" * 64, b"A" * 64),
        b"[]",
        b"",
        b"{",
        b"\xff",
    ],
)
def test_any_other_spelling_is_refused(spelling: bytes) -> None:
    assert spelling != PLAIN_WRITTEN
    with pytest.raises(StoreError):
        parse_statement(spelling, EMPTY_CHAIN)


def test_the_chain_is_the_sha256_of_the_previous_digits_and_the_statement() -> None:
    text = EMPTY_CHAIN.encode() + PLAIN_WRITTEN
    assert chain_after(EMPTY_CHAIN, PLAIN_WRITTEN) == hashlib.sha256(text).hexdigest()


@given(statements, statements)
def test_another_statement_or_another_past_gives_another_chain(one: Statement, other: Statement) -> None:
    first, second = write_statement(one), write_statement(other)
    chain = chain_after(EMPTY_CHAIN, first)
    assert (chain == chain_after(EMPTY_CHAIN, second)) == (first == second)
    assert chain_after(chain, first) != chain


@pytest.mark.parametrize(("bytes_of_text", "fits"), [(4096 - 8, True), (4096 - 7, False)])
def test_a_body_has_at_most_4096_bytes(bytes_of_text: int, fits: bool) -> None:
    statement = replace(PLAIN, body={"a": "x" * bytes_of_text})
    assert len(json.dumps(dict(statement.body), separators=(",", ":"))) == bytes_of_text + 8
    if fits:
        write_statement(statement)
    else:
        with pytest.raises(RefusedError, match="exhibit"):
            write_statement(statement)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**53, 2.0**53, -(2.0**60), "\ud800", {1: 2}, {"a": {1, 2}}, b"bytes"],
)
def test_a_body_that_could_not_be_read_back_is_refused(value: Any) -> None:
    with pytest.raises(RefusedError, match="must be JSON"):
        write_statement(replace(PLAIN, body={"a": value}))


@pytest.mark.parametrize("person", ["", "x" * 201, "a\nb", "a\u0000", "e\u0301"])
def test_a_person_is_short_printable_text_in_nfc(person: str) -> None:
    with pytest.raises(RefusedError, match="person"):
        write_statement(replace(PLAIN, person=person))
