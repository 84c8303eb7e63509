"""One command at a time writes into an operation: `publish`, `import`, `read` and all others that do.

The lock is a file of the operation on which the system holds a lock for as long as the process lives, so a
crash lets go of it. The file says which command is at work, for the one that comes second.
"""

import fcntl
import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from testigo.cli.arguments import Function
from testigo.errors import RefusedError, StoreError
from testigo.evidence.backup import AT_WORK
from testigo.evidence.exhibits import UNFINISHED, reason

MOST_BYTES = 200


def alone(command: Function) -> Function:
    """Let no two commands write into one operation at once; a dry run writes nothing, and may.

    The command has the operation's folder as `folder`. RefusedError, with nothing changed, where another is
    at work there.
    """

    @functools.wraps(command)
    def locked(*arguments: object, **options: object) -> object:
        folder = options["folder"]
        if options.get("dry_run") or not isinstance(folder, Path):
            return command(*arguments, **options)
        with at_work(folder, click.get_current_context().command_path):
            return command(*arguments, **options)

    return locked


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
        raise StoreError(f"{folder} cannot be written: {reason(error)}.") from None
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
        first = f"`{held}`" if held.replace(" ", "").isalpha() else "Another command"
        raise RefusedError(
            f"{first} is at work in {folder}: wait until it ends. Nothing was changed"
        ) from None


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
