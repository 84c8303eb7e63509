"""What late and missing forms may do to an estimate: three estimates side by side, how wrong they could be.

`naive` takes what came as if it were all, `stratified` as a sample of each stratum, `adjusted` also repairs
that small or large places answer more often. Where they differ, what came is not like what did not. Where
whether a form comes depends on the vote itself, no weighting repairs it: only the bounds of the tally hold
then, and `Missing` says how different the missing forms would have to be.

Source: Lohr (2021), 8.5 (weighting cells, propensity); Cochran (1977), 13.2 (the worst case of non-response).
"""

from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Truth, Whole, counts_by, sums_by

QUINTILES = 5
MOST_STEPS = 50
STILL = 1e-10


@dataclass(frozen=True)
class Cell:
    """Stations of one stratum or size, as they were drawn and as they came.

    share  y over x of what came; None where nothing did
    """

    drawn: int
    came: int
    share: float | None


def cells(y: Real, x: Real, came: Truth, cell: Whole, many: int) -> list[Cell]:
    """Return response and share by cell.

    y, x  figures of every drawn station, (n,); of those that did not come they are not looked at
    cell  of each, numbered from 0, (n,)
    """
    drawn, answered = counts_by(cell, many), counts_by(cell[came], many)
    votes, valid = sums_by(cell[came], y[came], many), sums_by(cell[came], x[came], many)
    return [
        Cell(int(d), int(a), None if v == 0 else float(u / v))
        for d, a, u, v in zip(drawn, answered, votes, valid, strict=True)
    ]


def quintile(size: Real) -> Whole:
    """Return the fifth (0 smallest ... 4 largest) in which each unit stands by size; ties stand together."""
    ordered = np.sort(size)
    up_to = np.searchsorted(ordered, size, side="right")
    return np.asarray(np.minimum(up_to * QUINTILES // len(size), QUINTILES - 1), dtype=np.int64)


def naive(y: Real, x: Real) -> float:
    """Return sum(y) / sum(x) of what came, each (n,): what most screens show on the night."""
    return float(y.sum() / x.sum())


def weighted(y: Real, x: Real, weight: Real) -> float:
    """Return sum(w y) / sum(w x)."""
    return float((weight * y).sum() / (weight * x).sum())


def cell_weights(came_cell: Whole, population: Whole) -> Real:
    """Return the weight of each unit that came: units of its cell in the frame, over those that came.

    Cells from which nothing came are represented by nobody: their units are spread over all the others.
    """
    answered = counts_by(came_cell, len(population)).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(answered > 0, population / answered, 0)
    return np.asarray(weight[came_cell], dtype=np.float64)


def response_weights(came: Truth, covariates: Real, design: Real) -> Real:
    """Return design weights over the modelled chance to come, for the units that came.

    came        whether each drawn unit came, (n,)
    covariates  known of all that were drawn, such as log size, (n, k); standardised here
    design      units of the frame that each stands for, (n,)

    The chance is that of a logistic regression, fitted by Newton's method with a small ridge, so that
    complete separation does not run away. Where everything or nothing came, weights are the design's.
    """
    if came.all() or not came.any():
        return np.asarray(design[came], dtype=np.float64)
    spread = covariates.std(axis=0)
    scaled = (covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1)
    matrix = np.column_stack([np.ones(len(came)), scaled])
    slope = np.zeros(matrix.shape[1])
    ridge = 1e-3 * np.eye(matrix.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ slope, -30, 30)))
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + ridge
        step = np.linalg.solve(curve, matrix.T @ (came - chance) - ridge @ slope)
        slope = slope + step
        if np.abs(step).max() < STILL:
            break
    chance = 1 / (1 + np.exp(-np.clip(matrix @ slope, -30, 30)))
    return np.asarray(design[came] / chance[came], dtype=np.float64)


@dataclass(frozen=True)
class Missing:
    """How far what did not come could move a margin.

    share_missing  of the registered voters of the sample, 0 to 1
    needed         margin (first less second over valid votes) that the missing would have to show for the two
                   to be level; None where nothing is missing
    possible       whether such a margin exists: it is not below -1
    """

    share_missing: float
    needed: float | None
    possible: bool


def delta(margin: float, share_missing: float) -> Missing:
    """Return how different the missing must be to make up a margin, if they turn out like the rest."""
    if share_missing <= 0:
        return Missing(0.0, None, possible=False)
    needed = -margin * (1 - share_missing) / share_missing
    return Missing(share_missing, needed, possible=needed >= -1)


def non_response_term(share_missing: float, difference: float) -> float:
    """Return by how much an interval is widened on each side.

    share_missing  of the registered voters of the sample
    difference     by how much the share of the missing may differ from that of what came, 0 to 1: a
                   judgement, announced before the seed; no datum of the sample gives it
    """
    return share_missing * difference
