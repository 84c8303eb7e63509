"""How many altered forms can hide from a random check that found few or none.

Exact, by whole numbers. The chance that `checked` of `stations` hold at most `found` of `altered` is
sum_i C(altered, i) C(stations - altered, checked - i) / C(stations, checked).
Assumes that the checked ones were drawn at random, by nobody who could know which were altered.
"""

import math
from fractions import Fraction


def chance_of_at_most(found: int, stations: int, altered: int, checked: int) -> Fraction:
    """Return how likely `checked` random forms of `stations` hold no more than `found` of `altered`."""
    sound = stations - altered
    ways = sum(
        math.comb(altered, hits) * math.comb(sound, checked - hits)
        for hits in range(min(found, altered, checked) + 1)
    )
    return Fraction(ways, math.comb(stations, checked))


def most_hidden(stations: int, checked: int, risk: float = 0.05, found: int = 0) -> int:
    """Return the largest number of altered forms of which so clean a check is still as likely as `risk`."""
    low, high = found, stations
    while low < high:
        middle = (low + high + 1) // 2
        if chance_of_at_most(found, stations, middle, checked) >= risk:
            low = middle
        else:
            high = middle - 1
    return low


def checks_needed(stations: int, altered: int, risk: float = 0.05) -> int:
    """Return how many must be checked, and found clean, to exclude `altered` or more forms."""
    low, high = 1, stations
    while low < high:
        middle = (low + high) // 2
        if chance_of_at_most(0, stations, altered, middle) < risk:
            high = middle
        else:
            low = middle + 1
    return low
