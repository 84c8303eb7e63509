"""Draft the first files of a definition from tables of results or rolls, by the `[[draft]]` of a mapping.

In   the tables and the mapping.
Out  where each drafted file goes, and what a person has to decide. A file that has rows is never touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from testigo.acts.definition import definition_folder, is_sealed
from testigo.acts.files import FileChunks, content_of, tables_with_codes
from testigo.election import geography
from testigo.election.load import DRAFTS
from testigo.election.table import read_table
from testigo.errors import InputError, Message, Place, Problem, RefusedError, StoreError
from testigo.suggest.definition_draft import Drafted, Rows, draft
from testigo.suggest.draft_mapping import Drafts, parse_drafts
from testigo.suggest.draft_table import is_of, lookups_of, read_drafts, rows_of_figures
from testigo.suggest.places_draft import root_of


@dataclass(frozen=True)
class DraftRequest:
    """What to draft from: tables, and the mapping that says how they are written."""

    files: Sequence[Path]
    mapping_file: Path


@dataclass(frozen=True)
class DraftedFile:
    """A file of the draft: where it goes in the operation, with how many rows.

    is_beside  whether the definition has rows of it already, so that the draft lies beside them
    """

    name: str
    path: Path
    rows: int
    is_beside: bool


@dataclass(frozen=True)
class Drafting:
    """What was drafted.

    not_given  what the mapping drafts, and the table of it that was not given
    hidden     what of a workbook is hidden
    questions  what a person has to decide or to mend
    """

    files: tuple[DraftedFile, ...]
    not_given: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    questions: tuple[Problem, ...]


def draft_definition(folder: Path, request: DraftRequest, *, dry_run: bool = False) -> Drafting:
    """Write the drafted files of a definition; where it is only tried, say where they would go.

    InputError with every problem of the tables; RefusedError where the definition is sealed, or where an
    earlier draft would be lost. Then nothing was written.
    """
    definition = definition_folder(folder)
    if not definition.is_dir():
        raise StoreError(Message("draft.no_operation", folder=folder))
    if is_sealed(folder):
        raise RefusedError(Message("draft.sealed"))
    name = request.mapping_file.name
    drafts = parse_drafts(content_of(request.mapping_file), name)
    drafts = replace(drafts, tables=tables_with_codes(drafts.tables, request.mapping_file)[0])
    rows = _rows(request.files, drafts)
    results = [path.name for path in request.files if any(table.is_of(path.name) for table in drafts.table)]
    drafted = draft(rows, _root(definition), results)
    places = _places(definition, drafted.files)
    if not dry_run:
        _write(places, drafted.files)
    return Drafting(
        _files(folder, places, drafted),
        _not_given(drafts, [path.name for path in request.files]),
        tuple(dict.fromkeys(note for table in rows for note in table.hidden)),
        drafted.questions,
    )


def _rows(files: Sequence[Path], drafts: Drafts) -> list[Rows]:
    """Return what the tables give; InputError with every problem."""
    rows = rows_of_figures(drafts)
    lookups = lookups_of(drafts, {path.name: FileChunks(path) for path in files})
    problems: list[Problem] = []
    for path in files:
        if not any(is_of(draft, path.name) for draft in drafts.draft):
            if any(lookup.is_of(path.name) for lookup in drafts.lookup):
                continue
            named = ", ".join(dict.fromkeys(draft.written.file for draft in drafts.draft if draft.written))
            remedy = Message("draft.correct_file", files=named) if named else Message("draft.from_figures")
            problems.append(Problem(Place(path.name), None, Message("draft.of_no_file"), remedy))
            continue
        try:
            rows += read_drafts(path.name, FileChunks(path), drafts, lookups)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return rows


def _not_given(drafts: Drafts, files: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (draft.what, draft.written.file)
        for draft in drafts.draft
        if draft.written is not None and not any(is_of(draft, file) for file in files)
    )


def _root(definition: Path) -> str | None:
    """Return the root of the jurisdictions that are there already."""
    path = definition / geography.FILE
    if not path.exists():
        return None
    table, _ = read_table(geography.FILE, content_of(path), geography.COLUMNS)
    return None if table is None else root_of(table)


def _places(definition: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    """Say where each drafted file goes: its own place where nothing is lost, else the folder of drafts."""
    places = {
        name: definition / name if _holds_no_row(definition / name) else definition / DRAFTS / name
        for name in files
    }
    lost = [place for place in places.values() if place.parent.name == DRAFTS and place.exists()]
    if lost:
        named = ", ".join(f"{DRAFTS}/{place.name}" for place in lost)
        raise RefusedError(Message("draft.earlier_one_is_there", files=named))
    return places


def _holds_no_row(path: Path) -> bool:
    """Whether a file is absent, or has a header only, as a new operation has it."""
    return not path.exists() or len(path.read_bytes().splitlines()) <= 1


def _write(places: Mapping[str, Path], files: Mapping[str, bytes]) -> None:
    """Write every file beside its place, then give all of them their names."""
    try:
        for name, place in places.items():
            place.parent.mkdir(exist_ok=True)
            _beside(place).write_bytes(files[name])
        for place in places.values():
            _beside(place).replace(place)
    except OSError as error:
        raise StoreError(
            Message("draft.cannot_be_written", file=error.filename, reason=error.strerror)
        ) from None


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.part")


def _files(folder: Path, places: Mapping[str, Path], drafted: Drafted) -> tuple[DraftedFile, ...]:
    return tuple(
        DraftedFile(name, place.relative_to(folder), drafted.rows[name], place.parent.name == DRAFTS)
        for name, place in places.items()
    )
