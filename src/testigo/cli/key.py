"""`testigo key`: make, show and split the keys with which publications are signed and names are made."""

from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.key_folder import (
    make_disclosure_folder,
    make_key_folder,
    read_verifier_key,
    refuse_bad_request,
    refuse_folder,
    refuse_one_passphrase,
    refuse_together,
)
from testigo.acts.key_split import split as split_folder
from testigo.cli.arguments import EXISTING_FILE
from testigo.cli.passphrase import ask_disclosure_passphrase, ask_passphrase
from testigo.cli.signers import NOTHING_CHANGED
from testigo.note import VerifierKey, write_verifier_key
from testigo.record.keys import fingerprint, spoken

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Make, show and split keys.

    The signing key lives in a folder of its own, outside every operation. Seal its fingerprint in the
    definition before the vote, and give it to radio and press: it is how strangers know a publication is
    yours. The disclosure key makes the public names of readings and readers, and lives apart: in another
    folder, with another passphrase, best with another person.
    """


passphrase_option = click.option(
    "--passphrase-file", type=EXISTING_FILE, help="Take the passphrase from the first line of this file."
)
disclosure_passphrase_option = click.option(
    "--disclosure-passphrase-file",
    type=EXISTING_FILE,
    help="Take the passphrase of the disclosure key from the first line of this file.",
)


@command.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, metavar="ORIGIN", help="Who signs what; stands in every signature.")
@click.option(
    "--disclosure", required=True, metavar="FOLDER", type=FOLDER, help="Folder of the disclosure key, apart."
)
@passphrase_option
@disclosure_passphrase_option
def new(
    folder: Path,
    name: str,
    disclosure: Path,
    passphrase_file: Path | None,
    disclosure_passphrase_file: Path | None,
) -> None:
    """Make the keys of an operation: the signing key in FOLDER, the disclosure key in another folder.

    \b
    Example:
        testigo key new /media/one/keys --disclosure /media/two/keys --name testigo.example/venezuela-2024

    Each is encrypted with a passphrase of its own. Without the signing key nobody can sign again, without the
    disclosure key every name would change; not even you can help then: keep copies of both, apart.
    """
    refuse_together(folder, disclosure)
    passphrase = ask_passphrase(passphrase_file, twice=True)
    refuse_bad_request(folder, name, passphrase)
    other = ask_disclosure_passphrase(disclosure_passphrase_file, twice=True)
    refuse_folder(disclosure, other)
    refuse_one_passphrase(passphrase, other)
    make_disclosure_folder(disclosure, other, Ed25519PrivateKey.generate())
    show_key(make_key_folder(folder, name, passphrase, Ed25519PrivateKey.generate()))


@command.command()
@click.argument("folder", type=FOLDER)
@click.argument("disclosure", type=FOLDER)
@passphrase_option
@disclosure_passphrase_option
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
def split(
    folder: Path,
    disclosure: Path,
    passphrase_file: Path | None,
    disclosure_passphrase_file: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Take the disclosure key out of FOLDER, where it lies beside the signing key, to the folder DISCLOSURE.

    Names that were published stay. Copies of the old folder still hold both keys: destroy them.

    \b
    Example:
        testigo key split /media/one/keys /media/two/keys --dry-run
    """
    passphrase = ask_passphrase(passphrase_file)
    other = ask_disclosure_passphrase(disclosure_passphrase_file, twice=True)
    split_folder(folder, disclosure, passphrase, other, dry_run=dry_run)
    if dry_run:
        click.echo(f"The disclosure key would move from {folder} to {disclosure}. {NOTHING_CHANGED}")
        return
    click.echo(f"The disclosure key is in {disclosure}, and no longer in {folder}.")
    click.echo("Destroy every other copy of the old folder: it holds both keys.")


@command.command()
@click.argument("folder", type=FOLDER)
def show(folder: Path) -> None:
    """Show the public key of FOLDER and its fingerprint; needs no passphrase."""
    show_key(read_verifier_key(folder))


@command.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file", type=EXISTING_FILE, help="Take the passphrase from the first line of this file."
)
def person(file: Path, passphrase_file: Path | None) -> None:
    """Make the key of one person who decides, in FILE, encrypted with her passphrase.

    What is printed goes into the column `key` of people.csv before the definition is sealed. She keeps the
    file and the passphrase; nobody else has them.

    \b
    Example:
        testigo key person /media/mine/judge-2.key
    """
    from testigo.acts.person_keys import make_person_key

    passphrase = ask_passphrase(passphrase_file, twice=True)
    click.echo(make_person_key(file, passphrase, Ed25519PrivateKey.generate()))


def show_key(key: VerifierKey) -> None:
    """Print a key for people: its name, its verifier key, its fingerprint for the radio."""
    mark = fingerprint(key.public_key)
    click.echo(f"Name:          {key.name}")
    click.echo(f"Verifier key:  {write_verifier_key(key)}")
    click.echo(f"Fingerprint:   {mark}")
    click.echo(f"To read aloud: {spoken(mark)}")
