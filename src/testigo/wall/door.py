"""Closing the wall behind a process: from here on it can compute, read its request and write its answer.

In   the bounds of a `Task`.
Out  nothing; or KernelError, and then nothing is read.

In this order: bounds of the system; no look into this process, no new rights; no file but three; no path and
no connection (`landlock`); and last, because it forbids all of that, no call of the kernel but a few
(`seccomp`). What the kernel lacks is told by `missing`, and is passed over only where somebody said so.
"""

import os
import resource
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

from testigo.kernel import DUMPABLE, NO_NEW_PRIVILEGES, prctl
from testigo.wall import landlock, seccomp

LANDLOCK, SECCOMP = "Landlock (no file, no connection)", "seccomp (no other call of the kernel)"
PATIENCE = 20_000
"""Looks at the threads before the door is closed all the same: about a second."""
FILES = 3
"""Numbers 0, 1 and 2 are open: the request, the answer, and what is thrown away."""


def parts() -> tuple[str, ...]:
    """Return what the wall is built of, beside the bounds of the system."""
    return LANDLOCK, SECCOMP


def missing() -> tuple[str, ...]:
    """Return the parts of the wall that this kernel cannot build; none where it is whole."""
    lacks_landlock = (LANDLOCK,) if landlock.version() == 0 else ()
    return lacks_landlock if seccomp.is_available() else (*lacks_landlock, SECCOMP)


def waiting_files() -> tuple[int, ...]:
    """Return the numbers through which threads of libraries wait for one another: files without a name."""
    kinds = {number: _kind(number) for number in range(FILES, _most_files())}
    return tuple(number for number, kind in kinds.items() if kind in {"eventpoll", "eventfd"})


def _kind(number: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{number}").removeprefix("anon_inode:").strip("[]")  # noqa: PTH115
    except OSError:
        return ""


def close_door(memory: int, cpu_seconds: int, built: Sequence[str], kept: tuple[int, ...] = ()) -> None:
    """Close the wall.

    built  the parts of it that this kernel has
    kept   numbers that stay open beside the three, of files without a name
    """
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        _bound(limit, most, most, built)
    _bound(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1, built)  # the first says why it ends
    if not _knows_files():
        return  # none of the parts exists there
    settle()
    for number in set(range(FILES, _most_files())) - set(kept):
        with suppress(OSError):  # it is not open
            os.close(number)
    if built:
        prctl(DUMPABLE, 0)
        prctl(NO_NEW_PRIVILEGES, 1)
    if LANDLOCK in built:
        landlock.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if SECCOMP in built:
        seccomp.close(kept)


def settle() -> None:
    """Wait until the threads that libraries started have begun and wait for work; not for ever.

    One that is only beginning makes itself known to the kernel (rseq), which is forbidden behind the wall: on
    a busy machine an honest file would be refused for it, once in some thousands.
    """
    quiet = 0
    for _ in range(PATIENCE):
        quiet = quiet + 1 if set(_states_of_other_threads()) <= {"S"} else 0
        if quiet == 2:  # a thread may be between two sleeps the first time
            return
        os.sched_yield()


def _states_of_other_threads() -> Iterator[str]:
    """Yield the state of each (proc_pid_stat(5): R runs or could, S waits) as far as it is there still."""
    own = str(threading.get_native_id())
    for thread in os.listdir("/proc/self/task"):  # noqa: PTH208 (names, no paths)
        if thread != own:
            with suppress(OSError), open(f"/proc/self/task/{thread}/stat", "rb") as file:  # noqa: PTH123
                yield file.read().rpartition(b") ")[2][:1].decode()


def _bound(limit: int, soft: int, hard: int, built: Sequence[str]) -> None:
    """Bound this process; a system without the wall may lack a bound, too, and was told to go on."""
    with suppress(*(() if built else (OSError, ValueError))):
        resource.setrlimit(limit, (soft, hard))


def _knows_files() -> bool:
    """Return whether it can be told what a number is (Linux): elsewhere a library may wait through any."""
    return os.uname().sysname == "Linux"


def _most_files() -> int:
    """Return a number above that of every open file."""
    return max(int(name) for name in os.listdir("/dev/fd")) + 1  # noqa: PTH208 (names, no paths)
