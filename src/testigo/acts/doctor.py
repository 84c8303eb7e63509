"""Look whether a machine is fit for an operation: disk, waiting for the disk, clock, who may read, the wall.

In   an operation's folder, the day, a stopwatch.
Out  what was looked at, each fine, to be looked at, or wrong, in a sentence.

It changes nothing but a file without evidence in it, which it takes away again.
"""

import datetime
import os
import platform
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from testigo.acts.definition import is_sealed
from testigo.acts.operation import Operation
from testigo.errors import Message, StoreError
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.exhibits import reason
from testigo.wall.door import missing

LEAST_FREE, ENOUGH_FREE = 1024**3, 20 * 1024**3
"""Bytes: with less the disk is wrong, or to be looked at."""
TRIES = 16
SIZE = 4096
FASTEST_MICROSECONDS = 10
"""No disk has written a block to where a power cut cannot take it in less; a disk in memory has."""

Stopwatch = Callable[[], float]
"""Seconds since some moment."""


class State(StrEnum):
    """How something is."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True)
class Looked:
    """One thing that was looked at."""

    name: str
    state: State
    said: Message


def look_at_machine(folder: Path, today: datetime.date, stopwatch: Stopwatch) -> tuple[Looked, ...]:
    """Return everything that was looked at; StoreError where the folder is no operation."""
    if not (folder / "election").is_dir():
        raise StoreError(Message("operation.is_none", folder=folder))
    found = [disk(folder), waiting(folder, stopwatch), *readers(folder)]
    if is_sealed(folder):
        found.append(clock(folder, today))
    return (*found, wall(), versions())


def disk(folder: Path) -> Looked:
    """Look how much is free."""
    free = shutil.disk_usage(folder).free
    state = State.WRONG if free < LEAST_FREE else State.LOOK if free < ENOUGH_FREE else State.FINE
    return Looked("disk", state, Message(f"doctor.disk.{state.value}", free=f"{free / 1e9:,.1f}"))


def waiting(folder: Path, stopwatch: Stopwatch) -> Looked:
    """Look how long the disk takes to keep something: one that takes no time keeps nothing."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            took = sorted(_one_write(file.fileno(), stopwatch) for _ in range(TRIES))[TRIES // 2]
    except OSError as error:
        return Looked("waiting", State.WRONG, Message("doctor.waiting.wrong", reason=reason(error)))
    microseconds = round(took * 1e6)
    state = State.LOOK if microseconds < FASTEST_MICROSECONDS else State.FINE
    return Looked("waiting", state, Message(f"doctor.waiting.{state.value}", microseconds=microseconds))


def _one_write(descriptor: int, stopwatch: Stopwatch) -> float:
    begun = stopwatch()
    os.pwrite(descriptor, b"\0" * SIZE, 0)
    os.fsync(descriptor)
    return stopwatch() - begun


def readers(folder: Path) -> Iterator[Looked]:
    """Look whether others who use this machine can read the evidence."""
    for path in (folder, folder / EVIDENCE_FILE, folder / "headquarters"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 and _is_reachable(folder):
            yield Looked("readers", State.LOOK, Message("doctor.readers.look", file=path.name))
            return
    yield Looked("readers", State.FINE, Message("doctor.readers.fine"))


def _is_reachable(folder: Path) -> bool:
    """Whether others may enter the folder at all: then what lies in it depends on its own permissions."""
    return bool(stat.S_IMODE(folder.stat().st_mode) & 0o055)


def clock(folder: Path, today: datetime.date) -> Looked:
    """Look whether the clock went back behind the last statement."""
    with Operation(folder, only_look=True) as operation:
        last = operation.journal.last()
    if last is not None and today < last.day:
        return Looked("clock", State.WRONG, Message("doctor.clock.wrong", today=today, last=last.day))
    return Looked("clock", State.FINE, Message("doctor.clock.fine", today=today))


def wall() -> Looked:
    """Look whether photos of strangers can be walled off."""
    lacking = missing()
    if lacking:
        return Looked("wall", State.WRONG, Message("doctor.wall.wrong", lacking=", ".join(lacking)))
    return Looked("wall", State.FINE, Message("doctor.wall.fine"))


def versions() -> Looked:
    """Say which versions are at work."""
    python = platform.python_version()
    said = Message(
        "doctor.versions.fine", testigo=version("testigo"), python=python, sqlite=sqlite3.sqlite_version
    )
    return Looked("versions", State.FINE, said)
