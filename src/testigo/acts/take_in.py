"""Take in what somebody sent in pieces, and give her a receipt; find what came under a code.

In   an operation, the pieces that came, what they make, the key of receipts, the day.
Out  the pieces that are missing; or the receipt, once exhibit, folder and statement are durable.

Doing it again changes nothing and gives the same receipt. What it is and of which station is not asked here:
it is taken in first, and looked at later.
"""

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.durable import write_new
from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.errors import InputError, Message, Place, Problem
from testigo.evidence.statements import Kind
from testigo.intake.receipts import (
    FIELD,
    KINDS,
    SALT_BYTES,
    Receipts,
    code_of,
    commitment,
    receipt_text,
)
from testigo.note import Signer, sign_note, write_verifier_key

MOST_CHUNKS = 64
SHA256 = re.compile(r"[0-9a-f]{64}")
KEY = "receipt.key"
ANNOUNCED = "receipt_key"
"""Of the body of an *announced*: the verifier key of receipts."""


class Pieces(Protocol):
    """Where pieces lie until what they make is taken in."""

    def has(self, sha256: str) -> bool:
        """Say whether a piece is there."""

    def get(self, sha256: str) -> bytes:
        """Return a piece."""


@dataclass(frozen=True)
class Submission:
    """What was sent: `salt` of the sender's side (32 bytes), hash of the whole, hashes of its pieces."""

    salt: bytes
    sha256: str
    chunks: tuple[str, ...]

    @property
    def commitment(self) -> str:
        """What stands for it in the evidence."""
        return commitment(self.salt, self.sha256)


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps: a code for the ear, a note for the proof."""

    code: str
    note: bytes


@dataclass(frozen=True)
class TakenIn:
    """What became of a submission.

    missing  pieces that are not there; then nothing else was done
    is_new   False where it was taken in before
    """

    missing: tuple[str, ...] = ()
    receipt: Receipt | None = None
    is_new: bool = False


@dataclass
class Desk:
    """Who takes in: the key of receipts, and what was taken in, kept in memory as the evidence grows."""

    signer: Signer
    receipts: Receipts = field(default_factory=Receipts)

    def hear(self, operation: Operation) -> Receipts:
        """Return what was taken in until now."""
        self.receipts.hear(operation.journal.statements(after=self.receipts.heard, kinds=KINDS))
        return self.receipts


def submission_of(salt: object, sha256: object, chunks: object) -> Submission:
    """Read a submission; InputError where it is none."""
    names = chunks if isinstance(chunks, list) else []
    salt_bytes = bytes.fromhex(salt) if isinstance(salt, str) and SHA256.fullmatch(salt) else b""
    good = all(isinstance(name, str) and SHA256.fullmatch(name) for name in (sha256, *names))
    if not good or len(salt_bytes) != SALT_BYTES or not 0 < len(names) <= MOST_CHUNKS:
        said = Message("intake.no_submission"), Message("intake.see_the_format", most=MOST_CHUNKS)
        raise InputError([Problem(Place("submission"), None, *said)])
    return Submission(salt_bytes, str(sha256), tuple(names))


def desk_of(operation: Operation, keys: Path, day: datetime.date, random: RandomBytes) -> Desk:
    """Return who takes in; the key of receipts is drawn once, and announced in the evidence.

    keys  folder of headquarters, for the owner alone
    """
    file = keys / KEY
    if not file.exists():
        write_new(file, random(32))
    name = f"{operation.sealed_election.origin}/receipt"
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(file.read_bytes()))
    key = write_verifier_key(signer.verifier_key)
    said = operation.journal.statements(kinds=(Kind.ANNOUNCED,))
    if key not in (one.body.get(ANNOUNCED) for one in said):
        operation.journal.append(day, Kind.ANNOUNCED, body={ANNOUNCED: key})
    return Desk(signer)


def take_in(
    operation: Operation, desk: Desk, pieces: Pieces, submission: Submission, day: datetime.date
) -> TakenIn:
    """Take in a submission; InputError where its pieces do not make what they should.

    StoreError where the disk or the database cannot keep it: then nobody was promised anything.
    """
    committed = submission.commitment
    receipt = Receipt(code_of(committed), sign_note(receipt_text(desk.signer.name, committed), desk.signer))
    if committed in desk.hear(operation):
        return TakenIn(receipt=receipt)
    missing = tuple(dict.fromkeys(name for name in submission.chunks if not pieces.has(name)))
    if missing:
        return TakenIn(missing)
    whole = hashlib.sha256()
    for piece in _in_order(pieces, submission.chunks):
        whole.update(piece)
    if whole.hexdigest() != submission.sha256:
        said = Message("intake.another_whole"), Message("intake.send_again")
        raise InputError([Problem(Place("submission"), submission.sha256, *said)])
    exhibit = operation.exhibits.put_pieces(_in_order(pieces, submission.chunks))
    # A crash here leaves an exhibit that nobody was promised; sending it again finds it there.
    operation.journal.append(day, Kind.RECEIVED, subject=exhibit, body={FIELD: committed})
    return TakenIn(receipt=receipt, is_new=True)


def _in_order(pieces: Pieces, names: Sequence[str]) -> Iterator[bytes]:
    for name in names:
        yield pieces.get(name)


def found_by_code(operation: Operation, code: str) -> tuple[int, ...]:
    """Return the numbers of the *received* statements of a code; none where nothing came under it."""
    receipts = Receipts()
    receipts.hear(operation.journal.statements(kinds=KINDS))
    return receipts.found(code)
