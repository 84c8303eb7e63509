"""The codes on a photo."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from testigo.reading.decode import Grey
from testigo.reading.qr import MOST_CODES, Wanted, find_codes
from tests.reading.drawn import ACTA, WHITE, page, parts, symbol

VECTORS = Path(__file__).resolve().parents[2] / ".." / "shared" / "vectors" / "qr"
READ_BY_DEFAULT = 126
"""Texts that zxing-cpp reads with its default options, of 140 that have a single expected one."""
READ_BY_US = 133
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not here")


def vectors() -> list[dict[str, Any]]:
    index: list[dict[str, Any]] = json.loads((VECTORS / "expected.json").read_text())
    return index


def texts(image: Grey, wanted: Wanted = bool) -> tuple[bytes, ...]:
    return tuple(code.content for code in find_codes(image, wanted))


def grey(file: str) -> Grey:
    return np.asarray(Image.open(VECTORS / file).convert("L"))


def spellings(text: str) -> set[bytes]:
    """The bytes that may stand in a code for a text: a code need not say in which encoding it is."""
    return {text.encode(encoding, "replace") for encoding in ("utf-8", "latin-1", "shift_jis", "gb18030")}


@needs_vectors
def test_more_vectors_are_read_than_by_default_and_none_wrongly() -> None:
    with_text = [each for each in vectors() if "text" in each]
    found = {each["file"]: (spellings(each["text"]), texts(grey(each["file"]))) for each in with_text}
    right = [file for file, (expected, codes) in found.items() if expected & set(codes)]
    wrong = [file for file, (expected, codes) in found.items() if codes and not expected & set(codes)]
    assert wrong == []
    assert len(right) == READ_BY_US > READ_BY_DEFAULT


@needs_vectors
def test_no_code_is_found_where_there_is_none_however_long_it_is_searched() -> None:
    without = [each["file"] for each in vectors() if "expect" in each]
    assert [file for file in without if texts(grey(file), lambda _: False)] == []
    assert len(without) == 22


@needs_vectors
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_part_of_a_message_is_no_message(number: int) -> None:
    assert texts(grey(f"qrcode-7/01-0{number}.png")) == ()


def test_no_part_of_a_form_in_several_codes_is_taken_for_the_form() -> None:
    assert [texts(part) for part in parts(ACTA * 2)] == [()] * len(parts(ACTA * 2))


@needs_vectors
def test_all_codes_of_a_page_are_found() -> None:
    assert len(texts(grey("multi-1/multi-qr.png"))) == 4


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_code_is_read_however_the_photo_is_turned(turns: int) -> None:
    assert texts(np.rot90(symbol(ACTA), turns)) == (ACTA.encode(),)


def test_an_inverted_code_is_read() -> None:
    assert texts(WHITE - symbol(ACTA)) == (ACTA.encode(),)


def test_a_code_that_is_there_twice_is_one() -> None:
    assert texts(page(symbol(ACTA), symbol(ACTA))) == (ACTA.encode(),)


def test_bytes_that_are_no_text_come_as_they_are() -> None:
    assert texts(symbol(b"\x00\xff\x80")) == (b"\x00\xff\x80",)


def test_a_damaged_corner_does_not_make_a_code_a_part() -> None:
    damaged = symbol(ACTA).copy()
    corner = slice(-6 * 6, -4 * 6)  # two modules, beside a quiet zone of four
    damaged[corner, corner] = WHITE - damaged[corner, corner]
    assert texts(damaged) == (ACTA.encode(),)


def test_a_page_full_of_codes_gives_only_so_many() -> None:
    many = page(*(symbol(f"code {number}", 3) for number in range(MOST_CODES + 2)))
    assert len(texts(many)) == MOST_CODES


def test_a_photo_without_a_code_gives_none() -> None:
    assert texts(np.full((40, 60), WHITE, dtype=np.uint8)) == ()
    assert texts(np.zeros((1, 1), dtype=np.uint8)) == ()
