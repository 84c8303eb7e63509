"""A command as a process of its own, with what it and its children took at most."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Measured:
    """What a command answered, and what it took.

    memory   bytes that it and all processes below it held at one time, at most (as sampled)
    seconds  of processor time, of it and of all that it waited for
    """

    code: int
    said: str
    memory: int
    seconds: float


def measured(*arguments: object) -> Measured:
    """Run a command of Testigo, and measure it; it may take what it likes."""
    program = "import sys; from testigo.cli.main import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    largest = [0]
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(0.01):
            largest[0] = max(largest[0], sum(_resident(each) for each in _family(process.pid)))

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        assert process.stdout is not None
        said = process.stdout.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        ended.set()
        sampler.join()
    return Measured(process.returncode, said, largest[0], used.ru_utime + used.ru_stime)


def _family(pid: int) -> list[int]:
    """Return a process and all below it."""
    family = [pid]
    for each in family:
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
            family += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it ended
            continue
    return family


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
