"""`testigo import`: take a table of results by polling station as evidence."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from testigo.cli.operation import Operation
from testigo.cli.progress import progress_bar
from testigo.cli.release import (
    Earlier,
    compared,
    fallen_imports,
    find_earlier,
    refuse_to_replace_now,
    release_json,
    release_lines,
    withdraw_fallen,
)
from testigo.errors import StoreError
from testigo.intake.accept import Source, accept, earlier_import
from testigo.intake.mapping import parse_mapping
from testigo.intake.release import Releases
from testigo.intake.table import ImportedTable, read_table
from testigo.intake.text import CHUNK

MOST_UNKNOWN_SHOWN = 5


@dataclass(frozen=True)
class Outcome:
    """What an import did.

    statement  number of the *imported* statement; None in a dry run, and where no row holds a reading
    is_new     False where the same file was imported before with the same mapping: nothing was changed
    release    where it takes the place of an earlier import: which, and what that changes
    """

    table: ImportedTable
    statement: int | None
    is_new: bool
    release: tuple[Earlier, Releases] | None = None


def import_table(
    operation: Operation,
    file: Path,
    mapping_file: Path,
    day: datetime.date,
    *,
    dry_run: bool = False,
    replaces: str | None = None,
    reason: str | None = None,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> Outcome:
    """Read a table of results and keep it as evidence; InputError with every problem, and nothing changed.

    day       UTC, of the statement
    dry_run   read and check only; works before the definition is sealed, too
    replaces  number or file (SHA-256) of an earlier import: this is a later release of the same table
    reason    why rows of the earlier release vanished or changed; it is published
    progress  is told how many bytes were read, of how many
    """
    mapping_content = _content(mapping_file)
    mapping = parse_mapping(mapping_content, mapping_file.name)
    digest = hashlib.sha256()
    chunks = _chunks(file, digest.update, progress)
    table = read_table(
        {file.name: chunks}, mapping, operation.election, operation.profiles, mapping_file.name
    )
    if dry_run:
        release = None if replaces is None else _release(operation, replaces, table)
        return Outcome(table, None, is_new=False, release=release)
    operation.refuse_a_changed_definition()
    mapping_name = hashlib.sha256(mapping_content).hexdigest()
    # Going back to a release whose place was taken is a new import; importing it once more is not.
    gone = fallen_imports(operation, replaced=replaces is not None)
    before = earlier_import(operation.journal, digest.hexdigest(), mapping_name, gone)
    if before is not None:
        refuse_to_replace_now(before, replaces)
        return Outcome(table, before.number, is_new=False)
    if table.readings.is_empty():
        return Outcome(table, None, is_new=False)
    release, replaced = None, None
    if replaces is not None:
        earlier, releases = release = _release(operation, replaces, table)
        withdraw_fallen(operation, earlier, releases, reason, day)
        replaced = earlier.file
    source = Source(file, digest.hexdigest())
    statement = accept(table, source, mapping_content, operation.exhibits, operation.journal, day, replaced)
    return Outcome(table, statement.number, is_new=True, release=release)


def _release(operation: Operation, replaces: str, table: ImportedTable) -> tuple[Earlier, Releases]:
    earlier = find_earlier(operation, replaces)
    return earlier, compared(operation, earlier, table)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path.name} cannot be read: {error.strerror}") from None


def _chunks(
    path: Path, hashed: Callable[[bytes], None], progress: Callable[[int, int], None]
) -> Iterator[bytes]:
    """Read a file in chunks; each is hashed as it is handed on, so the hash is of what was parsed."""
    done = 0
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                hashed(chunk)
                done += len(chunk)
                progress(done, size)
                yield chunk
    except OSError as error:
        raise StoreError(f"{path.name} cannot be read: {error.strerror}") from None


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    metavar="MAP.toml",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How the table is written: its columns, its encoding, what its codes mean.",
)
@click.option(
    "--replaces",
    metavar="NUMBER|SHA256",
    help="This is a later release of the table that this statement imported, or of this file.",
)
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why rows of the earlier release vanished or changed. It is published: no names of people in it.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    folder: Path,
    file: Path,
    mapping_file: Path,
    *,
    replaces: str | None,
    reason: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take a table of results by polling station (CSV) as evidence of the operation DIR.

    Every problem of the file is named at once, with row, column, value and remedy; then nothing has changed.
    The same file with the same mapping changes nothing the second time.

    \b
    Try a mapping:
        testigo import my-operation results.csv --mapping results.toml --dry-run
    Take the table:
        testigo import my-operation results.csv --mapping results.toml
    Take a later release of the table that statement 3 imported:
        testigo import my-operation newer.csv --mapping newer.toml --replaces 3 --reason "Two rows withdrawn."
    """
    today = datetime.datetime.now(datetime.UTC).date()
    with closing(Operation(folder)) as operation, progress_bar("Reading") as progress:
        outcome = import_table(
            operation,
            file,
            mapping_file,
            today,
            dry_run=dry_run,
            replaces=replaces,
            reason=reason,
            progress=progress,
        )
    click.echo(_as_json(outcome, dry_run=dry_run) if as_json else _summary(outcome, dry_run=dry_run))


def _summary(outcome: Outcome, *, dry_run: bool) -> str:
    table = outcome.table
    lines = [
        f"{table.file}: {table.rows:,} rows, {table.readings.height:,} readings, "
        f"contests: {', '.join(table.contests) or 'none'}",
        *_unknown_lines(table),
    ]
    if table.unused:
        lines.append(f"Columns that nobody reads (list them as `unused`): {', '.join(table.unused)}")
    lines += [f"Note: {note}" for note in table.notes]
    if outcome.release is not None:
        lines += release_lines(*outcome.release)
    return "\n".join([*lines, _result(outcome, dry_run=dry_run)])


def _unknown_lines(table: ImportedTable) -> list[str]:
    unknown = table.unknown
    if unknown.is_empty():
        return ["All stations are known."]
    lines = [
        f"{unknown.height:,} stations are not in the definition; their readings are kept and counted apart:"
    ]
    for station, _, likeness, known in unknown.head(MOST_UNKNOWN_SHOWN).iter_rows():
        lines.append(f"  {station}: {likeness}" + ("" if known is None else f" ({known})"))
    left = unknown.height - MOST_UNKNOWN_SHOWN
    return [*lines, f"  ... and {left:,} more"] if left > 0 else lines


def _result(outcome: Outcome, *, dry_run: bool) -> str:
    if dry_run:
        return "Dry run: nothing was changed."
    if outcome.statement is None:
        return "No row holds a reading: nothing was changed."
    if not outcome.is_new:
        return f"Imported before, as statement {outcome.statement}: nothing was changed."
    return f"Imported: statement {outcome.statement}."


def _as_json(outcome: Outcome, *, dry_run: bool) -> str:
    table = outcome.table
    return json.dumps(
        {
            "file": table.file,
            "rows": table.rows,
            "readings": table.readings.height,
            "contests": list(table.contests),
            "unknown_stations": table.unknown.height,
            "unknown": table.unknown.head(1000).to_dicts(),
            "unused": list(table.unused),
            "notes": list(table.notes),
            "dry_run": dry_run,
            "statement": outcome.statement,
            "is_new": outcome.is_new,
            "release": None if outcome.release is None else release_json(*outcome.release),
        },
        ensure_ascii=False,
        indent=2,
    )
