"""The file name of a code: the same on every system, for pages, tables and cards.

In   a code of the definition.
Out  a name of [0-9A-Za-z._-], at most MOST_BYTES long. In words: spec/publication.md.
"""

import hashlib
from functools import lru_cache

MOST_BYTES = 250
"""Of a name before its end: file systems take 255, and `.html` is five."""
KEPT_OF_LONG = 120
HASHED = "_x"
"""Before the hash of a code that is too long: no hexadecimal digit, so that no other code has such a name."""


@lru_cache(maxsize=50_000)
def safe_name(code: str) -> str:
    """Return a file name for a code: letters, digits and inner dots and dashes stay, all else is _hh.

    Capitals of codes that mix cases are written _hh too. Where the name would pass MOST_BYTES it is its
    beginning, `_x` and the SHA-256 of the code. No two codes have one name; where capitals do not count, `a`
    and `A` have, and no definition is sealed with both. The empty code is "_".
    """
    mixed = code != code.upper()
    keep = "abcdefghijklmnopqrstuvwxyz0123456789-" + ("" if mixed else "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    last = len(code) - 1
    kept = [
        character
        if character in keep or (character == "." and 0 < position < last)
        else "".join(f"_{byte:02x}" for byte in character.encode())
        for position, character in enumerate(code)
    ]
    name = "".join(kept) or "_"
    return name if len(name) <= MOST_BYTES else _hashed(name, code)


def _hashed(name: str, code: str) -> str:
    """Return the name of a code that is too long for a file: its beginning for people, its hash for all."""
    return f"{name[:KEPT_OF_LONG].rstrip('_')}{HASHED}{hashlib.sha256(code.encode()).hexdigest()}"
