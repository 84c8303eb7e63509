"""A leak detector for names: do names that nobody chose tell which of them belong together?

In 2024 the images of results forms were named by batch: the text before the first underscore is one of 128
scanners or shifts, and most of these worked in a single state. Whoever knows who scanned where, knows whose
forms these are. Names that are drawn one by one share nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Batches:
    """What the names give away; `names` counts those that have a prefix."""

    names: int
    prefixes: int
    in_one_place: int

    @property
    def tell(self) -> bool:
        """Whether names share prefixes, and most prefixes with several names stay in one place."""
        return self.prefixes * 2 < self.names and self.in_one_place * 4 > self.prefixes


def batches(named: Iterable[tuple[str, str]]) -> Batches:
    """Group names (name, place) by what stands before the first underscore; one without any is no batch's."""
    places: dict[str, set[str]] = defaultdict(set)
    count = 0
    for name, place in named:
        prefix, underscore, _ = name.partition("_")
        if underscore:
            places[prefix].add(place)
            count += 1
    return Batches(count, len(places), sum(len(found) == 1 for found in places.values()))
