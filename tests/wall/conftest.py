"""Work that the tests have done behind the wall: modules of the folder `behind`, which only they can load."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.verification import unpacking
from testigo.wall.task import MEBIBYTE, Task
from testigo.wall.wall import Wall

HOSTILE = Task("hostile_work", 900 * MEBIBYTE, 2, 30, MEBIBYTE, MEBIBYTE)


@pytest.fixture(autouse=True)
def alone() -> None:
    """No process is left of a verification that ran before."""
    for task in unpacking.TASKS:
        unpacking._wall(task).close()
    unpacking._wall.cache_clear()


@pytest.fixture(autouse=True)
def behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "behind"))


@pytest.fixture
def wall(behind: None) -> Iterator[Wall]:
    with Wall(HOSTILE, b"settings") as wall:
        yield wall
