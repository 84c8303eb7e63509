"""`testigo headquarters DIR`: an operation in the browser, on this machine."""

import os
import threading
import webbrowser
from functools import partial
from pathlib import Path

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
    with server(folder / "public", 0) as site, Serving(house, LOCAL, port) as serving:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        house.site = f"http://{LOCAL}:{site.server_port}/"
        address = f"http://{LOCAL}:{serving.port}/enter/{door.new_token()}"
        click.echo(f"{address}  (opens once; Ctrl+C ends it)")
        if not no_browser:
            threading.Thread(target=partial(webbrowser.open, address), daemon=True).start()
        serving.run()
        site.shutdown()
    click.echo("Ended.")
