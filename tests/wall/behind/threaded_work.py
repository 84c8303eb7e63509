"""Loaded behind the wall by the tests: a library whose idle thread ends while the work goes on."""

import select
import threading
import time

from testigo.wall.task import Work

WAITING: list[select.epoll] = []


def begin() -> None:
    WAITING.append(select.epoll())  # as libraries with threads have: with it calls of threads are let through
    threading.Thread(target=time.sleep, args=(0.1,), daemon=True).start()


def answer(request: bytes) -> bytes:
    while threading.active_count() > 1:
        time.sleep(0.01)
    time.sleep(0.1)  # it is gone for Python; now it ends for the kernel, too
    return request


WORK = Work(lambda _: None, answer, begin)
