"""Stage 2, at any time: the whole operation as one file, while others go on writing.

In   an operation's folder.
Out  a tar file with the definition, the official files, the statements as they are at one moment, every
     exhibit, the publications, and last the SHA-256 of each: `tar -x`, then `sha256sum -c SHA256SUMS`.

Signing keys live outside the operation and are in no backup: keep them apart. A backup is as private as
the evidence in it. While it is written neither it nor the copy of the statements in it has a name, where the
disk can do that, so that a killed run leaves nothing. This file touches the disk.
"""

import contextlib
import errno
import fcntl
import hashlib
import io
import os
import stat
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from testigo.characters import harmful_in
from testigo.errors import RefusedError, StoreError
from testigo.evidence.connect import EVIDENCE_FILE, copy_evidence
from testigo.evidence.exhibits import EXHIBITS_FOLDER, UNFINISHED, FolderStore, reason, sync_folder
from testigo.evidence.unnamed import OPEN_FILES, give_name, open_unnamed, way_to

FOLDERS = ("election", "official", EXHIBITS_FOLDER, "names", "public", "publications")
"""What an operation's folder holds beside `evidence.sqlite`; nothing else enters a backup."""

AT_WORK = "at-work.txt"
"""Which command is at work in an operation; in no backup."""
HASHES = "SHA256SUMS"
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)  # such as the file system of a USB stick

Progress = Callable[[int, int], None]
"""Is told how many bytes are done, of how many."""


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds, and what of the folder it does not hold."""

    files: int
    bytes: int
    left_out: tuple[str, ...]


def write_backup(operation: Path, file: Path, progress: Progress | None = None) -> BackupReport:
    """Write an operation into one new file, which appears only when it is whole and durable.

    RefusedError where `file` is there already or inside the operation; StoreError where the disk fails, or
    where the folder holds links or changes while it is read.
    """
    if not (operation / EVIDENCE_FILE).is_file():
        raise StoreError(f"{operation} has no {EVIDENCE_FILE}, so it is no operation.")
    if file.exists():
        raise RefusedError(f"{file} is already there and is not overwritten. Choose another name.")
    if file.resolve().is_relative_to(operation.resolve()):
        raise RefusedError(f"{file} is inside the operation. Put a backup on another disk.")
    if not file.parent.is_dir():
        raise StoreError(f"{file.parent} is not there. Make that folder first.")
    try:
        return _write(operation, file, progress)
    except FileNotFoundError as error:
        gone = Path(error.filename or operation).name
        raise StoreError(f"{gone} went away while it was read. Start the backup again.") from None
    except OSError as error:
        raise StoreError(f"The backup cannot be written: {reason(error)}. There is no new file.") from None


def _write(operation: Path, file: Path, progress: Progress | None) -> BackupReport:
    # The statements come first: each exhibit that they name was in the store before.
    with _copied(operation) as statements:
        files = {EVIDENCE_FILE: statements, **dict(_files(operation))}
        descriptor, partial = _new_file(file)
        with os.fdopen(descriptor, "wb") as target:
            size = _write_archive(files, target, progress)
            target.flush()
            os.fsync(target.fileno())
            _name(descriptor, partial, file)
    sync_folder(file.parent)
    known = {*FOLDERS, EVIDENCE_FILE, f"{EVIDENCE_FILE}-wal", f"{EVIDENCE_FILE}-shm", AT_WORK}
    left_out = sorted(path.name for path in operation.iterdir() if path.name not in known)
    return BackupReport(len(files), size, tuple(left_out))


@contextlib.contextmanager
def _held(temporary: tempfile.TemporaryDirectory[str]) -> Iterator[Path]:
    """Hold a folder while it is used: who removes what killed runs left takes none that is held."""
    with temporary as folder:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(folder)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _copied(operation: Path) -> Iterator[Path]:
    """Copy the statements as they are at one moment, and say where the copy is read.

    It lies in the operation, and loses its name before a statement is in it; on a system that shows no way to
    a file without a name, a crash leaves a hidden folder, which the next command there removes.
    """
    with _held(tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=operation)) as unfinished:
        copy = unfinished / EVIDENCE_FILE
        if not OPEN_FILES.is_dir():
            copy_evidence(operation / EVIDENCE_FILE, copy)
            yield copy
            return
        with copy.open("x+b") as opened:
            copy_evidence(operation / EVIDENCE_FILE, copy, nameless=True)
            yield way_to(opened.fileno())


def _new_file(file: Path) -> tuple[int, Path | None]:
    """Open a new file that no folder names; on a disk that has no such files one named `FILE.partial`."""
    descriptor = open_unnamed(file.parent)
    if descriptor is not None:
        return descriptor, None
    partial = file.with_name(f"{file.name}.partial")
    # A crash leaves it, in plain sight; the next backup of that name takes its place.
    return os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), partial


def _files(operation: Path) -> Iterator[tuple[str, Path]]:
    store = FolderStore(operation / EXHIBITS_FOLDER)
    for sha256 in store.names():
        yield store.path(sha256).relative_to(operation).as_posix(), store.path(sha256)
    for top in FOLDERS:
        if top != EXHIBITS_FOLDER:
            yield from _plain_files(operation, top)


def _plain_files(operation: Path, top: str) -> Iterator[tuple[str, Path]]:
    for folder, subfolders, names in os.walk(operation / top):
        subfolders.sort()
        for path in (Path(folder) / name for name in sorted([*names, *subfolders])):
            name = path.relative_to(operation).as_posix()
            kind = path.lstat().st_mode
            if stat.S_ISREG(kind):
                yield file_name(name), path
            elif not stat.S_ISDIR(kind):
                raise StoreError(f"{name} is a link or no file. Put the file itself there.")


def file_name(name: str) -> str:
    """Return `name` if a backup may hold a file of that name; StoreError otherwise.

    Only what an operation holds, and nothing that could lead out of its folder.
    """
    parts = name.split("/")
    belongs = name == EVIDENCE_FILE or (len(parts) > 1 and parts[0] in FOLDERS)
    if not belongs or {"", ".", ".."} & set(parts) or "\\" in name or harmful_in(name):
        raise StoreError(f"A backup cannot hold a file of the name {name[:200]!r}.")
    return name


def write_hashes(hashes: dict[str, str]) -> bytes:
    """Write name -> SHA-256 as `sha256sum -c` reads it, sorted by name."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items())).encode()


class _Hashing:
    """Reads a file for the archive, and hashes what it gave."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        content = self._source.read(size)
        self.digest.update(content)
        return content


def _write_archive(files: dict[str, Path], target: IO[bytes], progress: Progress | None) -> int:
    total = sum(path.stat().st_size for path in files.values())
    done = 0
    hashes = {}
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as archive:
        for name, path in files.items():
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                hashes[name] = _add(archive, name, size, source)
            archive.members = []  # type: ignore[attr-defined]  # else a million of them stay in memory
            done += size
            if progress is not None:
                progress(done, max(total, done))
        written = write_hashes(hashes)
        _add(archive, HASHES, len(written), io.BytesIO(written))
    return done


def _add(archive: tarfile.TarFile, name: str, size: int, source: IO[bytes]) -> str:
    member = tarfile.TarInfo(name)  # no owner and no hour: they are nobody's business
    member.size = size
    member.mode = 0o600
    hashing = _Hashing(source)
    try:
        archive.addfile(member, hashing)
    except OSError as error:
        if error.errno is not None:
            raise
        raise StoreError(f"{name} changed while it was read. Start the backup again.") from None
    return hashing.digest.hexdigest()


def _name(descriptor: int, partial: Path | None, file: Path) -> None:
    try:
        if partial is None:
            give_name(descriptor, file)
        else:
            os.link(partial, file)
    except FileExistsError:
        raise RefusedError(f"{file} has appeared meanwhile and is not overwritten.") from None
    except OSError as error:
        if error.errno not in NO_LINKS or partial is None:
            raise
        partial.rename(file)  # here another program that makes the same file now would lose it
    else:
        if partial is not None:
            partial.unlink()
