"""The bootstrap of Rao and Wu for figures that have no formula of their own.

In each stratum n_h - 1 of the n_h units that came are drawn with replacement, and each stands for
N_h / (n_h - 1) times how often it was drawn. The stream is our own, so that seed and number of draws make the
same figures again. Source: Rao and Wu (1988), Rao, Wu and Yue (1992). Finite populations are not corrected
for, which errs on the side of a wider interval.
"""

import numpy as np

from testigo.statistics.arrays import Real, Whole, counts_by
from testigo.statistics.ratio import collapsed
from testigo.statistics.stream import Stream


def replicates(y: Real, x: Real, stratum: Whole, population: Whole, stream: Stream, draws: int) -> Real:
    """Return the ratio of each draw, (draws,); arguments as of `ratio.combined_ratio`."""
    stratum, population = collapsed(stratum, population)
    order = np.argsort(stratum, kind="stable")
    y, x = y[order], x[order]
    came = counts_by(stratum, len(population))
    begins = np.concatenate([[0], np.cumsum(came)[:-1]])
    drawn = np.maximum(came - 1, 1)
    begin_of, many_of = np.repeat(begins, drawn), np.repeat(came, drawn)
    weight_of = np.repeat(population / drawn, drawn)
    ratios = []
    for draw in range(draws):
        chosen = begin_of + (stream.to(str(draw)).fractions(len(begin_of)) * many_of).astype(np.int64)
        ratios.append(float((weight_of * y[chosen]).sum() / (weight_of * x[chosen]).sum()))
    return np.array(ratios)
