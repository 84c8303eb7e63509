"""Stage 2: whether a file, a sheet, a file in a zip or a column is one that a mapping names.

In   a name, and what is written in the mapping: a name, or a pattern of names (`*`, `?`, `[...]`).
Out  whether it fits.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


def is_named(name: str, pattern: str) -> bool:
    """Whether a name is the one that is written, or fits it as a pattern (`*`, `?`, `[...]`)."""
    return name == pattern or fnmatchcase(name, pattern)


@dataclass(frozen=True)
class Wanted:
    """Which columns of a table are read: those that are named, or every one with a name but those."""

    names: frozenset[str]
    is_all_but: bool = False

    def __contains__(self, name: str) -> bool:
        if self.is_all_but:
            return bool(name) and name not in self.names
        return name in self.names


@dataclass(frozen=True)
class AllBut(Collection[str]):
    """Every column but some, where columns become rows; of them `needed` must be there."""

    needed: tuple[str, ...]
    left_out: frozenset[str]

    def __contains__(self, column: object) -> bool:
        return bool(column) and column not in self.left_out

    def __iter__(self) -> Iterator[str]:
        return iter(self.needed)

    def __len__(self) -> int:
        return len(self.needed)


def wanted(used: Collection[str]) -> dict[str, Any]:
    """Say in plain words which columns are read (`Wanted`)."""
    if isinstance(used, AllBut):
        return {"wanted": tuple(used.left_out), "is_all_but": True}
    return {"wanted": tuple(used)}
