"""Quantiles and tail probabilities of Student's t and of chi-squared: two continued fractions.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.5.31, 26.4, 26.5.8, 26.7.1.
Accurate to about 10 digits; what is printed has at most 10, and mostly 4.
"""

import math
from statistics import NormalDist

MOST_STEPS = 500
ENOUGH = 1e-15
TINY = 1e-300


def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile; 0 < probability < 1."""
    return NormalDist().inv_cdf(probability)


def t_quantile(probability: float, degrees: int) -> float:
    """Return the quantile of Student's t with `degrees` >= 1 degrees of freedom; 0.5 <= probability < 1.

    By halving the interval: the tail probability falls with t.
    """
    tail = 2 * (1 - probability)
    low, high = 0.0, 1.0
    while t_two_sided(high, degrees) > tail:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if t_two_sided(middle, degrees) > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_two_sided(t: float, degrees: int) -> float:
    """Return the probability that |T| > t (t >= 0), for `degrees` >= 1 degrees of freedom."""
    return incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b); a, b > 0, 0 <= x <= 1."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(logarithm) * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction 26.5.8 from the front (Lentz)."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            d = 1 / _not_zero(1 + coefficient * d)
            c = _not_zero(1 + coefficient / c)
            value *= c * d
        if abs(c * d - 1) < ENOUGH:
            break
    return value


def chi_squared_tail(statistic: float, degrees: int) -> float:
    """Return the probability that chi-squared with `degrees` >= 1 degrees exceeds `statistic` >= 0."""
    a, x = degrees / 2, statistic / 2
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for step in range(1, 10_000):
            term *= x / (a + step)
            total += term
            if term < total * ENOUGH:
                break
        return 1 - front * total
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    value = d
    for step in range(1, MOST_STEPS):
        coefficient = -step * (step - a)
        b += 2
        d = 1 / _not_zero(coefficient * d + b)
        c = _not_zero(b + coefficient / c)
        value *= c * d
        if abs(c * d - 1) < ENOUGH:
            break
    return front * value


def _not_zero(number: float) -> float:
    return TINY if abs(number) < TINY else number
