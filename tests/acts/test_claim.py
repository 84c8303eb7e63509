"""What the authority claims, and what somebody declares."""

from pathlib import Path

import pytest

from testigo.acts.claim import ClaimRequest, claim
from testigo.acts.declare import Declaration, declare
from testigo.acts.operation import Operation
from testigo.errors import InputError, RefusedError
from testigo.official.claim_mapping import ClaimHeading
from tests.acts.acting import DAY, key_of, last

CLAIMS = """\
claim,source,date,place,contest,figure,value
bulletin 1,the authority,2030-01-07,X,mayor,votes_red,300
bulletin 1,the authority,2030-01-07,X,mayor,votes_blue,200
"""


@pytest.fixture
def request_of(tmp_path: Path) -> ClaimRequest:
    (tmp_path / "claims.csv").write_text(CLAIMS)
    return ClaimRequest([tmp_path / "claims.csv"])


def test_claims_are_one_statement_and_the_same_again_nothing(
    operation: Operation, request_of: ClaimRequest
) -> None:
    tried = claim(operation, request_of, DAY, dry_run=True)
    assert (tried.figures, tried.claims, tried.places, tried.statement) == (2, 1, 1, None)
    done = claim(operation, request_of, DAY)
    assert (done.statement, done.is_new) == (1, True)
    again = claim(operation, request_of, DAY)
    assert (again.statement, again.is_new) == (1, False)
    assert operation.snapshot().discrepancies.height > 0


def test_what_goes_with_a_mapping_is_refused_without_one(
    operation: Operation, request_of: ClaimRequest
) -> None:
    with pytest.raises(RefusedError) as caught:
        claim(operation, ClaimRequest(request_of.files, asked=ClaimHeading(name="bulletin")), DAY)
    assert key_of(caught) == "claim.goes_with_a_mapping"


def test_a_claim_that_is_no_claim_is_told_and_nothing_is_said(
    operation: Operation, request_of: ClaimRequest
) -> None:
    request_of.files[0].write_text(CLAIMS.replace("votes_red", "votes_green"))
    with pytest.raises(InputError):
        claim(operation, request_of, DAY)
    assert last(operation) == 0


def test_a_declaration_is_a_statement_and_the_same_again_nothing(operation: Operation) -> None:
    said = Declaration(4, 3, " Press conference ")
    assert declare(operation, said, DAY, dry_run=True).statement is None
    assert declare(operation, said, DAY).statement == 1
    assert not declare(operation, said, DAY).is_new
    assert operation.evidence().declared.rows() == [("X", 4, 3, "Press conference")]


@pytest.mark.parametrize(
    ("declaration", "key"),
    [
        (Declaration(None, None, "Press"), "declare.nothing"),
        (Declaration(3, 4, "Press"), "declare.more_scanned_than_held"),
        (Declaration(4, 3, "Press", "Z"), "declare.no_such_place"),
        (Declaration(4, 3, " "), "declare.nobody_says_it"),
        (Declaration(4, 3, "Press\x07"), "declare.source_is_published"),
    ],
)
def test_what_cannot_be_declared_is_refused(operation: Operation, declaration: Declaration, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        declare(operation, declaration, DAY)
    assert key_of(caught) == key
    assert last(operation) == 0
