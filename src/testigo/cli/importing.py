"""What `testigo import` does: read tables of results with a mapping, and keep them as evidence.

Also what a dry run does, and what `testigo corroborate` reads without keeping it.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from testigo.cli.files import FileChunks, Progress, content_of, mapping_with_codes, total_size
from testigo.cli.import_hints import findings_alone, same_reader
from testigo.cli.operation import Operation
from testigo.cli.release import (
    Earlier,
    compared,
    fallen_imports,
    find_earlier,
    refuse_to_replace_now,
    withdraw_fallen,
)
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.intake.accept import Source, accept, earlier_import
from testigo.intake.combine import file_groups, in_two_tables
from testigo.intake.mapping import Mapping, parse_mapping
from testigo.intake.release import Releases
from testigo.intake.table import ImportedTable, read_table


@dataclass(frozen=True)
class Outcome:
    """What an import did.

    statement  number of the *imported* statement; None in a dry run, and where every row is empty
    is_new     False where the same file was imported before with the same mapping: nothing was changed
    release    where it takes the place of an earlier import: which, and what that changes
    hints      what else a person should know (import_hints)
    """

    table: ImportedTable
    statement: int | None
    is_new: bool
    release: tuple[Earlier, Releases] | None = None
    hints: tuple[str, ...] = ()


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
    with_findings: bool = False,
) -> list[Outcome]:
    """Read tables of results and keep them as evidence; InputError with every problem, and nothing changed.

    files     all that the mapping describes, its look-ups too. Each file of a mapping's only [[table]] is
              an outcome; the files of several [[table]] make one reading and one outcome
    day       UTC, of the statements
    dry_run   read and check only; works before the definition is sealed, too
    replaces  number or file (SHA-256) of an earlier import: this is a later release of the same table
    reason    why rows of the earlier release vanished or changed; it is published
    progress  is told how many bytes were read, of how many
    with_findings  whether a dry run also says what the checks find in the tables by themselves
    """
    content = content_of(mapping_file)
    mapping, codes = mapping_with_codes(parse_mapping(content, mapping_file.name), mapping_file)
    groups = _read(operation, files, mapping, mapping_file.name, progress)
    if replaces is not None and len(groups) > 1:
        raise RefusedError("A later release takes the place of one table. Import the files one at a time.")
    if dry_run:
        release = None if replaces is None else _release(operation, replaces, groups[0].table)
        return [
            Outcome(
                group.table,
                None,
                is_new=False,
                release=release,
                hints=tuple(findings_alone(operation, group.table)) if with_findings else (),
            )
            for group in groups
        ]
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
    hints = () if replaces is not None else tuple(same_reader(operation, table))
    release, replaced = None, None
    if replaces is not None:
        earlier, releases = release = _release(operation, replaces, table)
        withdraw_fallen(operation, earlier, releases, reason, day, names[0])
        replaced = earlier.file
    statement = accept(table, sources, mapping, operation.exhibits, operation.journal, day, replaced)
    return Outcome(table, statement.number, is_new=True, release=release, hints=hints)


def _release(operation: Operation, replaces: str, table: ImportedTable) -> tuple[Earlier, Releases]:
    earlier = find_earlier(operation, replaces)
    return earlier, compared(operation, earlier, table)
