"""The key of one person, in a file of her own: an OpenSSH private key (Ed25519) under her passphrase."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.cli.key_folder import encrypt, open_key, operation_around, write_new
from testigo.cli.passphrase import ask_passphrase
from testigo.election.people import Roster
from testigo.errors import RefusedError, StoreError
from testigo.evidence.signatures import ED25519
from testigo.record.keys import PASSPHRASE_LENGTH, is_published
from testigo.review.permission import Signers

KeyFiles = tuple[tuple[Path | None, Path | None], tuple[Path | None, Path | None]]
"""For the first and the second person: her key, and the file that holds its passphrase."""


@dataclass(frozen=True)
class PersonKey:
    """A key that was opened; `public` is as the roster has it."""

    public: str
    private: Ed25519PrivateKey


def public_of(key: Ed25519PrivateKey) -> str:
    """Return a public key as the roster has it."""
    return f"{ED25519}:{key.public_key().public_bytes_raw().hex()}"


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


def keys_of(by: Signers, roster: Roster, files: KeyFiles, *, required: bool) -> Mapping[str, PersonKey]:
    """Open the keys of the persons who sign; RefusedError where one is lacking, or is not hers.

    required  whether the policy demands a key of everybody
    """
    found: dict[str, PersonKey] = {}
    for person, (file, passphrase) in zip((by.person, by.second_person), files, strict=True):
        known = None if person is None else roster.people[person].key
        if person is None or known is None:
            if file is not None:
                raise RefusedError("A key was given for a person of whom the roster has none.")
            if person is not None and required:
                raise RefusedError(
                    f"The policy demands signatures, and the roster has no key of {person}. Somebody with a "
                    "key must say it; a key is added by two persons of two organisations, with: testigo "
                    "election amend."
                )
            continue
        if file is None:
            raise RefusedError(
                f"The roster has a key of {person}: she signs with it. Name it with --key, or --second-key "
                "for the second person."
            )
        private = open_key(file, ask_passphrase(passphrase))
        if public_of(private) != known or is_published(private.public_key().public_bytes_raw()):
            raise RefusedError(f"{file} is not the key that the roster has of {person}.")
        found[person] = PersonKey(known, private)
    return found
