"""Parsers of whole folders, fed with one broken file of them: publications, backups, evidence."""

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from testigo.evidence.backup import HASHES, write_hashes
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.restore import restore_backup
from testigo.publication.format import parse_manifest
from testigo.verification.differences import explained
from testigo.verification.disclosed import read_disclosed
from testigo.verification.foreign import judged
from testigo.verification.manifest import hash_manifest
from testigo.verification.signatures import Signed, check_signature
from testigo.verification.source import Source, open_folder
from tests.verification import made

KEPT = tempfile.TemporaryDirectory(prefix="testigo-fuzz-")


@dataclass(frozen=True)
class Published:
    """A publication that holds, in a folder whose files are broken one at a time."""

    source: Source
    signed: Signed
    files: Mapping[str, bytes]


@cache
def published() -> Published:
    folder = made.publication(Path(KEPT.name) / "public")
    source = open_folder(folder)
    manifest = (folder / "manifest.txt").read_bytes()
    files = {path: (folder / path).read_bytes() for path in parse_manifest(manifest)}
    return Published(source, check_signature(source, hash_manifest(source), made.OUR_KEY), files)


def disclosed(path: str) -> Callable[[bytes], object]:
    """Read what a publication discloses, with one of its files as it is given."""

    def read(content: bytes) -> object:
        whole = published()
        place = whole.source.folder / path
        place.write_bytes(content)
        try:
            return read_disclosed(whole.source, frozenset(whole.files), whole.signed)
        finally:
            place.write_bytes(whole.files[path])

    return read


def compared(path: str) -> Callable[[bytes], object]:
    """Explain how a file of a publication differs from the one that is made here."""
    return lambda content: explained(path, content, published().files[path])


def of_another(path: str) -> Callable[[bytes], object]:
    """Judge a file of a publication by another software."""
    return lambda content: judged(None, "X", path, content, published().files[path])


DISCLOSED = (
    "data/evidence/readings-mayor.parquet",
    "data/evidence/errata.parquet",
    "data/evidence/claims.parquet",
    "data/evidence/evidence.json",
    "data/publication.json",
)
COMPARED = ("data/results-mayor.csv", "data/results-mayor.json", "data/results-mayor.parquet")
OF_ANOTHER = (
    *("en/A/stations/A-1.01.html", "cards/en/X.svg", "cards/en/X.png", "cards/cards.json"),
    *("assets/testigo.css", "assets/check-forms.js", "data/results-mayor.json", "data/results-mayor.csv"),
)


def backup() -> bytes:
    """A backup as `testigo backup` packs one."""
    files = {EVIDENCE_FILE: b"statements", f"exhibits/{'ab' * 32}": b"a photo", "election/a.csv": b"a\n1\n"}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in {**files, HASHES: write_hashes(hashes)}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


def restored(content: bytes) -> None:
    """Restore a backup, into nothing else than its folder."""
    with tempfile.TemporaryDirectory(dir=KEPT.name) as place:
        inside = Path(place) / "a" / "b" / "c"
        inside.mkdir(parents=True)
        (inside / "backup.tar").write_bytes(content)
        try:
            restore_backup(inside / "backup.tar", inside / "operation")
        finally:
            lying = {path.relative_to(place).as_posix() for path in Path(place).rglob("*")}
            outside = {
                path
                for path in lying - {"a", "a/b", "a/b/c", "a/b/c/backup.tar"}
                if path.split("/")[:4] != ["a", "b", "c", "operation"]
            }
            assert outside == set(), outside


@cache
def statements() -> bytes:
    """The file of an operation's statements, with none in it."""
    path = Path(KEPT.name) / EVIDENCE_FILE
    open_journal(path, create=True).close()
    return path.read_bytes()


def evidence_file(content: bytes) -> None:
    """Open a file of statements, as after the restore of anybody's backup, and read them all."""
    with tempfile.TemporaryDirectory(dir=KEPT.name) as place:
        path = Path(place) / EVIDENCE_FILE
        path.write_bytes(content)
        journal = open_journal(path)
        try:
            list(journal.statements())
        finally:
            journal.close()
