"""What no longer stands: a withdrawal withdrawn takes nothing away, to any depth."""

from hypothesis import given
from hypothesis import strategies as st

from testigo.standing.withdrawals import fallen


def names(*given: str) -> frozenset[str]:
    return frozenset(given)


def test_nothing_falls_where_nothing_is_withdrawn() -> None:
    assert fallen([]) == frozenset()


def test_what_a_withdrawal_names_falls() -> None:
    assert fallen([(5, names("1", "2.0:001.01"))]) == {"1", "2.0:001.01"}


def test_a_withdrawn_withdrawal_takes_nothing_away() -> None:
    assert fallen([(5, names("1")), (6, names("5"))]) == {"5"}


def test_the_third_one_takes_it_away_again() -> None:
    assert fallen([(5, names("1")), (6, names("5")), (7, names("6"))]) == {"1", "6"}


def test_what_two_withdrawals_name_stays_fallen_where_one_of_them_falls() -> None:
    assert fallen([(5, names("1")), (6, names("1")), (7, names("6"))]) == {"1", "6"}


def test_a_withdrawal_that_a_release_needed_takes_nothing_away_before_its_import() -> None:
    assert fallen([(5, names("1.0:A"))], {5: None}) == frozenset()


def test_a_withdrawal_that_a_release_needed_stands_and_falls_with_its_import() -> None:
    said = [(5, names("1.0:A"))]
    assert fallen(said, {5: 6}) == {"1.0:A"}
    assert fallen([*said, (7, names("6"))], {5: 6}) == {"6"}
    assert fallen([*said, (7, names("6")), (8, names("7"))], {5: 6}) == {"1.0:A", "7"}


@given(st.lists(st.frozensets(st.integers(0, 30), max_size=4), max_size=20))
def test_it_is_as_if_a_fallen_withdrawal_had_never_been_said(drawn: list[frozenset[int]]) -> None:
    said = [
        (number, frozenset(str(name) for name in named if name < number))
        for number, named in enumerate(drawn, start=10)
    ]
    gone = fallen(said)
    standing = [(number, named) for number, named in said if str(number) not in gone]
    assert gone == frozenset().union(*(named for _, named in standing))
