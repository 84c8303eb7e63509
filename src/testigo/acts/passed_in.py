"""What a door hands to an act, because only a door may have it: chance, and somebody who waits."""

from collections.abc import Callable

RandomBytes = Callable[[int], bytes]
"""Gives so many bytes that nobody can foretell (`os.urandom`)."""

Progress = Callable[[int, int], None]
"""Is told how much is done, of how much."""


def unwatched(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""
