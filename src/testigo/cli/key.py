"""`testigo key`: make and show the keys with which publications are signed."""

from pathlib import Path

import click

from testigo.cli.arguments import EXISTING_FILE
from testigo.cli.key_folder import make_key_folder, read_verifier_key
from testigo.cli.passphrase import ask_passphrase
from testigo.record.keys import fingerprint, spoken
from testigo.record.note import VerifierKey, write_verifier_key

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Make and show signing keys.

    Keys live in a folder of their own, outside every operation. Seal their fingerprint in the election
    definition before the vote, and give it to radio and press: it is how strangers know a publication is
    yours.
    """


@command.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, metavar="ORIGIN", help="Who signs what; stands in every signature.")
@click.option(
    "--passphrase-file", type=EXISTING_FILE, help="Take the passphrase from the first line of this file."
)
def new(folder: Path, name: str, passphrase_file: Path | None) -> None:
    """Make the keys of an operation in FOLDER, encrypted with a passphrase.

    \b
    Example:
        testigo key new ~/keys/venezuela-2024 --name testigo.example/venezuela-2024

    Without the passphrase or the folder nobody can sign again, not even you: keep a copy of both, apart.
    """
    key = make_key_folder(folder, name, ask_passphrase(passphrase_file, twice=True))
    show_key(key)


@command.command()
@click.argument("folder", type=FOLDER)
def show(folder: Path) -> None:
    """Show the public key of FOLDER and its fingerprint; needs no passphrase."""
    show_key(read_verifier_key(folder))


def show_key(key: VerifierKey) -> None:
    """Print a key for people: its name, its verifier key, its fingerprint for the radio."""
    mark = fingerprint(key.public_key)
    click.echo(f"Name:          {key.name}")
    click.echo(f"Verifier key:  {write_verifier_key(key)}")
    click.echo(f"Fingerprint:   {mark}")
    click.echo(f"To read aloud: {spoken(mark)}")
