"""Stage 2: where the statements are kept: SQLite in one file of the operation's folder.

In   the path of `evidence.sqlite`.
Out  a `Journal` on it: write-ahead log, every commit on the disk before it is acknowledged.

A file is opened only if it has exactly the rules that this software ships: a table whose triggers somebody
took away would accept anything. A file with exactly the rules of an earlier version is given those that
came later; no statement in it is touched. This file touches the disk.
"""

import contextlib
import os
import sqlite3
import tempfile
from dataclasses import replace
from importlib import resources
from pathlib import Path

from testigo.errors import StoreError
from testigo.evidence.exhibits import UNFINISHED, reason, sync_folder
from testigo.evidence.journal import Dialect, Journal
from testigo.evidence.unnamed import give_name, open_unnamed

SCHEMAS = ("schema_sqlite.sql", "schema_sqlite_2.sql")
"""The rules of each version, by what it added: the first file makes version 1, the next version 2."""

Rules = tuple[tuple[object, ...], ...]
"""Every object of a schema, and its versions: what decides what a database keeps."""

EVIDENCE_FILE = "evidence.sqlite"
"""Where an operation's folder keeps its statements."""

SECONDS_TO_WAIT = 20  # for another writer

ONLY_READ = (
    "the file or its medium is read-only. Copy the operation to a disk that can be written, and work there"
)
FULL = "the disk is full; free some space and try again"
REASONS = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": ONLY_READ,
    "SQLITE_CANTOPEN": "the file or its folder cannot be opened; look at its owner and permissions",
    "SQLITE_BUSY": f"another program has been writing for {SECONDS_TO_WAIT} seconds; try again",
    "SQLITE_LOCKED": "another program is writing; try again",
    "SQLITE_CORRUPT": "the file is damaged; restore it from a backup",
    "SQLITE_NOTADB": "the file is damaged, or no evidence at all; restore it from a backup",
    "SQLITE_IOERR": "the disk gives an error; look at the disk before anything else",
}
LEAST_ROOM = 65_536
"""Bytes that SQLite needs beside its file: with less, what it calls an error of the disk is a full one."""


DAMAGED = f"{EVIDENCE_FILE}: {REASONS['SQLITE_CORRUPT']}."


def words(error: Exception, path: Path | None = None) -> str:
    """Say in words why SQLite failed, with the remedy where there is one.

    path  of the file: then an error of the disk is looked into
    """
    name = getattr(error, "sqlite_errorname", "")
    if path is not None and name.startswith(("SQLITE_IOERR", "SQLITE_READONLY")) and _is_full(path.parent):
        name = "SQLITE_FULL"
    if isinstance(error, UnicodeDecodeError):
        return DAMAGED
    for start, why in REASONS.items():
        if name.startswith(start):
            return f"{EVIDENCE_FILE}: {why}."
    return f"{EVIDENCE_FILE}: {error}."


def _is_full(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < LEAST_ROOM or (disk.f_files > 0 and disk.f_favail == 0)


SQLITE = Dialect(
    parameter="?",
    begin="BEGIN IMMEDIATE",
    integrity="PRAGMA integrity_check",
    refused=sqlite3.IntegrityError,
    failed=sqlite3.Error,
    words=words,
)


def open_journal(path: Path, *, create: bool = False, only_look: bool = False) -> Journal:
    """Open the statements of an operation; StoreError where that cannot be done.

    create     make the file where there is none; else its absence is an error
    only_look  whoever has it can say nothing: the database refuses it
    """
    dialect = replace(SQLITE, words=lambda error: words(error, path))
    connection = connect(path, create=create)
    if only_look:
        connection.execute("PRAGMA query_only = ON")
    return Journal(connection, dialect)


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open `evidence.sqlite` as every writer must: durable, with our rules; StoreError otherwise."""
    if not path.exists():
        if not create:
            raise StoreError(
                f"{path} is not there. Make an operation with `testigo new`, or restore a backup."
            )
        _create(path)
    try:
        return _opened(path)
    except UnicodeDecodeError:  # the words of an error, in which the damage stands
        raise StoreError(DAMAGED) from None
    except sqlite3.Error as error:
        seen = _to_look_at(path, error)
        if seen is None:
            raise StoreError(words(error, path)) from None
        return seen


def _opened(path: Path) -> sqlite3.Connection:
    """Open a file to read and to write; sqlite3.Error where the disk does not let us."""
    connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _to_look_at(path: Path, error: sqlite3.Error) -> sqlite3.Connection | None:
    """Open a file that cannot be written, to look at it; None where that is not why it failed.

    Where SQLite can keep nothing beside the file, it takes it for one that nobody changes. It would not see
    what stands in a write-ahead log: StoreError where there is one, for half of the evidence is no evidence.
    """
    full = _is_full(path.parent)
    name = getattr(error, "sqlite_errorname", "")  # Python's own errors have none
    if not full and not name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return None
    seen = _looked_at(path, "mode=ro")
    log = path.with_name(f"{path.name}-wal")
    if seen is None and log.exists() and log.stat().st_size:
        raise StoreError(
            f"{path.name}: its newest statements stand in {log.name} beside it, and cannot be brought in: "
            f"{FULL if full else ONLY_READ}."
        )
    return seen or _looked_at(path, "mode=ro&immutable=1")


def _looked_at(path: Path, how: str) -> sqlite3.Connection | None:
    """Open a file in a way of SQLite's; None where it cannot be, StoreError where its rules are not ours."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
    except sqlite3.Error:
        return None
    try:
        rules = rules_of(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        return None
    if not any(rules == shipped_rules(version) for version in range(1, len(SCHEMAS) + 1)):
        connection.close()
        raise StoreError(_other_rules(path))
    return connection


def copy_evidence(path: Path, copy: Path, *, nameless: bool = False) -> None:
    """Write the statements as they are at one moment into a new file, while others go on writing.

    nameless  the file is taken its name before a statement is in it; who calls has it open
    """
    source = connect(path)
    target = sqlite3.connect(copy, isolation_level=None)
    try:
        target.execute("PRAGMA journal_mode = MEMORY")  # no other file beside it
        target.execute("PRAGMA user_version").fetchone()  # now it is open
        if nameless:
            copy.unlink()
        source.backup(target)
        if not nameless:
            target.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise StoreError(words(error)) from None
    finally:
        target.close()
        source.close()


def _create(path: Path) -> None:
    try:
        descriptor = open_unnamed(path.parent)
        with contextlib.suppress(FileExistsError):  # another has made it meanwhile: take that one
            if descriptor is None:
                _create_beside(path)
            else:
                with os.fdopen(descriptor, "wb") as unnamed:
                    unnamed.write(_without_statements())
                    unnamed.flush()
                    os.fsync(descriptor)
                    give_name(descriptor, path)
        sync_folder(path.parent)
    except sqlite3.Error as error:
        raise StoreError(words(error)) from None
    except OSError as error:
        raise StoreError(f"{path.name} cannot be made: {reason(error)}.") from None


def _create_beside(path: Path) -> None:
    """Make the file on a disk that has none without a name."""
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=path.parent) as unfinished:
        # A crash before the link leaves this hidden folder and no evidence: nothing was promised.
        whole = Path(unfinished) / path.name
        whole.write_bytes(_without_statements())
        whole.chmod(0o600)  # it names who said what
        os.link(whole, path)


def _without_statements() -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{shipped_schema()}\nCOMMIT;")
        return connection.serialize()
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreError(f"{path.name}: this disk cannot keep a write-ahead log. Use a local disk.")
    connection.execute("PRAGMA synchronous = FULL")
    _bring_up_to_date(connection)
    if rules_of(connection) != shipped_rules():
        raise StoreError(_other_rules(path))


def _other_rules(path: Path) -> str:
    return (
        f"{path.name} does not have the rules of this version of Testigo: somebody changed the file, or "
        "it is not an evidence file. Restore it from a backup."
    )


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Add the rules that came later to a file that has exactly those of an earlier version."""
    rules = rules_of(connection)
    for version in range(1, len(SCHEMAS)):
        if rules == shipped_rules(version):
            # All of them or, after a crash, none; and a second program that did it meanwhile changes nothing.
            connection.executescript(f"BEGIN IMMEDIATE;\n{shipped_schema(version, len(SCHEMAS))}\nCOMMIT;")


def shipped_schema(after: int = 0, version: int = len(SCHEMAS)) -> str:
    """Return the schema of a version of the rules, without what an earlier version has already."""
    folder = resources.files("testigo.evidence")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in SCHEMAS[after:version])


def shipped_rules(version: int = len(SCHEMAS)) -> Rules:
    """Return what `rules_of` must find in an evidence file of a version of the rules."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(shipped_schema(version=version))
        return rules_of(connection)
    finally:
        connection.close()


def rules_of(connection: sqlite3.Connection) -> Rules:
    """Return every object of a database's schema with its text, sorted, and the version of its format.

    None is passed over and none counts once where it is there twice: a trigger may be called `sqlite-hush`.
    """
    schema = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
    ).fetchall()
    versions = [
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    ]
    return (*sorted(schema, key=repr), *versions)
