"""A look on its way from behind the wall: what is written is read again, and anything else is nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.reading.container import Refusal
from testigo.reading.digits import Figure
from testigo.reading.look import Look
from testigo.reading.look_answer import LONGEST_CODE, MOST_ANSWERED, MOST_FIGURES, parse_look, write_look
from testigo.reading.qr import MOST_CODES
from testigo.reading.quality import Quality

THOUSANDTHS = st.integers(-1000, 1000)
DECODED = st.builds(
    Look,
    st.none(),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.builds(
        Quality, st.integers(1, 6_000), st.integers(1, 6_000), st.integers(0, 1000), st.integers(0, 255)
    ),
    st.lists(st.binary(min_size=1, max_size=50), max_size=MOST_CODES).map(tuple),
    st.lists(st.builds(Figure, st.text("0123456789", max_size=6), THOUSANDTHS, THOUSANDTHS), max_size=5).map(
        tuple
    ),
)


@given(DECODED | st.sampled_from(Refusal).map(Look))
def test_what_is_written_is_read_again(look: Look) -> None:
    assert parse_look(write_look(look)) == look


def test_the_largest_look_fits_into_an_answer() -> None:
    codes = (bytes(LONGEST_CODE),) * MOST_CODES
    figures = (Figure("999999", -1000, -1000),) * MOST_FIGURES
    largest = Look(None, "0" * 64, Quality(8_000, 5_000, 255, 255), codes, figures)
    assert len(write_look(largest)) <= MOST_ANSWERED
    assert parse_look(write_look(largest)) == largest


@given(st.binary(max_size=200))
def test_other_bytes_are_no_look(content: bytes) -> None:
    assert parse_look(content) is None


GOOD: dict[str, Any] = json.loads(
    write_look(Look(None, "ab" * 32, Quality(4, 3, 2, 1), (b"code",), (Figure("12", 900, 400),)))
)


@pytest.mark.parametrize(
    "changed",
    [
        {"pixels": "AB" * 32},
        {"pixels": "ab" * 31},
        {"pixels": "ab" * 32 + "\n"},
        {"pixels": None},
        {"quality": None},
        {"quality": {**GOOD["quality"], "width": 0}},
        {"quality": {**GOOD["quality"], "width": 12_001}},
        {"quality": {**GOOD["quality"], "width": 12_000, "height": 12_000}},
        {"quality": {**GOOD["quality"], "width": "4"}},
        {"quality": {**GOOD["quality"], "width": 4.0}},
        {"quality": {**GOOD["quality"], "width": True}},
        {"quality": {**GOOD["quality"], "contrast": 256}},
        {"quality": {**GOOD["quality"], "sharpness": -1}},
        {"quality": {**GOOD["quality"], "more": 1}},
        {"codes": ["6"]},
        {"codes": ["6g"]},
        {"codes": [""]},
        {"codes": ["66"] * (MOST_CODES + 1)},
        {"codes": ["66" * (LONGEST_CODE + 1)]},
        {"codes": "66"},
        {"figures": [{"digits": "1234567", "likeness": 0, "lead": 0}]},
        {"figures": [{"digits": "-1", "likeness": 0, "lead": 0}]},
        {"figures": [{"digits": "١", "likeness": 0, "lead": 0}]},
        {"figures": [{"digits": "1", "likeness": 1001, "lead": 0}]},
        {"figures": [{"digits": "1", "likeness": 0}]},
        {"more": 1},
        {"refusal": "an animation"},
    ],
)
def test_a_part_that_is_not_of_its_kind_makes_the_whole_nothing(changed: dict[str, object]) -> None:
    assert parse_look(json.dumps(GOOD).encode()) is not None
    assert parse_look(json.dumps({**GOOD, **changed}).encode()) is None


def test_a_part_that_is_missing_makes_the_whole_nothing() -> None:
    for part in GOOD:
        assert parse_look(json.dumps({k: v for k, v in GOOD.items() if k != part}).encode()) is None
