"""Rules S.2xx: does the form add up, by the sums of its own profile?"""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.forms.profile import Sum
from tests import world
from tests.checks.checking import Row, figures, findings, fires, good

FUSION = world.contest(lines=[("rose", "red"), ("ruby", "red"), ("sky", "blue")])
LINES = {"line_rose": 35, "line_ruby": 25, "line_sky": 40}


@pytest.mark.parametrize(
    ("valid", "expected"), [(99, 1), (100, 0), (101, 1), (0, 1), (None, 0)], ids=lambda each: f"{each}"
)
def test_s201_fires_unless_valid_votes_are_the_sum_of_the_options(valid: int | None, expected: int) -> None:
    form = good(valid_votes=valid, null_votes=None, total_votes=None)
    assert fires("S.201", form) == expected


def test_s201_is_silent_where_the_sums_hold() -> None:
    assert fires("S.201", good()) == 0


@pytest.mark.parametrize(("total", "expected"), [(104, 1), (105, 0), (106, 1)])
def test_s201_fires_unless_ballots_cast_are_valid_and_null_votes(total: int, expected: int) -> None:
    assert fires("S.201", good(total_votes=total)) == expected


@pytest.mark.parametrize("unread", ["red", "blue"])
def test_s201_is_silent_where_a_part_was_not_read(unread: str) -> None:
    assert fires("S.201", good(**{unread: None})) == 0


def test_s201_fires_once_for_each_sum_that_fails() -> None:
    said = findings([good(valid_votes=101, total_votes=9)])
    assert figures(said) == [
        {"valid_votes": 101, "sum": 100},
        {"total_votes": 9, "sum": 106},
    ]


def test_s201_uses_the_sums_of_the_form_and_no_others() -> None:
    without = replace(world.PROFILE, sums=(Sum("valid_votes", ("options",)),))
    assert fires("S.201", good(total_votes=9), profile=without) == 0


def test_s201_fires_for_a_sum_of_lines() -> None:
    of_lines = replace(world.PROFILE, sums=(Sum("valid_votes", ("lines",)),))
    assert fires("S.201", good(**LINES, valid_votes=101), of=FUSION, profile=of_lines) == 1
    assert fires("S.201", good(**LINES, valid_votes=100), of=FUSION, profile=of_lines) == 0


COUNT = st.integers(min_value=0, max_value=3)
FIGURES = ("red", "blue", "valid_votes", "null_votes", "total_votes", *LINES)


@given(st.fixed_dictionaries(dict.fromkeys(FIGURES, COUNT)), st.sets(st.sampled_from(FIGURES)))
def test_a_form_that_adds_up_contradicts_nothing_whatever_was_left_unread(
    form: Row, unread: set[str]
) -> None:
    """A subtotal that is not read stands as the sum of its parts: what contradicts it did so before."""
    sums = pl.col("code").str.starts_with("S.")
    before = findings([good(**form)], of=FUSION).filter(sums)
    after = findings([good(**{**form, **dict.fromkeys(unread)})], of=FUSION).filter(sums)
    assert after.is_empty() or not before.is_empty()


@pytest.mark.parametrize(("cast", "expected"), [(66, 1), (670, 0), (671, 1), (None, 0)])
def test_s201_holds_the_ballots_against_the_options_where_valid_votes_were_not_read(
    cast: int | None, expected: int
) -> None:
    form = good(red=350, blue=310, valid_votes=None, null_votes=10, total_votes=cast)
    assert fires("S.201", form) == expected


def test_s201_names_the_sum_that_it_followed_through_the_unread_subtotal() -> None:
    said = findings([good(red=350, blue=310, valid_votes=None, null_votes=10, total_votes=67)])
    assert figures(said.filter(code="S.201")) == [{"total_votes": 67, "sum": 670}]


@pytest.mark.parametrize(("red", "expected"), [(59, 1), (60, 0), (61, 1), (None, 0)])
def test_s202_fires_unless_the_lines_give_their_option(red: int | None, expected: int) -> None:
    form = good(**LINES, red=red, valid_votes=None, null_votes=None, total_votes=None)
    assert fires("S.202", form, of=FUSION) == expected


def test_s202_is_silent_where_a_line_was_not_read() -> None:
    assert fires("S.202", good(**{**LINES, "line_ruby": None}, red=99), of=FUSION) == 0


def test_s202_is_silent_where_the_source_has_only_totals() -> None:
    assert fires("S.202", good(), of=FUSION) == 0


def test_s202_fires_for_both_options_where_their_lines_were_exchanged() -> None:
    said = findings([good(**{**LINES, "line_rose": 40, "line_sky": 35})], of=FUSION)
    assert figures(said) == [
        {"votes_red": 60, "sum": 65},
        {"votes_blue": 40, "sum": 35},
    ]
