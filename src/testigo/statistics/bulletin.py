"""Were the counts of a bulletin made of its percentages? Exact counting, no model of voters.

Of the ways to divide N votes among three, C(N + 2, 2), few have all three counts at the whole number nearest
to some percentage of one decimal. A bulletin that has this property was most likely written from percentages.
That says nothing of who won.

Source: own counting; the observation on the bulletin of 28 July 2024 is A. Gelman's and others'.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

THOUSANDTHS = 1000


@dataclass(frozen=True)
class Rounded:
    """What counting says of a bulletin.

    has         whether every count is the whole number nearest to its percentage of N
    divisions   ways to divide N that have the property, for any percentages of one decimal
    one_in      all ways over these
    """

    has: bool
    divisions: int
    one_in: float


def nearest(thousandths: int, votes: int) -> int:
    """Return the whole number nearest to thousandths / 1000 of `votes`, halves up."""
    return (2 * thousandths * votes + THOUSANDTHS) // (2 * THOUSANDTHS)


def rounded(counts: Sequence[int]) -> Rounded:
    """Say whether three counts have the property, and how many triples of the same sum do.

    RefusedError is for the caller: exactly three counts are meant, the third may be all others together.
    """
    votes = sum(counts)
    table = [nearest(each, votes) for each in range(THOUSANDTHS + 1)]
    known = set(table)
    divisions = sum(
        table[first] + table[second] + table[THOUSANDTHS - first - second] == votes
        for first in range(THOUSANDTHS + 1)
        for second in range(THOUSANDTHS + 1 - first)
    )
    return Rounded(all(count in known for count in counts), divisions, math.comb(votes + 2, 2) / divisions)
