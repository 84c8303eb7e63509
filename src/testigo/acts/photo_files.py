"""The files among which photos are: which of those that a person named, or that lie in a folder, are some.

A folder of photos is often what a messenger exported: it holds the text of the conversation beside the
pictures, and whoever sent it may have put links into it. So only what begins as a picture does is taken into
the evidence, which keeps it for good, and no link in a folder is followed: it could lead to any file of this
machine. What is left out is named. A file that a person named herself is taken where it leads to.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from testigo.errors import Message, Place, Problem
from testigo.reading.container import BEGINNING, Refusal, is_picture

MOST_BYTES = 256 * 1024 * 1024
"""A larger file is no photo, and is not taken into memory."""


@dataclass(frozen=True)
class Given:
    """A file that may be a photo; `is_named` where a person named it, and not the folder that it lies in."""

    path: Path
    is_named: bool


@dataclass(frozen=True)
class LeftOut:
    """A file of which nothing is kept: its name and, in words, what it is."""

    name: str
    reason: str


def photo_files(paths: Iterable[Path]) -> list[Given]:
    """Return the files that paths name: themselves, or all in them but hidden ones, sorted; each once."""
    found: dict[Path, Given] = {}
    for path in paths:
        inside = [Given(part, is_named=False) for part in sorted(_inside(path))] if path.is_dir() else []
        for given in inside if path.is_dir() else [Given(path, is_named=True)]:
            found.setdefault(given.path, given)
    return list(found.values())


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the paths of `photo_files`."""
    return [given.path for given in photo_files(paths)]


def _inside(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder and the folders in it, but no hidden file; links are not followed."""
    for inside, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if Path(inside, name).is_symlink()]
        yield from (Path(inside, name) for name in (*names, *linked) if not name.startswith("."))


def take(given: Given) -> bytes | LeftOut | Problem:
    """Return the bytes of a picture; else why it is left out, or why it cannot be taken."""
    name = str(given.path)
    follow = 0 if given.is_named else os.O_NOFOLLOW
    try:
        opened = os.open(given.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | follow)
        with os.fdopen(opened, "rb") as file:
            return _picture(name, file)
    except OSError as error:
        is_link = error.errno == errno.ELOOP and not given.is_named
        if is_link and given.path.exists():
            return LeftOut(name, Message("read.a_link"))
        reason = os.strerror(errno.ENOENT) if is_link else error.strerror or Message("read.disk_error")
        message = Message("read.cannot_be_read", reason=reason)
        return Problem(Place(name), None, message, Message("read.copy_it_again"))


def _picture(name: str, file: BinaryIO) -> bytes | LeftOut | Problem:
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        return LeftOut(name, Message("read.no_plain_file"))
    begun = file.read(BEGINNING)
    if not begun:
        return Problem(Place(name), None, Message("read.empty"), Message("read.copy_it_from_where_it_came"))
    if not is_picture(begun):
        return LeftOut(name, Refusal.NO_IMAGE.value)
    if found.st_size > MOST_BYTES:
        return Problem(Place(name), None, Message("read.too_large"), Message("read.no_photo"))
    return begun + file.read(MOST_BYTES)
