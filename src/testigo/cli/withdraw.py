"""`testigo withdraw DIR NAME...`: readings, decisions and other statements that no longer stand."""

from pathlib import Path

import click

from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed
from testigo.acts.withdraw import Withdrawal, names_in, withdraw
from testigo.cli.signers import lines_of_changes, lines_of_statement, people_command
from testigo.errors import Place


@people_command(
    click.argument("names", metavar="[NAME]...", nargs=-1),
    click.option(
        "--table",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="A CSV whose column `reading` has names.",
    ),
)
def command(operation: Operation, *, names: tuple[str, ...], table: Path | None, signed: Signed) -> None:
    """Withdraw what no longer stands; nothing is erased, both statements stay.

    NAME is that of a reading, as `testigo history` prints it (7.0:001.02 is a row of the table that
    statement 7 imported), or the number of a statement: a transcription, an import, a decision, an
    amendment, claims, a declaration, or a withdrawal: withdrawing that one brings back what it took away.
    Where a result would become accepted by it, two persons of two organisations sign.

    \b
    Examples:
        testigo withdraw my-operation 14 --person judge-2 --reason "Typed from the form of another station."
        testigo withdraw my-operation --table false-rows.csv --person judge-2 --reason "Rows we cannot show."
    """
    of_table = [] if table is None else names_in(table.name, content_of(table))
    given = [*((Place("NAME"), name) for name in names), *of_table]
    show(operation, withdraw(operation, given, signed))


def show(operation: Operation, withdrawal: Withdrawal) -> None:
    """Say what a withdrawal changes, and how it is taken back."""
    click.echo(f"Names that fall: {withdrawal.names:,}")
    for line in lines_of_changes(withdrawal.changes):
        click.echo(line)
    for line in lines_of_statement(operation.folder, withdrawal.statement):
        click.echo(line)
