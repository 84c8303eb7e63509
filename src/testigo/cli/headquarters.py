"""`testigo headquarters DIR`: an operation in the browser, on this machine."""

import os
import threading
import webbrowser
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from testigo.cli.serve import LOCAL, server
from testigo.cli.signers import today

PORT = 8029


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any that is free."
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def command(folder: Path, port: int, *, no_browser: bool) -> None:
    """Work on the operation in DIR with a browser, on this machine only, until Ctrl+C.

    Where there is no operation in DIR yet, one is made there. The address that is printed opens once: the
    browser that opens it is let in, and nobody else.

    \b
    Example:
        testigo headquarters my-operation
    """
    from testigo.acts.new_operation import refuse_what_is_no_operation
    from testigo.server.door import Door
    from testigo.server.house import House
    from testigo.server.serving import Serving

    door = Door(os.urandom)
    refuse_what_is_no_operation(folder)
    house = House(folder, today, os.urandom, os.cpu_count() or 1, door)
    with (
        server(folder / "public", 0) as site,
        Serving(house, LOCAL, port) as serving,
        TemporaryDirectory(prefix="testigo-") as private,
    ):
        threading.Thread(target=site.serve_forever, daemon=True).start()
        house.site = f"http://{LOCAL}:{site.server_port}/"
        address = f"http://{LOCAL}:{serving.port}/enter/{door.new_token()}"
        click.echo(f"{address}  (opens once; Ctrl+C ends it)")
        if not no_browser:
            threading.Thread(target=open_in_a_browser, args=[address, Path(private)], daemon=True).start()
        serving.run()
        site.shutdown()
    click.echo("Ended.")


def open_in_a_browser(address: str, private: Path) -> None:
    """Open an address that stands in no argument of a program: all on this machine can read those.

    private  a folder of the owner alone
    """
    page = private / "open.html"
    page.write_text(f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={address}">', encoding="utf-8")
    webbrowser.open(page.as_uri())
