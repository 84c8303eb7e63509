"""Stage 2: that a person signed a statement with her key, where the roster has one.

In   a statement, the seal of its operation, the chain that stood when it was signed.
Out  the text that is signed; what does not hold of the signatures of a statement.

Signed is the statement's hash without number, chain and signatures: these are known only when it is said. The
text also names the operation, the chain that the person saw and her code, so that no signature holds anywhere
else, or a second time. In words: spec/evidence.md, "Signatures".
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from testigo.election.people import Roster
from testigo.evidence.bodies import Amended, Decided, Signature, Signed, Withdrawn
from testigo.evidence.statements import COLUMNS, Json, Kind, Statement

ED25519 = "ed25519"
SIGNED = "signed"
"""The field of a body that holds the signatures."""
KINDS = (Kind.ADJUDICATED, Kind.CORRECTED, Kind.WITHDRAWN, Kind.INVALIDATED, Kind.AMENDED)
"""What is signed: all by which people make, change or take away a result, or the definition."""


@dataclass(frozen=True)
class Wrong:
    """Why a signature, or its absence, is refused."""

    person: str
    message: str


def statement_hash(statement: Statement) -> str:
    """Return the SHA-256 (hex) of the RFC 8785 JSON of all columns but number and chain, unsigned."""
    columns: dict[str, Json] = {name: getattr(statement, name) for name in COLUMNS if name != "number"}
    body = {name: value for name, value in statement.body.items() if name != SIGNED}
    columns |= {"day": statement.day.isoformat(), "kind": statement.kind.value, "body": body}
    return hashlib.sha256(rfc8785.dumps(columns)).hexdigest()


def text_to_sign(statement: Statement, seal: str, after: str, person: str) -> bytes:
    """Return what a person signs of a statement: five lines."""
    lines = ("testigo statement 1", seal, after, statement_hash(statement), person)
    return "".join(f"{line}\n" for line in lines).encode()


def signature_of(person: str, key: str, signature: bytes) -> dict[str, Json]:
    """Return a signature as a body holds it; `key` as the roster has it, `ed25519:...`."""
    algorithm, _, public = key.partition(":")
    written = base64.b64encode(signature).decode()
    return {"person": person, "algorithm": algorithm, "key": public, "signature": written}


def wrong_signatures(
    statement: Statement,
    body: Decided | Withdrawn | Amended,
    roster: Roster,
    seal: str,
    earlier: Mapping[str, int],
    *,
    required: bool,
) -> Iterator[Wrong]:
    """Yield what does not hold of a statement's signatures.

    roster    as it stood before the statement
    earlier   chain -> number, of the statements before this one
    required  whether somebody without a key may not say it
    """
    signed = {one.person: one for one in body.signed.signatures} if body.signed else {}
    signers = [one for one in (statement.person, statement.second_person) if one is not None]
    for person in sorted(signed.keys() - set(signers)):
        yield Wrong(person, "is signed by somebody who does not say it")
    for person in signers:
        known = roster.people.get(person)
        key = None if known is None else known.key
        if key is None and not required and person not in signed:
            continue
        if body.signed is None or person not in signed or key is None:
            yield Wrong(person, "is not signed with the key of a person who says it")
        elif body.signed.after not in earlier:
            yield Wrong(person, "was signed after a statement that is not there")
        elif not _holds(signed[person], key, text_to_sign(statement, seal, body.signed.after, person)):
            yield Wrong(person, "has a signature that does not hold")


def signed_hash(statement: Statement, signed: Signed) -> str:
    """Return what may stand only once in an evidence: who says it again signs it again."""
    return f"{signed.after} {statement_hash(statement)}"


def _holds(signature: Signature, key: str, text: bytes) -> bool:
    if f"{signature.algorithm}:{signature.key}" != key or signature.algorithm != ED25519:
        return False
    try:
        written = base64.b64decode(signature.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key)).verify(written, text)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
