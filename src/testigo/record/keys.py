"""The two keys of an operation: one signs publications, one makes the public names of exhibits.

Both rest as OpenSSH private keys (Ed25519), encrypted with a passphrase, in a folder outside every
operation. This file turns their bytes into keys; `testigo.acts.key_folder` reads and writes the folder.
"""

import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from testigo.errors import ProofError

PASSPHRASE_LENGTH = 12
"""A passphrase has at least this many characters."""

PUBLISHED_KEYS = frozenset(
    {
        "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",  # RFC 8032, 7.1, TEST 1
        "39f713d0a644253f04529421b9f51b9b08979d08295959c4f3990ee617f5139f",  # TEST 2
        "dac073e0123bdea59dd9b3bda9cf6037f63aca82627d7abcd5c4ac29dd74003e",  # TEST 3
        "91384c411e5af29648f17f922b402655b11ecaec1b33fc45796241963f95f202",  # TEST 1024
        "5f9b247e2a654719f198e4f241d6b0df9a1a937a13ef5ef899f64d9285fce224",  # TEST SHA(abc)
        "c7a9d541f116ae828b693ee8c89482bbe3ec786faa1df159677bd65150394f0f",  # PeterNeumann (Go sumdb/note)
        "139e3940e64b5491722088d9a0d741628fc826e09475d341a780acde3c4b8070",  # EnochRoot (the seed of zeros)
        "9ae66a53e5afc10faa8f568109b50f2afa967845ffe2c298c2f8aefed07d061a",  # Tessera, testdata/log
        "448ec3be79dd73f49cc753cacda040814ea876a5108a221bdc9300ab5f51a4c3",  # witness vectors, monkeys
        "e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69",  # Sigsum test log
        "af822958f2d75afb91f8a8f4da253230d63bebf8c3ce8fa9a2e275c2cd35456e",  # the seed of ff
        "56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c",  # the seed 00 01 ... 1f
        "34750f98bd59fcfc946da45aaabe933be154a4b5094e1c4abf42866505f3c97e",  # the seed of 01
        "4a67330b803d5c88757afb9328615344a89c49839a07f1f76887ad62d06a1f57",  # the seed 00 ... 01
    }
)
"""Fingerprints of keys whose private half stands in a specification or test: anybody can sign with them."""


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 (hex) of a public key (32 bytes), as the definition seals it."""
    return hashlib.sha256(public_key).hexdigest()


def spoken(fingerprint_of_key: str) -> str:
    """Return a fingerprint in groups of four, as radio and press read it."""
    return " ".join(fingerprint_of_key[start : start + 4] for start in range(0, len(fingerprint_of_key), 4))


def parse_fingerprint(text: str) -> str:
    """Read a fingerprint as people copy it: spaces and capitals do not matter; ProofError if it is none."""
    compact = "".join(text.split()).lower()
    if len(compact) != 64 or not set(compact) <= set("0123456789abcdef"):
        raise ProofError("a key's fingerprint has 64 digits and letters a to f")
    return compact


def parse_private_key(encrypted: bytes, passphrase: str) -> Ed25519PrivateKey:
    """Open an OpenSSH private key; ProofError where it is none, not Ed25519, or the passphrase is wrong."""
    try:
        key = load_ssh_private_key(encrypted, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ProofError("this passphrase does not open the key, or the file is no OpenSSH key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ProofError("the key is not Ed25519")
    return key


def is_published(public_key: bytes) -> bool:
    """Say whether the private half of a key is known to everybody."""
    return fingerprint(public_key) in PUBLISHED_KEYS
