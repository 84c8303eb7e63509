"""Merkle trees of RFC 6962: one hash for many leaves, and proofs that a leaf or an earlier tree is in it.

In   hashes of leaves, in their order; or a proof, and the roots that it should connect.
Out  32-byte hashes; yes or no.

Nothing is signed here, and a proof is worth what the root is worth. A tree of no leaves has a root and proves
nothing. Source: RFC 6962 section 2.1; the two verifications step by step as in RFC 9162, sections 2.1.3.2
and 2.1.4.2. Held by the vectors of transparency-dev/merkle.
"""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf; a first byte of its own keeps it from passing for a node."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two trees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over hashes of leaves; of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = _left_size(len(leaves))
    return node_hash(root(leaves[:left]), root(leaves[left:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from a leaf (from 0) to the root; IndexError where there is none."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"a tree of {len(leaves)} leaves has no leaf {index}")
    if len(leaves) == 1:
        return []
    left = _left_size(len(leaves))
    if index < left:
        return [*inclusion_proof(leaves[:left], index), root(leaves[left:])]
    return [*inclusion_proof(leaves[left:], index - left), root(leaves[:left])]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Return the hashes that show a tree of the first `earlier` leaves to be the beginning of this one.

    IndexError unless 1 <= earlier <= number of leaves: a tree without leaves begins every tree.
    """
    if not 1 <= earlier <= len(leaves):
        raise IndexError(f"a tree of {len(leaves)} leaves has no beginning of {earlier}")
    return _consistency(leaves, earlier, whole=True)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether a proof leads from the hash of the leaf `index` (from 0) of a tree of `size` to its root."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES or not _are_hashes(proof):
        return False
    node, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached = node_hash(step, reached)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        node, last = node >> 1, last >> 1
    return last == 0 and reached == expected_root


def is_consistent(
    earlier: int, earlier_root: bytes, size: int, expected_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows a tree of `earlier` leaves to be the beginning of one of `size` leaves.

    Of size 0 nothing is proven: no. For equal sizes equal roots and no proof are what there is to show.
    """
    if not 0 < earlier <= size or not _are_hashes(proof):
        return False
    if earlier == size:
        return not proof and earlier_root == expected_root
    steps = list(proof)
    if earlier & (earlier - 1) == 0:
        steps.insert(0, earlier_root)  # a full tree is a node of the later one, and is not sent
    if not steps:
        return False
    node, last = earlier - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, now = node_hash(step, before), node_hash(step, now)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            now = node_hash(now, step)
        node, last = node >> 1, last >> 1
    return last == 0 and before == earlier_root and now == expected_root


def _consistency(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2; `whole`: the earlier tree is all of this part's beginning."""
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    left = _left_size(len(leaves))
    if earlier <= left:
        return [*_consistency(leaves[:left], earlier, whole=whole), root(leaves[left:])]
    return [*_consistency(leaves[left:], earlier - left, whole=False), root(leaves[:left])]


def _left_size(size: int) -> int:
    """Return the largest power of two below a size of 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _are_hashes(proof: Sequence[bytes]) -> bool:
    return all(len(step) == HASH_BYTES for step in proof)
