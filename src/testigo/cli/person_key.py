"""The key of one person, in a file of her own: an OpenSSH private key (Ed25519) under her passphrase."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.durable import write_new
from testigo.acts.key_folder import encrypt, open_key, operation_around
from testigo.acts.person_keys import GivenKey, public_of
from testigo.cli.passphrase import ask_passphrase
from testigo.errors import RefusedError, StoreError
from testigo.record.keys import PASSPHRASE_LENGTH


def given_key(file: Path | None, passphrase: Path | None) -> GivenKey | None:
    """Return a key that was named, to be opened with the passphrase in a file or on the terminal."""
    if file is None:
        return None
    return GivenKey(str(file), lambda: open_key(file, ask_passphrase(passphrase)))


def make_person_key(file: Path, passphrase: str) -> str:
    """Draw a key and write it, for its owner only; return its public half. Nothing is ever overwritten."""
    if operation := operation_around(file.parent):
        raise RefusedError(f"{file} lies inside the operation {operation}. A person keeps her key herself")
    if file.exists():
        raise RefusedError(f"{file} exists and is never overwritten. Choose another name")
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise RefusedError(f"a passphrase has at least {PASSPHRASE_LENGTH} characters: four words are good")
    key = Ed25519PrivateKey.generate()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, encrypt(key, passphrase))
    except OSError as error:
        raise StoreError(f"{file}: the key cannot be written ({error.strerror})") from None
    return public_of(key)
