"""Broken inputs out of whole ones: what a fuzzer gives to a parser, the same for the same seed."""

from collections.abc import Callable, Sequence
from random import Random

TOKENS = (
    *(bytes([byte]) for byte in b"\0\xff\r\n\"',;=*"),
    *(text.encode() for text in ("\u202e", "\u0301" * 40, "\U0001f5f3", "\x1b[31m", "^x$", "]]", "../../x")),
    *(
        text.encode()
        for text in ("-1", "0", "1e999", "NaN", "9" * 30, "9" * 5_000, "2024-02-30", "true", "null")
    ),
    *(text.encode() for text in ("[" * 3_000, '{"a":' * 3_000, "a" * 3_000, "%s{0}")),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\x7f\xff\xff\xff", b"\xff" * 8, b"\xed\xa0\x80"),
)
"""What parsers stumble over."""
MOST_BYTES = 200_000


def mutated(seed: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """Return a seed with one to five mutations."""
    content = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        chance.choice(MUTATIONS)(content, others, chance)
    return bytes(content[:MOST_BYTES])


def _place(content: bytearray, chance: Random) -> tuple[int, int]:
    begin = chance.randint(0, len(content))
    return begin, min(len(content), begin + chance.choice((1, 1, 2, 4, 16, 200)))


def _flip(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _replace(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    begin, end = _place(content, chance)
    content[begin:end] = chance.randbytes(end - begin)


def _delete(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    begin, end = _place(content, chance)
    del content[begin:end]


def _repeat(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    begin, end = _place(content, chance)
    content[begin:begin] = content[begin:end] * chance.choice((1, 2, 50))


def _insert(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    begin, end = _place(content, chance)
    content[begin : chance.choice((begin, end))] = chance.choice(TOKENS)


def _cut(content: bytearray, _: Sequence[bytes], chance: Random) -> None:
    del content[chance.randint(0, len(content)) :]


def _splice(content: bytearray, others: Sequence[bytes], chance: Random) -> None:
    other = chance.choice(others)
    begin = chance.randint(0, len(other))
    content[chance.randint(0, len(content)) :] = other[begin:]


MUTATIONS: tuple[Callable[[bytearray, Sequence[bytes], Random], None], ...] = (
    _flip, _flip, _replace, _delete, _repeat, _insert, _insert, _insert, _cut, _splice,
)  # fmt: skip
