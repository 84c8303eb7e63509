"""What takes longer than a page may: done one after another in one thread, with its progress.

A work is no evidence: what it does is in the evidence when it is done, and a work that a crash ended is
begun again by whoever looks at the page. Nothing of it is kept on disk.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from testigo.acts.passed_in import Progress
from testigo.errors import TestigoError

MOST_KEPT = 100
"""Works whose outcome can still be looked at."""

Task = Callable[[Progress], object]
"""Does the work, tells its progress, returns its outcome."""


@dataclass
class Work:
    """One of them.

    kind     what it is, for the page that shows it
    outcome  of the act; None until it ends
    error    why it did not end well
    broke    whether it ended by a fault of ours
    """

    number: int
    kind: str
    done: int = 0
    total: int = 0
    is_begun: bool = False
    is_over: bool = False
    outcome: object = None
    error: TestigoError | None = None
    broke: bool = False

    def progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        self.done, self.total = done, total


@dataclass
class Works:
    """All that were begun since headquarters was."""

    failed: Callable[[BaseException], None] = lambda error: None
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="work")
    )
    _works: dict[int, Work] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _begun: int = 0

    def begin(self, kind: str, task: Task) -> Work:
        """Begin a work, after those that were begun before it."""
        with self._lock:
            self._begun += 1
            work = self._works[self._begun] = Work(self._begun, kind)
            for old in [number for number, one in self._works.items() if one.is_over][:-MOST_KEPT]:
                del self._works[old]
        self._pool.submit(self._do, work, task)
        return work

    def get(self, number: int) -> Work | None:
        """Return a work; None where there is none of this number."""
        return self._works.get(number)

    @property
    def running(self) -> tuple[Work, ...]:
        """Those that are not over."""
        return tuple(work for work in self._works.values() if not work.is_over)

    @property
    def has_broken(self) -> bool:
        """Whether the last one that ended did so by a fault of ours."""
        over = [work for work in self._works.values() if work.is_over]
        return bool(over) and over[-1].broke

    def close(self) -> None:
        """Begin nothing any more, and wait for what is at work."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, work: Work, task: Task) -> None:
        work.is_begun = True
        try:
            work.outcome = task(work.progress)
        except TestigoError as error:
            work.error = error
        except Exception as error:  # the page says that it broke; the thread goes on with the next one
            work.broke = True
            self.failed(error)
        finally:
            work.is_over = True
