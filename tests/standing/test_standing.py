"""What stands, statement by statement: the same whether it is told at once or as it comes."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.errors import StoreError
from testigo.evidence.statements import EMPTY_CHAIN
from testigo.standing.gather import Evidence, Standing, gather
from tests.amounts import amount
from tests.standing.histories import histories
from tests.standing.told import FIGURES, Told


def standing(told: Told) -> Standing:
    return Standing(told.exhibits.__getitem__, FIGURES)


def assert_same(one: Evidence, other: Evidence) -> None:
    assert (one.last_statement, one.chain) == (other.last_statement, other.chain)
    assert one.institutions == other.institutions
    for name, frame in frames(one).items():
        assert frame.equals(frames(other)[name]), name


def frames(evidence: Evidence) -> dict[str, pl.DataFrame]:
    of_contests = {"readings": evidence.readings, "decisions": evidence.decisions}
    return {
        **{
            f"{name} {contest}": frame
            for name, each in of_contests.items()
            for contest, frame in each.items()
        },
        "claims": evidence.claims,
        "pixel_findings": evidence.pixel_findings,
        "declared": evidence.declared,
        "errata": evidence.errata,
    }


@settings(max_examples=amount(60, 600), deadline=None)
@given(histories(), st.lists(st.integers(0, 26), max_size=4).map(sorted))
def test_any_split_of_any_history_gives_what_the_whole_gives(told: Told, cuts: Sequence[int]) -> None:
    now = standing(told)
    for start, end in zip([0, *cuts], [*cuts, len(told.statements)], strict=True):
        now = now.after(told.statements[start:end])
        assert_same(now.evidence(), told.gathered(upto=now.last_statement))
    assert_same(now.evidence(), told.gathered())


@settings(max_examples=amount(20, 200), deadline=None)
@given(histories())
def test_it_gives_the_same_one_by_one_without_being_asked_in_between(told: Told) -> None:
    now = standing(told)
    for statement in told.statements:
        now = now.after([statement])
    assert_same(now.evidence(), told.gathered())


@settings(max_examples=amount(20, 200), deadline=None)
@given(histories(), st.integers(0, 26))
def test_what_follows_changes_nothing_of_what_stood(told: Told, cut: int) -> None:
    before = standing(told).after(told.statements[:cut])
    before.after(told.statements[cut:]).evidence()
    assert_same(before.evidence(), gather(told.statements[:cut], told.exhibits.__getitem__, FIGURES))


def test_before_the_first_statement_nothing_stands() -> None:
    assert (standing(Told()).last_statement, standing(Told()).chain) == (-1, EMPTY_CHAIN)
    assert_same(standing(Told()).evidence(), Told().gathered())


def test_a_statement_in_error_leaves_what_stood_before_it_whole() -> None:
    told = Told()
    told.transcribed("A1", {"votes_red": 5})
    now = standing(told).after(told.statements)
    told.transcribed("A2", {"votes_red": 5})
    told.transcribed("A2", {"votes_of_nobody": 5})
    with pytest.raises(StoreError, match="votes_of_nobody"):
        now.after(told.statements[1:])
    assert_same(now.evidence(), told.gathered(upto=0))


def test_an_imported_table_is_read_once_for_as_long_as_it_stands() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 5}})
    now = standing(told).after(told.statements)
    now.evidence()
    told.exhibits.clear()
    told.transcribed("A2", {"votes_red": 5})
    assert now.after(told.statements[1:]).evidence().readings["mayor"]["station"].to_list() == ["A1", "A2"]


def test_other_figures_of_an_import_that_is_supposed_are_not_taken_for_those_of_the_one_that_is_said() -> (
    None
):
    """Two futures of one evidence give their statements the same number."""
    told, other = Told(), Told()
    other.exhibits = told.exhibits
    told.imported({"A1": {"votes_red": 5}})
    other.imported({"A1": {"votes_red": 6}})
    begun = standing(told)
    votes = [begun.after(each.statements).evidence().readings["mayor"]["votes_red"] for each in (told, other)]
    assert [each.to_list() for each in votes] == [[5], [6]]
