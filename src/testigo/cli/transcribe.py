"""`testigo transcribe DIR FILE --person CODE`: what one person typed from forms, a statement a form."""

import datetime
from collections.abc import Callable
from pathlib import Path

import click

from testigo.cli.arguments import folder_argument
from testigo.cli.files import content_of
from testigo.cli.operation import Operation
from testigo.cli.progress import progress_bar
from testigo.cli.signers import day_of, day_option, dry_run_option, person_code, person_option
from testigo.evidence.statements import Kind
from testigo.forms.arithmetic import figures
from testigo.review.transcriptions import FORMS, Transcription, forms_in, new_transcriptions, read_typed


@click.command()
@folder_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@person_option
@day_option
@dry_run_option
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
    person_code(person)
    operation = Operation(folder)
    rows, new = read_new(operation, file, person)
    unknown = len({str(one.body["station"]) for one in new} - set(operation.election.stations["station"]))
    if unknown:
        click.echo(f"Stations that are not in the definition: {unknown}. Their readings are kept, and wait.")
    if dry_run:
        click.echo(f"{file.name}: {rows} rows, {len(new)} new. Dry run: nothing was changed.")
        return
    with progress_bar("Recording") as progress:
        record(operation, new, person, day_of(day), progress)
    click.echo(f"{file.name}: {rows} rows, {len(new)} recorded, {rows - len(new)} were known already.")


def read_new(operation: Operation, file: Path, person: str) -> tuple[int, tuple[Transcription, ...]]:
    """Return how many rows a table has, and what of it is new; InputError with every problem."""
    content = content_of(file)
    operation.refuse_a_changed_definition()
    columns = {
        contest.contest: figures(contest, operation.profiles[contest.form])
        for contest in operation.election.contests
    }
    typed = read_typed(file.name, content, columns)
    forms = forms_in(operation.journal.statements(kinds=FORMS))
    return len(typed), new_transcriptions(file.name, typed, forms, person)


def record(
    operation: Operation,
    new: tuple[Transcription, ...],
    person: str,
    day: datetime.date,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> None:
    """Say each transcription. Where this stops half way, running it again says the rest."""
    for done, one in enumerate(new, start=1):
        if one.label is not None:
            operation.exhibits.put(one.label)
        operation.journal.append(
            day, Kind.TRANSCRIBED, subject=one.exhibit, contest=one.contest, person=person, body=one.body
        )
        progress(done, len(new))
