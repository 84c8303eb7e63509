"""`testigo invalidate DIR CODE`: everything that one person typed and decided no longer stands."""

import random
from pathlib import Path

import click

from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.operation import Operation
from testigo.cli.signers import Signed, person_code, signed_options
from testigo.cli.withdraw import withdraw
from testigo.errors import RefusedError
from testigo.evidence.statements import Kind, spelt_once
from testigo.standing.withdrawals import KINDS, fallen_in

TOUCHED = (Kind.TRANSCRIBED, Kind.ADJUDICATED, Kind.CORRECTED)


@click.command()
@folder_argument
@click.argument("whose", metavar="CODE")
@click.option(
    "--at-most",
    metavar="N",
    type=click.IntRange(1),
    help="Withdraw so many, drawn by lot; the rest with later publications.",
)
@alone
@signed_options
def command(
    folder: Path,
    whose: str,
    *,
    at_most: int | None,
    signed: Signed,
) -> None:
    """Invalidate all that the person CODE typed, and every decision that she signed.

    For somebody who typed falsely, or whose account was stolen: her forms wait for other readers again.
    Withdrawing this statement brings all of it back. Where a result would become accepted by it (she had
    disputed it), two persons of two organisations sign.

    Whoever compares two publications sees how many forms were withdrawn between them, and not whose. Where
    few others are, `--at-most` spreads hers over several publications: run it again before each.

    \b
    Examples:
        testigo invalidate my-operation reader-7 --person judge-2 --reason "Her device was taken." --dry-run
    """
    operation = Operation(folder)
    names = touched_by(operation, person_code(whose))
    if not names:
        raise RefusedError("Nothing that this person typed or decided stands. Nothing was changed.")
    drawn = names if at_most is None else random.SystemRandom().sample(names, min(at_most, len(names)))
    for line in withdraw(operation, Kind.INVALIDATED, drawn, signed):
        click.echo(line)
    if len(drawn) < len(names) and not signed.dry_run:
        click.echo(f"Left for later publications: {len(names) - len(drawn):,}")


def touched_by(operation: Operation, person: str) -> tuple[str, ...]:
    """Return the names of the transcriptions and decisions of a person that stand."""
    gone = fallen_in(operation.journal.statements(kinds=KINDS), operation.exhibits.get)
    return tuple(
        str(statement.number)
        for statement in operation.journal.statements(kinds=TOUCHED)
        if str(statement.number) not in gone
        and person in {spelt_once(one or "") for one in (statement.person, statement.second_person)}
    )
