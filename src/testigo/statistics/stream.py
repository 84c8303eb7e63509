"""Chance for simulations: SHA-256 in counter mode, the same on every machine and in every version.

Block i of a purpose is SHA-256("testigo simulation v1" NUL seed NUL purpose NUL i), as UTF-8 and i in decimal
digits; it gives four numbers of 64 bits, big endian. A number between 0 and 1 is the upper 53 bits of
one. numpy promises no equal stream between its versions, so none of its generators is used. What follows from
these numbers uses only + - * / and whole numbers, which IEEE 754 rounds in one way. In words: spec/stream.md.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Whole

DOMAIN = b"testigo simulation v1"
A_BLOCK = 4  # numbers


@dataclass(frozen=True)
class Stream:
    """The numbers of one purpose under one seed."""

    seed: str
    purpose: str = ""

    def to(self, purpose: str) -> "Stream":
        """Return the stream of a purpose within this one."""
        return Stream(self.seed, f"{self.purpose}/{purpose}")

    def bits(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        """Return the first `count` numbers of 64 bits."""
        begun = hashlib.sha256(b"\0".join((DOMAIN, self.seed.encode(), self.purpose.encode(), b"")))
        blocks = []
        for number in range(-(-count // A_BLOCK)):
            block = begun.copy()
            block.update(b"%d" % number)
            blocks.append(block.digest())
        numbers = np.frombuffer(b"".join(blocks), dtype=">u8")[:count]
        return numbers.astype(np.uint64)

    def fractions(self, count: int) -> Real:
        """Return numbers from 0 up to, not including, 1."""
        return np.asarray((self.bits(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53)

    def order(self, count: int) -> Whole:
        """Return the numbers 0 to `count` - 1 in random order."""
        return np.asarray(np.argsort(self.bits(count), kind="stable"), dtype=np.int64)
