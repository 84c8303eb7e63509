"""The public draw: the tickets of the package that others use, and samples that grow without a new draw."""

import json
import string
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import RefusedError
from testigo.statistics.allocation import allocate, extend
from testigo.statistics.tickets import drawing_order, draws_by_size, smallest_in_strata, ticket

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "sampling"
SEED = "20240728193400112358"
SIZES = st.dictionaries(
    st.text(string.ascii_lowercase, min_size=1, max_size=3), st.integers(1, 300), min_size=1
)


@pytest.mark.parametrize("row", json.loads((VECTORS / "tickets.json").read_text())["tickets"], ids=str)
def test_a_ticket_is_that_of_the_package(row: dict[str, str]) -> None:
    assert ticket(row["code"], row["seed"]) == row["ticket"]


def test_a_draw_is_that_of_the_package() -> None:
    vector = json.loads((VECTORS / "draw.json").read_text())
    order = drawing_order(vector["codes"], vector["seed"])
    assert [vector["codes"][place] for place in order[:25]] == vector["first"]


@given(st.lists(st.text(max_size=4), unique=True, max_size=60), st.text(max_size=5))
def test_the_order_is_that_of_the_whole_tickets(codes: list[str], seed: str) -> None:
    order = [codes[place] for place in drawing_order(codes, seed)]
    assert order == sorted(codes, key=lambda code: ticket(code, seed))


def test_tickets_that_begin_alike_are_told_apart_by_their_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [f"{number}" for number in range(50)]
    whole = drawing_order(codes, SEED)
    monkeypatch.setattr(
        "testigo.statistics.tickets.first_digits",
        lambda digests: np.zeros(len(digests) // 32, dtype=np.int64),
    )
    assert (drawing_order(codes, SEED) == whole).all()


@given(st.permutations([f"{number:03}" for number in range(40)]))
def test_the_order_of_the_list_changes_nothing(codes: list[str]) -> None:
    drawn = [codes[place] for place in drawing_order(codes, SEED)]
    assert drawn == sorted(codes, key=lambda code: ticket(code, SEED))


@given(SIZES, st.data())
def test_an_allocation_sums_up_and_asks_no_stratum_for_more_than_it_has(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    fewest = sum(min(2, size) for size in sizes.values())
    total = data.draw(st.integers(fewest, sum(sizes.values())))
    given_ = allocate(sizes, total)
    assert sum(given_.values()) == total
    assert all(min(2, sizes[name]) <= many <= sizes[name] for name, many in given_.items())


@given(SIZES, st.data())
def test_a_larger_sample_keeps_every_station_of_the_smaller(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    everything = sum(sizes.values())
    small = data.draw(st.integers(sum(min(2, size) for size in sizes.values()), everything))
    large = data.draw(st.integers(small, everything))
    before = allocate(sizes, small)
    after = extend(before, sizes, large)
    assert sum(after.values()) == large
    assert all(before[name] <= after[name] <= sizes[name] for name in sizes)


def test_largest_remainder_alone_would_take_a_station_away() -> None:
    """The Alabama paradox: from 10 to 11 the small stratum loses one, and extending does not."""
    sizes = {"a": 60, "b": 60, "c": 20}
    assert (allocate(sizes, 10)["c"], allocate(sizes, 11)["c"]) == (2, 2)  # at least two
    sizes = {"a": 600, "b": 600, "c": 300, "d": 1}
    assert all(
        extend(allocate(sizes, each), sizes, each + 1)["c"] >= allocate(sizes, each)["c"]
        for each in range(7, 90)
    )


def test_ties_of_remainders_go_to_the_name_that_comes_first() -> None:
    assert allocate({"b": 10, "a": 10}, 5) == {"b": 2, "a": 3}


@pytest.mark.parametrize("total", [3, 41])
def test_a_size_that_cannot_be_drawn_is_refused(total: int) -> None:
    with pytest.raises(RefusedError):
        allocate({"a": 20, "b": 20}, total)


def test_the_smallest_of_each_stratum_are_drawn_in_the_order_of_their_tickets() -> None:
    order = np.array([3, 0, 4, 1, 2, 5])
    stratum = np.array([0, 0, 0, 1, 1, 1])
    assert smallest_in_strata(order, stratum, [1, 2]).tolist() == [3, 0, 4]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=30), st.integers(1, 40), st.integers(0, 20))
def test_draws_by_size_keep_the_earlier_ones(sizes: list[int], draws: int, more: int) -> None:
    few, many = draws_by_size(sizes, draws, SEED), draws_by_size(sizes, draws + more, SEED)
    assert few.tolist() == many[:draws].tolist()
    assert ((many >= 0) & (many < len(sizes))).all()


def test_draws_by_size_are_in_proportion_to_size() -> None:
    drawn = np.bincount(draws_by_size([100, 300, 600], 5_000, "1"), minlength=3) / 5_000
    assert np.abs(drawn - [0.1, 0.3, 0.6]).max() < 3 * np.sqrt(0.6 * 0.4 / 5_000)
