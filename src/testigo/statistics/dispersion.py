"""How much stations of one place differ, beside what chance alone gives: D, and the stations that stand out.

Voters are sent to the stations of a place by the number of their card, so its stations draw from one crowd.
D = sum over stations of (y - m p)^2 / (m p (1 - p)), p the share of the place, over stations less places.
Chance alone gives 1; real places give a little more. How much is honest only an earlier, honest election can
tell: without such a benchmark D says nothing, and an outlying station is a reason to look at two images.

Source: overdispersion of grouped binomials, McCullagh and Nelder (1989), 4.5.
"""

import math
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Whole, counts_by, sums_by
from testigo.statistics.distributions import normal_quantile

FEWEST = 2
ODD = 0x9E3779B97F4A7C15
"""Mixes the numbers of a vector into one, to find equal vectors; what is equal is then compared whole."""


@dataclass(frozen=True)
class Dispersion:
    """What D is.

    dispersion  1 = chance alone
    low, high   95 % interval, places taken as the units that vary
    places      with at least two stations and votes of both sides
    """

    dispersion: float
    low: float
    high: float
    places: int

    @property
    def outward(self) -> tuple[int, int]:
        """The interval in hundredths, rounded outward: never narrower than what was found."""
        return math.floor(100 * self.low), math.ceil(100 * self.high)


def squares_within(y: Real, m: Real, place: Whole) -> tuple[Real, Whole]:
    """Return each station's squared standardised distance from its place, and which stations have one.

    y      votes of one side, (n,)
    m      of both together, (n,)
    place  of each, numbered from 0
    """
    places = int(place.max()) + 1 if len(place) else 0
    stations = counts_by(place, places)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (sums_by(place, y, places) / sums_by(place, m, places))[place]
    known = np.flatnonzero((stations[place] >= FEWEST) & (share > 0) & (share < 1) & (m > 0))
    p, of = share[known], m[known]
    return (y[known] - of * p) ** 2 / (of * p * (1 - p)), known


def within_places(y: Real, m: Real, place: Whole) -> Dispersion | None:
    """Return D with its interval; None where no place has two stations."""
    squares, known = squares_within(y, m, place)
    if not len(known):
        return None
    names, number = np.unique(place[known], return_inverse=True)
    of_place = sums_by(number, squares, len(names))
    free = counts_by(number, len(names)) - 1
    total = float(free.sum())
    if total <= 0:
        return None
    value = float(of_place.sum()) / total
    error = float(np.sqrt(((of_place - free * value) ** 2).sum())) / total
    reach = normal_quantile(0.975) * error
    return Dispersion(value, value - reach, value + reach, len(names))


def standing_out(y: Real, m: Real, place: Whole, many: int) -> tuple[Whole, Real]:
    """Return the `many` stations that differ most from the others of their place, in standard deviations.

    The distance is from the other stations of the place, not from a mean that the station moves itself.
    """
    places = int(place.max()) + 1 if len(place) else 0
    others_y, others_m = sums_by(place, y, places)[place] - y, sums_by(place, m, places)[place] - m
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (others_y + y) / (others_m + m)
        error = np.sqrt(pooled * (1 - pooled) * (1 / others_m + 1 / m))
        distance = (y / m - others_y / others_m) / error
    distance = np.where(np.isfinite(distance), distance, 0.0)
    order = np.argsort(-np.abs(distance), kind="stable")[:many]
    return np.asarray(order, dtype=np.int64), np.asarray(distance[order], dtype=np.float64)


def identical(vectors: Whole) -> list[Whole]:
    """Return the groups of stations whose whole vector of votes is the same, (n, k) -> rows of each group."""
    weights = np.array([pow(ODD, power, 2**64) for power in range(1, vectors.shape[1] + 1)], dtype=np.uint64)
    mixed = (vectors.astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64)  # meant to wrap
    order = np.argsort(mixed, kind="stable")
    begins = np.flatnonzero(np.concatenate([[True], np.diff(mixed[order]) != 0, [True]]))
    groups: dict[tuple[int, ...], list[int]] = {}
    for equal in np.flatnonzero(np.diff(begins) > 1):
        for row in order[begins[equal] : begins[equal + 1]]:
            groups.setdefault(tuple(vectors[row].tolist()), []).append(int(row))
    return [np.array(rows, dtype=np.int64) for rows in groups.values() if len(rows) >= FEWEST]
