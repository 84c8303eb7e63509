"""Tokens of programs that hand in: each is shown once, and only its hash is kept.

A token hands in and looks a receipt up, no more. It is forgotten with the file that lists them.
"""

import hashlib
from pathlib import Path

from testigo.acts.durable import replace_durably
from testigo.acts.passed_in import RandomBytes
from testigo.server.door import Role, Visit

FILE = "tokens.txt"
BYTES = 32
ROLES = frozenset({Role.SCANNER})


class Tokens:
    """The tokens of one headquarters; a line of the file each: the hash of one."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def new(self, random: RandomBytes) -> str:
        """Return a new token."""
        token = random(BYTES).hex()
        replace_durably(self._file, "".join(f"{line}\n" for line in (*self._lines(), _hash(token))).encode())
        return token

    def visit(self, authorization: str) -> Visit | None:
        """Return who asks with the header `Authorization`; None where it is nobody."""
        scheme, _, token = authorization.partition(" ")
        is_known = scheme == "Bearer" and _hash(token.strip()) in self._lines()
        return Visit(ROLES) if is_known else None

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
