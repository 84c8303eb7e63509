"""`testigo import`: take a table of results by polling station as evidence."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from testigo.cli.files import FileChunks, Progress, content_of, mapping_with_codes, total_size
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
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.intake.accept import Source, accept, earlier_import
from testigo.intake.combine import file_groups, in_two_tables
from testigo.intake.mapping import Mapping, parse_mapping
from testigo.intake.release import Releases
from testigo.intake.table import ImportedTable, read_table

MOST_UNKNOWN_SHOWN = 5
MOST_CONTESTS_SHOWN = 10


@dataclass(frozen=True)
class Outcome:
    """What an import did.

    statement  number of the *imported* statement; None in a dry run, and where every row is empty
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
    progress: Progress = lambda _, __: None,
) -> Outcome:
    """Do for one file what `import_tables` does for several."""
    (outcome,) = import_tables(operation, [file], mapping_file, day, dry_run=dry_run, progress=progress)
    return outcome


def import_tables(
    operation: Operation,
    files: Sequence[Path],
    mapping_file: Path,
    day: datetime.date,
    *,
    dry_run: bool = False,
    replaces: str | None = None,
    reason: str | None = None,
    progress: Progress = lambda _, __: None,
) -> list[Outcome]:
    """Read tables of results and keep them as evidence; InputError with every problem, and nothing changed.

    files     all that the mapping describes, its look-ups too. Each file of a mapping's only [[table]] is
              an outcome; the files of several [[table]] make one reading and one outcome
    day       UTC, of the statements
    dry_run   read and check only; works before the definition is sealed, too
    replaces  number or file (SHA-256) of an earlier import: this is a later release of the same table
    reason    why rows of the earlier release vanished or changed; it is published
    progress  is told how many bytes were read, of how many
    """
    content = content_of(mapping_file)
    mapping, codes = mapping_with_codes(parse_mapping(content, mapping_file.name), mapping_file)
    groups = _read(operation, files, mapping, mapping_file.name, progress)
    if replaces is not None and len(groups) > 1:
        raise RefusedError("A later release takes the place of one table. Import the files one at a time.")
    if dry_run:
        release = None if replaces is None else _release(operation, replaces, groups[0].table)
        return [Outcome(group.table, None, is_new=False, release=release) for group in groups]
    operation.refuse_a_changed_definition()
    # A crash between two statements leaves the first ones: the next run finds them, and goes on.
    return [_keep(operation, group, codes, content, day, replaces, reason) for group in groups]


@dataclass(frozen=True)
class _Group:
    """Files that make one table of readings, and what they hold."""

    table: ImportedTable
    files: tuple[FileChunks, ...]


def _read(
    operation: Operation, paths: Sequence[Path], mapping: Mapping, mapping_name: str, progress: Progress
) -> list[_Group]:
    files = {path.name: FileChunks(path, progress, total_size(paths)) for path in paths}
    if len(files) < len(paths):
        raise RefusedError("Two of the files have one name. Import them one at a time, or rename one.")
    groups: list[_Group] = []
    problems: list[Problem] = []
    for names in file_groups(mapping, list(files)):
        given = {name: files[name] for name in names}
        try:
            table = read_table(given, mapping, operation.election, operation.profiles, mapping_name)
            problems += _without_a_row(table)
            groups.append(_Group(table, tuple(given.values())))
        except InputError as error:
            problems += error.problems
    problems += in_two_tables([group.table for group in groups])
    if problems:
        raise InputError(problems)
    return groups


def _without_a_row(table: ImportedTable) -> list[Problem]:
    """Return a problem where no row counts: the wrong file, half of it, or a mapping that leaves all out."""
    if table.counted:
        return []
    message = "no row of the table is read" if table.rows else "the table has no rows"
    remedy = "Look whether it is whole, and what `skip`, `only` and the codes of the mapping leave out"
    return [Problem(Place(table.file), None, message, remedy)]


def _keep(
    operation: Operation,
    group: _Group,
    codes: Sequence[Source],
    mapping: bytes,
    day: datetime.date,
    replaces: str | None,
    reason: str | None,
) -> Outcome:
    """Keep one table as evidence, unless it is there already, or nobody has read anything of it yet."""
    table = group.table
    sources = [*(Source(file.path, file.sha256) for file in group.files), *codes]
    names = [source.sha256 for source in sources]
    # Going back to a release whose place was taken is a new import; importing it once more is not.
    gone = fallen_imports(operation, replaced=replaces is not None)
    before = earlier_import(operation.journal, names, hashlib.sha256(mapping).hexdigest(), gone)
    if before is not None:
        refuse_to_replace_now(before, replaces)
        return Outcome(table, before.number, is_new=False)
    if not table.number:
        return Outcome(table, None, is_new=False)
    release, replaced = None, None
    if replaces is not None:
        earlier, releases = release = _release(operation, replaces, table)
        withdraw_fallen(operation, earlier, releases, reason, day, names[0])
        replaced = earlier.file
    statement = accept(table, sources, mapping, operation.exhibits, operation.journal, day, replaced)
    return Outcome(table, statement.number, is_new=True, release=release)


def _release(operation: Operation, replaces: str, table: ImportedTable) -> tuple[Earlier, Releases]:
    earlier = find_earlier(operation, replaces)
    return earlier, compared(operation, earlier, table)


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
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
    files: tuple[Path, ...],
    mapping_file: Path,
    *,
    replaces: str | None,
    reason: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take tables of results by polling station (CSV, Excel, Parquet) as evidence of the operation DIR.

    Every problem of the files is named at once, with row, column, value and remedy; then nothing has changed.
    The same file with the same mapping changes nothing the second time. Files that one mapping describes may
    be given together: a file a county, a file a contest, or a table and the files that it looks things up in.

    \b
    Try a mapping:
        testigo import my-operation results.csv --mapping results.toml --dry-run
    Take the table:
        testigo import my-operation results.csv --mapping results.toml
    Take a file a county:
        testigo import my-operation counties/*.csv --mapping counties.toml
    Take a later release of the table that statement 3 imported:
        testigo import my-operation newer.csv --mapping newer.toml --replaces 3 --reason "Two rows withdrawn."
    """
    today = datetime.datetime.now(datetime.UTC).date()
    with closing(Operation(folder)) as operation, progress_bar("Reading") as progress:
        outcomes = import_tables(
            operation,
            files,
            mapping_file,
            today,
            dry_run=dry_run,
            replaces=replaces,
            reason=reason,
            progress=progress,
        )
    click.echo(_as_json(outcomes, dry_run=dry_run) if as_json else _all(outcomes, dry_run=dry_run))


def _all(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    said = [_summary(outcome, dry_run=dry_run) for outcome in outcomes]
    if len(outcomes) > 1:
        rows = sum(outcome.table.rows for outcome in outcomes)
        readings = sum(outcome.table.number for outcome in outcomes)
        said.append(f"Together {len(outcomes):,} tables, {rows:,} rows, {readings:,} readings.")
    return "\n".join(said)


def _summary(outcome: Outcome, *, dry_run: bool) -> str:
    table = outcome.table
    lines = [
        f"{table.file}: {table.rows:,} rows, {table.number:,} readings, contests: {_shown(table.contests)}",
        *_unknown_lines(table),
    ]
    if table.unused:
        lines.append(f"Columns that nobody reads (list them as `unused`): {', '.join(table.unused)}")
    lines += [f"Note: {note}" for note in table.notes]
    if outcome.release is not None:
        lines += release_lines(*outcome.release)
    return "\n".join([*lines, _result(outcome, dry_run=dry_run)])


def _shown(contests: Sequence[str]) -> str:
    left = len(contests) - MOST_CONTESTS_SHOWN
    shown = ", ".join(contests[:MOST_CONTESTS_SHOWN]) or "none"
    return f"{shown} and {left:,} more" if left > 0 else shown


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
        return "Nobody has read anything of it yet: nothing was changed."
    if not outcome.is_new:
        return f"Imported before, as statement {outcome.statement}: nothing was changed."
    return f"Imported: statement {outcome.statement}."


def _as_json(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    """Write one table as an object, several as a list of them."""
    written = [_object(outcome, dry_run=dry_run) for outcome in outcomes]
    return json.dumps(written[0] if len(written) == 1 else written, ensure_ascii=False, indent=2)


def _object(outcome: Outcome, *, dry_run: bool) -> dict[str, object]:
    table = outcome.table
    return {
        "file": table.file,
        "rows": table.rows,
        "readings": table.number,
        "contests": list(table.contests),
        "unknown_stations": table.unknown.height,
        "unknown": table.unknown.head(1000).to_dicts(),
        "unused": list(table.unused),
        "notes": list(table.notes),
        "dry_run": dry_run,
        "statement": outcome.statement,
        "is_new": outcome.is_new,
        "release": None if outcome.release is None else release_json(*outcome.release),
    }
