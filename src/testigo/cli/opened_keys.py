"""Both keys of a publication, out of their folders: one signs, one makes public names."""

from dataclasses import dataclass
from pathlib import Path

import click

from testigo.acts.key_folder import (
    holds_both,
    load_disclosure_key,
    load_signer,
    refuse_one_passphrase,
    refuse_together,
)
from testigo.cli.passphrase import ask_disclosure_passphrase, ask_passphrase
from testigo.errors import Message, RefusedError
from testigo.note import Signer


@dataclass(frozen=True)
class OpenedKeys:
    """The two keys, out of their folders. `disclosure` is 32 bytes."""

    signing: Signer
    disclosure: bytes


def opened_keys(
    keys: Path, passphrase_file: Path | None, disclosure: Path | None, disclosure_passphrase_file: Path | None
) -> OpenedKeys:
    """Open both keys; RefusedError where they are not kept apart, but for a folder from before."""
    if disclosure is None and not holds_both(keys):
        raise RefusedError(Message("key.name_the_disclosure_key"))
    if holds_both(keys):
        click.echo(
            f"The disclosure key lies beside the signing key in {keys}. Who signs should not have it. "
            f"Take it out with: testigo key split {keys} FOLDER --dry-run",
            err=True,
        )
    passphrase = ask_passphrase(passphrase_file)
    if disclosure is None:
        return OpenedKeys(load_signer(keys, passphrase), load_disclosure_key(keys, passphrase))
    refuse_together(keys, disclosure)
    other = ask_disclosure_passphrase(disclosure_passphrase_file)
    refuse_one_passphrase(passphrase, other)
    return OpenedKeys(load_signer(keys, passphrase), load_disclosure_key(disclosure, other))
