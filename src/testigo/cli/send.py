"""`testigo send DIR FILES --to URL`: hand photos in at a headquarters, and keep the receipts.

In DIR lie the salt of each file, from before it is first sent, and its receipt, once it is acknowledged.
Called again, what has a receipt is not sent again, and what has none goes on where it stopped.
"""

import hashlib
import http.client
import json
import os
import ssl
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from testigo.acts.durable import replace_durably, write_new
from testigo.acts.photo_files import photo_files
from testigo.cli.arguments import EXISTING_FILE
from testigo.errors import Message, RefusedError
from testigo.intake.receipts import code_of, commitment
from testigo.numbered import numbered

PIECE = 1024 * 1024
SECONDS = 60
HERE = ("127.0.0.1", "localhost", "::1")
Asked = tuple[int, Mapping[str, object]]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument(
    "files", metavar="FILES...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("--to", "url", required=True, metavar="URL", help="Address of the headquarters.")
@click.option("--token-file", required=True, type=EXISTING_FILE, help="File with the token for handing in.")
def command(folder: Path, files: tuple[Path, ...], url: str, token_file: Path) -> None:
    """Hand in FILES, or all in them where they are folders; keep salts and receipts in DIR.

    Each file goes in pieces, and is acknowledged only when it is safe in the evidence there. Exit codes: 0
    all is acknowledged, 2 something is not; call it again.

    \b
    Example:
        testigo send receipts photos/ --to https://hq.example --token-file token.txt
    """
    token = token_file.read_text(encoding="utf-8").strip()
    if not token.isascii() or not token.isalnum():
        raise RefusedError(Message("intake.no_token", file=token_file))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    desk = Desk(url, token)
    paths = [given.path for given in photo_files(files)]
    for path in paths:
        click.echo(f"{hand_in(desk, folder, path)}  {path.name}")
    click.echo(f"Acknowledged: {numbered(len(paths), 'file')}.")


def hand_in(desk: "Desk", folder: Path, path: Path) -> str:
    """Hand one file in, unless it has its receipt; return its code."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    salt_file, receipt_file = folder / f"{sha256}.salt", folder / f"{sha256}.receipt"
    if not salt_file.exists():
        write_new(
            salt_file, os.urandom(32).hex().encode()
        )  # before anything is sent: one submission, one code
    salt = salt_file.read_text(encoding="ascii")
    code = code_of(commitment(bytes.fromhex(salt), sha256))
    if not receipt_file.exists():
        replace_durably(receipt_file, desk.submit(path.name, content, sha256, salt).encode())
    return code


class Desk:
    """The headquarters at an address."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or (parts.scheme == "http" and host not in HERE):
            raise RefusedError(Message("intake.no_address", url=url))
        self._url, self._token = url, token
        self._path = parts.path.rstrip("/")
        self._connection = (
            http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
            if parts.scheme == "http"
            else http.client.HTTPSConnection(
                host, parts.port, timeout=SECONDS, context=ssl.create_default_context()
            )
        )

    def submit(self, name: str, content: bytes, sha256: str, salt: str) -> str:
        """Send what is missing of a file, and return its receipt; RefusedError where it is not taken."""
        pieces = {hashlib.sha256(piece).hexdigest(): piece for piece in pieces_of(content)}
        chunks = [hashlib.sha256(piece).hexdigest() for piece in pieces_of(content)]
        asked = json.dumps({"salt": salt, "sha256": sha256, "chunks": chunks}).encode()
        status, said = self._ask("POST", "/intake/submissions", asked)
        while status == http.HTTPStatus.CONFLICT:
            for missing in _names(said.get("missing")):
                put, told = self._ask("PUT", f"/intake/chunks/{missing}", pieces[missing])
                if put not in (200, 201):
                    raise self._refused(name, put, told)
            status, said = self._ask("POST", "/intake/submissions", asked)
        if status not in (200, 201):
            raise self._refused(name, status, said)
        return str(said["receipt"])

    def _refused(self, name: str, status: int, said: Mapping[str, object]) -> RefusedError:
        words = "; ".join(_names(said.get("problems"))) or "-"
        return RefusedError(Message("intake.refused", url=self._url, file=name, status=status, said=words))

    def _ask(self, method: str, path: str, body: bytes) -> Asked:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/octet-stream"}
        try:
            self._connection.request(method, self._path + path, body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise RefusedError(Message("intake.no_answer", url=self._url, reason=reason)) from None
        try:
            said = json.loads(content) if content else {}
        except ValueError:
            said = {}
        return answer.status, said if isinstance(said, dict) else {}


def pieces_of(content: bytes) -> Iterator[bytes]:
    """Yield a file in pieces; an empty one has one."""
    for start in range(0, max(1, len(content)), PIECE):
        yield content[start : start + PIECE]


def _names(found: object) -> Sequence[str]:
    return [str(one) for one in found] if isinstance(found, list) else []
