"""`testigo demo`: two acts, each from paper or table to a publication that a stranger verifies.

Every step is a command that anybody can type; the demo types it, shows it, and stops at the first that does
not end as it must. Each publication is shown on a local port as soon as it is made, while the next act is
played. At the end it says what was found.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from testigo.cli import demo_country, demo_town
from testigo.cli.demo_steps import Stage
from testigo.errors import StoreError

Act = tuple[str, Callable[[Stage], list[str]]]
"""What an act is called, and what plays it and returns what was found, a line each."""

ACTS: Mapping[str, Act] = {
    "town": ("An invented town: photos of forms, some of them forged", demo_town.play),
    "country": ("A real country: Venezuela, 28 July 2024", demo_country.play),
}
BOTH = "both"


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--act", type=click.Choice([*ACTS, BOTH]), default=BOTH, show_default=True, help="What to play."
)
@click.option("--no-serve", is_flag=True, help="End after the verification; show nothing on a port.")
@click.option(
    "--port",
    type=click.IntRange(0, 65534),
    default=8028,
    show_default=True,
    help="Local port of the first site; the second has the next.",
)
def command(folder: Path | None, *, act: str, no_serve: bool, port: int) -> None:
    """Play two acts: an invented town from photos, then the election of Venezuela, 28 July 2024, whole.

    DIR must be empty or absent; without it a temporary folder is made and named. The acts lie in DIR/town
    and DIR/country.

    \b
    Examples:
        testigo demo
        testigo demo my-demo --act town
        testigo demo my-demo --no-serve
    """
    began = time.monotonic()
    whole = folder or Path(tempfile.mkdtemp(prefix="testigo-demo-"))
    if whole.exists() and any(whole.iterdir()):
        raise StoreError(f"{whole} is not empty. Choose another folder: nothing is overwritten.")
    acts = {name: ACTS[name] for name in (ACTS if act == BOTH else [act])}
    serves = not no_serve and sys.stdout.isatty()
    perform(acts, whole, port if serves else None)
    click.secho(f"\nDone in {time.monotonic() - began:.0f} s. Everything is in {whole}", bold=True)
    if serves:
        wait()


def perform(acts: Mapping[str, Act], whole: Path, port: int | None) -> None:
    """Play acts one after the other, and say at the end what they found.

    port  of the first site, 0 for any that is free: each is shown from the moment in which it is published,
          while the next act is played; None shows nothing
    """
    found, addresses = {}, {}
    for number, (name, (title, play)) in enumerate(acts.items()):
        click.secho(f"\n=== {title} ===", bold=True)
        stage = Stage(whole / name)
        found[name] = play(stage)
        addresses[name] = (
            str(stage.public / "index.html") if port is None else show(stage, port and port + number)
        )
        if port is not None and number + 1 < len(acts):
            click.secho(f"\nLook around in it while the next act is played: {addresses[name]}", bold=True)
    click.secho("\nWhat was found", bold=True)
    for name, lines in found.items():
        click.echo(f"{acts[name][0]}: {addresses[name]}")
        for line in lines:
            click.echo(f"  - {line}")


def show(stage: Stage, port: int) -> str:
    """Show a publication until this process ends; return its address."""
    from testigo.cli.serve import LOCAL, server

    serving = server(stage.public, port)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    return f"http://{LOCAL}:{serving.server_port}/"


def wait() -> None:
    """Wait for Ctrl+C."""
    click.echo("It is shown until Ctrl+C.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("Ended.")
