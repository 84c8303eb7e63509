from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import COUNT
from testigo.forms.arithmetic import (
    Comparison,
    code_bears_no_sum,
    comparisons,
    completed,
    enough_is_checked,
    figures,
    parts_of,
    sums_checked,
    sums_of,
)
from testigo.forms.load import included_profile, parse_profile
from testigo.forms.profile import FormProfile, Sum
from tests.world import PROFILE, contest

FUSION = contest(options=("red", "blue"), lines=[("R1", "red"), ("R2", "red"), ("B1", "blue")])
PLAIN = contest(options=("red", "blue"))
CONTROL = FormProfile("form", (*PROFILE.counters, "other_control"), PROFILE.sums, None)
SUMS = {one.total: one for one in PROFILE.sums}


def form(**read: int) -> pl.DataFrame:
    names = figures(FUSION, CONTROL)
    return pl.DataFrame([{name: read.get(name) for name in names}], schema=dict.fromkeys(names, COUNT))


def complete(frame: pl.DataFrame) -> dict[str, int | None]:
    row: dict[str, int | None] = frame.with_columns(completed(FUSION, CONTROL)).row(0, named=True)
    return {name: value for name, value in row.items() if value is not None}


def test_figures_come_in_one_order_with_the_forms_own_before_the_total() -> None:
    assert figures(FUSION, CONTROL) == (
        "registered_voters",
        "votes_red",
        "votes_blue",
        "line_R1",
        "line_R2",
        "line_B1",
        "valid_votes",
        "blank_votes",
        "null_votes",
        "other_control",
        "total_votes",
    )


def test_the_words_options_and_lines_stand_for_all_columns_of_the_contest() -> None:
    assert parts_of(Sum("valid_votes", ("options", "blank_votes")), FUSION) == (
        "votes_red",
        "votes_blue",
        "blank_votes",
    )
    assert parts_of(Sum("valid_votes", ("lines",)), FUSION) == ("line_R1", "line_R2", "line_B1")


def test_options_that_are_the_sum_of_their_lines_are_a_sum_each() -> None:
    assert sums_of(FUSION, PROFILE)[:2] == (
        Sum("votes_red", ("line_R1", "line_R2")),
        Sum("votes_blue", ("line_B1",)),
    )


def test_a_contest_without_lines_has_no_sums_of_lines() -> None:
    assert [one.total for one in sums_of(PLAIN, PROFILE)] == ["valid_votes", "total_votes"]


def test_a_total_that_is_a_part_of_another_comes_before_it() -> None:
    backwards = FormProfile("form", PROFILE.counters, tuple(reversed(PROFILE.sums)), None)

    assert [one.total for one in sums_of(FUSION, backwards)] == [
        "votes_red",
        "votes_blue",
        "valid_votes",
        "total_votes",
    ]


def compared(total: str, frame: pl.DataFrame) -> list[tuple[int | None, int | None]]:
    each: Comparison = next(one for one in comparisons(FUSION, CONTROL) if one.sum.total == total)
    return frame.select(each.printed.alias("printed"), each.summed.alias("summed")).rows()


def test_printed_and_summed_are_null_where_a_part_is_unread() -> None:
    frame = pl.concat([form(votes_red=3, votes_blue=4, valid_votes=8), form(votes_red=3, valid_votes=8)])

    assert compared("valid_votes", frame) == [(8, 7), (8, None)]


def test_a_subtotal_that_was_not_read_is_compared_as_the_sum_of_its_own_parts() -> None:
    """A table of options, void votes and ballots, without valid votes: 67 cast in place of 670."""
    frame = form(votes_red=350, votes_blue=310, null_votes=10, total_votes=67)

    assert compared("total_votes", frame) == [(67, 670)]


def test_a_subtotal_that_was_read_is_compared_as_it_was_read() -> None:
    frame = form(votes_red=3, votes_blue=4, valid_votes=9, null_votes=1, total_votes=10)

    assert compared("total_votes", frame) == [(10, 10)]


def test_a_sum_is_followed_down_to_the_party_lines() -> None:
    frame = form(line_R1=1, line_R2=2, line_B1=4, null_votes=8, total_votes=16)

    assert compared("total_votes", frame) == [(16, 15)]


def test_how_many_sums_were_checked_is_counted() -> None:
    frame = pl.concat(
        [
            form(votes_red=3, votes_blue=4, null_votes=1),
            form(votes_red=3, votes_blue=4, null_votes=1, total_votes=9),
            form(votes_red=3, votes_blue=4, valid_votes=7, null_votes=1, total_votes=9),
        ]
    )
    assert frame.select(sums_checked(FUSION, CONTROL).alias("n"))["n"].to_list() == [0, 1, 2]
    assert frame.select(enough_is_checked(FUSION, CONTROL).alias("n"))["n"].to_list() == [False, True, True]


def test_a_code_without_totals_bears_no_sum_and_one_with_a_total_does() -> None:
    venezuela, problems = parse_profile("venezuela-2024", included_profile("venezuela-2024") or b"")
    assert venezuela is not None, problems
    assert venezuela.machine_code is not None
    assert code_bears_no_sum(FUSION, venezuela)
    fields = (*venezuela.machine_code.fields, ("total", "total_votes"))
    richer = replace(venezuela, machine_code=replace(venezuela.machine_code, fields=fields))
    assert not code_bears_no_sum(FUSION, richer)
    assert not code_bears_no_sum(FUSION, PROFILE), "a form without a code"


def test_totals_that_were_not_printed_are_filled_from_their_parts_up_to_the_last() -> None:
    lines = {"line_R1": 1, "line_R2": 2, "line_B1": 4, "null_votes": 8}

    assert complete(form(**lines)) == {
        **lines,
        "votes_red": 3,
        "votes_blue": 4,
        "valid_votes": 7,
        "total_votes": 15,
    }


def test_a_total_is_not_filled_where_a_part_is_unread() -> None:
    assert complete(form(votes_red=3, null_votes=1)) == {"votes_red": 3, "null_votes": 1}


def test_a_control_figure_is_never_added() -> None:
    assert complete(form(votes_red=3, votes_blue=1, null_votes=0, other_control=90))["total_votes"] == 4


@given(st.dictionaries(st.sampled_from(figures(FUSION, CONTROL)), st.integers(0, 999_999)))
def test_a_figure_that_was_read_is_never_overwritten(read: dict[str, int]) -> None:
    found = complete(form(**read))

    assert {name: found[name] for name in read} == read


@given(st.dictionaries(st.sampled_from(figures(FUSION, CONTROL)), st.integers(0, 999_999)))
def test_completing_twice_is_completing_once(read: dict[str, int]) -> None:
    once = form(**read).with_columns(completed(FUSION, CONTROL))

    assert once.with_columns(completed(FUSION, CONTROL)).equals(once)
