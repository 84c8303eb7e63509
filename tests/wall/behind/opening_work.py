"""Loaded behind the wall by the tests: work that opens something while it prepares, and keeps it open."""

import os

from testigo.wall.task import Work

NUMBERS: list[int] = []


def prepare(settings: bytes) -> None:
    NUMBERS.extend((os.open(os.devnull, os.O_RDONLY), *os.pipe()))


def answer(request: bytes) -> bytes:
    return bytes(NUMBERS)


WORK = Work(prepare, answer)
