"""Stage 2: what a sender gets for what she sent: a code of eight letters, and a signed note.

In   a salt that the sender's side drew, and the hash of what was sent.
Out  the commitment to both, the code, the text of the note; and which commitments the evidence has.

One submission has one code, whatever way it takes and however often it is sent: nothing of it is drawn here,
and no time is in it. From the code nobody learns what was sent: without the salt it says nothing of the hash.
In words: spec/receipts.md.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from testigo.evidence.statements import Kind, Statement

TAG = b"testigo receipt 1\n"
SALT_BYTES = 32
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people take for one another."""
CODE_LETTERS = 8
BITS_A_LETTER = 5
CODE = re.compile(f"[{LETTERS}]{{{CODE_LETTERS}}}")
FIELD = "receipt"
"""Of the body of a *received*: its commitment."""
KINDS = (Kind.RECEIVED,)


def commitment(salt: bytes, sha256: str) -> str:
    """Return the commitment to a submission: 64 hexadecimal digits.

    salt    32 bytes, drawn once by who sends and kept until she has the receipt
    sha256  of what was sent
    """
    return hashlib.sha256(TAG + salt + bytes.fromhex(sha256)).hexdigest()


def code_of(committed: str) -> str:
    """Return the code of a commitment: its first 40 bits, five a letter."""
    bits = int(committed[:10], 16)
    places = range(BITS_A_LETTER * (CODE_LETTERS - 1), -1, -BITS_A_LETTER)
    return "".join(LETTERS[bits >> place & (len(LETTERS) - 1)] for place in places)


def parse_code(text: str) -> str | None:
    """Read a code as people write it, in two groups or in small letters; None where it is none."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if CODE.fullmatch(code) else None


def receipt_text(name: str, committed: str) -> str:
    """Return the text of a receipt, which the key of that name signs."""
    return f"{name}\n{base64.b64encode(bytes.fromhex(committed)).decode('ascii')}\n"


@dataclass
class Receipts:
    """The commitments that the evidence has, as it grows.

    heard  number of the last statement
    """

    heard: int = -1
    _numbers: dict[str, int] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=dict)

    def hear(self, statements: Iterable[Statement]) -> None:
        """Hear the *received* statements that were said since, in their order."""
        for statement in statements:
            self.heard = statement.number
            committed = statement.body.get(FIELD)
            if isinstance(committed, str) and committed not in self._numbers:
                self._numbers[committed] = statement.number
                self._codes.setdefault(code_of(committed), []).append(committed)

    def __contains__(self, committed: object) -> bool:
        return committed in self._numbers

    def found(self, code: str) -> tuple[int, ...]:
        """Return the numbers of the statements of a code; none where nothing came under it."""
        return tuple(self._numbers[committed] for committed in self._codes.get(code, []))
