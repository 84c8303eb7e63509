"""Work of our own, done by several processes: a job, and what it is done to.

In   a `Job`, what every process needs once, and items.
Out  what came of each item, in their order.

Few items wait at a time, so the memory does not grow with the country. What goes to a process is pickled, for
it is ours; what comes back is bytes that the job itself parses. Whatever ends this process ends those too.
This file starts processes.
"""

import json
import os
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event
from typing import Any, Generic, TypeVar

from testigo.errors import StoreError
from testigo.processes.frames import FrameError, read_frame, write_frame
from testigo.processes.start import start
from testigo.processes.worker import DONE

State = TypeVar("State")
Item = TypeVar("Item")
Made = TypeVar("Made")

WORKER = "testigo.processes.worker"
IN_FLIGHT = 4
"""Items that wait for each process: enough to keep it busy, few enough for the memory."""
MOST_ANSWERED = 1 << 32  # bytes


@dataclass(frozen=True)
class Job(Generic[State, Item, Made]):
    """What is done to each item; functions of modules, which a process can find by their names.

    work   with what every process was given once
    write  what came of it, as bytes
    parse  the same, from bytes; ValueError where it is not such
    """

    work: Callable[[State, Item], Made]
    write: Callable[[Made], bytes]
    parse: Callable[[bytes], Made]


class EndedError(StoreError):
    """A process was ended from outside, or broke."""


def spread(
    job: Job[State, Item, Made], state: State, items: Iterable[Item], processes: int
) -> Iterator[Made]:
    """Yield what came of each item, in their order.

    OSError and StoreError as the work raised them; EndedError where a process ended.
    """
    begun = begin(job, state)
    free: SimpleQueue[Process | None] = SimpleQueue()
    started: list[Process] = []
    over = Event()
    for _ in range(processes):
        free.put(None)

    def done(item: Item) -> Made:
        # Started in a thread that lives as long as the work, for the process ends with that thread.
        process = free.get()
        if process is None:
            process = Process(begun)
            started.append(process)
            if over.is_set():
                process.end()
        try:
            return job.parse(process.answer(item))
        finally:
            free.put(process)

    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(processes) as threads:
        try:
            for item in items:
                waiting.append(threads.submit(done, item))
                if len(waiting) >= processes * IN_FLIGHT:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            over.set()  # whoever is just starting a process ends it
            for process in started:
                process.end()


def begin(job: Job[State, Item, Made], state: State) -> bytes:
    """Return what a process is told first: what it will do, and what it needs once."""
    return pickle.dumps((job.work, job.write, state))


class Process:
    """A process that works for us, on one item after the other; it ends with the thread that started it."""

    def __init__(self, begun: bytes) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = start(WORKER, theirs, {}, folder=None)
        with suppress(OSError):  # it ended: then it does not answer either
            write_frame(self._ours.fileno(), begun)

    def answer(self, item: object) -> bytes:
        """Hand an item over, and wait for what comes of it; EndedError where the process ended."""
        try:
            write_frame(self._ours.fileno(), pickle.dumps(item))
            answer = read_frame(self._ours.fileno(), MOST_ANSWERED)
        except (OSError, FrameError):
            answer = None
        if not answer:
            raise EndedError("A process that worked for this one was ended. Run it again.")
        if answer[:1] == DONE:
            return answer[1:]
        raise _failure(json.loads(answer[1:]))

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)
        self._ours.close()


def _failure(said: dict[str, Any]) -> Exception:
    """Return the error that a process told of: of the disk, or in words."""
    if "errno" in said:
        number = int(said["errno"])
        return OSError(number, os.strerror(number), said["file"])
    return StoreError(str(said["words"]))
