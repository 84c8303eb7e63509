"""`testigo election draft`: the first files of a definition, from a table of results or a roll."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import folder_argument, mapping_option, tables_argument
from testigo.errors import InputError, Place, Problem, RefusedError, StoreError
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.suggest.definition_draft import Drafted, Rows
    from testigo.suggest.draft_mapping import Drafts

MOST_QUESTIONS_SHOWN = 30


@click.command("draft")
@folder_argument
@tables_argument
@mapping_option("How the tables are written, and what of them goes into which file ([[draft]]).")
@click.option("--dry-run", is_flag=True, help="Read everything and say what would be written; write nothing.")
def command(folder: Path, files: tuple[Path, ...], mapping_file: Path, *, dry_run: bool) -> None:
    """Draft the definition in DIR/election from tables of results or rolls.

    The `[[draft]]` sections of the mapping say which columns give jurisdictions, polling places, stations,
    contests, ballots, options and lines. A file that holds no row yet is written; one that does is never
    touched: its draft goes to DIR/election/draft. What the tables do not tell is listed, for you to decide.

    \b
    Example:
        testigo election draft my-operation roll.csv --mapping roll.toml --dry-run
        testigo election draft my-operation roll.csv --mapping roll.toml
    """
    for line in draft_definition(folder, files, mapping_file, dry_run=dry_run):
        click.echo(line)


def draft_definition(
    folder: Path, files: Sequence[Path], mapping_file: Path, *, dry_run: bool = False
) -> Iterator[str]:
    """Write the drafted files of a definition; yield what was done and what a person has to decide.

    InputError with every problem of the tables; RefusedError where the definition is sealed, or where an
    earlier draft would be lost. Then nothing was written.
    """
    from testigo.acts.files import content_of, tables_with_codes
    from testigo.evidence.connect import EVIDENCE_FILE
    from testigo.suggest.definition_draft import draft
    from testigo.suggest.draft_mapping import parse_drafts

    definition = folder / "election"
    if not definition.is_dir():
        raise StoreError(f"{folder} is not an operation. Make one with: testigo new {folder}")
    if (folder / EVIDENCE_FILE).exists():
        raise RefusedError(
            "The definition is sealed, so nothing is drafted into it. What changed since, a table says: "
            "testigo election amend"
        )
    drafts = parse_drafts(content_of(mapping_file), mapping_file.name)
    drafts = replace(drafts, tables=tables_with_codes(drafts.tables, mapping_file)[0])
    rows, unread = _rows(files, drafts)
    results = [path.name for path in files if any(table.is_of(path.name) for table in drafts.table)]
    drafted = draft(rows, _root(definition), results)
    places = _places(definition, drafted.files)
    if not dry_run:
        _write(places, drafted.files)
    yield from _said(definition, places, drafted, dry_run=dry_run)
    yield from unread
    yield from dict.fromkeys(f"Note: {note}" for table in rows for note in table.hidden)
    yield from _questions(drafted.questions)
    yield f"Next: testigo election check {folder}"


def _rows(files: Sequence[Path], drafts: "Drafts") -> tuple[list["Rows"], list[str]]:
    """Return what the tables give, and a line for each draft whose table was not given."""
    from testigo.acts.files import FileChunks
    from testigo.suggest.draft_table import is_of, lookups_of, read_drafts, rows_of_figures

    rows = rows_of_figures(drafts)
    lookups = lookups_of(drafts, {path.name: FileChunks(path) for path in files})
    problems: list[Problem] = []
    for path in files:
        if not any(is_of(draft, path.name) for draft in drafts.draft):
            if any(lookup.is_of(path.name) for lookup in drafts.lookup):
                continue
            named = ", ".join(dict.fromkeys(draft.written.file for draft in drafts.draft if draft.written))
            remedy = f"The mapping drafts from: {named or 'the figures of [[table]]'}. Correct `file` there"
            problems.append(Problem(Place(path.name), None, "no [[draft]] is of this file", remedy))
            continue
        try:
            rows += read_drafts(path.name, FileChunks(path), drafts, lookups)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return rows, _not_drafted(drafts, [path.name for path in files])


def _not_drafted(drafts: "Drafts", files: Sequence[str]) -> list[str]:
    from testigo.suggest.draft_table import is_of

    return [
        f"Not drafted: {draft.what}, whose table {draft.written.file} was not given."
        for draft in drafts.draft
        if draft.written is not None and not any(is_of(draft, file) for file in files)
    ]


def _root(definition: Path) -> str | None:
    """Return the root of the jurisdictions that are there already."""
    from testigo.acts.files import content_of
    from testigo.election import geography
    from testigo.election.table import read_table
    from testigo.suggest.places_draft import root_of

    path = definition / geography.FILE
    if not path.exists():
        return None
    table, _ = read_table(geography.FILE, content_of(path), geography.COLUMNS)
    return None if table is None else root_of(table)


def _places(definition: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    """Say where each drafted file goes: its own place where nothing is lost, else the folder of drafts."""
    from testigo.election.load import DRAFTS

    places = {
        name: definition / name if _holds_no_row(definition / name) else definition / DRAFTS / name
        for name in files
    }
    lost = [place for place in places.values() if place.parent.name == DRAFTS and place.exists()]
    if lost:
        named = ", ".join(f"{DRAFTS}/{place.name}" for place in lost)
        raise RefusedError(
            f"An earlier draft is there: {named}. Take over what you need from it and delete it: nothing is "
            "overwritten."
        )
    return places


def _holds_no_row(path: Path) -> bool:
    """Whether a file is absent, or has a header only, as `testigo new` writes it."""
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
        raise StoreError(f"{error.filename} cannot be written: {error.strerror}") from None


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.part")


def _said(
    definition: Path, places: Mapping[str, Path], drafted: "Drafted", *, dry_run: bool
) -> Iterator[str]:
    verb = "Would write" if dry_run else "Wrote"
    for name, place in places.items():
        shown = place.relative_to(definition.parent)
        why = "" if place.parent == definition else f" ({name} has rows already, and was not touched)"
        yield f"{verb} {shown}: {numbered(drafted.rows[name], 'row')}{why}."
    if dry_run:
        yield "Dry run: nothing was written."


def _questions(questions: Sequence[Problem]) -> Iterator[str]:
    """Yield what a person has to decide: one line for what is asked of many rows, with the first of them."""
    if not questions:
        return
    yield "For you to decide or to mend:"
    kinds: dict[tuple[str, str | None, str, str], list[Problem]] = {}
    for asked in questions:
        kinds.setdefault((asked.place.file, asked.place.column, asked.message, asked.remedy), []).append(
            asked
        )
    for asked, *others in list(kinds.values())[:MOST_QUESTIONS_SHOWN]:
        yield f"  {asked}" + (f". And {numbered(len(others), 'row')} more." if others else "")
    left = len(kinds) - MOST_QUESTIONS_SHOWN
    if left > 0:
        yield f"  ... and {left:,} more."
