"""The folder that holds an operation's keys, on disk and outside every operation.

signing.key      signs publications (OpenSSH private key, Ed25519, encrypted)
disclosure.key   its seed is the HMAC key that makes the public names of exhibits (the same form)
signing.pub.txt  the verifier key, for everybody
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

from testigo.errors import InputError, Place, Problem, ProofError, RefusedError, StoreError
from testigo.record.keys import PASSPHRASE_LENGTH, is_published, parse_private_key
from testigo.record.note import Signer, VerifierKey, is_key_name, parse_verifier_key, write_verifier_key

SIGNING_KEY = "signing.key"
DISCLOSURE_KEY = "disclosure.key"
VERIFIER_KEY = "signing.pub.txt"

BCRYPT_ROUNDS = 64
"""Work of one guess at the passphrase; 16 is what OpenSSH takes. 64 is about a second on a laptop."""

MOST_BYTES = 100_000


def make_key_folder(folder: Path, name: str, passphrase: str) -> VerifierKey:
    """Draw both keys and write them, readable by the owner only; nothing is ever overwritten."""
    refuse_bad_request(folder, name, passphrase)
    signer = Signer(name, Ed25519PrivateKey.generate())
    files = {
        SIGNING_KEY: encrypt(signer.private_key, passphrase),
        DISCLOSURE_KEY: encrypt(Ed25519PrivateKey.generate(), passphrase),
        VERIFIER_KEY: (write_verifier_key(signer.verifier_key) + "\n").encode(),
    }
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file_name, content in files.items():
            write_new(folder / file_name, content)
    except OSError as error:
        raise StoreError(f"{folder}: the keys cannot be written ({error.strerror})") from None
    return signer.verifier_key


def refuse_bad_request(folder: Path, name: str, passphrase: str) -> None:
    """Raise RefusedError where keys must not be made; nothing has been drawn or written then."""
    if operation := operation_around(folder):
        raise RefusedError(
            f"{folder} lies inside the operation {operation}. Keys are kept outside every operation, on "
            "another disk if you can: who copies an operation must not get its keys"
        )
    for file_name in (SIGNING_KEY, DISCLOSURE_KEY, VERIFIER_KEY):
        if (folder / file_name).exists():
            raise RefusedError(f"{folder / file_name} exists and is never overwritten. Choose another folder")
    if not is_key_name(name) or len(name.encode()) > 200:
        raise RefusedError(
            f"{name!r} cannot name a key: no spaces, no plus, such as testigo.example/venezuela-2024"
        )
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise RefusedError(f"a passphrase has at least {PASSPHRASE_LENGTH} characters: four words are good")


def operation_around(folder: Path) -> Path | None:
    """Return the operation that a folder is or lies in, else None."""
    whole = folder.resolve()
    for ancestor in (whole, *whole.parents):
        if (ancestor / "evidence.sqlite").exists() and (ancestor / "election").is_dir():
            return ancestor
    return None


def encrypt(key: Ed25519PrivateKey, passphrase: str) -> bytes:
    """Write a key as OpenSSH does, encrypted with the passphrase."""
    form = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(BCRYPT_ROUNDS).build(passphrase.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, form)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, for the owner only, down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_verifier_key(folder: Path) -> VerifierKey:
    """Return the public key of a folder; no passphrase is needed."""
    path = folder / VERIFIER_KEY
    try:
        return parse_verifier_key(read(path).decode("utf-8").removesuffix("\n"))
    except (ProofError, UnicodeDecodeError) as error:
        raise bad_key(path, str(error)) from None


def load_signer(folder: Path, passphrase: str) -> Signer:
    """Return the key that signs publications; InputError where the folder or the passphrase is wrong.

    RefusedError where the private key is known to everybody from a specification or a test.
    """
    name = read_verifier_key(folder)
    signer = Signer(name.name, open_key(folder / SIGNING_KEY, passphrase))
    if signer.verifier_key != name:
        raise bad_key(folder / VERIFIER_KEY, f"not the public half of {SIGNING_KEY}")
    if is_published(signer.verifier_key.public_key):
        raise RefusedError(f"{folder / SIGNING_KEY}: a published test key, with which anybody can sign")
    return signer


def load_disclosure_key(folder: Path, passphrase: str) -> bytes:
    """Return the 32 bytes from which public names are made; InputError as in `load_signer`."""
    return open_key(folder / DISCLOSURE_KEY, passphrase).private_bytes_raw()


def open_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """Read and open one private key; InputError with its place."""
    try:
        return parse_private_key(read(path), passphrase)
    except ProofError as error:
        raise bad_key(path, str(error)) from None


def read(path: Path) -> bytes:
    """Return a small file's bytes; InputError where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise bad_key(path, f"cannot be read ({error.strerror})") from None


def bad_key(path: Path, message: str) -> InputError:
    """Return the error of one file of a key folder."""
    remedy = "Type the passphrase again, bring the folder back from its copy, or name the folder of the keys."
    return InputError([Problem(Place(str(path)), None, message, remedy)])
