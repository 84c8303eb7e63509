"""Stage 3, the wall: an image from outside is decoded only in a process that has nothing to lose.

In   bytes of photos, and which forms are sought.
Out  a `Look` for each, in the order in which they came; a photo that breaks its process is one `Look` with a
     reason, and the others go on.

A worker is a fresh process (spawn) that loads what it needs and then may open no file and no connection,
write no byte to disk, start no program (root alone still can) and take no more memory or time than a photo
needs. It is renewed every few hundred photos. What this does not stop: a photo that takes over the decoder
itself could still answer with what it likes, since the answer is pickled; a filter of system calls (seccomp)
is not there yet.
This file starts processes and touches no disk.
"""

import contextlib
import importlib
import multiprocessing
import os
import re
import resource
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from testigo.errors import StoreError
from testigo.reading.container import MOST_BYTES, Refusal
from testigo.reading.trial import FIGURES, TRIAL, trial_layout, trial_photo

if TYPE_CHECKING:
    from testigo.reading.look import Look, Sought

MOST_MEMORY = 900 * 1024 * 1024  # bytes of address space a worker, about 250 MiB of it for itself
MOST_CPU = 8  # seconds a photo
MOST_SECONDS = 30  # a photo, by the clock: a busy machine is no reason to give up
PHOTOS_A_WORKER = 500
WAITING_A_WORKER = 4
"""Photos handed out and not answered, a worker: their bytes are in memory."""

LOADED_LATE = ("PIL.ImageOps", "PIL.MpoImagePlugin", "PIL.TiffImagePlugin", "json")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Sandbox:
    """Looks at photos in `jobs` separate processes."""

    jobs: int
    sought: "tuple[Sought, ...]"

    def look_at(self, photos: Iterable[bytes]) -> Iterator["Look"]:
        """Yield what is on each photo, in their order; they are asked for as workers become free."""
        spawn = multiprocessing.get_context("spawn")
        with _pool(self.jobs, spawn) as pool:
            self._try_out(pool)
            waiting: deque[ProcessFuture[Look] | Look] = deque()
            for content in photos:
                waiting.append(self._handed_out(pool, content))
                if len(waiting) >= self.jobs * WAITING_A_WORKER:
                    yield _answer(waiting.popleft())
            while waiting:
                yield _answer(waiting.popleft())

    def _try_out(self, pool: ProcessPool) -> None:
        """Look at a photo of our own first: a worker that reads nothing would make every form unreadable."""
        answer = _answer(pool.schedule(_look, args=(trial_photo(), _trial()), timeout=MOST_SECONDS))
        if answer.codes != (TRIAL.encode(),) or tuple(each.digits for each in answer.figures) != FIGURES:
            raise StoreError(
                "The processes that decode photos do not work on this machine: they cannot read a photo of "
                f"our own ({answer.refusal or 'code or figures were not found'}). Nothing was read. Install "
                "Testigo anew; if that does not help, report it."
            )

    def _handed_out(self, pool: ProcessPool, content: bytes) -> "ProcessFuture[Look] | Look":
        from testigo.reading.look import Look

        if len(content) > MOST_BYTES:
            return Look(Refusal.TOO_LARGE)
        future: ProcessFuture[Look] = pool.schedule(_look, args=(content, self.sought), timeout=MOST_SECONDS)
        return future


def _pool(jobs: int, spawn: multiprocessing.context.SpawnContext) -> ProcessPool:
    return ProcessPool(
        max_workers=jobs, max_tasks=PHOTOS_A_WORKER, initializer=_close_the_door, context=spawn
    )


def _answer(waiting: "ProcessFuture[Look] | Look") -> "Look":
    from testigo.reading.look import Look

    if isinstance(waiting, Look):
        return waiting
    try:
        answer = waiting.result()
    except TookTooLong:
        return Look(Refusal.TOO_LONG)
    except ProcessExpired as expired:
        return Look(Refusal.TOO_LONG if expired.exitcode == -signal.SIGXCPU else Refusal.KILLED)
    except MemoryError:
        return Look(Refusal.TOO_LARGE)
    except Exception:  # whatever a photo did to the worker: it costs this photo alone
        return Look(Refusal.KILLED)
    return answer


# --- inside a worker ------------------------------------------------------------------------------------


def _close_the_door() -> None:
    """Load what looking at photos needs, then give everything else away."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    _load_everything()
    files = max(int(name) for name in os.listdir("/dev/fd")) + 1  # noqa: PTH208 (names, no paths)
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, MOST_CPU * PHOTOS_A_WORKER),
    ):
        resource.setrlimit(limit, (most, most))
    _fill_free_places()


def _fill_free_places() -> None:
    """Leave no number below the limit free: a file that was closed would leave its place to another."""
    with contextlib.suppress(OSError):
        while True:
            os.dup(0)


def _load_everything() -> None:
    """Look at photos of our own, so that nothing has to be opened or loaded afterwards.

    Libraries load what a photo needs when it needs it: Pillow for EXIF (TIFF) and for several pictures (MPO),
    zxing-cpp for what it knows of a code beside its text.
    """
    from testigo.reading.look import look

    for name in LOADED_LATE:
        importlib.import_module(name)
    for kind in ("JPEG", "PNG"):
        look(trial_photo(kind), _trial())


def _trial() -> "tuple[Sought, ...]":
    from testigo.reading.look import Sought

    return (Sought(re.compile(TRIAL), trial_layout(), len(FIGURES)),)


def _look(content: bytes, sought: "tuple[Sought, ...]") -> "Look":
    from testigo.reading.look import look

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + MOST_CPU
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, hard), hard))
    return look(content, sought)
