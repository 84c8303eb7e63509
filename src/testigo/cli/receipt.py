"""`testigo receipt DIR CODE`: did it arrive?"""

from pathlib import Path

import click

from testigo.acts.operation import Operation
from testigo.acts.take_in import found_by_code
from testigo.cli.arguments import folder_argument
from testigo.errors import Message, RefusedError
from testigo.intake.receipts import parse_code


@click.command()
@folder_argument
@click.argument("code", metavar="CODE")
@click.pass_context
def command(ctx: click.Context, folder: Path, code: str) -> None:
    """Say whether something arrived in the operation DIR under the CODE of a receipt.

    Exit codes: 0 it did, 1 nothing arrived under this code.

    \b
    Example:
        testigo receipt my-operation 7KQM-WX2A
    """
    parsed = parse_code(code)
    if parsed is None:
        raise RefusedError(Message("intake.no_code"))
    with Operation(folder, only_look=True) as operation:
        found = found_by_code(operation, parsed)
    if not found:
        click.echo(f"{parsed}: nothing arrived here under this code. Send it again.")
        ctx.exit(1)
    listed = ", ".join(str(number) for number in found)
    click.echo(f"{parsed}: it arrived, and is in the evidence (statement {listed}).")
