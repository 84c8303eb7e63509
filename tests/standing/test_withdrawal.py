"""What no longer stands: a withdrawal withdrawn takes nothing away, to any depth."""

from collections.abc import Collection, Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from testigo.standing.withdrawals import MovedNames, Withdrawals

Named = Sequence[tuple[int, frozenset[str]]]


def fallen(withdrawals: Named, releases: Mapping[int, int | None] | None = None) -> Collection[str]:
    """What has fallen; releases: withdrawals that an import needed -> it, None = never made."""
    imports = {number: f"file {withdrawal}" for withdrawal, number in (releases or {}).items()}
    made = Withdrawals()
    for number in sorted({*dict(withdrawals), *(each for each in imports if each is not None)}):
        if number in imports:
            made.imported(number, [imports[number]])
        else:
            made.withdraw(number, dict(withdrawals)[number], release_of(number, releases or {}))
    return made.fallen


def release_of(number: int, releases: Mapping[int, int | None]) -> str | None:
    return f"file {number}" if number in releases else None


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


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, frozenset[str], int | None]]:
    """Withdrawals of readings and of each other: (number, names, the import that it needed, odd)."""
    said: list[tuple[int, frozenset[str], int | None]] = []
    for number in range(10, 10 + 2 * draw(st.integers(0, 12)), 2):
        names = draw(st.frozensets(st.integers(0, 40).map(str), max_size=4))
        said.append((number, names, draw(st.none() | st.sampled_from(range(number + 1, 40, 2)))))
    return said


@given(histories())
def test_what_has_fallen_is_what_reading_all_from_the_last_to_the_first_gives(
    said: list[tuple[int, frozenset[str], int | None]],
) -> None:
    gone: set[str] = set()
    for number, names, release in reversed(said):
        if gone.isdisjoint((str(number), str(release))):
            gone |= names
    made = Withdrawals()
    before: set[str] = set()
    for number in range(40):
        moved = MovedNames()
        for other, names, release in said:
            if other == number:
                moved = made.withdraw(other, names, None if release is None else f"file {release}")
        if number in {release for *_, release in said}:
            moved = made.imported(number, [f"file {number}"])
        assert moved == MovedNames(frozenset(made.fallen) - before, frozenset(before - set(made.fallen)))
        before = set(made.fallen)
    assert before == gone
