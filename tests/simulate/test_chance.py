"""The source of chance: the same numbers everywhere, and of the distribution that they claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.simulate.chance import Chance

MANY = 200_000
WRITTEN_BITS = [12158404083479305889, 12241477787197247398, 10389215280809025323]
WRITTEN_BINOMIAL = [178, 477, 0]


def test_the_same_seed_gives_the_same_numbers_on_every_machine() -> None:
    """The first numbers of seed 1, written down: a change of any of them changes every invented election."""
    chance = Chance.of(1).to("written down")
    assert chance.bits(3).tolist() == WRITTEN_BITS
    trials, probability = np.array([500, 500, 20]), np.array([0.3, 0.97, 0.1])
    assert chance.binomial(trials, probability, 1.2).tolist() == WRITTEN_BINOMIAL


def test_another_seed_or_purpose_gives_other_numbers() -> None:
    numbers = {
        tuple(chance.bits(4).tolist())
        for chance in (Chance.of(1), Chance.of(2), Chance.of(1).to("a"), Chance.of(1).to("b"))
    }
    assert len(numbers) == 4


def test_the_first_numbers_do_not_depend_on_how_many_are_drawn() -> None:
    chance = Chance.of(5)
    assert chance.bits(10).tolist() == chance.bits(1000)[:10].tolist()


@given(st.integers(0, 10**9), st.integers(1, 200))
def test_an_order_holds_every_number_once(seed: int, count: int) -> None:
    assert sorted(Chance.of(seed).order(count).tolist()) == list(range(count))


@given(st.integers(0, 10**9), st.integers(-5, 5), st.integers(0, 9))
def test_whole_numbers_stay_between_their_bounds(seed: int, lowest: int, more: int) -> None:
    drawn = Chance.of(seed).whole(300, lowest, lowest + more)
    assert drawn.min() >= lowest
    assert drawn.max() <= lowest + more


@pytest.mark.parametrize(
    ("trials", "probability", "dispersion"),
    [(600, 0.4, 1.2), (600, 0.7, 1.0), (600, 0.005, 1.0), (600, 0.995, 1.0), (20, 0.3, 1.0)],
)
def test_binomial_counts_have_the_mean_and_variance_of_their_law(
    trials: int, probability: float, dispersion: float
) -> None:
    drawn = Chance.of(3).binomial(np.full(MANY, trials), np.full(MANY, probability), dispersion)
    mean, variance = trials * probability, dispersion * trials * probability * (1 - probability)
    assert abs(drawn.mean() - mean) < 5 * (variance / MANY) ** 0.5
    assert abs(drawn.var() / variance - 1) < 0.02


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.floats(0, 1)), min_size=1, max_size=20),
    st.integers(0, 10**9),
)
def test_nobody_succeeds_more_often_than_tried(pairs: list[tuple[int, float]], seed: int) -> None:
    trials, probability = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    drawn = Chance.of(seed).binomial(trials, probability, 1.2)
    assert (drawn >= 0).all()
    assert (drawn <= trials).all()
    assert (drawn[probability == 0] == 0).all()
    assert (drawn[probability == 1] == trials[probability == 1]).all()
