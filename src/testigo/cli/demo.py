"""`testigo demo`: a real election from a table of results to a publication that a stranger verifies.

Every step is a command that anybody can type; the demo types it, shows it, and stops at the first that
does not end as it must. Then it flips one byte in a copy, and the verifier must name the file.
"""

import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from testigo.errors import StoreError

EXAMPLE = "venezuela-2024"
ALL_HOLDS = 0
SOMETHING_FAILS = 1


@dataclass(frozen=True)
class Folders:
    """Where the demo puts things: all inside one folder, the keys beside the operation, never in it."""

    whole: Path

    @property
    def operation(self) -> Path:
        """The operation."""
        return self.whole / "operation"

    @property
    def keys(self) -> Path:
        """The signing keys, outside the operation."""
        return self.whole / "keys"

    @property
    def passphrase(self) -> Path:
        """Their passphrase: a file only because this is a demo."""
        return self.whole / "passphrase.txt"

    @property
    def tampered(self) -> Path:
        """A copy of the publication with one byte changed."""
        return self.whole / "tampered"


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="End after the verification; show nothing on a port.")
@click.option("--port", type=int, default=8028, show_default=True, help="Local port of the site.")
def command(folder: Path | None, *, no_serve: bool, port: int) -> None:
    """Run the election of Venezuela, 28 July 2024: import, check, add up, compare, publish, verify.

    DIR must be empty or absent; without it a temporary folder is made and named.

    \b
    Examples:
        testigo demo
        testigo demo my-demo --no-serve
    """
    began = time.monotonic()
    folders = Folders(folder or Path(tempfile.mkdtemp(prefix="testigo-demo-")))
    if folders.whole.exists() and any(folders.whole.iterdir()):
        raise StoreError(f"{folders.whole} is not empty. Choose another folder: nothing is overwritten.")
    run(folders)
    click.secho(f"\nDone in {time.monotonic() - began:.0f} s. Everything is in {folders.whole}", bold=True)
    if not no_serve and sys.stdout.isatty():
        step("serve", str(folders.operation), "--port", str(port))


def run(folders: Folders) -> None:
    """Run every step but the showing."""
    folders.whole.mkdir(parents=True, exist_ok=True)
    folders.passphrase.write_text(" ".join(secrets.token_hex(4) for _ in range(4)) + "\n", encoding="utf-8")
    folders.passphrase.chmod(0o600)
    from testigo.cli.key_folder import read_verifier_key
    from testigo.record.keys import fingerprint as fingerprint_of

    operation, keys, passphrase = str(folders.operation), str(folders.keys), str(folders.passphrase)
    step("key", "new", keys, "--name", f"testigo.example/{EXAMPLE}", "--passphrase-file", passphrase)
    fingerprint = fingerprint_of(read_verifier_key(folders.keys).public_key)
    step("new", operation, "--example", EXAMPLE, "--key", fingerprint)
    step("election", "check", operation)
    step("evidence", "check", operation)
    step("status", operation)
    step("tally", operation)
    step("compare", operation)
    step("publish", operation, "--key", keys, "--passphrase-file", passphrase)
    public = folders.operation / "public"
    step("verify", str(public), "--key", fingerprint, must_end=ALL_HOLDS)
    with flipped_byte(public, folders.tampered) as changed:
        click.secho(f"\nOne byte of {changed} is changed in a copy. Does the verifier find it?", bold=True)
        step("verify", str(folders.tampered), "--key", fingerprint, must_end=SOMETHING_FAILS)


def step(*arguments: str, must_end: int = 0) -> None:
    """Type one command of ours; StoreError where it does not end as it must."""
    from testigo.cli.main import testigo

    click.secho(f"\n$ testigo {' '.join(arguments)}", bold=True)
    ended = testigo.main(args=list(arguments), standalone_mode=False)
    code = ended if isinstance(ended, int) else 0
    if code != must_end:
        raise StoreError(f"`testigo {arguments[0]}` ended with {code} and not with {must_end}.")


@contextmanager
def flipped_byte(public: Path, copy: Path) -> Iterator[Path]:
    """Copy a publication, change one byte in the middle of one station's page, and remove the copy after."""
    shutil.copytree(public, copy)
    try:
        pages = sorted(copy.glob("es/*/stations/*.html"))
        page = pages[len(pages) // 2]
        content = bytearray(page.read_bytes())
        content[len(content) // 2] ^= 1
        page.write_bytes(content)
        yield page.relative_to(copy)
    finally:
        shutil.rmtree(copy)
