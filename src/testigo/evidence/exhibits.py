"""Stage 2: bytes as they came, kept for good under the SHA-256 of their plain bytes.

In   a photo, a packet, a table, a bulletin: bytes, or a file.
Out  its name, 64 hexadecimal digits, once it is durable; later the same bytes, re-hashed.

A name can only ever mean one content, so nothing is overwritten, two writers of the same bytes do not
disturb each other, and a damaged exhibit is noticed by whoever reads it. The time of a file or folder here is
the midnight (UTC) of its day: a second would tell the order in which forms came. This file touches the disk.
What an exhibit is, in words: spec/evidence.md.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path

from testigo.errors import StoreError
from testigo.evidence.unnamed import give_name, open_unnamed

EXHIBITS_FOLDER = "exhibits"
"""Where an operation's folder keeps its exhibits."""

SHA256 = re.compile(r"[0-9a-f]{64}")
SHARD = re.compile(r"[0-9a-f]{2}")
UNFINISHED = ".unfinished-"
NANOSECONDS_A_DAY = 86_400 * 1_000_000_000
CHUNK = 1024 * 1024  # bytes read at a time

REASONS = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "the disk quota is used up; free some space and try again",
    errno.EROFS: "the disk is read-only. Copy the operation to one that can be written, and work there",
    errno.EACCES: "the folder does not permit it; look at its owner and permissions",
    errno.EPERM: "the disk or folder does not permit it; look at the permissions, and use no FAT disk",
}


class FolderStore:
    """Exhibits in a folder: `exhibits/ab/abcdef…`, sharded by the first two digits of the name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._durable_shards: set[str] = set()

    def put(self, content: bytes) -> str:
        """Keep `content` and return its name; when this returns, a power cut cannot take it back."""
        return self._keep([content])

    def put_pieces(self, pieces: Iterable[bytes]) -> str:
        """Keep what pieces make, one after the other; return its name, durable as with `put`."""
        return self._keep(pieces)

    def put_file(self, path: Path) -> str:
        """Keep the content of a file of any size, read in pieces of 1 MiB; return its name."""
        with _in_words(f"{path.name} cannot be read"), path.open("rb") as source:
            return self._keep(_pieces(source))

    def get(self, sha256: str) -> bytes:
        """Return the bytes of an exhibit; StoreError where it is absent or no longer what it was."""
        with self.open(sha256) as source, _in_words(f"exhibit {sha256} cannot be read"):
            content = source.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError(
                f"Exhibit {sha256} is damaged: its bytes no longer have that hash. Restore it from a backup."
            )
        return content

    def open(self, sha256: str) -> BufferedReader:
        """Open an exhibit for reading; nothing is re-hashed. StoreError where it is absent."""
        try:
            return os.fdopen(_without_a_trace(self.path(sha256)), "rb")
        except FileNotFoundError:
            raise StoreError(f"Exhibit {sha256} is not in the store. Restore it from a backup.") from None
        except OSError as error:
            raise StoreError(f"Exhibit {sha256} cannot be read: {reason(error)}.") from None

    def path(self, sha256: str) -> Path:
        """Return where an exhibit of that name lies, if it is there; StoreError where it is no name."""
        if SHA256.fullmatch(sha256) is None:
            raise StoreError("An exhibit is named by 64 hexadecimal digits; this is no such name.")
        return self._folder / sha256[:2] / sha256

    def is_whole(self, sha256: str) -> bool:
        """Re-hash an exhibit, in bounded memory; False where it is damaged. StoreError where it is absent."""
        with self.open(sha256) as source, _in_words(f"exhibit {sha256} cannot be read"):
            return hashlib.file_digest(source, "sha256").hexdigest() == sha256

    def names(self) -> Iterator[str]:
        """Yield the name of every exhibit in the store, sorted."""
        if not self._folder.is_dir():
            return
        with _in_words("the exhibits cannot be listed"):
            for shard in sorted(path for path in self._folder.iterdir() if SHARD.fullmatch(path.name)):
                for name in sorted(entry.name for entry in shard.iterdir()):
                    if SHA256.fullmatch(name) and name.startswith(shard.name):
                        yield name

    def remove_unfinished(self) -> int:
        """Remove what crashed writers left behind, and return how many files that were.

        A writer holds a lock on its unfinished file for as long as it lives, so those of living writers
        are left alone.
        """
        removed = 0
        for path in self._folder.glob(f"{UNFINISHED}*"):
            with contextlib.suppress(FileNotFoundError, BlockingIOError), path.open("rb") as unfinished:
                fcntl.flock(unfinished, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
        return removed

    def _keep(self, pieces: Iterable[bytes]) -> str:
        with _in_words("the exhibit cannot be stored"):
            if not self._durable_shards:
                self._folder.mkdir(parents=True, exist_ok=True)
                sync_folder(self._folder.parent)
                self.remove_unfinished()
            descriptor, unfinished = self._new_file()
            try:
                # A crash from here to the link leaves nothing, since the file has no name. On a disk without
                # such files it leaves an unfinished one: it has no exhibit's name, nobody was promised
                # anything, and the next writer removes it.
                sha256 = _write_hashed(descriptor, pieces)
                os.fchmod(descriptor, 0o400)
                coarsen(descriptor)
                os.fsync(descriptor)
                self._name(descriptor, unfinished, sha256)
                # A crash here may leave a second link under an unfinished name: removed likewise.
            finally:
                if unfinished is not None:
                    unfinished.unlink(missing_ok=True)
                os.close(descriptor)
            for folder in (self.path(sha256).parent, self._folder):
                coarsen(folder)
        return sha256

    def _new_file(self) -> tuple[int, Path | None]:
        """Open a new file without a name; with an unfinished one where the disk has none without."""
        descriptor = open_unnamed(self._folder)
        return self._new_unfinished() if descriptor is None else (descriptor, None)

    def _new_unfinished(self) -> tuple[int, Path]:
        while True:
            descriptor, name = tempfile.mkstemp(prefix=UNFINISHED, dir=self._folder)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:
                return descriptor, Path(name)
            os.close(descriptor)  # somebody's `remove_unfinished` took it before it was locked

    def _name(self, descriptor: int, unfinished: Path | None, sha256: str) -> None:
        place = self.path(sha256)
        if place.parent.name not in self._durable_shards:
            place.parent.mkdir(exist_ok=True)
            sync_folder(self._folder)
            # A crash here leaves an empty shard.
            self._durable_shards.add(place.parent.name)
        try:
            _link(descriptor, unfinished, place)
        except FileExistsError:
            if not self.is_whole(sha256):  # the disk damaged it since; these are the bytes it had
                self._put_in_its_place(descriptor, unfinished, place)
        # A crash here leaves a whole exhibit that nobody was promised; sending it again finds it there.
        sync_folder(place.parent)
        # From here on the exhibit survives a power cut, also where another writer had linked it first.

    def _put_in_its_place(self, descriptor: int, unfinished: Path | None, place: Path) -> None:
        """Put a whole exhibit where a damaged one lies; only a file with a name can take a name over."""
        if unfinished is None:
            unfinished = self._folder / f"{UNFINISHED}{place.name}"
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            unfinished.unlink(missing_ok=True)
            give_name(descriptor, unfinished)
        unfinished.replace(place)


def _link(descriptor: int, unfinished: Path | None, place: Path) -> None:
    if unfinished is None:
        give_name(descriptor, place)
    else:
        os.link(unfinished, place)


def reason(error: OSError) -> str:
    """Say in words why the disk refused, with the remedy where there is one."""
    return REASONS.get(error.errno or 0, error.strerror or "the disk gives an error")


def coarsen(file: int | Path) -> None:
    """Give an open file, or a folder, the midnight (UTC) of the day that it has as its time."""
    seen = os.fstat(file) if isinstance(file, int) else file.stat()
    midnight = seen.st_mtime_ns // NANOSECONDS_A_DAY * NANOSECONDS_A_DAY
    os.utime(file, ns=(midnight, midnight))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _in_words(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what[0].upper()}{what[1:]}: {reason(error)}.") from None


def _without_a_trace(path: Path) -> int:
    """Open a file so that its times do not say when it was last read, where the system lets us."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # only the owner of a file may ask for that
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def _pieces(source: BufferedReader) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def _write_hashed(descriptor: int, pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with os.fdopen(os.dup(descriptor), "wb") as target:
        for piece in pieces:
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()
