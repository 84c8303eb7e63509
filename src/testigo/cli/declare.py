"""`testigo declare DIR`: how many forms somebody says to hold and to have scanned."""

import datetime
from pathlib import Path

import click

from testigo.acts.declare import Declaration, declare
from testigo.acts.operation import Operation
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.signers import NOTHING_CHANGED, day_of, day_option, dry_run_option


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
    declaration = Declaration(held, scanned, source, place)
    with Operation(folder) as operation:
        done = declare(operation, declaration, day_of(day), dry_run=dry_run)
    if not done.is_new:
        click.echo("Declared before, in the same way. Nothing was changed.")
    elif done.statement is None:
        click.echo(NOTHING_CHANGED)
    else:
        click.echo(f"Recorded as statement {done.statement}.")
