"""The folders that hold an operation's keys, on disk, outside every operation, and apart from one another.

signing.key      signs publications (OpenSSH private key, Ed25519, encrypted)
signing.pub.txt  the verifier key, for everybody
signed.txt       what was signed with it (testigo.acts.signed_once)

disclosure.key   its seed is the HMAC key that makes public names (the same form): in a folder of its own,
                 with a passphrase of its own. In folders from before it lies beside the signing key;
                 `testigo.acts.key_split` takes it out.
"""

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

from testigo.acts.durable import write_new
from testigo.errors import InputError, Message, Place, Problem, ProofError, RefusedError, StoreError
from testigo.evidence.exhibits import sync_folder
from testigo.note import Signer, VerifierKey, is_key_name, parse_verifier_key, write_verifier_key
from testigo.record.keys import PASSPHRASE_LENGTH, is_published, parse_private_key

SIGNING_KEY = "signing.key"
DISCLOSURE_KEY = "disclosure.key"
VERIFIER_KEY = "signing.pub.txt"

BCRYPT_ROUNDS = 64
"""Work of one guess at the passphrase; 16 is what OpenSSH takes. 64 is about a second on a laptop."""

MOST_BYTES = 100_000


def make_key_folder(folder: Path, name: str, passphrase: str, key: Ed25519PrivateKey) -> VerifierKey:
    """Write the signing key, drawn just now, for the owner only; nothing is ever overwritten."""
    refuse_bad_request(folder, name, passphrase)
    signer = Signer(name, key)
    public = (write_verifier_key(signer.verifier_key) + "\n").encode()
    write_keys(folder, {SIGNING_KEY: encrypt(signer.private_key, passphrase), VERIFIER_KEY: public})
    return signer.verifier_key


def make_disclosure_folder(folder: Path, passphrase: str, key: Ed25519PrivateKey) -> None:
    """Write the disclosure key, for the owner only; nothing is ever overwritten."""
    refuse_folder(folder, passphrase)
    write_keys(folder, {DISCLOSURE_KEY: encrypt(key, passphrase)})


def write_keys(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a key folder, which must not exist yet."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file_name, content in files.items():
            write_new(folder / file_name, content)
        sync_folder(folder)
    except OSError as error:
        raise StoreError(Message("key.cannot_be_written", folder=folder, reason=error.strerror)) from None


def refuse_bad_request(folder: Path, name: str, passphrase: str) -> None:
    """Raise RefusedError where a signing key must not be made; nothing has been drawn or written then."""
    refuse_folder(folder, passphrase)
    if not is_key_name(name) or len(name.encode()) > 200:
        raise RefusedError(Message("key.bad_name", name=name))


def refuse_folder(folder: Path, passphrase: str) -> None:
    """Raise RefusedError where no key can be put into a folder, or the passphrase is too short."""
    if operation := operation_around(folder):
        raise RefusedError(Message("key.inside_an_operation", folder=folder, operation=operation))
    for file_name in (SIGNING_KEY, DISCLOSURE_KEY, VERIFIER_KEY):
        if (folder / file_name).exists():
            raise RefusedError(Message("key.exists", file=folder / file_name))
    refuse_a_short_passphrase(passphrase)


def refuse_a_short_passphrase(passphrase: str) -> None:
    """Raise RefusedError where a passphrase is too short."""
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise RefusedError(Message("key.short_passphrase", length=PASSPHRASE_LENGTH))


def refuse_together(keys: Path, disclosure: Path) -> None:
    """Raise RefusedError where one of the two folders is, or lies in, the other."""
    one, other = keys.resolve(), disclosure.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise RefusedError(Message("key.together", disclosure=disclosure, keys=keys))


def refuse_one_passphrase(passphrase: str, other: str) -> None:
    """Raise RefusedError where both keys would open with one passphrase."""
    if passphrase == other:
        raise RefusedError(Message("key.one_passphrase"))


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
        raise bad_key(folder / VERIFIER_KEY, Message("key.not_its_public_half", file=SIGNING_KEY))
    if is_published(signer.verifier_key.public_key):
        raise RefusedError(Message("key.published_test_key", file=folder / SIGNING_KEY))
    return signer


def holds_both(folder: Path) -> bool:
    """Whether a folder is one from before: its disclosure key lies beside the signing key."""
    return (folder / SIGNING_KEY).exists() and (folder / DISCLOSURE_KEY).exists()


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
        raise bad_key(path, Message("key.cannot_be_read", reason=error.strerror)) from None


def bad_key(path: Path, message: str) -> InputError:
    """Return the error of one file of a key folder."""
    return InputError([Problem(Place(str(path)), None, message, Message("key.type_it_again"))])
