"""Only the digits 0-9 are a count; what else stands in a cell is named."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.intake.counts import count, fault, is_count
from testigo.intake.language import Value
from testigo.intake.mapping_tables import Table


def table(**declared: object) -> Table:
    return Table(file="*", contest=Value(constant="mayor"), **declared)  # type: ignore[arg-type]


def read(text: str, **declared: object) -> tuple[bool, int | None]:
    cells = pl.DataFrame({"cell": [text]})
    made = cells.select(ok=is_count("cell", table(**declared)), value=count("cell", table(**declared)))
    return made.row(0)


@given(st.integers(0, 999_999_999))
def test_a_written_count_reads_back(number: int) -> None:
    assert read(str(number)) == (True, number)


@pytest.mark.parametrize("mark", [",", ".", "'", " ", "\N{NARROW NO-BREAK SPACE}"])
@given(number=st.integers(0, 999_999_999))
def test_a_count_written_with_a_declared_mark_reads_back(mark: str, number: int) -> None:
    assert read(f"{number:,}".replace(",", mark), thousands=mark) == (True, number)


@given(st.text(max_size=12))
def test_a_count_is_digits_and_nothing_else(text: str) -> None:
    is_digits = text.strip(" ").isascii() and text.strip(" ").isdigit() and len(text.strip(" ")) <= 9
    assert read(text)[0] == is_digits


@pytest.mark.parametrize(
    ("text", "is_one"), [("999999999", True), ("1000000000", False), ("0", True), ("-0", False)]
)
def test_the_ends_of_the_range(text: str, *, is_one: bool) -> None:
    assert read(text)[0] is is_one


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-5", "negative"),
        ("5-", "negative"),
        ("(5)", "negative"),
        ("\N{MINUS SIGN}5", "negative"),
        ("+5", "sign"),
        ("1e3", "exponent"),
        ("1,5E+03", "exponent"),
        ("12.5", "fraction"),
        ("12,5", "fraction"),
        ("120.0", "decimals"),
        ("1.234", "mark between digits"),
        ("1 234 567", "mark between digits"),
        ("N/A", "a word"),
        ("\N{EM DASH}", "a word"),
        ("=SUM(A1)", "formula"),
        ("+1+1", "formula"),
        ("@A1", "formula"),
        ("\t=1", "formula"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "formula"),
        ("1000000000", "larger"),
        ("١٢٠", "digits other than 0-9"),
        ("１２０", "digits other than 0-9"),
        ("12O", "not a count"),
        ("0x10", "not a count"),
        ("1\N{ZERO WIDTH SPACE}2", "an invisible character beside the digits"),
        ("ILEGIBLE", "a word where a count belongs"),
        ("SIN DATO", "a word where a count belongs"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said(text: str, message: str) -> None:
    assert message in fault(text).message
    assert fault(text).remedy
