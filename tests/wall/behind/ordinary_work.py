"""Loaded behind the wall by the tests: the same as `hostile_work`, as an ordinary user."""

import os

from hostile_work import SETTINGS, answer  # type: ignore[import-not-found]

from testigo.wall.task import Work

NOBODY = 65534


def become_nobody(settings: bytes) -> None:
    SETTINGS.append(settings)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


WORK = Work(become_nobody, answer)
