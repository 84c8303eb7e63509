"""Stage 2, at any time: an operation's folder from a backup.

In   a file that may be damaged, or made by an adversary.
Out  the folder, which appears only when every hash was checked; or one clear error, and nothing left behind.

Only plain files are taken, only under the names that an operation has, and each only once: no links, no
way out of the folder. While it comes back it lies beside its place, as `NAME.partial`, in plain sight: a
killed run leaves it, and the next one takes it away. This file touches the disk.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from testigo.errors import RefusedError, StoreError
from testigo.evidence.backup import FOLDERS, HASHES, file_name, write_hashes
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.exhibits import CHUNK, EXHIBITS_FOLDER, reason, sync_folder

UNCHANGED = "Nothing was left behind."

Progress = Callable[[int, int], None]
"""Is told how many bytes are done, of how many."""


@dataclass(frozen=True)
class RestoreReport:
    """What came back."""

    files: int
    bytes: int


def restore_backup(file: Path, operation: Path, progress: Progress | None = None) -> RestoreReport:
    """Bring an operation back into a new or empty folder.

    RefusedError where the folder holds anything; StoreError where the file is damaged, is no backup, or
    holds anything that a backup does not. The folder is then as it was before.
    """
    place = operation.resolve()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise RefusedError(f"{operation} is not empty and is not overwritten. Choose a new folder.")
    try:
        return _restore(file, place, progress)
    except OSError as error:
        raise StoreError(f"The backup cannot be restored: {reason(error)}. {UNCHANGED}") from None


def _restore(file: Path, place: Path, progress: Progress | None) -> RestoreReport:
    partial = place.with_name(f"{place.name}.partial")
    partial.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(partial, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except NotADirectoryError:
        raise RefusedError(f"{partial.name} is a link: look at what it names, and remove it.") from None
    try:
        _take_alone(descriptor, partial)
        # A crash from here on leaves this folder, and `place` as it was.
        report = _extract(file, partial, progress)
        os.sync()  # once for all files: each on its own would take hours for a nation's
        partial.rename(place)
    except RefusedError:
        raise
    except BaseException:
        shutil.rmtree(partial)
        raise
    finally:
        os.close(descriptor)
    sync_folder(place.parent)
    return report


def _take_alone(descriptor: int, partial: Path) -> None:
    """Hold the folder, and empty it of what a killed run left; RefusedError where another run holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RefusedError(
            f"`testigo restore` is at work in {partial}: wait until it ends. Nothing was changed"
        ) from None
    lying = list(partial.iterdir())
    strange = sorted(left.name for left in lying if left.name not in (*FOLDERS, EVIDENCE_FILE, HASHES))
    if strange:
        raise RefusedError(
            f"{partial / strange[0]} is not of a backup. Move that folder away, or choose another."
        )
    for left in lying:
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _extract(file: Path, folder: Path, progress: Progress | None) -> RestoreReport:
    total = file.stat().st_size
    hashes: dict[str, str] = {}
    with file.open("rb") as source, _only_a_backup(), tarfile.open(fileobj=source, mode="r:") as archive:
        for name, content in _members(archive):
            if HASHES in hashes:
                raise _no_backup(f"{HASHES} is not its last file")
            hashes[name] = _take(content, folder, name)
            if progress is not None:
                progress(source.tell(), total)
    _compare(hashes, folder)
    return RestoreReport(len(hashes) - 1, total)


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    while (member := archive.next()) is not None:
        archive.members = []  # type: ignore[attr-defined]  # else a million of them stay in memory
        content = archive.extractfile(member) if member.isreg() and not member.issparse() else None
        if content is None:
            raise _no_backup("it holds something that is no plain file")
        with content:
            yield member.name if member.name == HASHES else file_name(member.name), content


def _take(content: IO[bytes], folder: Path, name: str) -> str:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o400 if name.startswith(f"{EXHIBITS_FOLDER}/") else 0o600
    digest = hashlib.sha256()
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise _no_backup("it holds a file twice") from None
    with os.fdopen(descriptor, "wb") as target:
        while piece := content.read(CHUNK):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _compare(hashes: dict[str, str], folder: Path) -> None:
    if HASHES not in hashes or EVIDENCE_FILE not in hashes:
        raise _no_backup(f"it has no {HASHES} or no {EVIDENCE_FILE}: is its end missing?")
    written = (folder / HASHES).read_bytes()
    if written != write_hashes({name: sha256 for name, sha256 in hashes.items() if name != HASHES}):
        raise _no_backup(f"its files are not those of its {HASHES}")
    (folder / HASHES).unlink()


@contextlib.contextmanager
def _only_a_backup() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, ValueError, EOFError, OverflowError, RecursionError) as error:
        raise _no_backup(str(error) or "it cannot be read") from None


def _no_backup(why: str) -> StoreError:
    return StoreError(f"The file is damaged, or it is no backup: {why}. {UNCHANGED}")
