"""Pieces of files that are being sent: kept until what they make is taken in, and promised to nobody.

A piece is named by its hash and written without waiting for the disk: where a crash takes it, whoever sends
is told that it is missing. What nobody named in the end is bounded, and may be deleted at any time.
"""

import hashlib
import os
import re
import threading
from pathlib import Path

from testigo.errors import InputError, Message, Place, Problem, StoreError
from testigo.evidence.exhibits import reason

MOST_BYTES = 1024 * 1024
MOST_WAITING = 4 * 1024**3
"""Bytes of all pieces that wait; more are taken when some were named, or were deleted."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderOfPieces:
    """Pieces in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting = sum(path.stat().st_size for path in folder.iterdir())

    @property
    def is_full(self) -> bool:
        """Whether no more pieces are taken."""
        return self._waiting >= MOST_WAITING

    def put(self, sha256: str, content: bytes) -> bool:
        """Keep a piece; False where it was there. InputError where it is not what its name says."""
        if len(content) > MOST_BYTES or hashlib.sha256(content).hexdigest() != sha256:
            said = Message("intake.wrong_piece"), Message("intake.send_again")
            raise InputError([Problem(Place("piece"), sha256, *said)])
        if self.has(sha256):
            return False
        written = self._folder / f".{sha256}.{threading.get_ident()}"
        try:
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            written.replace(self._path(sha256))
        except OSError as error:
            written.unlink(missing_ok=True)
            message = Message("operation.cannot_be_written", folder=self._folder.name, reason=reason(error))
            raise StoreError(message) from None
        with self._lock:
            self._waiting += len(content)
        return True

    def has(self, sha256: str) -> bool:
        """Say whether a piece is there."""
        return SHA256.fullmatch(sha256) is not None and self._path(sha256).is_file()

    def get(self, sha256: str) -> bytes:
        """Return a piece."""
        try:
            return self._path(sha256).read_bytes()
        except OSError as error:
            raise StoreError(Message("file.cannot_be_read", file=sha256, reason=reason(error))) from None

    def forget(self, names: tuple[str, ...]) -> None:
        """Delete pieces that were taken in."""
        for name in dict.fromkeys(names):
            path = self._path(name)
            size = path.stat().st_size if path.is_file() else 0
            path.unlink(missing_ok=True)
            with self._lock:
                self._waiting -= size

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256
