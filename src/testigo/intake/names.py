"""Stage 2: whether a file, a sheet, a file in a zip or a column is one that a mapping names.

In   a name, and what is written in the mapping: a name, or a pattern of names (`*`, `?`, `[...]`).
Out  whether it fits.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase


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
