"""A forensic test beside its own distribution over clean elections, and all that were run beside each other.

The p-value is (1 + clean elections at least as odd) / (1 + clean elections): never 0, and exact whatever the
number of draws. Every test that was run is shown, the odd ones and the others; the smallest p counts only
after it is multiplied by their number (Bonferroni).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real
from testigo.statistics.digits import Test

LOW = 0.05


@dataclass(frozen=True)
class Outcome:
    """What one test gave.

    test       its name
    figure     what was looked at: a column of votes, or the turnout
    statistic  larger = odder
    textbook   p-value of the textbook's null hypothesis, which real elections do not fulfil; None = there is
               none
    p          calibrated
    clean_low  share of clean elections that the textbook would call odd at 5 %; None where it has no p
    draws      clean elections
    """

    test: str
    figure: str
    statistic: float
    textbook: float | None
    p: float
    clean_low: float | None
    draws: int


def calibrated_p(statistic: float, clean: Real) -> float:
    """Return the p-value of a statistic among those of clean elections, (draws,)."""
    return (1 + int((clean >= statistic).sum())) / (1 + len(clean))


def judged(test: Test, figure: str, observed: Real, clean: Real) -> Outcome:
    """Return what a test says of its observed counts, (c,), beside those of clean elections, (draws, c)."""
    usual = np.vstack([clean, observed]).mean(axis=0)
    statistic = test.statistic(observed, usual)
    statistics = np.array([test.statistic(row, usual) for row in clean])
    textbook = test.textbook
    return Outcome(
        test=test.name,
        figure=figure,
        statistic=statistic,
        textbook=None if textbook is None else textbook(observed),
        p=calibrated_p(statistic, statistics),
        clean_low=None if textbook is None else float(np.mean([textbook(row) < LOW for row in clean])),
        draws=len(clean),
    )


@dataclass(frozen=True)
class Together:
    """All tests that were run, as one.

    low       how many lie below 0.05
    expected  how many chance alone puts there
    smallest  p, after correction for their number, at most 1
    """

    low: int
    expected: float
    smallest: float


def together(outcomes: Sequence[Outcome]) -> Together:
    """Return what all tests say together; none were run: nothing is low."""
    ps = [each.p for each in outcomes]
    smallest = min(1.0, min(ps) * len(ps)) if ps else 1.0
    return Together(sum(p < LOW for p in ps), LOW * len(ps), smallest)
