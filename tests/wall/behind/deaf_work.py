"""Loaded behind the wall by the tests: a process that never reads its request."""

import time

from testigo.wall.task import Work


def never() -> None:
    time.sleep(60)


WORK = Work(lambda _: None, lambda request: request, never)
