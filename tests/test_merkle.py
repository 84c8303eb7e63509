"""Merkle trees of RFC 6962, held by published vectors and by properties."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.merkle import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root,
)
from tests.conftest import SHARED

VECTORS = SHARED / "vectors" / "merkle"
needs_vectors = pytest.mark.skipif(
    not VECTORS.exists(), reason="the shared vectors are not beside the project"
)

LEAVES = st.lists(st.binary(max_size=3).map(leaf_hash), min_size=1, max_size=70)


def cases(name: str) -> list[dict[str, Any]]:
    path = VECTORS / name
    found: list[dict[str, Any]] = json.loads(path.read_bytes()) if path.exists() else []
    return found


def octets(text: str | None) -> bytes:
    return base64.b64decode(text or "", validate=True)


def hashes(texts: list[str] | None) -> list[bytes]:
    return [octets(text) for text in texts or []]


@needs_vectors
def test_every_published_inclusion_proof_has_its_verdict() -> None:
    wrong = [
        case["file"]
        for case in cases("inclusion.json")
        if is_included(
            octets(case["leafHash"]),
            case["leafIdx"],
            case["treeSize"],
            hashes(case["proof"]),
            octets(case["root"]),
        )
        is case["wantErr"]
    ]
    assert (len(cases("inclusion.json")), wrong) == (98, [])


@needs_vectors
def test_every_published_consistency_proof_has_its_verdict() -> None:
    wrong = [
        case["file"]
        for case in cases("consistency.json")
        if is_consistent(
            case["size1"],
            octets(case["root1"]),
            case["size2"],
            octets(case["root2"]),
            hashes(case["proof"]),
        )
        is case["wantErr"]
    ]
    assert (len(cases("consistency.json")), wrong) == (98, [])


@needs_vectors
def test_the_published_trees_have_their_roots() -> None:
    trees = json.loads((VECTORS / "rfc6962-trees.json").read_bytes())
    leaves = [leaf_hash(bytes.fromhex(text)) for text in trees["leaf_inputs"]]
    roots = [root(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == trees["root_hashes_by_size_0_to_8"]


@given(LEAVES, st.data())
def test_every_leaf_is_proven_and_no_other_in_its_place(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, whole = inclusion_proof(leaves, index), root(leaves)
    assert is_included(leaves[index], index, len(leaves), proof, whole)
    assert not is_included(leaf_hash(b"none of them"), index, len(leaves), proof, whole)
    assert not is_included(leaves[index], index, len(leaves), [*proof, whole], whole)
    assert not is_included(leaves[index], len(leaves), len(leaves), proof, whole)


@given(LEAVES, st.data())
def test_every_beginning_is_proven_and_no_other_tree(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    proof, before, whole = consistency_proof(leaves, earlier), root(leaves[:earlier]), root(leaves)
    assert is_consistent(earlier, before, len(leaves), whole, proof)
    assert not is_consistent(earlier, leaf_hash(b"another tree"), len(leaves), whole, proof)
    assert not is_consistent(earlier, before, len(leaves), leaf_hash(b"another tree"), proof)
    assert not is_consistent(earlier, before, len(leaves), whole, [*proof, whole])


def test_nothing_is_proven_of_a_tree_without_leaves() -> None:
    assert not is_consistent(0, root([]), 1, leaf_hash(b""), [])
    assert not is_consistent(0, root([]), 0, root([]), [])


@pytest.mark.parametrize("index", [-1, 1])
def test_no_proof_is_made_of_a_leaf_that_there_is_not(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(b"")], index)
