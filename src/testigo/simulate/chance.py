"""Beside the way: all the randomness of an invented election, made of a seed by whole-number arithmetic.

In   a seed, and for what a number is drawn ("votes", "missing", ...).
Out  arrays of numbers; the same seed, purpose and place in the array give the same number on every machine.

Counter-based: the number at place i is a hash of the purpose and i, so one purpose never moves another's
numbers. The hash is splitmix64 (Steele, Lea and Flood 2014). What is not whole uses only + - * / and the
square root, which IEEE 754 rounds in one way; no logarithm, power or sine, whose last digit differs between
machines. Nothing here is fit for secrets.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
FEW = 12.0
"""Expected votes under which a count is drawn exactly, and above which as a rounded normal."""


@dataclass(frozen=True)
class Chance:
    """A source of numbers for one purpose."""

    key: int  # 64 bits

    @classmethod
    def of(cls, seed: int) -> "Chance":
        """Return the source of a whole election."""
        return cls(_key(f"testigo {seed}"))

    def to(self, purpose: str) -> "Chance":
        """Return the source for a purpose; purposes of other names are independent of it."""
        return Chance(_key(f"{self.key} {purpose}"))

    def bits(self, count: int) -> NDArray[np.uint64]:
        """Return `count` numbers of 64 bits."""
        with np.errstate(over="ignore"):  # they are meant to wrap
            mixed = np.uint64(self.key) + np.arange(1, count + 1, dtype=np.uint64) * GOLDEN
            mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST
            mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND
            return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)

    def fractions(self, count: int) -> Real:
        """Return numbers from 0 up to, not including, 1."""
        return np.asarray((self.bits(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53)

    def whole(self, count: int, lowest: int, highest: int) -> Whole:
        """Return whole numbers from `lowest` to `highest`, both included (a bias of less than 1 in 10^12)."""
        span = np.uint64(highest - lowest + 1)
        return np.asarray((self.bits(count) % span).astype(np.int64) + lowest)

    def order(self, count: int) -> Whole:
        """Return the numbers 0 to `count` - 1 in random order."""
        return np.asarray(np.argsort(self.bits(count), kind="stable"), dtype=np.int64)

    def normal(self, count: int) -> Real:
        """Return numbers of mean 0 and variance 1: the sum of twelve uniform ones, so within -6 and 6."""
        bits = self.bits(3 * count).reshape(3, count)
        pieces = sum((bits >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48))
        summed = np.asarray(pieces).sum(axis=0).astype(np.float64)
        return np.asarray((summed - 12 * 32767.5) / 65536)

    def binomial(self, trials: Whole, probability: Real, dispersion: float = 1.0) -> Whole:
        """Return how many of `trials` succeed, drawn element by element.

        dispersion  variance over that of independent trials (Venezuela 2024 within its polling places: 1.2);
                    applied where FEW successes and FEW failures are expected, else the trials are independent
        """
        rare = np.minimum(probability, 1 - probability)
        mean = trials * rare
        spread = np.sqrt(dispersion * mean * (1 - rare))
        drawn = np.floor(mean + spread * self.to("normal").normal(len(trials)) + 0.5)
        few = mean < FEW
        drawn[few] = _exact(self.to("few").fractions(int(few.sum())), trials[few], rare[few])
        successes = np.clip(drawn.astype(np.int64), 0, trials)
        return np.asarray(np.where(probability > 0.5, trials - successes, successes))


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _exact(fractions: Real, trials: Whole, probability: Real) -> Real:
    """Draw binomial counts by inversion: add up the probabilities of 0, 1, 2, ... up to the fraction.

    The mean is below FEW, so 100 steps leave out less than 1e-50.
    """
    odds = probability / (1 - probability)
    here = _to_the_power(1 - probability, trials)
    passed = here.copy()
    counts = np.zeros(len(trials))
    for number in range(100):
        below = fractions >= passed
        if not below.any():
            break
        counts += below
        here = here * (trials - number) / (number + 1) * odds
        passed = passed + here
    return np.minimum(counts, trials)


def _to_the_power(base: Real, exponent: Whole) -> Real:
    """Return base ** exponent by squaring: the library's power differs between machines in its last digit."""
    result = np.ones(len(base))
    square, left = base.copy(), exponent.copy()
    while left.any():
        result = np.where(left & 1, result * square, result)
        square, left = square * square, left >> 1
    return result
