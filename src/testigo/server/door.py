"""Who may come in to headquarters on one's own machine: whoever opens the address that was printed, once.

The address holds a token. It is exchanged for a cookie, and is worth nothing from then on: it may stay in the
history of a browser, or in what a terminal scrolled past. Only hashes of both are kept, in memory.
"""

import hashlib
import hmac
import threading
from dataclasses import dataclass, field
from enum import StrEnum

from testigo.acts.passed_in import RandomBytes

BYTES = 32


class Role(StrEnum):
    """What somebody may open. On one's own machine one person has all of them."""

    COORDINATOR = "coordinator"
    SCANNER = "scanner"
    READER = "reader"
    ADJUDICATOR = "adjudicator"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"


ALL = frozenset(Role)


@dataclass
class Visit:
    """Somebody who came in. `code` is that of the person who types here now, None before she said it."""

    roles: frozenset[Role]
    code: str | None = None


@dataclass
class Door:
    """The one token and the visits that came of it."""

    random: RandomBytes
    _token: bytes | None = None
    _visits: dict[bytes, Visit] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def new_token(self) -> str:
        """Return a token that opens once; one that was given before opens no longer."""
        token = self.random(BYTES).hex()
        with self._lock:
            self._token = _hash(token)
        return token

    def enter(self, token: str) -> str | None:
        """Exchange a token for the text of a cookie; None where it is not the one, or was used."""
        with self._lock:
            if self._token is None or not hmac.compare_digest(self._token, _hash(token)):
                return None
            self._token = None
            cookie = self.random(BYTES).hex()
            self._visits[_hash(cookie)] = Visit(ALL)
            return cookie

    def visit(self, cookie: str | None) -> Visit | None:
        """Return whose cookie it is; None where it is nobody's."""
        return None if cookie is None else self._visits.get(_hash(cookie))

    def leave(self, cookie: str) -> None:
        """Forget a cookie."""
        with self._lock:
            self._visits.pop(_hash(cookie), None)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
