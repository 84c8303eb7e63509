"""Stage 2, the end: what was read of a table becomes evidence, once.

In   an `ImportedTable`, its file and mapping, the operation's exhibits and statements.
Out  exhibits (the file, the mapping, the readings as Parquet), then one *imported* statement that names them.

The exhibits are durable before anything is said of them, so that a crash leaves exhibits that nobody was
promised, never a statement without its exhibits. The same file with the same mapping is said once.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from testigo.errors import StoreError
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Kind, Statement
from testigo.intake.table import ImportedTable


@dataclass(frozen=True)
class Source:
    """The file of a table as it came."""

    path: Path
    sha256: str  # of the bytes that were read


def earlier_import(
    journal: Journal, source: str, mapping: str, gone: Collection[str] = ()
) -> Statement | None:
    """Return the *imported* statement of the same file with the same mapping; None where there is none.

    source, mapping  SHA-256 (hex)
    gone             names that no longer stand (evidence.withdrawal): a withdrawn import is none
    """
    for statement in journal.statements(kinds=(Kind.IMPORTED,)):
        is_it = statement.subject == source and statement.body["mapping"] == mapping
        if is_it and str(statement.number) not in gone:
            return statement
    return None


def accept(
    table: ImportedTable,
    source: Source,
    mapping: bytes,
    exhibits: FolderStore,
    journal: Journal,
    day: datetime.date,
    replaces: str | None = None,
) -> Statement:
    """Keep a table and its readings as evidence; return the statement that says so, durable.

    mapping   the bytes of the mapping file
    day       UTC
    replaces  the first file of an earlier import: this is a later release of the same table

    StoreError where the file changed between reading and keeping; nothing is said of it then.
    """
    if exhibits.put_file(source.path) != source.sha256:
        raise StoreError(f"{source.path.name} changed while it was being imported. Import it again.")
    # A crash from here on leaves exhibits without a statement: harmless, and the next import finds them.
    mapping_name = exhibits.put(mapping)
    readings_name = exhibits.put(table.parquet())
    return journal.append(
        day,
        Kind.IMPORTED,
        subject=source.sha256,
        body={
            "files": [source.sha256],
            "mapping": mapping_name,
            "readings": readings_name,
            "parts": [
                {
                    "reader": part.reader,
                    "method": part.method.value,
                    "provenance_class": part.provenance.value,
                }
                for part in table.parts
            ],
            "rows": table.rows,
            "replaces": replaces,
        },
    )
