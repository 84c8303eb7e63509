"""Takes the disclosure key out of a folder in which it lies beside the signing key.

A crash leaves both: the same command then goes on, since it finds the same key in the new folder.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.key_folder import (
    DISCLOSURE_KEY,
    SIGNING_KEY,
    holds_both,
    make_disclosure_folder,
    open_key,
    refuse_folder,
    refuse_one_passphrase,
    refuse_together,
)
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import sync_folder


def split(folder: Path, disclosure: Path, passphrase: str, other: str, *, dry_run: bool) -> None:
    """Move the disclosure key to a folder and passphrase of its own; with `dry_run` only look whether it can.

    RefusedError where there is nothing to split, or the new folder holds another key.
    """
    if not holds_both(folder):
        raise RefusedError(
            Message("key.nothing_to_split", folder=folder, signing=SIGNING_KEY, disclosure=DISCLOSURE_KEY)
        )
    refuse_together(folder, disclosure)
    refuse_one_passphrase(passphrase, other)
    open_key(folder / SIGNING_KEY, passphrase)
    key = open_key(folder / DISCLOSURE_KEY, passphrase)
    begun = (disclosure / DISCLOSURE_KEY).exists()
    if not begun:
        refuse_folder(disclosure, other)
    if dry_run:
        return
    if not begun:
        make_disclosure_folder(disclosure, other, key)
    # A crash here leaves the key in both folders.
    if _seed(open_key(disclosure / DISCLOSURE_KEY, other)) != _seed(key):
        raise RefusedError(Message("key.another_one", file=disclosure / DISCLOSURE_KEY))
    try:
        (folder / DISCLOSURE_KEY).unlink()
        sync_folder(folder)
    except OSError as error:
        raise StoreError(
            Message("key.cannot_be_removed", file=folder / DISCLOSURE_KEY, reason=error.strerror)
        ) from None


def _seed(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes_raw()
