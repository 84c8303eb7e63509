"""Writers killed by the system at a random moment, 40 here and 200 by `make test-long`: nothing is lost."""

import os
import random
import signal
from pathlib import Path

import pytest

from testigo.evidence.check import check
from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.statements import Kind
from testigo.evidence.unnamed import open_unnamed
from tests.amounts import amount
from tests.evidence.writer import DAY, processes, write_until_killed

pytestmark = pytest.mark.slow

OPERATIONS = 10  # so that the making of the files is killed too
KILLS_EACH = amount(4, 20)
MOST_AWAITED = 2  # acknowledgements; none: the writer is killed while it starts
LONGEST_DELAY = 0.04  # seconds after the last one awaited: somewhere in the midst of the next
Acknowledged = tuple[str, int, str]  # exhibit, number, chain


def kill_a_writer(operation: Path, seed: int, awaited: int, delay: float) -> list[Acknowledged]:
    """Start a writer, await so many acknowledgements, kill it after `delay`; return all that it gave."""
    hears, tells = processes().Pipe(duplex=False)
    writer = processes().Process(target=write_until_killed, args=(operation, seed, tells))
    writer.start()
    tells.close()
    acknowledged: list[Acknowledged] = [hears.recv() for _ in range(awaited)]
    writer.join(delay)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    try:
        while True:
            acknowledged.append(hears.recv())
    except EOFError:
        return acknowledged


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(20240728)
    for number in range(OPERATIONS):
        operation = tmp_path / str(number)
        operation.mkdir()
        acknowledged: list[Acknowledged] = []
        for _ in range(KILLS_EACH):
            awaited, delay = chance.randint(0, MOST_AWAITED), chance.uniform(0, LONGEST_DELAY)
            acknowledged += kill_a_writer(operation, chance.getrandbits(32), awaited, delay)
        survives(operation, acknowledged)


def open_files_without_a_name(folder: Path) -> bool:
    """Whether this disk has them."""
    descriptor = open_unnamed(folder)
    if descriptor is None:
        return False
    os.close(descriptor)
    return True


def survives(operation: Path, acknowledged: list[Acknowledged]) -> None:
    exhibits = operation / "exhibits"
    if open_files_without_a_name(operation):
        assert list(exhibits.glob(".*")) == []
    store = FolderStore(exhibits)
    journal = open_journal(operation / "evidence.sqlite", create=True)
    statements = list(journal.statements())
    for sha256, number, chain in acknowledged:
        assert (statements[number].subject, statements[number].chain) == (sha256, chain)
        assert store.is_whole(sha256)
    assert check(journal, store).problems == ()
    sha256 = store.put(b"life goes on")
    assert journal.append(DAY, Kind.RECEIVED, subject=sha256).number == len(statements)
    assert [path.name for path in (operation / "exhibits").iterdir() if path.name.startswith(".")] == []
    assert check(journal, store).problems == ()
    journal.close()
