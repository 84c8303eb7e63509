"""`testigo invalidate DIR CODE`: everything that one person typed and decided no longer stands."""

import random

import click

from testigo.acts.invalidate import invalidate
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed, person_code
from testigo.cli.signers import people_command
from testigo.cli.withdraw import show


@people_command(
    click.argument("whose", metavar="CODE"),
    click.option(
        "--at-most",
        metavar="N",
        type=click.IntRange(1),
        help="Withdraw so many, drawn by lot; the rest with later publications.",
    ),
)
def command(operation: Operation, *, whose: str, at_most: int | None, signed: Signed) -> None:
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
    done = invalidate(operation, person_code(whose), at_most, signed, random.SystemRandom().sample)
    show(operation, done.withdrawal)
    if done.left and not signed.dry_run:
        click.echo(f"Left for later publications: {done.left:,}")
