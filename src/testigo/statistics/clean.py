"""Clean elections on the same stations: every station draws its votes anew, binomially, around its own share.

y* of station i is binomial with its trials m_i (valid votes, or its roll) and its share y_i / m_i. So sizes
and geography stay as they are and only chance is new. That is the yardstick of every forensic test: what it
finds in clean elections, it finds by itself.

Draws are exact (by inversion of the cumulative probabilities), and the same on every machine: the
probabilities come from the mode by multiplication and division, and are summed up in order. Stations are
drawn in blocks of 32,768, so that a million fit into the memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Whole
from testigo.statistics.digits import Test
from testigo.statistics.stream import Stream

BLOCK = 32_768
REACH = 9
"""Standard deviations on each side of the mode; what is outside has a chance below 1e-15."""


@dataclass(frozen=True)
class Binomials:
    """Cumulative probabilities of binomial counts around their modes.

    lowest      the count at column 0, (n,)
    cumulative  weights up to each count, (n, w), not normalised; impossible counts repeat their neighbour
    """

    lowest: Whole
    cumulative: Real

    def draw(self, fractions: Real) -> Whole:
        """Return one count of each, by numbers from 0 up to 1, (n,)."""
        wanted = fractions * self.cumulative[:, -1]
        rows = np.arange(len(wanted))
        low = np.zeros(len(wanted), dtype=np.int64)
        high = np.full(len(wanted), self.cumulative.shape[1] - 1, dtype=np.int64)
        while (low < high).any():
            middle = (low + high) // 2
            above = self.cumulative[rows, middle] > wanted
            high = np.where(above, middle, high)
            low = np.where(above, low, np.minimum(middle + 1, high))
        return np.asarray(self.lowest + low, dtype=np.int64)


def binomials(trials: Whole, successes: Whole) -> Binomials:
    """Return the distributions of binomial counts with `trials` and the share successes / trials.

    trials, successes  (n,), 0 <= successes <= trials
    """
    m = np.maximum(trials, 1).astype(np.float64)
    p = successes / m
    odds = np.where(successes < trials, p / np.where(p < 1, 1 - p, 1), 0)
    mode = successes  # (m + 1) p rounded down is m p where m p is whole
    reach = int(np.ceil(REACH * np.sqrt((m * p * (1 - p)).max(initial=0.0)))) + REACH
    steps = np.arange(-reach, reach + 1)
    count = mode[:, None] + steps
    weight = np.ones(count.shape)
    inside = (count >= 0) & (count <= trials[:, None])
    for column in range(reach + 1, 2 * reach + 1):
        k = count[:, column].astype(np.float64)
        grow = np.where(inside[:, column], (m - k + 1) / np.where(k > 0, k, 1) * odds, 0)
        weight[:, column] = weight[:, column - 1] * grow
    for column in range(reach - 1, -1, -1):
        k = count[:, column].astype(np.float64)
        back = np.where(inside[:, column] & (odds > 0), (k + 1) / np.where(m > k, m - k, 1), 0)
        weight[:, column] = weight[:, column + 1] * np.where(odds > 0, back / np.where(odds > 0, odds, 1), 0)
    certain = (successes == trials) | (successes == 0)
    weight[certain] = (steps == 0).astype(np.float64)
    return Binomials(np.asarray(count[:, 0], dtype=np.int64), np.cumsum(weight, axis=1))


def simulate(
    tests: Sequence[Test], votes: Whole, trials: Whole, stream: Stream, draws: Sequence[int]
) -> Iterator[list[Real]]:
    """Yield the counts of every test over each block of stations, a row a draw.

    votes, trials  (n,)
    draws          numbers of the clean elections, so that several processes can share them
    yields         for each block a list of (draws, counts) arrays, one a test; sum them over the blocks
    """
    for number, begin in enumerate(range(0, len(votes), BLOCK)):
        part = slice(begin, begin + BLOCK)
        table = binomials(trials[part], votes[part])
        rows: list[list[Real]] = [[] for _ in tests]
        for draw in draws:
            fractions = stream.to(f"{draw}").to(f"{number}").fractions(len(table.lowest))
            drawn = table.draw(fractions)
            for each, test in zip(rows, tests, strict=True):
                each.append(test.count(drawn, trials[part]))
        yield [np.array(each) for each in rows]


def counts_of_clean(
    tests: Sequence[Test], votes: Whole, trials: Whole, stream: Stream, draws: Sequence[int]
) -> list[Real]:
    """Return for each test its counts in every clean election, (draws, counts)."""
    summed: list[Real] = []
    for block in simulate(tests, votes, trials, stream, draws):
        summed = block if not summed else [a + b for a, b in zip(summed, block, strict=True)]
    return summed
