"""What a sample says of a share or a margin: ratio estimates with their correct variance.

A share is a ratio of two totals (votes of an option over valid votes) that are both unknown, and the unit
that is drawn is a station or a place, not a voter. Formulas that treat every voter as drawn on her own cover
29 % of the time where 95 % is promised (docs/statistics/quick-count.md).

Source: Cochran, Sampling Techniques (1977), 6.11 (combined ratio), 5A.12 (collapsed strata), 9A.5 (Hansen and
Hurwitz); Lohr, Sampling: Design and Analysis (2021), 5.2 (clusters), 9.3 (jackknife).
Assumes that the sample is the one drawn, that what responds in a stratum is like what does not, and that the
forms are genuine.
"""

from dataclasses import dataclass, replace

import numpy as np

from testigo.statistics.arrays import Real, Whole, counts_by, sums_by
from testigo.statistics.distributions import t_quantile

FEWEST = 2
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A ratio with its standard error.

    ratio           between 0 and 1 for a share, -1 and 1 for a margin
    standard_error  of it, under the design
    degrees         degrees of freedom of the t interval: units less strata
    units           stations, places or draws that gave a figure
    """

    ratio: float
    standard_error: float
    degrees: int
    units: int

    def half_width(self, confidence: float = CONFIDENCE) -> float:
        """Return half the length of the interval; infinite where one unit says nothing of the differences."""
        if self.degrees < 1:
            return float("inf")
        return t_quantile((1 + confidence) / 2, self.degrees) * self.standard_error


def combined_ratio(y: Real, x: Real, stratum: Whole, population: Whole) -> Estimate:
    """Estimate sum(y) / sum(x) over the population, from a stratified sample without replacement.

    y, x        figures of each unit that responded (votes), (n,); for a margin y is first less second
    stratum     of each, numbered from 0, (n,)
    population  units of each stratum in the frame, (H,); each >= its units in the sample

    R = sum_h N_h mean(y)_h / sum_h N_h mean(x)_h, e = y - R x,
    V = X^-2 sum_h N_h^2 (1 - n_h / N_h) var(e)_h / n_h. A stratum with fewer than two units is joined to the
    next one, which errs on the side of a wider interval.
    """
    stratum, population = collapsed(stratum, population)
    strata = len(population)
    drawn = counts_by(stratum, strata).astype(np.float64)
    weight = population / drawn
    total = float((weight * sums_by(stratum, x, strata)).sum())
    ratio = float((weight * sums_by(stratum, y, strata)).sum()) / total
    residual = y - ratio * x
    mean = sums_by(stratum, residual, strata) / drawn
    squares = sums_by(stratum, (residual - mean[stratum]) ** 2, strata)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(drawn > 1, squares / (drawn - 1), 0)
    parts = population**2 * (1 - drawn / population) * variance / drawn
    return Estimate(ratio, float(np.sqrt(parts.sum())) / total, len(y) - strata, len(y))


def collapsed(stratum: Whole, population: Whole) -> tuple[Whole, Whole]:
    """Join each stratum with fewer than two sampled units to the next one (the last to the one before).

    Returns the strata numbered anew and their populations; strata without any unit of the population vanish.
    """
    drawn = counts_by(stratum, len(population))
    number, joined = np.zeros(len(population), dtype=np.int64), 0
    waiting = 0
    for place, here in enumerate(drawn):
        number[place] = joined
        waiting += int(here)
        if waiting >= FEWEST:
            joined, waiting = joined + 1, 0
    number = np.minimum(number, max(joined - 1, 0))
    sizes = np.bincount(number, weights=population.astype(np.float64)).astype(np.int64)
    return number[stratum], sizes


def cluster_ratio(y: Real, x: Real, place: Whole, stratum: Whole, population: Whole) -> Estimate:
    """Estimate the ratio from a sample of whole polling places: the unit is the place, summed up first.

    place       of each station, numbered from 0, (n,)
    stratum     of each station; all stations of a place are of one
    population  polling places of each stratum in the frame, (H,)

    Stations of one place are alike. To count them as if drawn one by one covers 77 % where 95 % is promised.
    Places are few and of very different sizes, so one large place bends the ratio towards itself and the
    linear variance, which looks at what is left, comes out too small. Leaving out one place after the other
    does not: V = sum_h (1 - n_h / N_h) (n_h - 1) / n_h sum_i (R without i - R)^2.
    """
    places = int(place.max()) + 1
    of_place = np.zeros(places, dtype=np.int64)
    of_place[place] = stratum
    of_y, of_x = sums_by(place, y, places), sums_by(place, x, places)
    linear = combined_ratio(of_y, of_x, of_place, population)
    return replace(linear, standard_error=jackknife(of_y, of_x, *collapsed(of_place, population)))


def jackknife(y: Real, x: Real, stratum: Whole, population: Whole) -> float:
    """Return the standard error of the combined ratio by leaving out each unit in turn (Jones, 1974).

    Arrays as of `combined_ratio`, strata collapsed; 0 where a single unit is all there is.
    """
    if len(y) < FEWEST:
        return 0.0
    strata = len(population)
    drawn = counts_by(stratum, strata).astype(np.float64)
    weight = population / drawn
    sums = [sums_by(stratum, each, strata) for each in (y, x)]
    whole = [float((weight * each).sum()) for each in sums]
    grows = (weight * drawn / (drawn - 1))[stratum]
    without = [
        total + grows * ((of / drawn)[stratum] - each)
        for total, of, each in zip(whole, sums, (y, x), strict=True)
    ]
    moved = (
        np.divide(without[0], without[1], out=np.zeros(len(y)), where=without[1] > 0) - whole[0] / whole[1]
    )
    parts = (1 - drawn / population) * (drawn - 1) / drawn * sums_by(stratum, moved**2, strata)
    return float(np.sqrt(parts.sum()))


def size_ratio(y: Real, x: Real, size: Real) -> Estimate:
    """Estimate the ratio from draws with replacement, in proportion to size (Hansen and Hurwitz).

    y, x  figures of each draw, (n,); a station that was drawn twice stands there twice
    size  its registered voters, (n,), > 0

    R = sum(y / size) / sum(x / size); V = var(e / size) / n / mean(x / size)^2, e = y - R x.
    """
    draws = len(y)
    ratio = float((y / size).sum() / (x / size).sum())
    if draws < FEWEST:
        return Estimate(ratio, float("inf"), 0, draws)
    residual = (y - ratio * x) / size
    variance = float(residual.var(ddof=1)) / draws
    return Estimate(ratio, float(np.sqrt(variance)) / float((x / size).mean()), draws - 1, draws)
