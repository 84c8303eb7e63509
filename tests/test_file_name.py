"""The file name of a code: one a code, short enough for every disk."""

import re

from hypothesis import given
from hypothesis import strategies as st

from testigo.file_name import MOST_BYTES, safe_name

CODES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def test_letters_digits_hyphens_and_inner_dots_stay_and_all_else_is_spelt() -> None:
    assert safe_name("0101-A.7") == "0101-A.7"
    assert safe_name(".a b/Ñ.") == "_2ea_20b_2f_c3_91_2e"
    assert safe_name("") == "_"


def test_a_name_that_is_too_long_is_its_beginning_and_the_hash_of_its_code() -> None:
    name = safe_name("Ж" * 54)
    assert name.startswith("_d0_96_d0_96")
    assert re.fullmatch(r".*_x[0-9a-f]{64}", name)
    assert len(name) <= MOST_BYTES


def test_the_longest_name_that_a_disk_takes_with_its_end_stays_as_it_was() -> None:
    assert len(safe_name("Ж" * 41 + "a" * 4)) == MOST_BYTES
    assert "_x" not in safe_name("Ж" * 41 + "a" * 4)
    assert "_x" in safe_name("Ж" * 41 + "a" * 5)


@given(CODES, CODES)
def test_two_codes_never_have_one_name(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)


@given(CODES)
def test_a_name_fits_every_manifest_and_every_disk(code: str) -> None:
    name = safe_name(code)
    assert re.fullmatch(r"[0-9A-Za-z._-]+", name)
    assert len(f"{name}.html") <= 255
    assert name not in (".", "..")
