"""Stage 2, the end: what was read of a table becomes evidence, once.

In   an `ImportedTable`, its file and mapping, the operation's exhibits and statements.
Out  exhibits (the files, the mapping and its code tables, the readings as Parquet), then one *imported*
     statement that names them.

The exhibits are durable before anything is said of them, so that a crash leaves exhibits that nobody was
promised, never a statement without its exhibits. The same file with the same mapping is said once.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Json, Kind, Statement
from testigo.intake.table import ImportedTable

MOST_FILES = 40
"""Files of one statement: their names fit in its body."""


@dataclass(frozen=True)
class Source:
    """A file as it came: of a table, a look-up, or a code table of the mapping."""

    path: Path
    sha256: str  # of the bytes that were read


def earlier_import(
    journal: Journal, files: Sequence[str], mapping: str, gone: Collection[str] = ()
) -> Statement | None:
    """Return the *imported* statement of the same files with the same mapping; None where there is none.

    files, mapping  SHA-256 (hex); the files in the order of `accept`
    gone            names that no longer stand (evidence.withdrawal): a withdrawn import is none
    """
    for statement in journal.statements(kinds=(Kind.IMPORTED,)):
        is_it = statement.body["files"] == [*files] and statement.body["mapping"] == mapping
        if is_it and str(statement.number) not in gone:
            return statement
    return None


def accept(
    table: ImportedTable,
    sources: Sequence[Source],
    mapping: bytes,
    exhibits: FolderStore,
    journal: Journal,
    day: datetime.date,
    replaces: str | None = None,
) -> Statement:
    """Keep a table and its readings as evidence; return the statement that says so, durable.

    sources   the files in the mapping's order: tables, look-ups, code tables; the first is the subject
    mapping   the bytes of the mapping file
    day       UTC
    replaces  the first file of an earlier import: this is a later release of the same table

    StoreError where a file changed between reading and keeping; nothing is said of it then.
    """
    if len(sources) > MOST_FILES:
        raise RefusedError(Message("import.too_many_files", counted=len(sources), most=MOST_FILES))
    for source in sources:
        if exhibits.put_file(source.path) != source.sha256:
            raise StoreError(Message("import.changed_meanwhile", file=source.path.name))
    # A crash from here on leaves exhibits without a statement: harmless, and the next import finds them.
    mapping_name = exhibits.put(mapping)
    readings_name = exhibits.put(table.parquet())
    body = _body(table, sources, mapping_name, readings_name, replaces)
    return journal.append(day, Kind.IMPORTED, subject=sources[0].sha256, body=body)


def _body(
    table: ImportedTable, sources: Sequence[Source], mapping: str, readings: str, replaces: str | None
) -> dict[str, Json]:
    parts: list[Json] = [
        {
            "reader": part.reader,
            "method": part.method.value,
            "provenance_class": part.provenance.value,
            **({"institution": True} if part.institution else {}),
        }
        for part in table.parts
    ]
    return {
        "files": [source.sha256 for source in sources],
        "mapping": mapping,
        "readings": readings,
        "parts": parts,
        "rows": table.rows,
        "replaces": replaces,
    }
