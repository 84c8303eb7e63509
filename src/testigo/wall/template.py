"""Behind the wall: a process that has loaded everything, and makes a copy of itself for each request.

It never reads a request. Each copy closes the wall behind itself, reads one request, answers and ends, so
what a stranger's bytes do to it harms their own answer alone. The template says how each copy ended.

    in   settings, then for each request two ends of pipes: whence it comes, whither the answer goes
    out  READY, then for each request how its process ended (a wait status, 4 bytes)
"""

import gc
import importlib
import json
import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.kernel import KernelError, hide_memory
from testigo.processes.frames import read_frame, write_frame
from testigo.processes.start import end_with
from testigo.wall.door import close_door, waiting_files
from testigo.wall.seccomp import ANSWER, REQUEST
from testigo.wall.task import Work

CONTROL = 0
READY = b"ready"
STATUS = struct.Struct(">i")
MOST_SETTINGS = 64 * 1024 * 1024
NO_MEMORY, NO_BEGIN = 3, 4
"""Codes with which a copy ends."""


@dataclass(frozen=True)
class Bounds:
    """What the template is told first: the task's module and bounds, and the parts of the wall to build."""

    module: str
    memory: int
    cpu_seconds: int
    most_asked: int
    built: Sequence[str]


def main() -> None:
    """Load, say that it is ready, and serve until nobody asks any more."""
    with socket.socket(fileno=os.dup(CONTROL)) as control:
        _throw_away(CONTROL)
        _serve(control)


def _throw_away(number: int) -> None:
    """Let nothing come by a number, and let nothing else have it: a copy has its request there."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, number)
    os.close(nothing)


def _serve(control: socket.socket) -> None:
    bounds = Bounds(**json.loads(read_frame(control.fileno(), MOST_SETTINGS) or b""))
    settings = read_frame(control.fileno(), MOST_SETTINGS) or b""
    work: Work = importlib.import_module(bounds.module).WORK
    work.prepare(settings)
    if bounds.built:
        hide_memory()
    gc.collect()
    gc.freeze()  # what is loaded is shared with the copies, and not looked through in each
    control.sendall(READY)
    while True:
        asked, pipes, _, _ = socket.recv_fds(control, 1, 2)
        if not asked:
            return
        control.sendall(STATUS.pack(_ended(work, bounds, *pipes)))


def _ended(work: Work, bounds: Bounds, request: int, answer: int) -> int:
    """Answer one request in a copy of this process, and return how that ended."""
    template = os.getpid()
    copy = os.fork()
    if copy == 0:
        try:
            end_with(template)
            _answer(work, bounds, request, answer)
        except MemoryError:
            os._exit(NO_MEMORY)
        except BaseException:  # whatever it is: this process has one thing to do, and then it ends
            os._exit(1)
    os.close(request)
    os.close(answer)
    return os.waitpid(copy, 0)[1]


def _answer(work: Work, bounds: Bounds, request: int, answer: int) -> None:
    """Do one piece of work behind the closed wall."""
    os.dup2(request, REQUEST)
    os.dup2(answer, ANSWER)
    work.begin()
    try:
        close_door(bounds.memory, bounds.cpu_seconds, bounds.built, waiting_files())
    except (KernelError, OSError, ValueError):
        os._exit(NO_BEGIN)
    asked = read_frame(REQUEST, bounds.most_asked)
    if asked is not None:
        write_frame(ANSWER, work.answer(asked))
    os._exit(0)
