"""What takes long: one after another, with its progress, whatever becomes of it."""

import threading

from testigo.acts.passed_in import Progress
from testigo.errors import RefusedError
from testigo.server.works import Work, Works


def over(work: Work) -> Work:
    """Wait until it is."""
    for _ in range(1000):
        if work.is_over:
            return work
        threading.Event().wait(0.005)
    raise AssertionError("the work does not end")


def test_a_work_tells_its_progress_and_keeps_its_outcome() -> None:
    works = Works()

    def task(progress: Progress) -> object:
        progress(3, 4)
        return "outcome"

    work = over(works.begin("read", task))
    assert (work.done, work.total, work.outcome, work.error) == (3, 4, "outcome", None)


def test_a_work_that_is_refused_keeps_why() -> None:
    refused = RefusedError("no")

    def task(_progress: Progress) -> object:
        raise refused

    assert over(Works().begin("read", task)).error is refused


def test_a_work_that_breaks_says_so_and_the_next_one_is_done() -> None:
    faults: list[BaseException] = []
    works = Works(faults.append)

    def breaks(_progress: Progress) -> object:
        raise ZeroDivisionError

    broken, next_one = works.begin("read", breaks), works.begin("read", lambda _progress: 7)
    assert over(broken).broke
    assert broken.outcome is None
    assert over(next_one).outcome == 7
    assert [type(fault) for fault in faults] == [ZeroDivisionError]


def test_one_work_is_done_after_another() -> None:
    works, at_work, most = Works(), [0], [0]

    def task(_progress: Progress) -> object:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        threading.Event().wait(0.005)
        at_work[0] -= 1
        return None

    for work in [works.begin("read", task) for _ in range(5)]:
        over(work)
    assert most == [1]
