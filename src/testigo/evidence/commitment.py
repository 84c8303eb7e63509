"""Stage 2: a number that a publication tells of the evidence, and that tells a stranger nothing.

In   statements, a random salt; later the numbers that earlier notes told.
Out  the commitment: SHA-256 over the salt, the number of the last statement and its chain; and what in the
     evidence contradicts an earlier one.

Who owns the disk can write every statement anew with a new chain, or cut the last ones off. The chain at the
statement that a signed note has committed to is then another one, or not there. The salt stays in the
operation, so that nobody outside learns how much was said, or can try what. In words: spec/evidence.md.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from testigo.errors import Place, Problem, StoreError
from testigo.evidence.statements import EMPTY_CHAIN, SHA256, Statement, chain_after, write_statement

REMEDY = (
    "Somebody wrote the evidence anew, or an older copy was restored. Bring back the newest backup, and "
    "compare its note with copies elsewhere; publish nothing until it is known which of the two is true."
)


@dataclass(frozen=True)
class Opening:
    """What opens a commitment: kept in the operation, never published.

    statement  number of the last statement then; -1 where there was none
    salt       64 hexadecimal digits, drawn anew for each publication
    """

    statement: int
    salt: str


@dataclass(frozen=True)
class EarlierNote:
    """What an earlier note told of the evidence.

    place       where the note is kept
    commitment  64 hexadecimal digits
    opening     None where it is lost
    """

    place: Place
    commitment: str
    opening: Opening | None


def commitment(opening: Opening, chain: str) -> str:
    """Return the commitment to the chain at a statement.

    Three lines of text are hashed, so that `sha256sum` alone can check it.
    """
    return hashlib.sha256(f"{opening.salt}\n{opening.statement}\n{chain}\n".encode("ascii")).hexdigest()


def write_opening(opening: Opening) -> bytes:
    """Write what the operation keeps."""
    return (json.dumps({"salt": opening.salt, "statement": opening.statement}) + "\n").encode()


def parse_opening(content: bytes) -> Opening:
    """Read it back; StoreError unless it is exactly what is written."""
    try:
        told = json.loads(content)
        opening = Opening(told["statement"], told["salt"])
        if type(opening.statement) is int and opening.statement >= -1 and SHA256.fullmatch(opening.salt):
            return opening
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise StoreError("What opens an earlier commitment to the evidence was changed")


def contradictions(statements: Iterable[Statement], told: Sequence[EarlierNote]) -> tuple[Problem, ...]:
    """Return where the evidence is not the one that earlier notes committed to.

    statements  all of them, in order; each chain is made again, not taken from them
    """
    sought = {one.opening.statement for one in told if one.opening is not None}
    chains = _chains_at(statements, sought)
    return tuple(problem for one in told if (problem := _contradiction(one, chains)) is not None)


def _chains_at(statements: Iterable[Statement], sought: set[int]) -> Mapping[int, str]:
    chains, chain, left = {-1: EMPTY_CHAIN}, EMPTY_CHAIN, sought - {-1}
    for statement in statements if left else ():
        chain = chain_after(chain, write_statement(statement))
        if statement.number in left:
            chains[statement.number] = chain
            left -= {statement.number}
            if not left:
                break
    return chains


def _contradiction(told: EarlierNote, chains: Mapping[int, str]) -> Problem | None:
    if told.opening is None:
        return Problem(told.place, None, "what opens its commitment to the evidence is not there", REMEDY)
    chain = chains.get(told.opening.statement)
    if chain is None:
        message = "the evidence ends before the last statement that this publication was made from"
        return Problem(told.place, None, message, REMEDY)
    if commitment(told.opening, chain) != told.commitment:
        message = "the evidence is not the one that this publication was made from: a statement was changed"
        return Problem(told.place, None, message, REMEDY)
    return None
