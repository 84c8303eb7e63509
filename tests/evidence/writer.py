"""Small writers in processes of their own, for the tests of races and of kill -9."""

import datetime
import itertools
import multiprocessing
import random
import resource
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from testigo.errors import StoreError
from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.statements import Kind

DAY = datetime.date(2024, 7, 28)


def processes() -> ForkServerContext:
    """Processes that start in milliseconds, because their server has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.evidence.writer"])
    return context


def append_many(path: Path, person: str, number: int) -> None:
    journal = open_journal(path, create=True)
    for _ in range(number):
        journal.append(DAY, Kind.RECEIVED, subject="a" * 64, person=person)
    journal.close()


def put_more_than_fits(folder: Path, most: int, tell: Connection) -> None:
    """Put an exhibit where the system lets no file grow over `most` bytes; tell what is said of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        FolderStore(folder).put(bytes(most + 1))
    except StoreError as error:
        tell.send(str(error))


def write_until_killed(operation: Path, seed: int, acknowledge: Connection) -> None:
    """Put an exhibit, append its statement, and only then tell its name and number; again and again."""
    chance = random.Random(seed)
    store = FolderStore(operation / "exhibits")
    journal = open_journal(operation / "evidence.sqlite", create=True)
    for _ in itertools.count():
        sha256 = store.put(chance.randbytes(chance.randrange(1, 50_000)))
        statement = journal.append(DAY, Kind.RECEIVED, subject=sha256)
        acknowledge.send((sha256, statement.number, statement.chain))
