"""How many stations of each stratum are drawn.

Largest remainder (Hamilton): in proportion to the stations of the stratum, and at least two wherever there
are two, since one station says nothing of how much stations differ.
"""

from collections.abc import Mapping

from testigo.errors import Message, RefusedError

FEWEST = 2


def allocate(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Return stratum -> stations to draw, summing to `total`; ties go to the stratum whose name comes first.

    sizes  stratum -> its stations, each >= 1. RefusedError where `total` is more than there are, or too few
    """
    fewest = {name: min(FEWEST, size) for name, size in sizes.items()}
    refuse_impossible(sizes, total, sum(fewest.values()))
    everything = sum(sizes.values())
    given = {name: total * size // everything for name, size in sizes.items()}
    left = total - sum(given.values())
    by_remainder = sorted(sizes, key=lambda name: (-(total * sizes[name] % everything), name))
    for name in by_remainder[:left]:
        given[name] += 1
    while lacking := [name for name in sorted(sizes) if given[name] < fewest[name]]:
        most_above = max(
            (name for name in sorted(sizes) if given[name] > fewest[name]),
            key=lambda name: given[name] * everything - total * sizes[name],
        )
        given[most_above] -= 1
        given[lacking[0]] += 1
    return given


def extend(before: Mapping[str, int], sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Return an allocation of `total` in which no stratum has fewer than `before`.

    Largest remainder alone may take a station away when the total grows (the Alabama paradox): a station that
    was drawn stays drawn. One by one, each further station goes where most is lacking.
    """
    refuse_impossible(sizes, total, sum(before.values()))
    everything = sum(sizes.values())
    given = dict(before)
    for _ in range(total - sum(before.values())):
        open_ones = (name for name in sorted(sizes) if given[name] < sizes[name])
        given[max(open_ones, key=lambda name: total * sizes[name] - given[name] * everything)] += 1
    return given


def refuse_impossible(sizes: Mapping[str, int], total: int, fewest: int) -> None:
    """Raise RefusedError where no such sample can be drawn."""
    everything = sum(sizes.values())
    if total > everything:
        raise RefusedError(Message("statistics.sample_too_large", total=total, everything=everything))
    if total < fewest:
        raise RefusedError(Message("statistics.sample_too_small", total=total, fewest=fewest))
