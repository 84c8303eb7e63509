"""Plans and samples as files: signed or not, read only as they were announced.

In   bytes of a plan or a sample; or one to write, and the key that signs it, if any.
Out  what it says and who signed it; ProofError where a signature that it names does not hold.

A file that names its signer and has no signature is refused: whoever took the signature off would make it
look like one that never had any.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from testigo.errors import InputError, Message, Place, Problem, ProofError
from testigo.note import Signer, open_note, parse_verifier_key, sign_note, write_verifier_key
from testigo.record.keys import fingerprint
from testigo.statistics.plan import Plan, Sample, parse_plan, parse_sample, write

Value = TypeVar("Value", Plan, Sample)
MARK = "\n\n— "


@dataclass(frozen=True)
class Announced(Generic[Value]):
    """A plan or sample with who signed it.

    signature    lines below its text; empty = nobody signed
    fingerprint  of the key that signed; None = nobody did
    """

    value: Value
    signature: tuple[str, ...]
    fingerprint: str | None


def read_plan(file: str, content: bytes) -> Announced[Plan]:
    """Read a plan; InputError where it is none, ProofError where its signature does not hold."""
    text, lines = split(file, content)
    plan = parse_plan(file, text)
    return Announced(plan, lines, signed_by(text, lines, plan.signer))


def read_sample(file: str, content: bytes) -> Announced[Sample]:
    """Read a sample likewise, and the signature of the plan in it."""
    text, lines = split(file, content)
    sample = parse_sample(file, text)
    signed_by(write(sample.plan), sample.plan_signature, sample.plan.signer)
    return Announced(sample, lines, signed_by(text, lines, sample.signer))


def split(file: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and the lines below that sign it."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        said = Message("statistics.no_plan"), Message("statistics.take_the_announced_one")
        raise InputError([Problem(Place(file), None, *said)]) from None
    if MARK not in text:
        return text, ()
    before, _, below = text.rpartition("\n\n")
    return before + "\n", tuple(below.removesuffix("\n").split("\n"))


def signed_by(text: str, lines: tuple[str, ...], signer: str | None) -> str | None:
    """Return the fingerprint of the key that signed a text; None where it names nobody."""
    if signer is None:
        return None
    if not lines:
        raise ProofError(Message("statistics.signature_gone"))
    key = parse_verifier_key(signer)
    open_note(("\n".join((text, *lines)) + "\n").encode(), [key])
    return fingerprint(key.public_key)


def announced_bytes(value: Plan | Sample, signer: Signer | None) -> bytes:
    """Return the file of a plan or sample, signed where there is a key."""
    if signer is None:
        return write(value).encode()
    named = value.model_copy(update={"signer": write_verifier_key(signer.verifier_key)})
    return sign_note(write(named), signer)
