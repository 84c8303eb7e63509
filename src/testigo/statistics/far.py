"""Are a few stations too far from their place? Calibrated, and without a benchmark from another election.

A forger who moves some stations leaves most as they were. T = mean / median of the squared distances from the
place: the median does not move with a few stations, the mean does, and how much stations of a place differ in
general cancels out. Clean elections: each station drawn around the share of its place, its distance stretched
by the square root of what the median says they differ.

Assumes that stations of a place differ about equally everywhere. Where one station of a place has other
voters (a prison, a barracks, voters abroad) they differ honestly.
"""

from collections.abc import Sequence

import numpy as np

from testigo.statistics.arrays import Real, Whole, counts_by, sums_by
from testigo.statistics.clean import binomials
from testigo.statistics.dispersion import squares_within
from testigo.statistics.stream import Stream

MEDIAN_OF_SQUARE = 0.45493642311957
"""Median of the square of a standard normal number."""


def mean_over_median(y: Real, m: Real, place: Whole) -> float:
    """Return T; 0 where no place has two stations, or half of all distances are nought."""
    squares, _ = squares_within(y, m, place)
    if not len(squares):
        return 0.0
    middle = float(np.median(squares))
    return float(squares.mean()) / middle if middle > 0 else 0.0


def usual_dispersion(y: Real, m: Real, place: Whole) -> float:
    """Return how much stations of a place differ by the median: 1 = chance alone; at least 1."""
    squares, known = squares_within(y, m, place)
    if not len(squares):
        return 1.0
    stations = counts_by(place, int(place.max()) + 1)[place][known]
    return max(1.0, float(np.median(squares * stations / (stations - 1))) / MEDIAN_OF_SQUARE)


def clean_ratios(y: Whole, m: Whole, place: Whole, stream: Stream, draws: Sequence[int]) -> Real:
    """Return T of each clean election, (draws,).

    y, m   votes of one side and of both together, (n,); place numbered from 0
    """
    places = int(place.max()) + 1
    votes, of = sums_by(place, y.astype(np.float64), places), sums_by(place, m.astype(np.float64), places)
    share = np.divide(votes, of, out=np.zeros(places), where=of > 0)[place]
    mean = share * m
    table = binomials(m, np.minimum(np.floor(mean + 0.5).astype(np.int64), m))
    stretch = np.sqrt(usual_dispersion(y.astype(np.float64), m.astype(np.float64), place))
    ratios = []
    for draw in draws:
        drawn = table.draw(stream.to(str(draw)).fractions(len(m)))
        moved = np.clip(np.floor(mean + stretch * (drawn - mean) + 0.5), 0, m)
        ratios.append(mean_over_median(moved, m.astype(np.float64), place))
    return np.array(ratios)
