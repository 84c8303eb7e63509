"""Work of ours by several processes: what comes of it, and what is left when it ends, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testigo.errors import StoreError
from testigo.processes.pool import EndedError, Job, spread
from tests.children import children

BEHIND = Path(__file__).parent / "behind"
sys.path.append(str(BEHIND))  # from where the processes load it too
import pool_work as work  # type: ignore[import-not-found]  # noqa: E402


def job(function: Callable[[int, int], int]) -> Job[int, int, int]:
    return Job(function, work.write, work.parse)


MULTIPLIED = job(work.multiplied)


def test_what_comes_of_items_is_in_their_order() -> None:
    assert list(spread(job(work.multiplied), 7, range(50), 3)) == [7 * number for number in range(50)]


def test_so_many_processes_work_and_none_of_them_is_this_one() -> None:
    found = set(spread(job(work.process), 0, range(30), 2))
    assert len(found) <= 2
    assert os.getpid() not in found
    assert children() == []


def test_items_are_taken_as_processes_become_free() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    made = spread(job(work.multiplied), 1, items(), 1)
    next(made)
    assert len(taken) < 10
    made.close()  # type: ignore[attr-defined]
    assert children() == []


def test_a_process_works_in_the_folder_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").touch()
    monkeypatch.chdir(tmp_path)
    assert list(spread(job(work.folder), 0, [1], 1)) == [1]


def test_an_error_of_the_disk_names_its_file() -> None:
    with pytest.raises(FileNotFoundError) as failed:
        list(spread(job(work.opens), 0, [1], 1))
    assert failed.value.filename == "no-such-file"
    assert children() == []


def test_a_refusal_keeps_its_words_and_a_fault_of_ours_has_one_line() -> None:
    with pytest.raises(StoreError, match=r"^number 1 is refused$"):
        list(spread(job(work.refuses), 0, [1], 1))
    with pytest.raises(StoreError, match=r"^A fault of Testigo itself: KeyError"):
        list(spread(job(work.breaks), 0, [1], 1))


def test_a_process_that_is_ended_from_outside_ends_the_work_and_the_others() -> None:
    with pytest.raises(EndedError, match="was ended"):
        list(spread(job(work.ends), 0, range(20), 2))
    assert children() == []


PROGRAM = """
import sys
from testigo.processes.pool import Job, spread
import pool_work as work
print("begun", flush=True)
list(spread(Job(work.sleeps, work.write, work.parse), 0, range(10), 2))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_started_it(how: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(BEHIND)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as program:
        while len(started := children(program.pid)) < 2:
            time.sleep(0.05)
        program.send_signal(how)
        program.wait()
    until_gone(started)


def until_gone(processes: list[str]) -> None:
    """Wait until processes are gone; a test that waits for ever has failed."""
    while any(is_alive(each) for each in processes):
        time.sleep(0.05)


def is_alive(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
