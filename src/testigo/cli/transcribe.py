"""`testigo transcribe DIR FILE --person CODE`: what one person typed from forms, a statement a form."""

import datetime
from collections.abc import Callable
from pathlib import Path

import click

from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.files import content_of
from testigo.cli.operation import Operation
from testigo.cli.progress import progress_bar
from testigo.cli.signers import day_of, day_option, dry_run_option, person_code, person_option, refuse
from testigo.election.nearest import proposing
from testigo.evidence.statements import Kind
from testigo.forms.arithmetic import figures
from testigo.numbered import numbered
from testigo.review.transcriptions import (
    FORMS,
    Transcription,
    Typed,
    TypedSums,
    forms_in,
    new_transcriptions,
    read_typed,
    sums_typed,
)

AMEND = "If it was found, say so: testigo election amend."
KEPT = "Their readings are kept, and wait."
MOST_SHOWN = 20
"""Rows that are named; all of them are findings once they are recorded."""


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
    person_code(person)
    operation = Operation(folder)
    refuse_an_unknown_reader(operation, person)
    typed = read_typed(file.name, content_of(file), columns_of(operation))
    rows, new = numbered(len(typed), "row"), new_of(operation, file, typed, person)
    for line in sums_in_words(sums_typed(typed, operation.election.contests, operation.profiles)):
        click.echo(line)
    for line in unknown_stations(new, operation.election.stations["station"].to_list()):
        click.echo(line)
    if dry_run:
        click.echo(f"{file.name}: {rows}, {len(new):,} new. Dry run: nothing was changed.")
        return
    with progress_bar("Recording") as progress:
        record(operation, new, person, day_of(day), progress)
    known = numbered(len(typed) - len(new), "was", "were")
    click.echo(f"{file.name}: {rows}, {len(new):,} recorded, {known} known already.")


def columns_of(operation: Operation) -> dict[str, tuple[str, ...]]:
    """Return the figures that may be typed, by contest; RefusedError where the definition was changed."""
    operation.refuse_a_changed_definition()
    return {
        contest.contest: figures(contest, operation.profiles[contest.form])
        for contest in operation.election.contests
    }


def new_of(
    operation: Operation, file: Path, typed: tuple[Typed, ...], person: str
) -> tuple[Transcription, ...]:
    """Return what of a table is new; InputError with every problem."""
    forms = forms_in(operation.journal.statements(kinds=FORMS))
    return new_transcriptions(file.name, typed, forms, person)


def unknown_stations(new: tuple[Transcription, ...], known: list[str]) -> list[str]:
    """Say which stations the definition lacks, and what may be meant; nothing where it has all."""
    listed = set(known)
    codes = dict.fromkeys(str(one.body["station"]) for one in new if one.body["station"] not in listed)
    if not codes:
        return []
    shown = [f"  {code}: {proposing(code, known, AMEND)}" for code in list(codes)[:MOST_SHOWN]]
    return [f"Stations that are not in the definition: {len(codes)}. {KEPT}", *shown]


def refuse_an_unknown_reader(operation: Operation, person: str) -> None:
    """Raise RefusedError where the roster does not have a person, or not as a reader; nothing without one."""
    from testigo.cli.people import roster_of
    from testigo.review.permission import Refusal, Signers, by_the_roster, has_the_role

    by = by_the_roster(Signers(person), roster_of(operation))
    refuse(by if isinstance(by, Refusal) else has_the_role(by, Kind.TRANSCRIBED))


def read_new(operation: Operation, file: Path, person: str) -> tuple[int, tuple[Transcription, ...]]:
    """Return how many rows a table has, and what of it is new; InputError with every problem."""
    typed = read_typed(file.name, content_of(file), columns_of(operation))
    return len(typed), new_of(operation, file, typed, person)


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
