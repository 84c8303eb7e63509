"""Single marks of figures in pages of another software: value, text, sign, unit, language, row and cell."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.cells import Cells
from testigo.publication.format import Unit, cell_address, cell_keys, for_machines, mark, shown
from testigo.verification.foreign_marks import Ratios, of_foreign_marks, ratio_rows, wrong_mark
from testigo.verification.foreign_pages import OF_RULES
from testigo.verification.report import Failure
from tests.verification import made

SNAPSHOT = made.snapshot(made.definition())
CELLS, RATIOS = Cells(SNAPSHOT), ratio_rows(SNAPSHOT)
TOTAL = cell_address("tally", "mayor", "X", "total_votes")
SHARE = cell_address("tally", "mayor", "X", "share_red")
VOTES = cell_address("results", "mayor", "A-1.01", "votes_red")
UNREAD = cell_address("results", "mayor", "B-1.03", "votes_red")


def value_of(address: str) -> int:
    """The figure of a cell of the small election."""
    value = CELLS.value(cell_keys(address))
    assert value is not None
    return value


def wrong(each: str, path: str = "es/x.html", ratios: Ratios = RATIOS) -> Failure | None:
    """What is wrong with one mark."""
    return wrong_mark(path, each, CELLS, ratios)


def code(each: str, path: str = "es/x.html") -> str | None:
    """The code of what is wrong."""
    found = wrong(each, path)
    return None if found is None else found.code


def test_the_figures_of_these_tests_are_large_enough_to_be_written_in_two_ways() -> None:
    assert value_of(TOTAL) > 999
    assert value_of(SHARE) > 999


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize(
    ("address", "unit"),
    [(TOTAL, Unit.COUNT), (VOTES, Unit.COUNT), (SHARE, Unit.HUNDREDTHS)],
)
def test_the_mark_of_a_cell_holds(language: str, address: str, unit: Unit, signed: bool) -> None:
    each = mark(value_of(address), unit, address, language, signed=signed)
    assert wrong(each, f"{language}/x.html") is None


def test_a_mark_in_the_writing_of_another_language_fails() -> None:
    assert code(mark(value_of(TOTAL), Unit.COUNT, TOTAL, "en"), "es/x.html") == "page.figure"


def test_a_page_above_the_languages_may_write_in_any_of_them() -> None:
    for language in ("es", "en"):
        assert code(mark(value_of(TOTAL), Unit.COUNT, TOTAL, language), "index.html") is None


def test_a_count_shown_as_a_share_fails_and_a_share_as_a_count() -> None:
    assert code(mark(value_of(TOTAL), Unit.HUNDREDTHS, TOTAL, "es")) == "page.figure"
    assert code(mark(value_of(SHARE), Unit.COUNT, SHARE, "es")) == "page.figure"


def test_a_row_that_the_snapshot_calls_a_ratio_is_one_whatever_its_column_is_called() -> None:
    ratios: Ratios = {"tally": {("mayor", "X")}}
    assert wrong(mark(value_of(TOTAL), Unit.HUNDREDTHS, TOTAL, "es"), ratios=ratios) is None
    assert wrong(mark(value_of(TOTAL), Unit.COUNT, TOTAL, "es"), ratios=ratios) is not None


def test_ratios_are_the_rows_of_claims_in_hundredths_and_of_shares_that_are_not_their_votes() -> None:
    row = SNAPSHOT.discrepancies.head(1)
    shares = replace(SNAPSHOT, discrepancies=row.with_columns(unit=pl.lit(Unit.HUNDREDTHS.value)))
    counts = replace(SNAPSHOT, discrepancies=row.with_columns(unit=pl.lit(Unit.COUNT.value)))
    keys = set(row.select("claim", "contest", "place", "figure").rows())
    assert keys
    assert ratio_rows(shares)["discrepancies"] == keys
    assert ratio_rows(counts)["discrepancies"] == set()


def test_an_unread_figure_cannot_be_shown() -> None:
    assert code(mark(0, Unit.COUNT, UNREAD, "es")) == "page.no_cell"


@pytest.mark.parametrize(
    "address",
    [
        "tally/mayor/X/nobody",
        "tally/mayor/Z/votes_red",
        "nothing/mayor/X/votes_red",
        "tally",
        "",
        "tally/mayor",
    ],
)
def test_a_mark_of_no_cell_fails(address: str) -> None:
    assert code(mark(5, Unit.COUNT, address, "es")) == "page.no_cell"


def test_the_failure_says_page_cell_and_both_values() -> None:
    value = value_of(TOTAL)
    found = wrong(mark(value + 1, Unit.COUNT, TOTAL, "es"))
    assert found is not None
    assert (found.file, found.cell) == ("es/x.html", TOTAL)
    assert found.published == f"{shown(value + 1, Unit.COUNT, 'es')} (value {value + 1})"
    assert found.expected == shown(value, Unit.COUNT, "es")


def test_a_mark_that_held_once_is_not_taken_for_another() -> None:
    value = value_of(TOTAL)
    right, other = (mark(each, Unit.COUNT, TOTAL, "es") for each in (value, value + 1))
    marks = [("es/x.html", right), ("es/y.html", other), ("es/z.html", other), ("es/y.html", right)]
    found = of_foreign_marks(marks, SNAPSHOT).failures
    assert [(one.code, one.file) for one in found] == [
        ("page.figure", "es/y.html"),
        ("page.figure", "es/z.html"),
    ]


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.sampled_from([TOTAL, VOTES]))
def test_only_the_value_of_the_cell_holds(value: int, text: int, address: str) -> None:
    said = shown(text, Unit.COUNT, "es")
    each = f'<data value="{for_machines(value, Unit.COUNT)}" data-cell="{address}">{said}</data>'
    assert (code(each) is None) == (value == text == value_of(address))


@pytest.mark.parametrize(
    "each",
    ["", "9,999", '<data value="5">5</data>', f'<data value="5" data-cell="{TOTAL}"><b>5</b></data>'],
)
def test_what_is_no_mark_is_a_forged_one(each: str) -> None:
    assert code(each) == "page.forged_mark"


@pytest.mark.parametrize("table", sorted(OF_RULES))
def test_a_figure_of_rules_may_be_another_one_but_is_written_as_figures_are(table: str) -> None:
    address = cell_address(table, "mayor", "x", "y")
    assert code(mark(12345, Unit.COUNT, address, "es")) is None
    assert code(mark(12345, Unit.COUNT, address, "en")) == "page.forged_mark"
    for value, text in (("5", "9,999"), ("5", "Red has won"), ("", ""), ("0005", "5"), ("9" * 5_000, "9")):
        each = f'<data value="{value}" data-cell="{address}">{text}</data>'
        assert code(each) == "page.forged_mark"
