"""Signed notes (C2SP signed-note): a text, and below it who signed it.

Stage 10 signs the announcement of a publication with it, stage 11 opens it; the public log will sign its
checkpoints the same way. Ours are Ed25519, algorithm 0x01; lines by keys that we do not know are kept and
prove nothing. In words: spec/signed-note.md.

In   bytes of a note and the keys that are trusted; or a text and a signer.
Out  the text with its signatures; or the bytes of a note.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from testigo.errors import ProofError

ED25519 = 0x01
PUBLIC_KEY_BYTES = 32
KEY_ID_BYTES = 4
MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000

VERIFIER_KEY = re.compile(r"(?P<name>[^+]+)\+(?P<key_id>[0-9a-f]{8})\+(?P<key>[0-9A-Za-z+/]+={0,2})")
SIGNATURE_LINE = re.compile(r"— (?P<name>[^ ]+) (?P<signature>[0-9A-Za-z+/]+={0,2})")


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name under which it signs. `public_key` is 32 bytes."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name, newline, algorithm, public key)."""
        named = self.name.encode() + b"\n" + bytes([ED25519]) + self.public_key
        return hashlib.sha256(named).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class Signer:
    """A private key with the name under which it signs."""

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier_key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.private_key.public_key().public_bytes_raw())


@dataclass(frozen=True)
class Signature:
    """One line below a note: who, with which key (4 bytes), and the signature as it stands there."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class Note:
    """A note that was opened: its text, and its signatures in order, each once."""

    text: str
    verified: tuple[Signature, ...]
    unverified: tuple[Signature, ...]  # by keys that were not among the trusted ones: no proof of anything


def write_verifier_key(key: VerifierKey) -> str:
    """Write a key as `name+keyid+base64`."""
    encoded = base64.b64encode(bytes([ED25519]) + key.public_key).decode("ascii")
    return f"{key.name}+{key.key_id.hex()}+{encoded}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Read an Ed25519 verifier key; ProofError unless it is exactly as `write_verifier_key` writes it."""
    parsed = VERIFIER_KEY.fullmatch(text)
    if parsed is None or not is_key_name(parsed["name"]):
        raise ProofError("not a verifier key `name+keyid+base64`")
    algorithm, public_key = split_first_byte(decode_base64(parsed["key"]))
    if algorithm != ED25519:
        raise ProofError(f"verifier key of {parsed['name']}: unknown algorithm 0x{algorithm:02x}")
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise ProofError(f"verifier key of {parsed['name']}: an Ed25519 key has 32 bytes")
    key = VerifierKey(parsed["name"], public_key)
    if key.key_id.hex() != parsed["key_id"]:
        raise ProofError(f"verifier key of {parsed['name']}: the key ID is not that of the key")
    return key


def is_key_name(name: str) -> bool:
    """Say whether a name may stand in a key: not empty, no space of any script, no control, no plus."""
    return name != "" and not any(
        letter == "+" or letter.isspace() or letter < " " or letter == "\x7f" for letter in name
    )


def split_first_byte(content: bytes) -> tuple[int, bytes]:
    """Return the first byte as a number, and the rest; `content` has at least one byte."""
    return content[0], content[1:]


def decode_base64(text: str) -> bytes:
    """Read standard base64; ProofError unless it is the one spelling of its bytes.

    A second spelling (other alphabet, no padding, spare bits set) would make two notes of one.
    """
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ProofError("not base64") from None
    if base64.b64encode(content).decode("ascii") != text:
        raise ProofError("not the canonical base64 of its bytes")
    return content


def sign_note(text: str, signer: Signer) -> bytes:
    """Return the note of `text`, which ends in a newline, signed by `signer`."""
    if not is_note_text(text):
        raise ProofError("a note's text ends in a newline and holds no control character but newlines")
    key = signer.verifier_key
    signature = base64.b64encode(key.key_id + signer.private_key.sign(text.encode())).decode("ascii")
    return f"{text}\n— {key.name} {signature}\n".encode()


def is_note_text(text: str) -> bool:
    """Say whether a text can be signed: it ends in a newline and has no other character below U+0020."""
    return text.endswith("\n") and not any(letter < " " and letter != "\n" for letter in text)


def open_note(note: bytes, trusted: Iterable[VerifierKey]) -> Note:
    """Read a note and verify it; ProofError unless at least one trusted key signed it.

    A signature by a trusted key that does not hold sinks the whole note, whatever else stands there.
    A key that is trusted twice is refused too: it must not count twice.
    """
    keys = trusted_by_name(trusted)
    text, signatures = parse_note(note)
    verified, unverified = [], []
    for signature in dict.fromkeys(signatures):
        key = keys.get((signature.name, signature.key_id))
        if key is None:
            unverified.append(signature)
            continue
        if not verifies(key.public_key, signature.signature, text.encode()):
            raise ProofError(f"the signature of {key.name} does not hold")
        verified.append(signature)
    if not verified:
        raise ProofError("no trusted key signed this")
    return Note(text, tuple(verified), tuple(unverified))


def trusted_by_name(trusted: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    """Return the trusted keys by name and key ID; ProofError where two share both."""
    keys: dict[tuple[str, bytes], VerifierKey] = {}
    for key in trusted:
        if (key.name, key.key_id) in keys:
            raise ProofError(f"the key of {key.name} is trusted twice")
        keys[key.name, key.key_id] = key
    return keys


def parse_note(note: bytes) -> tuple[str, tuple[Signature, ...]]:
    """Split a note into its text and its signature lines, none verified; ProofError unless well formed.

    The text ends at the last empty line, so a text may hold empty lines itself.
    """
    if len(note) > MOST_BYTES:
        raise ProofError(f"a note has at most {MOST_BYTES} bytes")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise ProofError("a note is UTF-8") from None
    if not is_note_text(whole):
        raise ProofError("a note ends in a newline and holds no control character but newlines")
    before, separator, below = whole.rpartition("\n\n")
    lines = below.split("\n")[:-1]
    if not separator or not lines:
        raise ProofError("a note has a text, an empty line, and signatures")
    if len(lines) > MOST_SIGNATURES:
        raise ProofError(f"a note has at most {MOST_SIGNATURES} signatures")
    return before + "\n", tuple(parse_signature_line(line) for line in lines)


def parse_signature_line(line: str) -> Signature:
    """Read `— name base64(key ID, signature)`; ProofError unless it is exactly that."""
    parsed = SIGNATURE_LINE.fullmatch(line)
    if parsed is None or not is_key_name(parsed["name"]):
        raise ProofError("a signature line is `— name base64`")
    content = decode_base64(parsed["signature"])
    if len(content) <= KEY_ID_BYTES:
        raise ProofError("a signature line holds a key ID of 4 bytes and a signature")
    return Signature(parsed["name"], content[:KEY_ID_BYTES], content[KEY_ID_BYTES:])


def verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether an Ed25519 signature holds, by the usual rule (no cofactor, canonical R, S < L).

    Every verifier of ours must give the same answer on odd keys and points (C2SP/CCTV), else a malicious
    signer makes a note that one accepts and another refuses.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
