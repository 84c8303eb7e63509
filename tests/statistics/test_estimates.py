"""Estimates of a sample: what they are invariant to, and where they say that they know nothing."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.statistics.distributions import chi_squared_tail, t_quantile
from testigo.statistics.hidden import chance_of_at_most, most_hidden
from testigo.statistics.kaplan_markov import overstatement_bounds, p_value, taints
from testigo.statistics.ratio import cluster_ratio, collapsed, combined_ratio, size_ratio
from testigo.statistics.response import (
    cell_weights,
    cells,
    delta,
    naive,
    non_response_term,
    response_weights,
    weighted,
)
from testigo.statistics.sequential import alpha, assorted, fixed_bet


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [(1, 12.7062), (2, 4.30265), (5, 2.57058), (10, 2.22814), (30, 2.04227), (576, 1.96411)],
)
def test_quantiles_of_t_are_those_of_the_tables(degrees: int, quantile: float) -> None:
    assert t_quantile(0.975, degrees) == pytest.approx(quantile, abs=6e-6 * 10)


@pytest.mark.parametrize(
    ("statistic", "degrees", "tail"),
    [(16.919, 9, 0.05), (3.841459, 1, 0.05), (2.0879, 9, 0.99), (124.342, 100, 0.05)],
)
def test_tails_of_chi_squared_are_those_of_the_tables(statistic: float, degrees: int, tail: float) -> None:
    assert chi_squared_tail(statistic, degrees) == pytest.approx(tail, abs=2e-5)


def test_the_tail_of_chi_squared_with_two_degrees_is_an_exponential() -> None:
    for statistic in (0.1, 1.0, 10.0, 100.0):
        assert chi_squared_tail(statistic, 2) == pytest.approx(math.exp(-statistic / 2), rel=1e-12)


def sample(seed: int, units: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(4), units // 4)
    x = chance.integers(100, 600, units).astype(np.float64)
    return chance.binomial(x.astype(int), 0.6).astype(np.float64), x, stratum, np.array([50, 60, 70, 80])


@given(st.integers(0, 1_000), st.randoms(use_true_random=False))
def test_order_and_names_of_strata_change_nothing(seed: int, shuffle: "np.random.Generator") -> None:
    y, x, stratum, population = sample(seed)
    before = combined_ratio(y, x, stratum, population)
    order = list(range(len(y)))
    shuffle.shuffle(order)
    names = [2, 0, 3, 1]
    renamed = np.array(names)[stratum[order]]
    sizes = np.empty(4, dtype=np.int64)
    sizes[names] = population
    after = combined_ratio(y[order], x[order], renamed, sizes)
    assert after.ratio == pytest.approx(before.ratio, rel=1e-12)
    assert after.standard_error == pytest.approx(before.standard_error, rel=1e-9)
    assert after.degrees == before.degrees


def test_a_whole_population_has_no_error() -> None:
    y, x, stratum, _ = sample(1)
    found = combined_ratio(y, x, stratum, np.full(4, 10))
    assert found.ratio == pytest.approx(y.sum() / x.sum())
    assert found.standard_error == 0


def test_the_margin_in_one_pass_is_the_difference_of_the_shares() -> None:
    y, x, stratum, population = sample(2)
    margin = combined_ratio(2 * y - x, x, stratum, population)
    first, second = combined_ratio(y, x, stratum, population), combined_ratio(x - y, x, stratum, population)
    assert margin.ratio == pytest.approx(first.ratio - second.ratio)
    assert margin.standard_error == pytest.approx(2 * first.standard_error)


def test_strata_with_one_answer_are_joined_and_none_is_lost() -> None:
    stratum, population = collapsed(np.array([0, 1, 1, 2, 3, 3]), np.array([5, 6, 7, 8, 9]))
    assert stratum.tolist() == [0, 0, 0, 1, 1, 1]
    assert population.tolist() == [11, 24]


def test_one_unit_says_nothing_of_the_differences() -> None:
    one = np.array([10.0])
    assert combined_ratio(one, 2 * one, np.array([0]), np.array([5])).half_width() == math.inf
    assert size_ratio(one, 2 * one, one).half_width() == math.inf


def test_a_place_counts_once_however_many_stations_it_has() -> None:
    y, x = np.array([10.0, 20, 30, 40]), np.array([20.0, 30, 40, 80])
    found = cluster_ratio(y, x, np.array([0, 0, 1, 2]), np.zeros(4, dtype=np.int64), np.array([9]))
    assert (found.units, found.degrees) == (3, 2)
    assert found.ratio == pytest.approx(100 / 170)


def test_the_error_of_places_is_that_of_leaving_out_each_place_by_hand() -> None:
    chance = np.random.default_rng(3)
    stratum, population = np.repeat(np.arange(3), [4, 5, 6]), np.array([40, 50, 7])
    x = chance.integers(50, 900, 15).astype(np.float64)
    y = chance.binomial(x.astype(int), 0.6).astype(np.float64)
    found = cluster_ratio(y, x, np.arange(15), stratum, population)
    drawn, variance = np.bincount(stratum), 0.0
    for left_out, here in enumerate(stratum):
        weight = (population / drawn)[stratum].astype(np.float64)
        weight[stratum == here] = population[here] / (drawn[here] - 1)
        weight[left_out] = 0
        moved = (weight * y).sum() / (weight * x).sum() - found.ratio
        share = drawn[here] / population[here]
        variance += (1 - share) * (drawn[here] - 1) / drawn[here] * moved**2
    assert found.standard_error == pytest.approx(math.sqrt(variance), rel=1e-12)
    assert found.standard_error > combined_ratio(y, x, stratum, population).standard_error


def test_drawing_by_size_weighs_by_size() -> None:
    y, x, size = np.array([10.0, 60.0]), np.array([20.0, 80.0]), np.array([100.0, 200.0])
    assert size_ratio(y, x, size).ratio == pytest.approx((0.1 + 0.3) / (0.2 + 0.4))


def test_all_three_estimates_agree_where_everything_came() -> None:
    y, x, stratum, population = sample(3)
    weights = cell_weights(stratum, population)
    came = np.ones(len(y), dtype=np.bool_)
    adjusted = response_weights(came, np.log(x)[:, None], weights)
    assert weighted(y, x, adjusted) == pytest.approx(combined_ratio(y, x, stratum, population).ratio)


def test_the_adjusted_estimate_repairs_what_size_explains_and_the_naive_one_does_not() -> None:
    chance = np.random.default_rng(4)
    size = np.exp(chance.normal(6, 0.8, 20_000))
    share = 0.3 + 0.4 * (np.argsort(np.argsort(size)) / len(size))
    x = np.maximum(size, 1.0)
    y, came = x * share, chance.random(len(x)) < 1 / (1 + np.exp(-(np.log(size) - 6)))
    truth = y.sum() / x.sum()
    weights = response_weights(came, np.log(size)[:, None], np.ones(len(x)))
    assert abs(weighted(y[came], x[came], weights) - truth) < 0.004
    assert abs(naive(y[came], x[came]) - truth) > 0.01


def test_what_depends_on_the_vote_itself_no_weight_repairs() -> None:
    chance = np.random.default_rng(5)
    x = chance.integers(200, 600, 20_000).astype(np.float64)
    share = chance.beta(6, 4, len(x))
    came = chance.random(len(x)) < share
    weights = response_weights(came, np.log(x)[:, None], np.ones(len(x)))
    truth = (x * share).sum() / x.sum()
    assert weighted((x * share)[came], x[came], weights) - truth > 0.02


def test_response_by_cell_says_nothing_of_a_cell_from_which_nothing_came() -> None:
    y, x = np.array([5.0, 6.0, 7.0]), np.array([10.0, 10.0, 10.0])
    found = cells(y, x, np.array([True, True, False]), np.array([0, 0, 1]), 2)
    assert [(cell.drawn, cell.came, cell.share) for cell in found] == [(2, 2, 0.55), (1, 0, None)]


@pytest.mark.parametrize(
    ("margin", "missing", "needed", "possible"),
    [(0.36, 0.0, None, False), (0.36, 0.2, -1.44, False), (0.1, 0.5, -0.1, True), (0.5, 0.25, -1.5, False)],
)
def test_how_different_the_missing_would_have_to_be(
    margin: float,
    missing: float,
    needed: float | None,
    possible: bool,
) -> None:
    found = delta(margin, missing)
    assert found.needed == (None if needed is None else pytest.approx(needed))
    assert found.possible is possible


def test_the_interval_is_wider_by_what_the_missing_may_differ() -> None:
    assert non_response_term(0.2, 0.1) == pytest.approx(0.02)
    assert non_response_term(0.0, 0.1) == 0


def test_a_form_that_did_not_come_counts_for_the_second() -> None:
    values = assorted(np.array([50.0, 0.0]), np.array([10.0, 0.0]), 100.0, np.array([True, False]))
    assert values.tolist() == [0.7, 0.0]


@given(st.integers(2, 60), st.integers(0, 500))
def test_a_missing_form_never_lowers_the_p_value(forms: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    first, second = (
        chance.integers(100, 300, forms).astype(float),
        chance.integers(50, 250, forms).astype(float),
    )
    came = np.ones(forms, dtype=np.bool_)
    lost = came.copy()
    lost[int(chance.integers(forms))] = False
    for bet in (fixed_bet, alpha):
        all_came = bet(assorted(first, second, 600.0, came), 1_000)
        one_lost = bet(assorted(first, second, 600.0, lost), 1_000)
        if bet is fixed_bet:
            assert one_lost.logarithm[-1] <= all_came.logarithm[-1] + 1e-9


def test_the_p_value_never_rises_while_forms_arrive() -> None:
    values = assorted(np.full(100, 60.0), np.full(100, 40.0), 100.0, np.ones(100, dtype=np.bool_))
    capital = fixed_bet(values, 500)
    found = [capital.p_value(forms) for forms in range(101)]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)
    needed = capital.needed(0.05)
    assert needed is not None
    assert capital.p_value(needed) <= 0.05 < capital.p_value(needed - 1)


def test_more_than_half_of_all_there_is_leaves_no_doubt() -> None:
    for bet in (fixed_bet, alpha):
        assert bet(np.full(60, 1.0), 100).p_value() == 0.0


def test_a_tie_is_never_rejected_by_the_whole_frame() -> None:
    values = np.tile([0.6, 0.4], 50)
    assert fixed_bet(values, 100).p_value() > 0.5


def test_an_overstatement_raises_the_p_value() -> None:
    winner, losers, ballots = np.full(10, 60), np.full((10, 1), 40), np.full(10, 100)
    bounds = overstatement_bounds(winner, losers, ballots)
    honest = taints(winner, losers, winner, losers, bounds)
    wrong = taints(winner, losers, winner - 5, losers + 5, bounds)
    assert p_value(honest, bounds.total) < p_value(wrong, bounds.total)
    assert p_value(np.ones(5), bounds.total) == pytest.approx(1.0)  # no form came: nothing is shown


def test_the_chance_to_see_none_of_some_altered_forms() -> None:
    assert chance_of_at_most(0, 10, 3, 4) == Fraction(math.comb(7, 4), math.comb(10, 4))
    assert chance_of_at_most(0, 10, 3, 8) == 0
    assert chance_of_at_most(0, 10, 0, 8) == 1
    assert chance_of_at_most(3, 10, 3, 8) == 1


def test_a_form_found_wrong_leaves_room_for_more_wrong_ones() -> None:
    bounds = [most_hidden(1_000, 100, 0.05, found) for found in range(4)]
    assert bounds == sorted(set(bounds))
    assert most_hidden(50, 50, 0.05, 3) == 3  # everything was checked


def test_nothing_checked_excludes_nothing() -> None:
    assert most_hidden(50, 0) == 50
