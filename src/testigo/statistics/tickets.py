"""Which stations are drawn first: consistent sampling after Rivest, so that anyone can draw them again.

Each station has a ticket, made of its code and a public seed; the smallest tickets are drawn. A larger sample
keeps what the smaller had, and a part of the country is drawn as if it were alone.

Source: R. L. Rivest, Consistent Sampling with Replacement (2018, arXiv 1808.10016). In words, with vectors:
spec/sampling.md.
"""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from testigo.statistics.arrays import Whole

HEX_DIGITS = 64
NINE_DIGITS = np.uint64(10**9)
WORD = np.uint64(2**64 % 10**9)
"""What a word of 64 bits is worth in the next one, as far as the last nine digits go."""


def ticket(code: str, seed: str) -> str:
    """Return the ticket of a station: the decimal digits of a hash, backwards, as a number after `0.`.

    The hash is SHA-256 of the hexadecimal SHA-256 of the seed, followed by the code. The digits are turned
    round because the first decimal digits of a number below 2^256 are not equally likely; the last ones are.
    Tickets are compared as texts.
    """
    return fraction(hashlib.sha256(seed.encode()).hexdigest() + code)


def fraction(text: str) -> str:
    """Return the digits after `0.` that SHA-256 of a text gives."""
    number = int(hashlib.sha256(text.encode()).hexdigest(), 16)
    return f"{number:0{HEX_DIGITS}d}"[::-1]


def drawing_order(codes: Sequence[str], seed: str) -> Whole:
    """Return the places of `codes`, (n,), smallest ticket first; the codes are distinct.

    Sorted by the first nine digits of the tickets, then what is equal by the whole of them.
    """
    hashed = hashlib.sha256(hashlib.sha256(seed.encode()).hexdigest().encode())
    digests = []
    for code in codes:
        begun = hashed.copy()
        begun.update(code.encode())
        digests.append(begun.digest())
    first = first_digits(b"".join(digests))
    order = np.argsort(first, kind="stable")
    begins = np.flatnonzero(np.diff(first[order], prepend=-1, append=-1))
    for equal in np.flatnonzero(np.diff(begins) > 1):
        part = slice(begins[equal], begins[equal + 1])
        order[part] = sorted(order[part], key=lambda place: ticket(codes[place], seed))
    return np.asarray(order, dtype=np.int64)


def first_digits(digests: bytes) -> Whole:
    """Return the first nine digits of each ticket as a number: the last nine of the hash, turned round.

    digests  of 32 bytes each, one after the other
    """
    left = np.zeros(len(digests) // 32, dtype=np.uint64)
    for word in np.frombuffer(digests, dtype=">u8").reshape(-1, 4).T.astype(np.uint64):
        left = (left * WORD + word % NINE_DIGITS) % NINE_DIGITS
    turned = np.zeros(len(left), dtype=np.int64)
    for _ in range(9):
        turned = turned * 10 + (left % np.uint64(10)).astype(np.int64)
        left //= np.uint64(10)
    return turned


def smallest_in_strata(order: Whole, stratum: Whole, allocation: Sequence[int]) -> Whole:
    """Return the places that are drawn, in the order of their tickets.

    order       drawing order of all, (n,)
    stratum     of each, numbered from 0, (n,)
    allocation  how many are drawn in each stratum
    """
    wanted = np.asarray(allocation, dtype=np.int64)
    of_order = stratum[order]
    by_stratum = np.argsort(of_order, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(of_order, minlength=len(wanted)))[:-1]])
    rank = np.empty(len(order), dtype=np.int64)
    rank[by_stratum] = np.arange(len(order)) - begins[of_order[by_stratum]]
    return np.asarray(order[rank < wanted[of_order]], dtype=np.int64)


def draws_by_size(sizes: Iterable[int], draws: int, seed: str) -> Whole:
    """Return which place each of `draws` draws takes, with replacement, in proportion to `sizes` (voters).

    Draw k takes the voter whose number is floor(0.ticket(k) * all voters), counted through the places in
    their order: whole numbers only, so that every machine draws the same. More draws keep the earlier ones.
    """
    ends = np.cumsum(np.asarray(list(sizes), dtype=np.int64))
    total = int(ends[-1])
    voters = []
    for number in range(1, draws + 1):
        digits = ticket(f"draw {number}", seed)
        voters.append(int(digits) * total // 10 ** len(digits))
    return np.asarray(np.searchsorted(ends, np.array(voters, dtype=np.int64), side="right"), dtype=np.int64)
