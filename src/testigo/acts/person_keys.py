"""The keys of the persons who sign: opened where the roster has one, and held against it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.election.people import Roster
from testigo.errors import Message, RefusedError
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
