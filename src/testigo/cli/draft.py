"""`testigo election draft`: the first files of a definition, from a table of results or a roll."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import folder_argument, mapping_option, tables_argument
from testigo.errors import Problem
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.acts.draft import Drafting

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
    from testigo.acts.draft import DraftRequest, draft_definition

    done = draft_definition(folder, DraftRequest(files, mapping_file), dry_run=dry_run)
    for line in lines_of(done, dry_run=dry_run):
        click.echo(line)
    click.echo(f"Next: testigo election check {folder}")


def lines_of(done: "Drafting", *, dry_run: bool) -> Iterator[str]:
    """Yield what was drafted, and what a person has to decide."""
    yield from lines_of_files(done, dry_run=dry_run)
    if dry_run:
        yield "Dry run: nothing was written."
    for what, file in done.not_given:
        yield f"Not drafted: {what}, whose table {file} was not given."
    for note in done.hidden:
        yield f"Note: {note}"
    yield from _questions(done.questions)


def lines_of_files(done: "Drafting", *, dry_run: bool) -> Iterator[str]:
    """Yield which file was written where."""
    verb = "Would write" if dry_run else "Wrote"
    for file in done.files:
        why = f" ({file.name} has rows already, and was not touched)" if file.is_beside else ""
        yield f"{verb} {file.path}: {numbered(file.rows, 'row')}{why}."


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
