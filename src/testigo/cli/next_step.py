"""`testigo next DIR`: the next sensible step, and its command."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from testigo.acts.next_step import Open, Step, next_steps
from testigo.acts.operation import Operation
from testigo.cli.arguments import folder_argument
from testigo.cli.language import counted, said
from testigo.cli.printing import print_json

CALLS = {
    # step: its command; what waits is said by the catalogue, `next.STEP`
    Step.MEND: "election check {dir}",
    Step.SEAL: "election seal {dir}",
    Step.LOOK: "read {dir} PHOTOS",
    Step.DECIDE: "missing {dir}",
    Step.TYPE: "read {dir} PHOTOS --waiting FILE",
    Step.READ_AGAIN: "transcribe {dir} TABLE --person CODE",
    Step.PUBLISH: "publish {dir} --key KEYS --disclosure NAMES",
    Step.TAKE: "import {dir} TABLE --mapping MAP.toml",
    Step.VERIFY: "verify {dir}/public",
}


@click.command("next")
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Print all open steps as JSON.")
def command(folder: Path, *, as_json: bool) -> None:
    """Say what the operation DIR needs next, and the command for it.

    What holds results up comes before what only adds to them. It looks, and changes nothing.

    \b
    Examples:
        testigo next my-operation
        testigo next my-operation --json
    """
    with Operation(folder) as operation:
        steps = next_steps(operation)
    if as_json:
        print_json({"next": [{"step": each.step.value, "waits": each.waits} for each in steps]})
        return
    for line in lines_of(steps, folder):
        click.echo(line)


def lines_of(steps: Sequence[Open], folder: Path) -> Iterator[str]:
    """Yield the steps for people, each with its command."""
    if not steps:
        yield said("next.nothing")
    for number, each in enumerate(steps):
        what = counted(f"next.{each.step.name.lower()}", each.waits)
        yield said("next.first" if number == 0 else "next.then", what=what)
        yield f"    testigo {CALLS[each.step].format(dir=shlex.quote(str(folder)))}"
