"""Fingerprints, and keys that everybody has."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import ProofError
from testigo.record.keys import fingerprint, is_published, parse_fingerprint, parse_private_key, spoken

VECTORS = Path(__file__).resolve().parents[2] / ".." / "shared" / "vectors"
PASSPHRASE = "cuatro palabras sin sentido"


def public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def test_the_fingerprint_is_the_sha256_of_the_public_key() -> None:
    assert fingerprint(bytes(32)) == hashlib.sha256(bytes(32)).hexdigest()


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_read_aloud_and_typed_in_is_the_same(key: bytes) -> None:
    assert parse_fingerprint(spoken(fingerprint(key)).upper()) == fingerprint(key)


@pytest.mark.parametrize("text", ["", "abcd", "g" * 64, "a" * 63, "a" * 65, "á" * 64])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        parse_fingerprint(text)


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this repository")
def test_the_keys_of_published_tests_are_known_as_such() -> None:
    specified = json.loads((VECTORS / "rfc8032" / "rfc8032-section-7.1.json").read_text())
    public = [bytes.fromhex(case["public"]) for case in specified]
    published = json.loads((VECTORS / "notes" / "vkeys.json").read_text())["published_test_private_keys"]
    public += [public_of(base64.b64decode(key.split("+", 4)[4])[1:]) for key in published.values()]
    tessera = json.loads((VECTORS / "tessera-log" / "keys-and-leaves.json").read_text())["private_key"]
    public.append(public_of(base64.b64decode(tessera.split("+", 4)[4])[1:]))
    assert all(is_published(key) for key in public)


@pytest.mark.parametrize("seed", [bytes(32), b"\x01" * 32, b"\xff" * 32, bytes(range(32))])
def test_keys_of_trivial_seeds_are_known_as_such(seed: bytes) -> None:
    assert is_published(public_of(seed))


def test_a_key_that_was_drawn_is_nobody_elses() -> None:
    assert not is_published(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


def test_an_encrypted_key_opens_with_its_passphrase_only() -> None:
    key = Ed25519PrivateKey.generate()
    encrypted = key.private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, BestAvailableEncryption(PASSPHRASE.encode())
    )
    assert parse_private_key(encrypted, PASSPHRASE).private_bytes_raw() == key.private_bytes_raw()
    with pytest.raises(ProofError, match="passphrase"):
        parse_private_key(encrypted, PASSPHRASE + "s")


def test_a_key_that_is_not_ed25519_is_refused() -> None:
    encrypted = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, BestAvailableEncryption(PASSPHRASE.encode())
    )
    with pytest.raises(ProofError, match="not Ed25519"):
        parse_private_key(encrypted, PASSPHRASE)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_key_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(ProofError):
        parse_private_key(content, PASSPHRASE)
