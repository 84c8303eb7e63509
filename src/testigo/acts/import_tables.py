"""Take tables of results by polling station as evidence, by a mapping.

In   the files, all that the mapping describes, its look-ups too; whether they replace an earlier import.
Out  what each table holds, and its statement. Each file of a mapping's only [[table]] is a table; the files
     of several [[table]] make one reading and one table.

To read or to try tables works before the definition is sealed, too, and changes nothing.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.files import FileChunks, content_of, mapping_with_codes, total_size
from testigo.acts.import_findings import FoundInTable, SameReader, findings_in_table, same_reader
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.acts.releases import (
    Release,
    fallen_imports,
    refuse_to_replace_now,
    release_of,
    withdraw_fallen,
)
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.intake.accept import Source, accept, earlier_import
from testigo.intake.combine import file_groups, in_two_tables
from testigo.intake.mapping import Mapping, parse_mapping
from testigo.intake.table import ImportedTable, read_table


@dataclass(frozen=True)
class ImportRequest:
    """What to import.

    mapping_file  how the files are written; code tables that it names lie beside it
    replaces      number or file (SHA-256) of an earlier import: this is a later release of the same table
    reason        why rows of the earlier release vanished or changed; it is published
    """

    files: Sequence[Path]
    mapping_file: Path
    replaces: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ImportedOne:
    """What became of one table.

    statement  number of the *imported* statement; None where it was only tried, and where every row is empty
    is_new     False where the same file was imported before with the same mapping: nothing was changed
    release    where it takes the place of an earlier import: which, and what that changes
    found      what the checks find in it by itself, where it was tried
    same_reader  standing imports that have readings by the same reader of the same stations
    """

    table: ImportedTable
    statement: int | None = None
    is_new: bool = False
    release: Release | None = None
    found: tuple[FoundInTable, ...] = ()
    same_reader: tuple[SameReader, ...] = ()


def import_tables(
    operation: Operation, request: ImportRequest, day: datetime.date, progress: Progress = unwatched
) -> list[ImportedOne]:
    """Read tables and keep them as evidence; InputError with every problem, and nothing changed."""
    read = _read(operation, request.files, request.mapping_file, progress)
    _refuse_to_replace_by_many(request, read)
    operation.refuse_a_changed_definition()
    # A crash between two statements leaves the first ones: the next run finds them, and goes on.
    return [_keep(operation, group, read, day, request) for group in read.groups]


def try_tables(
    operation: Operation, request: ImportRequest, progress: Progress = unwatched
) -> list[ImportedOne]:
    """Read tables and say what they would do; errors as of `import_tables`. Nothing is changed."""
    read = _read(operation, request.files, request.mapping_file, progress)
    _refuse_to_replace_by_many(request, read)
    replaces = request.replaces
    return [
        ImportedOne(
            group.table,
            release=None if replaces is None else release_of(operation, replaces, group.table),
            found=findings_in_table(operation, group.table),
        )
        for group in read.groups
    ]


def read_tables(
    operation: Operation, files: Sequence[Path], mapping_file: Path, progress: Progress = unwatched
) -> list[ImportedTable]:
    """Read tables, and nothing else; InputError with every problem."""
    return [group.table for group in _read(operation, files, mapping_file, progress).groups]


@dataclass(frozen=True)
class _Group:
    """Files that make one table of readings, and what they hold."""

    table: ImportedTable
    files: tuple[FileChunks, ...]


@dataclass(frozen=True)
class _Read:
    """Tables that were read, with the bytes of the mapping and the code tables beside it."""

    groups: list[_Group]
    mapping: bytes
    codes: list[Source]


def _read(operation: Operation, paths: Sequence[Path], mapping_file: Path, progress: Progress) -> _Read:
    content, name = content_of(mapping_file), mapping_file.name
    mapping, codes = mapping_with_codes(parse_mapping(content, name), mapping_file)
    return _Read(_groups(operation, paths, mapping, name, progress), content, codes)


def _groups(
    operation: Operation, paths: Sequence[Path], mapping: Mapping, mapping_name: str, progress: Progress
) -> list[_Group]:
    files = {path.name: FileChunks(path, progress, total_size(paths)) for path in paths}
    if len(files) < len(paths):
        raise RefusedError(Message("import.two_of_one_name"))
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
    message = Message("import.no_row_is_read" if table.rows else "import.no_rows")
    return [Problem(Place(table.file), None, message, Message("import.look_whether_it_is_whole"))]


def _refuse_to_replace_by_many(request: ImportRequest, read: _Read) -> None:
    if request.replaces is not None and len(read.groups) > 1:
        raise RefusedError(Message("import.replaces_one_table"))


def _keep(
    operation: Operation, group: _Group, read: _Read, day: datetime.date, request: ImportRequest
) -> ImportedOne:
    """Keep one table as evidence, unless it is there already, or nobody has read anything of it yet."""
    table, replaces = group.table, request.replaces
    sources = [*(Source(file.path, file.sha256) for file in group.files), *read.codes]
    names = [source.sha256 for source in sources]
    # Going back to a release whose place was taken is a new import; importing it once more is not.
    gone = fallen_imports(operation, replaced=replaces is not None)
    before = earlier_import(operation.journal, names, hashlib.sha256(read.mapping).hexdigest(), gone)
    if before is not None:
        refuse_to_replace_now(before, replaces)
        return ImportedOne(table, before.number)
    if not table.number:
        return ImportedOne(table)
    same = () if replaces is not None else same_reader(operation, table)
    release, replaced = None, None
    if replaces is not None:
        release = release_of(operation, replaces, table)
        withdraw_fallen(operation, release, request.reason, day, names[0])
        replaced = release.earlier.file
    statement = accept(table, sources, read.mapping, operation.exhibits, operation.journal, day, replaced)
    return ImportedOne(table, statement.number, is_new=True, release=release, same_reader=same)
