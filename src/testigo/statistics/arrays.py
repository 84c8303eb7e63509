"""The arrays that pass between the functions of this room; float64 holds every count below 2^53 exactly."""

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]


def sums_by(group: Whole, values: Real, groups: int) -> Real:
    """Return the sum of `values` in each of `groups` groups; `group` numbers them from 0."""
    return np.asarray(np.bincount(group, weights=values, minlength=groups), dtype=np.float64)


def counts_by(group: Whole, groups: int) -> Whole:
    """Return how many elements each of `groups` groups has."""
    return np.asarray(np.bincount(group, minlength=groups), dtype=np.int64)
