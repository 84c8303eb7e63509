"""`testigo serve DIR`: show the current publication on this machine."""

import hashlib
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click

from testigo.acts.operation import Operation
from testigo.errors import StoreError

LOCAL = "127.0.0.1"
"""Only this machine can ask: a public server is another thing (docs/operate)."""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and writes down nothing about who asks.

    What a browser keeps is told by its content (ETag, SHA-256), and it asks each time whether that holds:
    the page of the publication before is never shown for the page of this one.
    """

    tag = ""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer that nothing changed, where the content is what the browser has; else send it."""
        self.tag = tag_of(Path(self.translate_path(self.path)))
        if self.tag and self.headers.get("If-None-Match") == self.tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Add what the content is, and that it is to be asked for again."""
        if self.tag:
            self.send_header("ETag", self.tag)
            self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep no log: it would say who read which polling station's page."""


def tag_of(file: Path) -> str:
    """Return the ETag of a file's content; empty where there is no such file."""
    page = file / "index.html" if file.is_dir() else file
    try:
        with page.open("rb") as opened:
            return f'"{hashlib.file_digest(opened, "sha256").hexdigest()}"'
    except OSError:
        return ""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8028, show_default=True, help="0 takes any that is free."
)
def command(folder: Path, port: int) -> None:
    """Show the publication of the operation in DIR, on this machine only, until Ctrl+C.

    \b
    Example:
        testigo serve my-operation --port 8028
    """
    public = Operation(folder).public_folder
    if not (public / "index.html").exists():
        raise StoreError(f"{public}: nothing is published yet. Run: testigo publish {folder} --key KEYS")
    with server(public, port) as serving:
        click.echo(f"http://{LOCAL}:{serving.server_port}/  (Ctrl+C ends it)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo("Ended.")


def server(public: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder on this machine; port 0 takes any that is free."""
    try:
        return ThreadingHTTPServer((LOCAL, port), partial(QuietHandler, directory=str(public)))
    except OSError as error:
        raise StoreError(f"Port {port}: {error.strerror}. Choose another one with --port") from None
