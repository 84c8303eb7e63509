"""A test of who is first that may be looked at after every form: a bet against the null hypothesis.

Null hypothesis: the mean of `values` over the whole frame is at most 1/2, which says that the reported first
is not first. The test starts with a capital of 1 and bets on each form before it is opened; under the null
capital is a supermartingale, so that by Ville it reaches 1/alpha with probability alpha at most, whenever one
looks. The p-value after k forms is 1 / the largest capital until then.

Source: Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting (2024); Stark, ALPHA
(2023); Stark, Sets of half-average nulls (2020). Assumes that the forms come in random order, and that a form
that was drawn and cannot be had counts as 0 (Banuelos and Stark's phantoms): as if all its voters had voted
for the second.
"""

from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Truth

NULL = 0.5
CERTAIN = 1.0
"""The largest value there is."""


@dataclass(frozen=True)
class Capital:
    """What the bet was worth after each form.

    logarithm  natural logarithm of the capital, (k,); infinite once the null is impossible
    """

    logarithm: Real

    def p_value(self, forms: int | None = None) -> float:
        """Return 1 / the largest capital over the first `forms` (all where None), at most 1."""
        seen = self.logarithm if forms is None else self.logarithm[:forms]
        largest = float(seen.max()) if len(seen) else 0.0
        return float(np.exp(-max(largest, 0.0)))

    def needed(self, alpha: float) -> int | None:
        """Return after how many forms the p-value first was at most alpha; None where it never was."""
        reached = np.flatnonzero(self.logarithm >= -np.log(alpha))
        return int(reached[0]) + 1 if len(reached) else None


def assorted(first: Real, second: Real, largest: float | Real, came: Truth) -> Real:
    """Return (1 + (first - second) / largest) / 2 of each form in drawing order; 0 where it did not come.

    first, second  votes, (k,)
    largest        number that no difference exceeds: the largest roll of the frame; or, where stations were
                   drawn in proportion to their rolls, the roll of each

    The mean over the frame exceeds 1/2 exactly when the first has more votes than the second.
    """
    values = (1 + (first - second) / largest) / 2
    return np.where(came, np.clip(values, 0, CERTAIN), 0.0)


def null_means(values: Real, population: int | None) -> Real:
    """Return what the mean of the forms still in the urn is under the null, before each form.

    population  forms in the frame, drawn without replacement; None = with replacement
    """
    if population is None:
        return np.full(len(values), NULL)
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    left = population - np.arange(len(values))
    return np.asarray((population * NULL - before) / left, dtype=np.float64)


def fixed_bet(values: Real, population: int | None, bet: float = 0.75) -> Capital:
    """Bet the same part of the capital on every form: capital grows by 1 + bet (x - mean under the null).

    values      0 to 1, in the order of the draw, (k,)
    bet         0 to 1: below 1 / (largest mean under the null), so that capital never is negative
    """
    means = null_means(values, population)
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.minimum(bet, np.where(means > 0, 1 / np.maximum(means, 1e-300), bet))
        growth = 1 + kept * (values - means)
        logarithm = np.cumsum(np.log(np.maximum(growth, 0)))
    return Capital(after_certainty(logarithm, means))


def alpha(
    values: Real, population: int | None, eta: float = 0.555, weight: float = 100, above: float = 0.0275
) -> Capital:
    """Bet by a guess of the mean that learns: ALPHA with the truncated shrinkage estimator.

    eta     the mean that is expected before the first form
    weight  forms that this expectation is worth
    above   the guess stays above the null by above / sqrt(weight + forms seen)
    """
    means = null_means(values, population)
    seen = np.arange(len(values))
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    guess = np.maximum((weight * eta + before) / (weight + seen), means + above / np.sqrt(weight + seen))
    guess = np.minimum(guess, CERTAIN * (1 - 1e-15))
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = values / means * (guess - means) / (CERTAIN - means) + (CERTAIN - guess) / (CERTAIN - means)
        growth = np.where((means <= 0) | (means >= CERTAIN), 1, growth)
        logarithm = np.cumsum(np.log(np.maximum(growth, 0)))
    return Capital(after_certainty(logarithm, means))


def after_certainty(logarithm: Real, means: Real) -> Real:
    """Set the capital to infinity from where the null is impossible: what came alone has more than half."""
    impossible = np.maximum.accumulate(means < 0) if len(means) else means < 0
    return np.where(impossible, np.inf, logarithm)
