"""Work that the tests have done by several processes."""

import json
import os
import signal
import time
from pathlib import Path

from testigo.errors import StoreError


def write(number: int) -> bytes:
    return json.dumps(number).encode()


def parse(content: bytes) -> int:
    return int(json.loads(content))


def multiplied(factor: int, number: int) -> int:
    time.sleep(number % 3 / 100)
    return factor * number


def process(_: int, number: int) -> int:
    return os.getpid()


def folder(_: int, number: int) -> int:
    return int(Path("here").exists())


def opens(_: int, number: int) -> int:
    return len(Path("no-such-file").read_bytes())


def refuses(_: int, number: int) -> int:
    raise StoreError(f"number {number} is refused")


def breaks(_: int, number: int) -> int:
    raise KeyError(number)


def ends(_: int, number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleeps(_: int, number: int) -> int:
    time.sleep(600)
    return number
