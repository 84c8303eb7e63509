"""Signed notes: the published vectors, and that what we write is what we read."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import ProofError
from testigo.note import (
    Signature,
    Signer,
    VerifierKey,
    is_key_name,
    is_note_text,
    open_note,
    parse_note,
    parse_verifier_key,
    sign_note,
    verifies,
    write_verifier_key,
)

VECTORS = Path(__file__).resolve().parents[1] / ".." / "shared" / "vectors"

pytestmark = pytest.mark.skipif(
    not VECTORS.exists(), reason="the shared vectors are not beside this repository"
)


def vectors(path: str) -> Any:
    file = VECTORS / path
    return json.loads(file.read_text("utf-8")) if file.exists() else {"cases": []}


NOTES = vectors("notes/note-open.json")["cases"]
VERIFIER_KEYS = vectors("notes/vkeys.json")["cases"]
FIRST_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
COSIGNATURES = (0x04, 0x06)

OUR_CHOICES = {
    # where the specification leaves it open: True = we accept
    "same trusted key configured twice, not used": False,  # a doubled key is a mistake
    "signature line of 3 bytes beside a good one": False,  # malformed like any other line
    "base64 with non-zero trailing bits": False,  # one signature has one spelling
    "text without final newline before separator cannot exist: empty text": True,  # as the specification
}


def named(signatures: tuple[Signature, ...]) -> list[str]:
    return [f"{signature.name}+{signature.key_id.hex()}" for signature in signatures]


def test_every_published_note_vector_is_here() -> None:
    assert len(NOTES) == 46
    assert {case["name"] for case in NOTES if case["expect"] == "implementation-choice"} == set(OUR_CHOICES)


@pytest.mark.parametrize("case", NOTES, ids=lambda case: case["name"])
def test_a_published_note_is_accepted_or_refused_as_it_must(case: dict[str, Any]) -> None:
    note = base64.b64decode(case["note_b64"])
    accepted = OUR_CHOICES.get(case["name"], case["expect"] == "accept")
    if not accepted:
        with pytest.raises(ProofError):
            open_note(note, [parse_verifier_key(key) for key in case["trusted_vkeys"]])
        return
    opened = open_note(note, [parse_verifier_key(key) for key in case["trusted_vkeys"]])
    assert named(opened.verified) == case.get("verified", named(opened.verified))
    assert named(opened.unverified) == case.get("unverified", [])


def test_every_published_verifier_key_vector_is_here() -> None:
    assert len(VERIFIER_KEYS) == 35


@pytest.mark.parametrize("case", VERIFIER_KEYS, ids=lambda case: case["name"])
def test_a_published_verifier_key_is_accepted_or_refused_as_it_must(case: dict[str, Any]) -> None:
    """Cosignature keys (0x04, 0x06) are valid keys that we do not know yet: refused as unknown algorithm."""
    if case["expect"] == "accept" and case["type"] not in COSIGNATURES:
        assert write_verifier_key(parse_verifier_key(case["vkey"])) == case["vkey"]
        return
    with pytest.raises(ProofError) as refused:
        parse_verifier_key(case["vkey"])
    if case["expect"] == "accept":
        assert f"unknown algorithm 0x{case['type']:02x}" in str(refused.value)


def test_no_part_of_a_verifier_key_is_a_verifier_key() -> None:
    length = len(FIRST_KEY)
    parts = {FIRST_KEY[start:end] for start in range(length) for end in range(start, length + 1)} - {
        FIRST_KEY
    }
    assert not [part for part in parts if is_verifier_key(part)]


def test_a_verifier_key_with_one_byte_more_anywhere_is_refused() -> None:
    changed = [
        FIRST_KEY[:place] + chr(ord(FIRST_KEY[place]) + 1) + FIRST_KEY[place + 1 :]
        for place in range(len(FIRST_KEY))
    ]
    assert not [key for key in changed if is_verifier_key(key)]


def is_verifier_key(text: str) -> bool:
    try:
        parse_verifier_key(text)
    except ProofError:
        return False
    return True


def test_odd_keys_and_points_are_judged_by_the_usual_ed25519_rule() -> None:
    accepted = [
        case["number"]
        for case in vectors("cctv/ed25519vectors.json")
        if verifies(bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())
    ]
    assert accepted == vectors("cctv/ed25519-accepted.json")["accepted"]


def test_wycheproof_signatures_are_judged_as_published() -> None:
    wrong = [
        test["tcId"]
        for group in vectors("wycheproof/ed25519_test.json")["testGroups"]
        for test in group["tests"]
        if verifies(
            bytes.fromhex(group["publicKey"]["pk"]), bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
        )
        != (test["result"] == "valid")
    ]
    assert wrong == []


seeds = st.binary(min_size=32, max_size=32)
names = st.text(min_size=1, max_size=30).filter(lambda name: is_key_name(name) and encodes(name))
texts = (
    st.text(max_size=200)
    .map(lambda text: text + "\n")
    .filter(lambda text: is_note_text(text) and encodes(text))
)


def encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def signer_of(seed: bytes, name: str = "testigo.example/prueba") -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(seed))


@given(texts, seeds, names)
def test_a_note_that_we_sign_opens_to_the_same_text(text: str, seed: bytes, name: str) -> None:
    signer = signer_of(seed, name)
    opened = open_note(sign_note(text, signer), [signer.verifier_key])
    assert opened.text == text
    assert [signature.name for signature in opened.verified] == [name]


@given(seeds, names)
def test_a_verifier_key_that_we_write_is_the_one_that_we_read(seed: bytes, name: str) -> None:
    key = signer_of(seed, name).verifier_key
    assert parse_verifier_key(write_verifier_key(key)) == key


@given(texts, seeds, st.data())
def test_a_note_with_one_byte_changed_does_not_open(text: str, seed: bytes, draw: st.DataObject) -> None:
    signer = signer_of(seed)
    note = bytearray(sign_note(text, signer))
    place = draw.draw(st.integers(0, len(note) - 1))
    note[place] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(ProofError):
        open_note(bytes(note), [signer.verifier_key])


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_read_and_nothing_else_is_raised(content: bytes) -> None:
    with pytest.raises(ProofError):
        open_note(content, [])


@given(texts, seeds, seeds)
def test_a_stranger_who_uses_our_name_signs_nothing_for_us(text: str, ours: bytes, theirs: bytes) -> None:
    if signer_of(ours).verifier_key == signer_of(theirs).verifier_key:
        return
    with pytest.raises(ProofError, match="no trusted key"):
        open_note(sign_note(text, signer_of(theirs)), [signer_of(ours).verifier_key])


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n", "carriage\r\n"])
def test_a_text_that_no_note_may_hold_is_not_signed(text: str) -> None:
    with pytest.raises(ProofError):
        sign_note(text, signer_of(bytes(32)))


def test_the_key_id_is_the_start_of_the_hash_of_name_algorithm_and_key() -> None:
    key = VerifierKey("a.example", bytes(range(32)))
    assert key.key_id == hashlib.sha256(b"a.example\n\x01" + bytes(range(32))).digest()[:4]


def test_a_note_larger_than_a_megabyte_is_refused_unread() -> None:
    with pytest.raises(ProofError, match="at most 1000000 bytes"):
        parse_note(b"a" * 1_000_001)
