"""Small files that are new or replaced whole, and are on the disk when that returns."""

import os
from pathlib import Path

from testigo.evidence.exhibits import sync_folder


def replace_durably(path: Path, content: bytes) -> None:
    """Write a file in the place of the one of that name, for the owner only; OSError where it cannot be.

    A crash leaves the old file or the new one, never half of one.
    """
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, for the owner only, down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
