"""Every published vector is used by a test, or waits for a part that does not exist yet: counted a folder."""

import hashlib
import hmac
import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.note import open_note, parse_verifier_key, verifies
from tests.shared import VECTORS, needs_vectors

pytestmark = needs_vectors
TESTS = Path(__file__).resolve().parent

PAPERS = (
    # files that are no vectors
    ("README.md", 1),
    ("licences/*", 14),
    ("*/LICENSE.txt", 3),
    ("*LICEN[CS]E*", 1),
    ("*README*", 2),
)
USED = (
    # files, how many they are, the test that reads them
    ("c2sp-examples/signed-note-example*", 2, "test_vectors.py"),
    ("cctv/ed25519*", 2, "test_note.py"),
    ("cldr/*", 4, "publication/test_cldr.py"),
    ("csv/*", 93, "tables/test_vectors.py"),
    ("images/*", 659, "reading/test_decode.py"),
    ("jcs/*", 21, "evidence/test_jcs.py"),
    ("merkle/*", 3, "test_merkle.py"),
    ("nist/err/enumerations.json", 1, "test_vectors.py"),
    ("nist/err/*.json", 9, "publication/test_nist.py"),
    ("notes/note-open.json", 1, "test_note.py"),
    ("notes/vkeys.json", 1, "test_note.py"),
    ("qr/*", 168, "reading/test_qr.py"),
    ("rfc8032/*", 2, "test_vectors.py"),
    ("tessera-log/keys-and-leaves.json", 1, "record/test_keys.py"),
    ("wycheproof/ed25519*", 1, "test_note.py"),
    ("wycheproof/hmac*", 1, "test_vectors.py"),
)
WAITING = (
    # files, how many they are, the part that will read them
    ("age-testkit/*", 143, "encrypted parcels of photos"),
    ("c2sp-examples/*", 10, "public log and witnesses"),
    ("cctv/ml-dsa*", 1, "witnesses that sign with ML-DSA"),
    ("eml-nl/*", 20, "import of EML"),
    ("ml-dsa/*", 2, "witnesses that sign with ML-DSA"),
    ("nist/cvr/*", 13, "cast vote records"),
    ("nist/err/*", 9, "import of NIST reports in XML"),
    ("notes/*", 2, "public log and witnesses"),
    ("policy/*", 5, "public log and witnesses"),
    ("proof/*", 1, "public log and witnesses"),
    ("rfc7748/*", 1, "encrypted parcels of photos"),
    ("rfc9180/*", 2, "encrypted parcels of photos"),
    ("rla/*", 1, "audits that limit risk"),
    ("tessera-log/*", 48, "public log and witnesses"),
    ("witness/*", 1, "public log and witnesses"),
    ("wycheproof/*", 3, "encrypted parcels of photos"),
)
TABLE = (*((pattern, number) for pattern, number in PAPERS), *(row[:2] for row in (*USED, *WAITING)))


def of_pattern(file: str) -> str | None:
    """The first row of the table that a file is of."""
    return next((pattern for pattern, *_ in TABLE if fnmatchcase(file, pattern)), None)


def test_every_file_is_used_waits_for_a_part_or_is_no_vector() -> None:
    files = sorted(path.relative_to(VECTORS).as_posix() for path in VECTORS.rglob("*") if path.is_file())
    assert [file for file in files if of_pattern(file) is None] == []
    counted = {pattern: sum(of_pattern(file) == pattern for file in files) for pattern, _ in TABLE}
    assert counted == dict(TABLE)


@pytest.mark.parametrize(("pattern", "test"), [(pattern, test) for pattern, _, test in USED])
def test_what_is_said_to_be_used_is_read_by_that_test(pattern: str, test: str) -> None:
    text = (TESTS / test).read_text(encoding="utf-8")
    folder, name = pattern.split("/")[0], Path(pattern).stem.strip("*")
    assert folder in text
    assert name in text


def vectors(path: str) -> Any:
    return json.loads((VECTORS / path).read_bytes())


@pytest.mark.parametrize("file", ["rfc8032-section-7.1.json", "ed25519-sign-input-subset.json"])
def test_signatures_are_those_of_rfc_8032(file: str) -> None:
    for case in vectors(f"rfc8032/{file}"):
        seed, public, message, signature = (
            bytes.fromhex(case[name]) for name in ("seed", "public", "msg", "sig")
        )
        key = Ed25519PrivateKey.from_private_bytes(seed)
        assert key.public_key().public_bytes_raw() == public
        assert key.sign(message) == signature
        assert verifies(public, signature, message)
        assert not verifies(public, signature, message + b"x")


def test_public_names_rest_on_the_published_hmac() -> None:
    seen = {"valid": 0, "invalid": 0}
    for group in vectors("wycheproof/hmac_sha256_test.json")["testGroups"]:
        for case in group["tests"]:
            key, message, tag = (bytes.fromhex(case[name]) for name in ("key", "msg", "tag"))
            made = hmac.digest(key, message, hashlib.sha256)[: group["tagSize"] // 8]
            assert hmac.compare_digest(made, tag) == (case["result"] == "valid"), case["tcId"]
            seen[case["result"]] += 1
    assert seen == {"valid": 66, "invalid": 108}


def test_the_note_printed_in_the_specification_opens_with_its_key() -> None:
    folder = VECTORS / "c2sp-examples"
    key = parse_verifier_key((folder / "signed-note-example.vkey.txt").read_text().strip())
    note = open_note((folder / "signed-note-example.txt").read_bytes(), [key])
    assert len(note.verified) == 1


def test_the_words_of_the_schema_are_the_published_ones() -> None:
    schema = vectors("nist/err/NIST_V2_election_results_reporting.schema.json")
    words = vectors("nist/err/enumerations.json")["enumerations"]
    found = {
        name.rpartition(".")[2]: sorted(each["enum"])
        for name, each in schema["definitions"].items()
        if "enum" in each
    }
    assert {name: sorted(each) for name, each in words.items()} == found
