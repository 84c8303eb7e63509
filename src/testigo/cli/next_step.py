"""`testigo next DIR`: the next sensible step, and its command."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from testigo.acts.next_step import Open, Step, next_steps
from testigo.acts.operation import Operation
from testigo.cli.arguments import folder_argument
from testigo.cli.shown import print_json
from testigo.numbered import numbered

WAITS = {
    # step: what waits, of one and of many; the command
    Step.MEND: ("problem of the definition", "problems of the definition", "election check {dir}"),
    Step.SEAL: ("polling station can be sealed", "polling stations can be sealed", "election seal {dir}"),
    Step.LOOK: (
        "photo came and nobody looked at it",
        "photos came and nobody looked at them",
        "read {dir} PHOTOS",
    ),
    Step.DECIDE: (
        "form waits for a decision",
        "forms wait for a decision",
        "missing {dir}",
    ),
    Step.TYPE: (
        "photo waits for somebody who types it",
        "photos wait for somebody who types them",
        "read {dir} PHOTOS --waiting FILE",
    ),
    Step.READ_AGAIN: (
        "form needs another reading",
        "forms need another reading",
        "transcribe {dir} TABLE --person CODE",
    ),
    Step.PUBLISH: (
        "statement is in no publication",
        "statements are in no publication",
        "publish {dir} --key KEYS --disclosure NAMES",
    ),
    Step.TAKE: (
        "form has no reading",
        "forms have no reading",
        "import {dir} TABLE --mapping MAP.toml",
    ),
    Step.VERIFY: ("publication can be checked", "publications can be checked", "verify {dir}/public"),
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
        yield "Nothing is open: the definition names no station that votes."
    for number, each in enumerate(steps):
        one, many, call = WAITS[each.step]
        yield f"{'Next' if number == 0 else 'Then'}: {numbered(each.waits, one, many)}."
        yield f"    testigo {call.format(dir=shlex.quote(str(folder)))}"
