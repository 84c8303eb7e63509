"""`testigo demo`: two acts, each from paper or table to a publication that a stranger verifies.

Every step is a command that anybody can type; the demo types it, shows it, and stops at the first that does
not end as it must. At the end it says what was found, and shows both publications on local ports.
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

ACTS: Mapping[str, tuple[str, Callable[[Stage], list[str]]]] = {
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
    acts = list(ACTS) if act == BOTH else [act]
    found = {}
    for name in acts:
        title, play = ACTS[name]
        click.secho(f"\n=== {title} ===", bold=True)
        found[name] = play(Stage(whole / name))
    serves = not no_serve and sys.stdout.isatty()
    ports = {name: port + number for number, name in enumerate(acts)} if serves else {}
    tell(found, whole, ports)
    click.secho(f"\nDone in {time.monotonic() - began:.0f} s. Everything is in {whole}", bold=True)
    if serves:
        serve({whole / name: ports[name] for name in acts})


def tell(found: Mapping[str, list[str]], whole: Path, ports: Mapping[str, int]) -> None:
    """Say what the acts found, and where their publications are."""
    from testigo.cli.serve import LOCAL

    click.secho("\nWhat was found", bold=True)
    for name, lines in found.items():
        public = Stage(whole / name).public
        address = f"http://{LOCAL}:{ports[name]}/" if name in ports else str(public / "index.html")
        click.echo(f"{ACTS[name][0]}: {address}")
        for line in lines:
            click.echo(f"  - {line}")


def serve(stages: Mapping[Path, int]) -> None:
    """Show the publications until Ctrl+C."""
    from testigo.cli.serve import server

    serving = [server(Stage(folder).public, port) for folder, port in stages.items()]
    for each in serving[1:]:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    click.echo("Both are shown until Ctrl+C.")
    try:
        serving[0].serve_forever()
    except KeyboardInterrupt:
        click.echo("Ended.")
