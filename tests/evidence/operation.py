"""A small operation on the disk, for the tests of check, backup and restore."""

from pathlib import Path

from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.statements import Kind
from tests.evidence.writer import DAY

FILES = {
    "election/election.toml": b'name = "X"\n',
    "election/forms/form/form.toml": b"",
    "official/claims.csv": "claim\nun número\n".encode(),
    "public/es/índice 1.html": b"<!doctype html>",
    "publications/0001/manifest.txt": b"",
}


def make_operation(folder: Path, exhibits: int = 5) -> Path:
    """Make an operation with a few files, exhibits and statements."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    journal = open_journal(folder / EVIDENCE_FILE, create=True)
    store = FolderStore(folder / EXHIBITS_FOLDER)
    journal.append(DAY, Kind.OPENED, body={"seal": "a" * 64})
    for number in range(exhibits):
        journal.append(DAY, Kind.RECEIVED, subject=store.put(f"form {number}".encode() * 500))
    journal.close()
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but the evidence, whose bytes are SQLite's affair."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(EVIDENCE_FILE)
    }
