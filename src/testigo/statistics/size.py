"""How many stations a wanted precision takes, by the differences that an earlier election had.

Source: Cochran (1977), 4.4, 5.9: n0 = z^2 W / d^2, n = n0 / (1 + n0 / N), with W = sum_h (N_h / N) var(e)_h /
mean(x)^2 over the earlier election's stations. Assumes proportional allocation, and that stations differ as
they did then; where everything responds. Plan more for what will not come.
"""

import math
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Whole, counts_by, sums_by
from testigo.statistics.distributions import normal_quantile


@dataclass(frozen=True)
class Needed:
    """What a precision takes.

    stations       to draw
    design_effect  variance of a simple sample of stations over that of as many voters drawn one by one
    """

    stations: int
    design_effect: float


def needed(
    y: Real, x: Real, stratum: Whole, half_width: float, stations: int, confidence: float = 0.95
) -> Needed:
    """Return how many of `stations` to draw so that a share is known to `half_width` (0.01 = a point).

    y, x      votes of an option and valid votes of every station of an earlier election, (n,)
    stratum   of each, numbered from 0
    stations  of the election that is planned
    """
    ratio = float(y.sum() / x.sum())
    residual = y - ratio * x
    mean_votes = float(x.mean())
    within = pooled_variance(residual, stratum) / mean_votes**2
    z = normal_quantile((1 + confidence) / 2)
    infinite = z * z * within / half_width**2
    of_voters = ratio * (1 - ratio) / mean_votes
    whole = float(residual.var(ddof=1)) / mean_votes**2
    return Needed(_rounded(infinite / (1 + infinite / stations)), whole / of_voters)


def _rounded(stations: float) -> int:
    """Round to the nearest station, up where it is not clear."""
    return max(1, math.floor(stations + 0.5))


def pooled_variance(residual: Real, stratum: Whole) -> float:
    """Return sum_h (N_h / N) var_h of residuals; a stratum of one station adds nothing."""
    strata = int(stratum.max()) + 1
    sizes = counts_by(stratum, strata).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums_by(stratum, residual, strata) / sizes
        squares = sums_by(stratum, (residual - mean[stratum]) ** 2, strata)
        variance = np.where(sizes > 1, squares / (sizes - 1), 0)
    return float((sizes * variance).sum() / sizes.sum())
