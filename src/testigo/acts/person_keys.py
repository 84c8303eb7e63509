"""The keys of the persons who sign: each in a file of her own, an OpenSSH private key under her passphrase.

They are opened where the roster has one, and held against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.durable import write_new
from testigo.acts.key_folder import encrypt, operation_around, refuse_a_short_passphrase
from testigo.election.people import Roster
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.signatures import ED25519
from testigo.record.keys import is_published
from testigo.review.permission import Signers


@dataclass(frozen=True)
class GivenKey:
    """A key that somebody named, and how it is opened: that may ask her for her passphrase."""

    name: str
    open: Callable[[], Ed25519PrivateKey]


@dataclass(frozen=True)
class PersonKey:
    """A key that was opened; `public` is as the roster has it."""

    public: str
    private: Ed25519PrivateKey


def public_of(key: Ed25519PrivateKey) -> str:
    """Return a public key as the roster has it."""
    return f"{ED25519}:{key.public_key().public_bytes_raw().hex()}"


def make_person_key(file: Path, passphrase: str, key: Ed25519PrivateKey) -> str:
    """Write a key, drawn just now, for its owner only; return its public half. Nothing is overwritten."""
    if operation := operation_around(file.parent):
        raise RefusedError(Message("key.person_keeps_her_own", file=file, operation=operation))
    if file.exists():
        raise RefusedError(Message("key.file_exists", file=file))
    refuse_a_short_passphrase(passphrase)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, encrypt(key, passphrase))
    except OSError as error:
        raise StoreError(Message("key.file_cannot_be_written", file=file, reason=error.strerror)) from None
    return public_of(key)


def keys_of(
    by: Signers, roster: Roster, given: tuple[GivenKey | None, GivenKey | None], *, required: bool
) -> Mapping[str, PersonKey]:
    """Open the keys of the persons who sign; RefusedError where one is lacking, or is not hers.

    given     for the first and the second person
    required  whether the policy demands a key of everybody
    """
    found: dict[str, PersonKey] = {}
    for person, key in zip((by.person, by.second_person), given, strict=True):
        known = None if person is None else roster.people[person].key
        if person is None or known is None:
            if key is not None:
                raise RefusedError(Message("signing.key_of_nobody"))
            if person is not None and required:
                raise RefusedError(Message("signing.no_key_on_the_roster", person=person))
            continue
        if key is None:
            raise RefusedError(Message("signing.key_not_given", person=person))
        private = key.open()
        if public_of(private) != known or is_published(private.public_key().public_bytes_raw()):
            raise RefusedError(Message("signing.another_key", key=key.name, person=person))
        found[person] = PersonKey(known, private)
    return found
