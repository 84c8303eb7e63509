"""`testigo doctor DIR`: is this machine fit for the operation?"""

import time
from pathlib import Path

import click

from testigo.acts.doctor import State, look_at_machine
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import print_json
from testigo.cli.signers import today

SIGNS = {State.FINE: "✓", State.LOOK: "!", State.WRONG: "✗"}


@click.command()
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(ctx: click.Context, folder: Path, *, as_json: bool) -> None:
    """Look whether this machine is fit for the operation DIR: disk, clock, permissions, the wall, versions.

    Exit codes: 0 nothing is wrong, 1 something is.

    \b
    Example:
        testigo doctor my-operation
    """
    looked = look_at_machine(folder, today(), time.perf_counter)
    if as_json:
        told = [{"name": one.name, "state": one.state.value, "said": str(one.said)} for one in looked]
        print_json({"looked": told})
    else:
        for one in looked:
            click.echo(f"{SIGNS[one.state]} {one.said}")
    ctx.exit(1 if any(one.state is State.WRONG for one in looked) else 0)
