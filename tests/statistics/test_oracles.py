"""The exact oracles of the real election: every figure to the digit."""

import math

import numpy as np
import pytest

from testigo.official.percentages import results_that_are_percentages
from testigo.statistics.allocation import allocate
from testigo.statistics.arrays import sums_by
from testigo.statistics.digits import OF_VOTES
from testigo.statistics.dispersion import identical, squares_within, within_places
from testigo.statistics.hidden import checks_needed, most_hidden
from testigo.statistics.kaplan_markov import overstatement_bounds, p_value
from testigo.statistics.ratio import combined_ratio
from testigo.statistics.response import naive, quintile
from testigo.statistics.sequential import Capital, alpha, assorted, fixed_bet
from testigo.statistics.size import needed
from testigo.statistics.tickets import drawing_order, smallest_in_strata
from tests.statistics.venezuela import SEED, Country, country, real


@pytest.fixture(scope="module")
def venezuelan() -> Country:
    return country()


@pytest.fixture(scope="module")
def order(venezuelan: Country) -> np.ndarray:
    return drawing_order(venezuelan.codes, SEED)


@pytest.fixture(scope="module")
def values(venezuelan: Country, order: np.ndarray) -> np.ndarray:
    """What the sequential test bets on, in the order of the draw, of all stations."""
    first, second = real(venezuelan.first)[order], real(venezuelan.second)[order]
    return assorted(first, second, float(venezuelan.roll.max()), np.ones(len(order), dtype=np.bool_))


def test_the_first_three_stations_of_the_draw(venezuelan: Country, order: np.ndarray) -> None:
    assert [venezuelan.codes[place] for place in order[:3]] == ["70203015-2", "211102017-1", "220101004-1"]


def allocation(of: Country, size: int) -> list[int]:
    return list(allocate({f"{number:02}": int(many) for number, many in enumerate(of.states)}, size).values())


@pytest.mark.parametrize(
    ("figure", "ratio", "error"),
    [
        ("first", 0.6677361833, 0.0052750150),
        ("second", 0.3078729097, 0.0051519323),
        ("margin", 0.3598632735, 0.0104183808),
    ],
)
def test_the_stratified_sample_of_600(
    venezuelan: Country, order: np.ndarray, figure: str, ratio: float, error: float
) -> None:
    drawn = smallest_in_strata(order, venezuelan.state, allocation(venezuelan, 600))
    votes = {
        "first": real(venezuelan.first),
        "second": real(venezuelan.second),
        "margin": real(venezuelan.first - venezuelan.second),
    }[figure]
    found = combined_ratio(
        votes[drawn], real(venezuelan.valid)[drawn], venezuelan.state[drawn], venezuelan.states
    )
    assert round(found.ratio, 10) == ratio
    assert round(found.standard_error, 10) == error
    assert (found.degrees, found.units) == (576, 600)


@pytest.mark.parametrize(("half_width", "stations"), [(0.01, 569), (0.005, 2_128)])
def test_how_many_stations_a_precision_takes(venezuelan: Country, half_width: float, stations: int) -> None:
    found = needed(real(venezuelan.first), real(venezuelan.valid), venezuelan.state, half_width, 24_532)
    assert found.stations == stations
    assert round(found.design_effect, 1) == 36.8


def test_early_reports_from_large_places_overstate_the_first(venezuelan: Country) -> None:
    roll = sums_by(venezuelan.place, real(venezuelan.roll), int(venezuelan.place.max()) + 1)
    fifth = quintile(roll[venezuelan.place])
    shares = [
        round(100 * naive(real(venezuelan.first)[fifth == each], real(venezuelan.valid)[fifth == each]), 1)
        for each in range(5)
    ]
    assert shares == [52.5, 61.9, 67.9, 71.3, 74.0]


def one_over(capital: Capital, forms: int) -> float:
    return math.exp(-capital.logarithm[forms - 1])


def test_the_fixed_bet(values: np.ndarray) -> None:
    capital = fixed_bet(values[:300], len(values), 0.75)
    found = [float(f"{one_over(capital, forms):.5g}") for forms in (50, 100)]
    assert found == [0.12384, 0.019904]
    assert f"{one_over(capital, 300):.3e}" == "4.954e-06"


def test_alpha(values: np.ndarray) -> None:
    capital = alpha(values[:1000], len(values), 0.555, 100, 0.0275)
    found = [float(f"{one_over(capital, forms):.5g}") for forms in (100, 300)]
    assert found == [0.30644, 0.025185]
    assert f"{one_over(capital, 1000):.3e}" == "6.293e-06"


def test_the_synthetic_election_of_kaplan_and_markov() -> None:
    winner, losers = np.full(1000, 510), np.full((1000, 1), 490)
    assert overstatement_bounds(winner, losers, np.full(1000, 1100)).total == pytest.approx(56, abs=1e-9)


@pytest.mark.parametrize(
    ("total", "draws", "p"), [(21, 30, 0.231377), (11, 30, 0.0573086), (23 / 3, 36, 0.00652947)]
)
def test_kaplan_and_markov_without_any_overstatement(total: float, draws: int, p: float) -> None:
    assert float(f"{p_value(np.zeros(draws), total):.6g}") == p


def test_dispersion_within_places(venezuelan: Country) -> None:
    together = real(venezuelan.first + venezuelan.second)
    found = within_places(real(venezuelan.first), together, venezuelan.place)
    assert found is not None
    assert round(found.dispersion, 4) == 1.2172
    assert found.outward == (118, 126)  # 1.1808 to 1.2537, never narrowed by rounding
    assert found.places == 5_990


def test_the_interval_of_dispersion_is_that_of_leaving_out_each_place(venezuelan: Country) -> None:
    """The linear error is that of the jackknife over places to four digits: no other interval was meant."""
    y, m = real(venezuelan.first), real(venezuelan.first + venezuelan.second)
    found = within_places(y, m, venezuelan.place)
    squares, known = squares_within(y, m, venezuelan.place)
    _, number = np.unique(venezuelan.place[known], return_inverse=True)
    of_place, free = np.bincount(number, weights=squares), np.bincount(number) - 1
    without = (of_place.sum() - of_place) / (free.sum() - free)
    error = math.sqrt((len(free) - 1) / len(free) * ((without - without.mean()) ** 2).sum())
    assert found is not None
    assert round(found.high - found.dispersion, 4) == round(1.959964 * error, 4)


def test_identical_vectors(venezuelan: Country) -> None:
    assert [len(group) for group in identical(venezuelan.votes)] == [2, 2]


def test_how_many_altered_forms_hide_from_a_clean_check() -> None:
    assert most_hidden(24_532, 300) == 242
    assert checks_needed(24_532, 188) == 387


def test_the_bulletin_that_was_made_of_percentages() -> None:
    votes = 10_058_774
    ways = results_that_are_percentages(votes, 1000)
    assert ways == 376_479
    assert round(math.comb(votes + 2, 2) / ways) == 134_375_310


@pytest.mark.parametrize(
    ("option", "statistic", "textbook"), [("first", 8.14, 0.52), ("second", 10.22, 0.33)]
)
def test_last_digits(venezuelan: Country, option: str, statistic: float, textbook: float) -> None:
    votes = venezuelan.first if option == "first" else venezuelan.second
    test = OF_VOTES[0]
    counts = test.count(votes, venezuelan.valid)
    assert round(test.statistic(counts, counts), 2) == statistic
    assert test.textbook is not None
    assert round(test.textbook(counts), 2) == textbook


def test_benfords_second_digit_by_the_textbook(venezuelan: Country) -> None:
    test = next(each for each in OF_VOTES if each.name == "second digit")
    assert test.textbook is not None
    found = [
        test.textbook(test.count(votes, venezuelan.valid)) for votes in (venezuelan.first, venezuelan.second)
    ]
    assert [f"{each:.0e}" for each in found] == ["8e-21", "7e-20"]
