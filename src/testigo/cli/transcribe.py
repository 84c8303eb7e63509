"""`testigo transcribe DIR FILE --person CODE`: what one person typed from forms, a statement a form."""

import datetime
from pathlib import Path

import click

from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.acts.signing import person_code
from testigo.acts.transcribe import TypedForms, transcribe, typed_forms
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.progress import progress_bar
from testigo.cli.signers import day_of, day_option, dry_run_option, person_option
from testigo.election.nearest import proposing
from testigo.numbered import numbered
from testigo.review.transcriptions import TypedSums

MOST_SHOWN = 20
"""Rows that are named; all of them are findings once they are recorded."""
AMEND = "If it was found, say so: testigo election amend."
KEPT = "Their readings are kept, and wait."


@click.command()
@folder_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@person_option
@day_option
@dry_run_option
@alone
def command(folder: Path, file: Path, *, person: str, day: datetime.datetime | None, dry_run: bool) -> None:
    """Record what one person typed from forms: a CSV with a row a form and contest.

    Columns: `station` or `exhibit`, `contest`, then the figures that the paper has (votes_EG, valid_votes,
    ...), and `document_class` where the paper says it. Type what is on the paper: nothing is repaired, an
    empty cell was not read. The same row again changes nothing; a row that says otherwise than the same
    person did before is refused, since nobody agrees or disagrees with herself.

    \b
    Examples:
        testigo transcribe my-operation typed-by-7.csv --person reader-7 --dry-run
        testigo transcribe my-operation typed-by-7.csv --person reader-7
    """
    with Operation(folder) as operation:
        typed = typed_forms(operation, file.name, content_of(file), person_code(person))
        for line in sums_in_words(typed.sums):
            click.echo(line)
        for line in unknown_stations(typed, operation.election.stations["station"].to_list()):
            click.echo(line)
        rows, new = numbered(typed.rows, "row"), len(typed.new)
        if dry_run:
            click.echo(f"{file.name}: {rows}, {new:,} new. Dry run: nothing was changed.")
            return
        with progress_bar("Recording") as progress:
            transcribe(operation, typed, day_of(day), progress)
    known = numbered(typed.rows - new, "was", "were")
    click.echo(f"{file.name}: {rows}, {new:,} recorded, {known} known already.")


def unknown_stations(typed: TypedForms, known: list[str]) -> list[str]:
    """Say which stations the definition lacks, and what may be meant; nothing where it has all."""
    codes = typed.unknown_stations
    if not codes:
        return []
    shown = [f"  {code}: {proposing(code, known, AMEND)}" for code in codes[:MOST_SHOWN]]
    return [f"Stations that are not in the definition: {len(codes)}. {KEPT}", *shown]


def sums_in_words(sums: TypedSums) -> list[str]:
    """Say which rows do not add up, and of how many no sum could be checked."""
    lines = [f"Row {row} does not add up: {'; '.join(wrong)}." for row, wrong in sums.failing.items()]
    left = len(lines) - MOST_SHOWN
    said = [
        *lines[:MOST_SHOWN],
        *([f"... and {numbered(left, 'more row does', 'more rows do')} not add up."] if left > 0 else []),
    ]
    if said:
        said.append("Where the paper itself says so, leave it as it is written; else mend the row first.")
    if sums.unchecked:
        said.append(
            f"Rows of which no sum could be checked, too little of them is typed: {len(sums.unchecked):,}."
        )
    return said
