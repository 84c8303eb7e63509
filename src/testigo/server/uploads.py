"""Files that somebody sent with a form: kept under names that lead nowhere, for the owner alone.

In   a request with files, a folder.
Out  the files in it, down to the disk; RefusedError where two of them have one name.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.http import HttpRequest

from testigo.characters import printable_line
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import reason

FIELD = "files"
LONGEST_NAME = 100


def keep_uploads(request: HttpRequest, folder: Path) -> list[Path]:
    """Write the files of a request into a folder; nothing is written over."""
    kept = []
    for sent in request.FILES.getlist(FIELD):
        path = folder / plain_name(sent.name or "")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            raise RefusedError(Message("import.two_of_one_name")) from None
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in sent.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            message = Message("operation.cannot_be_written", folder=folder.name, reason=reason(error))
            raise StoreError(message) from None
        kept.append(path)
    return kept


@contextmanager
def kept_uploads(request: HttpRequest, folder: Path) -> Iterator[list[Path]]:
    """Keep the files of a request as long as an act needs them."""
    files: list[Path] = []
    try:
        files = keep_uploads(request, folder)
        yield files
    finally:
        for path in files:
            path.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """Return the name that who sent a file gave it: its last part, of harmless letters."""
    last = printable_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    harmless = "".join(each if each.isalnum() or each in "._- " else "_" for each in last).strip(". ")
    stem, dot, ending = harmless.rpartition(".")
    return f"{(stem or ending or 'file')[:LONGEST_NAME]}{dot if stem else ''}{ending[:10] if stem else ''}"


def remove(folder: Path) -> None:
    """Remove a folder of uploads."""
    shutil.rmtree(folder, ignore_errors=True)
