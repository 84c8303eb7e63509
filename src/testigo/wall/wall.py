"""In front of the wall: requests go in as bytes, answers come out as bytes, and nothing of them is believed.

In   a `Task`, its settings, requests.
Out  for each request the bytes of an answer, or the `Failure` that says why there is none.

Each request has a process of its own behind the wall (`template`). What comes from there is a length and so
many bytes: they are not unpickled, nor parsed here. Whoever asked holds them against what an answer may be.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock
from typing import Self

from testigo.errors import RefusedError, StoreError
from testigo.kernel import KernelError, hide_memory
from testigo.wall.door import missing, parts
from testigo.wall.served import Served
from testigo.wall.task import Failure, Task

WAITING_A_PROCESS = 4
"""Requests handed out and not answered, a process: their bytes are in memory."""


class Wall:
    """Has requests of one task answered behind the wall, by so many processes at a time.

        with Wall(task, settings, processes=2) as wall:
            for answer in wall.answers(requests): ...

    settings   bytes of ours, given to the task's `prepare`
    processes  that work at a time; they are started when they are needed
    without    go on where this kernel cannot build the whole wall; what it can build is built all the same

    RefusedError where the wall cannot be built and nobody said `without`; StoreError, when first asked, where
    the task cannot begin on this machine.
    """

    def __init__(
        self, task: Task, settings: bytes = b"", processes: int = 1, *, without: bool = False
    ) -> None:
        lacking = missing()
        if lacking and not without:
            raise RefusedError(refusal(lacking))
        with suppress(KernelError):  # a system that has no such thing has said so in `missing`
            hide_memory()
        self._task, self._settings, self._processes = task, settings, processes
        self._built = tuple(part for part in parts() if part not in lacking)
        self._free: SimpleQueue[Served | None] = SimpleQueue()
        for _ in range(processes):
            self._free.put(None)
        self._alive: set[Served] = set()
        self._lock, self._closed = Lock(), False
        self._threads = ThreadPoolExecutor(processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process, whatever it is doing."""
        with self._lock:
            self._closed = True
            for served in self._alive:
                served.end()
        self._threads.shutdown(cancel_futures=True)

    def ask(self, request: bytes) -> bytes | Failure:
        """Have one request answered; waits until one of the processes is free."""
        return self._threads.submit(self._asked, request).result()

    def answers(self, requests: Iterable[bytes]) -> Iterator[bytes | Failure]:
        """Yield the answer to each request, in their order; they are asked for as processes become free."""
        waiting: deque[Future[bytes | Failure]] = deque()
        for request in requests:
            waiting.append(self._threads.submit(self._asked, request))
            if len(waiting) >= self._processes * WAITING_A_PROCESS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _asked(self, request: bytes) -> bytes | Failure:
        """Ask a template that is free; in one of our threads, with which the template would end."""
        if len(request) > self._task.most_asked:
            return Failure.TOO_MUCH_MEMORY
        served = self._free.get()
        try:
            if served is None:
                served = self._started()
            answer = served.ask(request)
            if isinstance(answer, Failure):
                # Addresses are drawn anew: who makes processes break learns nothing from one for the next.
                self._end(served)
                served = None
            return answer
        except StoreError:
            served = None
            raise
        finally:
            self._free.put(served)

    def _started(self) -> Served:
        served = Served(self._task, self._settings, self._built)
        with self._lock:
            self._alive.add(served)
            if self._closed:
                served.end()
        return served

    def _end(self, served: Served) -> None:
        with self._lock:
            self._alive.discard(served)
        served.end()


def refusal(lacking: tuple[str, ...]) -> str:
    """Return the words for whoever asked for something that needs the wall, where it cannot be built."""
    return (
        f"This system cannot wall off what strangers sent: it has no {' and no '.join(lacking)}. Nothing was "
        "read. Use Linux 5.13 or newer on x86-64 or arm64, with both switched on; or say --without-wall, and "
        "then let nothing that matters be on this machine."
    )
