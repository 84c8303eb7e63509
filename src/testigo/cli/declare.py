"""`testigo declare DIR`: how many forms somebody says to hold and to have scanned."""

import datetime
from pathlib import Path

import click

from testigo.acts.operation import Operation
from testigo.characters import REMEDY, words_fault
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.signers import NOTHING_CHANGED, day_of, day_option, dry_run_option
from testigo.errors import RefusedError
from testigo.evidence.statements import Kind


@click.command()
@folder_argument
@click.option("--held", metavar="N", type=click.IntRange(0, 999_999_999), help="Forms on paper.")
@click.option("--scanned", metavar="N", type=click.IntRange(0, 999_999_999), help="Of them, scanned.")
@click.option("--source", metavar="TEXT", required=True, help="Who says so, and where; it is published.")
@click.option("--place", metavar="J", help="Jurisdiction; the whole where it is not given.")
@day_option
@dry_run_option
@alone
def command(
    folder: Path,
    *,
    held: int | None,
    scanned: int | None,
    source: str,
    place: str | None,
    day: datetime.datetime | None,
    dry_run: bool,
) -> None:
    """Record numbers that somebody declares and that nobody can check here.

    They are shown hollow beside what was read and published, and count nowhere. The last thing that a source
    said of a place is what is shown; withdraw the statement to take it back.

    \b
    Example:
        testigo declare my-operation --held 25575 --scanned 25073 --source "Press conference, 5 August"
    """
    operation = Operation(folder)
    where = place or operation.election.root
    if held is None and scanned is None:
        raise RefusedError("Nothing is declared: give --held, --scanned or both.")
    if held is not None and scanned is not None and scanned > held:
        raise RefusedError("More forms are scanned than held. Look at the source again.")
    if where not in operation.election.jurisdictions["jurisdiction"]:
        raise RefusedError(f"There is no jurisdiction {where!r}. See: testigo election show {folder}")
    said = (where, held, scanned, source.strip())
    if not source.strip():
        raise RefusedError("Say who declares it: --source.")
    if fault := words_fault(source.strip()):
        raise RefusedError(f"The source is published as it is written. {fault}. {REMEDY}")
    if said in operation.evidence().declared.rows():
        click.echo("Declared before, in the same way. Nothing was changed.")
    elif dry_run:
        click.echo(NOTHING_CHANGED)
    else:
        body = dict(zip(("place", "held", "scanned", "source"), said, strict=True))
        statement = operation.journal.append(day_of(day), Kind.DECLARED, body=body)
        click.echo(f"Recorded as statement {statement.number}.")
