"""Beside the way: the tree of an invented country's jurisdictions, as wide as its places need.

In   how many levels, and how many polling places.
Out  a `Tree`: how many jurisdictions each level has, each one's parent and code.

Level j of k below the country has the (j/k)-th power of the lowest level's number, so that every
jurisdiction has about as many parts as any other.
"""

from dataclasses import dataclass

ROOT = "country"
PLACES_A_JURISDICTION = 8


@dataclass(frozen=True)
class Tree:
    """A tree of places; the jurisdictions of a level are numbered from 0.

    widths  how many jurisdictions each level has, the country first
    """

    widths: tuple[int, ...]

    def parent(self, level: int, number: int) -> int:
        """Return the number of the parent, on the level above."""
        return number * self.widths[level - 2] // self.widths[level - 1]

    def code(self, level: int, number: int) -> str:
        """Return the code of a jurisdiction: its parent's, and its place among the parent's parts."""
        if level == 1:
            return ROOT
        parent = self.parent(level, number)
        first = -(-parent * self.widths[level - 1] // self.widths[level - 2])
        above = "" if level == 2 else self.code(level - 1, parent)
        return above + str(number - first + 1).zfill(self.digits(level))

    def digits(self, level: int) -> int:
        """Return how many digits a level adds to the code."""
        return len(str(-(-self.widths[level - 1] // self.widths[level - 2])))


def tree_of(levels: int, places: int) -> Tree:
    """Return the tree for so many polling places; `levels` counts the country."""
    lowest = -(-places // PLACES_A_JURISDICTION)
    below = levels - 1
    return Tree((1, *(_root_of_power(lowest, level, below) for level in range(1, below + 1))))


def lowest_of(tree: Tree, place: int) -> int:
    """Return the number of the lowest jurisdiction in which a polling place is."""
    return min(place // PLACES_A_JURISDICTION, tree.widths[-1] - 1)


def _root_of_power(number: int, power: int, root: int) -> int:
    """Return the smallest whole number whose `root`-th power is at least `number` to the `power`."""
    found = max(1, int(float(number) ** (power / root)) - 2)  # a guess; the answer below is whole
    while found**root < number**power:
        found += 1
    return found
