"""One at a time writes into an operation: who publishes, imports, reads and all others that do.

The lock is a file of the operation on which the system holds a lock for as long as the process lives, so a
crash lets go of it. The file says who is at work, for the one that comes second.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.backup import AT_WORK
from testigo.evidence.exhibits import UNFINISHED, reason

MOST_BYTES = 200


@contextmanager
def at_work(folder: Path, name: str) -> Iterator[None]:
    """Hold an operation until the end or a crash; RefusedError where another command holds it.

    What is no operation is not held: the command says so itself.
    """
    if not (folder / "election").is_dir():
        yield
        return
    try:
        descriptor = os.open(folder / AT_WORK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            Message("operation.cannot_be_written", folder=folder, reason=reason(error))
        ) from None
    try:
        refuse_a_second(descriptor, folder)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, name.encode(), 0)
        remove_unfinished(folder)
        yield
        os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


def refuse_a_second(descriptor: int, folder: Path) -> None:
    """Take the lock; RefusedError with the name of the command that has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held = os.pread(descriptor, MOST_BYTES, 0).decode("ascii", "replace")
        if held.replace(" ", "").isalpha():
            raise RefusedError(Message("operation.at_work", held=held, folder=folder)) from None
        raise RefusedError(Message("operation.another_at_work", folder=folder)) from None


def remove_unfinished(folder: Path) -> None:
    """Remove the copies of evidence that a killed backup left; a living one holds its own."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(descriptor)
