"""Processes that a test started and that are not gone."""

import os
from pathlib import Path

_before: frozenset[str] = frozenset()


def remember_children() -> None:
    """Count those that are there already, such as the browser of the whole run, for no test that begins."""
    global _before
    _before = _found(os.getpid())


def children(process: str | int | None = None) -> list[str]:
    """Return what this test, or another process, started and what is not gone."""
    if process is not None:
        return sorted(_found(process))
    return sorted(_found(os.getpid()) - _before)


def _found(process: str | int) -> frozenset[str]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return frozenset(child for each in listed for child in _of_thread(each))


def _of_thread(listed: Path) -> list[str]:
    """Return the children of one thread: none of one that ended after it was listed."""
    try:
        return listed.read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
