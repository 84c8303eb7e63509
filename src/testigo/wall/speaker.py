"""Behind the wall: a process that is told one file, tells what it holds, and ends.

    in   bounds, a question, the pieces of the file, an empty frame
    out  frames, and an empty one

It loads what it needs, closes the wall behind itself, and only then looks at a byte of the file.
"""

import importlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from testigo.processes.frames import PIECE, read_frame, write_frame
from testigo.wall.door import close_door, waiting_files
from testigo.wall.seccomp import ANSWER, REQUEST
from testigo.wall.task import MEBIBYTE

MOST_SETTINGS = 64 * MEBIBYTE
MOST_PIECE = 1024 * MEBIBYTE
MOST_WHOLE = 512 * MEBIBYTE
"""Bytes of a file that is needed whole; of a larger one as much comes as shows that it is larger."""
NO_MEMORY, NO_BEGIN = 3, 4
"""Codes with which it ends."""


@dataclass(frozen=True)
class Teller:
    """How it is told what a file holds.

    prepare  called with the question before the wall closes: loads all that will be needed, and tries it on
             bytes of our own, so that no file is opened and no thread started afterwards
    tell     called with the question and the pieces of the file, behind the wall
    """

    prepare: Callable[[bytes], None]
    tell: Callable[[bytes, Iterable[bytes]], Iterator[bytes]]


def main() -> None:
    """Tell one file."""
    try:
        _tell()
    except MemoryError:
        os._exit(NO_MEMORY)
    except BaseException:  # whatever it is: this process has one thing to do, and then it ends
        os._exit(1)
    os._exit(0)


def _tell() -> None:
    os.dup2(REQUEST, ANSWER)  # one socket, both ways
    bounds = json.loads(read_frame(REQUEST, MOST_SETTINGS) or b"")
    question = read_frame(REQUEST, MOST_SETTINGS) or b""
    try:
        teller: Teller = importlib.import_module(bounds["module"]).TELLER
        teller.prepare(question)
    except BaseException:
        os._exit(NO_BEGIN)
    pieces: Iterable[bytes] = _pieces()
    cpu_seconds = bounds["cpu_seconds"]
    if bounds["is_whole"]:
        content = _whole(pieces)
        pieces, cpu_seconds = iter((content,)), cpu_seconds + len(content) // MEBIBYTE
        del content
    try:
        close_door(bounds["memory"] + _address_space(), cpu_seconds, tuple(bounds["built"]), waiting_files())
    except (OSError, ValueError):
        os._exit(NO_BEGIN)
    for frame in teller.tell(question, pieces):
        write_frame(ANSWER, frame)
    write_frame(ANSWER, b"")
    while os.read(REQUEST, PIECE):  # what is left of the file: whoever heard the answer ends this process
        pass


def _pieces() -> Iterator[bytes]:
    """Yield the pieces of the file; EOFError where it does not come to its end."""
    while piece := read_frame(REQUEST, MOST_PIECE):
        yield piece
    if piece is None:
        raise EOFError


def _whole(pieces: Iterable[bytes]) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece[: MOST_WHOLE + 1 - len(content)]
    return bytes(content)


def _address_space() -> int:
    """Return the bytes of address space that this process has now (Linux, proc(5): statm)."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no path of anybody's)
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
