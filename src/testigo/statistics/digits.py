"""What invented figures might show: digits, round percentages, simple fractions; each as counts that add up.

A test here is a *count* over stations (a small vector, so that stations can be counted in parts) and a
*statistic* of the summed vector, larger = odder. None has a p-value of its own: `calibrated` compares it with
clean elections on the same stations. The textbook p is kept only to show why it must not be used.

Source: Beber and Scacco (2012) for last digits; Mebane (2006) for the second; Kobak, Shpilkin and
Pshenichnikov (2016) for integer percentages; Rozenas (2017) for simple fractions. Deckert, Myagkov and
Ordeshook (2011) for why the second digit alone says nothing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Truth, Whole
from testigo.statistics.distributions import chi_squared_tail

TEN = 10
HUNDRED = 100
LARGEST_DENOMINATOR = 10
BENFORD_SECOND = np.array(
    [sum(math.log10(1 + 1 / (TEN * first + digit)) for first in range(1, TEN)) for digit in range(TEN)]
)
"""How often each second digit comes under Benford's law."""
UNIFORM = np.full(TEN, 1 / TEN)

Counted = Callable[[Whole, Whole], Real]
Statistic = Callable[[Real, Real], float]
Textbook = Callable[[Real], float]


@dataclass(frozen=True)
class Test:
    """One forensic test.

    name       which, as a key of the catalogues
    count      (votes, trials), each (n,), -> counts that may be added up over parts of the stations
    statistic  of the summed counts beside what is usual (the mean over the clean elections and the real one,
               so that none of them is treated in its own way); larger = odder
    textbook   the p-value of the textbook's null hypothesis; None where there is none
    """

    __test__ = False
    name: str
    count: Counted
    statistic: Statistic
    textbook: Textbook | None


def last_digits(votes: Whole, _: Whole) -> Real:
    """Return how often each last digit comes, over all stations: (10,)."""
    return _of_digits(votes % TEN)


def last_digits_of_hundreds(votes: Whole, _: Whole) -> Real:
    """Return how often each last digit comes, where there are at least 100 votes: (10,)."""
    return _of_digits(votes[votes >= HUNDRED] % TEN)


def second_digits(votes: Whole, _: Whole) -> Real:
    """Return how often each second digit comes, where there are at least 10 votes: (10,)."""
    left = votes[votes >= TEN]
    while (large := left >= HUNDRED).any():
        left = np.where(large, left // TEN, left)
    return _of_digits(left % TEN)


def equal_last_two(votes: Whole, _: Whole) -> Real:
    """Return how many of at least 10 votes end in two equal digits, and how many there are: (2,)."""
    seen = votes[votes >= TEN]
    return _hits((seen % TEN) == (seen // TEN % TEN))


def multiples_of_five(votes: Whole, _: Whole) -> Real:
    """Return how many counts end in 0 or 5, and how many there are: (2,)."""
    return _hits(votes % (TEN // 2) == 0)


def integer_percentages(votes: Whole, trials: Whole) -> Real:
    """Return how many shares are an integer percentage when rounded to one decimal, and how many there are.

    0 % and 100 % are left out: they come by themselves at small stations.
    """
    seen = (trials > 0) & (votes > 0) & (votes < trials)
    y, m = votes[seen], trials[seen]
    thousandths = (2 * 1000 * y + m) // (2 * m)
    return _hits(thousandths % TEN == 0)


def simple_fractions(votes: Whole, trials: Whole) -> Real:
    """Return how many shares are exactly a fraction with a denominator up to 10, and how many there are."""
    seen = (trials > 0) & (votes > 0) & (votes < trials)
    y, m = votes[seen], trials[seen]
    found = np.zeros(len(y), dtype=np.bool_)
    for denominator in range(2, LARGEST_DENOMINATOR + 1):
        found |= (y * denominator) % m == 0
    return _hits(found)


def _of_digits(digits: Whole) -> Real:
    return np.asarray(np.bincount(digits, minlength=TEN), dtype=np.float64)


def _hits(found: Truth) -> Real:
    return np.array([found.sum(), len(found)], dtype=np.float64)


def from_usual(counts: Real, usual: Real) -> float:
    """Return chi-squared of counts against what clean elections give."""
    return chi_squared(counts, usual / usual.sum()) if usual.sum() else 0.0


def from_uniform(counts: Real, _: Real) -> float:
    """Return chi-squared of ten counts against equal ones."""
    return chi_squared(counts, UNIFORM)


def chi_squared(counts: Real, chances: Real) -> float:
    """Return chi-squared of counts against chances that sum to 1; what has no chance is left out."""
    possible = chances > 0
    expected = counts.sum() * chances[possible]
    return float(((counts[possible] - expected) ** 2 / expected).sum()) if counts.sum() else 0.0


def share_of_hits(counts: Real, _: Real) -> float:
    """Return the share that was found, for tests of an excess."""
    return float(counts[0] / counts[1]) if counts[1] else 0.0


def distance_from(chance: float) -> Textbook:
    """Return how many standard deviations the share found is from `chance`, on either side, as a function."""

    def distance(counts: Real) -> float:
        hits, seen = counts
        return abs(float(hits - seen * chance)) / math.sqrt(seen * chance * (1 - chance)) if seen else 0.0

    return distance


def ten_digits(chances: Real) -> Textbook:
    """Return the textbook p of a chi-squared of ten digits: nine degrees of freedom."""
    return lambda counts: chi_squared_tail(chi_squared(counts, chances), TEN - 1)


def hits_of(chance: float) -> tuple[Statistic, Textbook]:
    """Return statistic and textbook p of a share that the textbook has at `chance`, on either side."""
    distance = distance_from(chance)
    return lambda counts, _: distance(counts), lambda counts: math.erfc(distance(counts) / math.sqrt(2))


OF_VOTES = (
    Test("last digit", last_digits, from_uniform, ten_digits(UNIFORM)),
    Test("last digit from 100 votes", last_digits_of_hundreds, from_uniform, ten_digits(UNIFORM)),
    Test("last two digits equal", equal_last_two, *hits_of(1 / TEN)),
    Test("multiples of five", multiples_of_five, *hits_of(2 / TEN)),
    Test("second digit", second_digits, from_usual, ten_digits(BENFORD_SECOND)),
    Test("integer percentages", integer_percentages, share_of_hits, None),
    Test("simple fractions", simple_fractions, share_of_hits, None),
)
"""The tests of the votes of an option, among the valid votes."""
OF_TURNOUT = (Test("integer percentages", integer_percentages, share_of_hits, None),)
"""The test of the ballots cast, among the registered voters."""
