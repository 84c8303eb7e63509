"""How many altered forms can hide from a random check that found none: the hypergeometric distribution.

Source: Stringer and others; the oldest of audit formulas: C(N - k, n) / C(N, n).
Assumes that the checked ones were drawn at random, by nobody who could know which were altered.
"""


def chance_of_none(stations: int, altered: int, checked: int) -> float:
    """Return how likely `checked` random forms of `stations` hold none of `altered`."""
    chance = 1.0
    for number in range(min(altered, checked)):
        chance *= max(stations - max(altered, checked) - number, 0) / (stations - number)
    return chance


def most_hidden(stations: int, checked: int, risk: float = 0.05) -> int:
    """Return the largest number of altered forms of which a clean check is still as likely as `risk`."""
    low, high = 0, stations
    while low < high:
        middle = (low + high + 1) // 2
        if chance_of_none(stations, middle, checked) >= risk:
            low = middle
        else:
            high = middle - 1
    return low


def checks_needed(stations: int, altered: int, risk: float = 0.05) -> int:
    """Return how many must be checked, and found clean, to exclude `altered` or more forms."""
    low, high = 1, stations
    while low < high:
        middle = (low + high) // 2
        if chance_of_none(stations, altered, middle) < risk:
            high = middle
        else:
            low = middle + 1
    return low
