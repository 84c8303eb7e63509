"""A machine code without its form makes and disputes nothing until a person classes the photo."""

import polars as pl
import pytest

from testigo.columns import FINDINGS, Decision, DocumentClass, Status, conform, decisions_schema, empty
from testigo.election.policy import Policy
from testigo.review.settlement import settle
from tests import world
from tests.world import ANY_TABLE, PROFILE, TWO_PERSONS, reading

HERE, THERE = world.STATION_CODES[:2]
CODES = world.policy("one machine code whose sums hold", "two persons", "one row of a published table")
MAYOR = world.contest()
Row = dict[str, object]


def bare(name: str = "bare", station: str = HERE, **more: object) -> Row:
    """A code of 900 votes for Red, read from a picture."""
    figures = {"red": 90, "blue": 1, "valid_votes": 91}
    code = {"method": "machine code", "reader": None, "exhibit": f"of {name}", "form": f"pixels of {name}"}
    return reading(station, **{"reading": name, **code, **figures, **more})


def typed(person: str = "reader-1", of: str = "bare", station: str = HERE, **more: object) -> Row:
    """What a person typed from the photo of that code."""
    row = {"method": "person", "reader": person, "exhibit": f"of {of}", "form": f"pixels of {of}"}
    return reading(station, **{**row, "red": 90, "blue": 1, "valid_votes": 91, **more})


TABLE = reading(HERE, red=10, blue=5, valid_votes=15)


def found(*names: str, severity: str = "warning", contest: str = "mayor") -> pl.DataFrame:
    rows = [
        {"code": "R.605", "severity": severity, "station": HERE, "contest": contest, "reading": name}
        for name in names
    ]
    return conform(pl.DataFrame(rows), FINDINGS) if rows else empty(FINDINGS)


def result(
    *rows: Row, findings: pl.DataFrame | None = None, rules: Policy = CODES, decision: Row | None = None
) -> Row:
    schema = decisions_schema(world.figures_of(MAYOR))
    decisions = empty(schema) if decision is None else conform(pl.DataFrame([decision]), schema)
    said = found("bare") if findings is None else findings
    settled = settle(world.readings(rows), said, decisions, world.stations(), MAYOR, PROFILE, rules)
    return settled.results.filter(pl.col("station") == HERE).to_dicts()[0]


def status(*rows: Row, findings: pl.DataFrame | None = None, rules: Policy = CODES) -> object:
    return result(*rows, findings=findings, rules=rules)["status"]


def test_a_bare_code_alone_leaves_the_station_pending_so_that_it_is_not_forgotten() -> None:
    told = result(bare())
    assert (told["status"], told["readings"], told["votes_red"]) == (Status.PENDING, 1, None)


def test_a_bare_code_does_not_dispute_an_accepted_station() -> None:
    told = result(TABLE, bare())
    assert (told["status"], told["votes_red"]) == (Status.ACCEPTED, 10)


def test_the_same_code_on_its_form_suffices_and_disputes_as_ever() -> None:
    assert status(bare(), findings=found()) == Status.ACCEPTED
    assert status(TABLE, bare(), findings=found()) == Status.DISPUTED


@pytest.mark.parametrize("severity", ["warning", "blocking"])
def test_no_weight_of_the_rule_makes_it_count_or_dispute(severity: str) -> None:
    assert status(bare(), findings=found("bare", severity=severity)) == Status.PENDING
    assert status(TABLE, bare(), findings=found("bare", severity=severity)) == Status.ACCEPTED


def test_two_bare_codes_that_differ_dispute_nothing() -> None:
    assert status(bare(), bare("other", red=1), findings=found("bare", "other")) == Status.PENDING


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, Status.ACCEPTED),
        (DocumentClass.RESULT, Status.ACCEPTED),
        (DocumentClass.NOT_A_FORM, Status.PENDING),
        (DocumentClass.UNREADABLE, Status.PENDING),
        (DocumentClass.OTHER_CONTEST, Status.PENDING),
        (DocumentClass.ZERO_REPORT, Status.PENDING),
        (DocumentClass.DUPLICATE, Status.PENDING),
    ],
)
def test_it_counts_once_a_person_says_that_the_photo_shows_a_form(
    declared: DocumentClass | None, expected: Status
) -> None:
    assert status(bare(), typed(document_class=None if declared is None else declared.value)) == expected


def test_classed_as_a_form_it_disputes_what_says_otherwise() -> None:
    assert status(TABLE, bare(), typed()) == Status.DISPUTED


def test_where_persons_differ_on_what_the_photo_is_it_waits_on() -> None:
    """Each says the same votes, so only what the code adds could make a result."""
    none = typed("reader-2", document_class=DocumentClass.NOT_A_FORM.value)
    assert status(bare(), typed(), none) == Status.PENDING


@pytest.mark.parametrize(
    "other", [typed(station=THERE), typed(of="another photo"), typed(method="machine reading")]
)
def test_only_a_person_who_typed_that_photo_for_that_station_classes_it(other: Row) -> None:
    assert status(bare(), other) == Status.PENDING


def test_a_photo_without_a_name_of_its_paper_is_known_by_its_exhibit() -> None:
    assert status(bare(form=None), typed(form=None)) == Status.ACCEPTED


def test_a_bare_code_that_calls_its_paper_as_another_exhibit_is_called_is_not_that_exhibit() -> None:
    assert status(bare(form="other"), typed(exhibit="other", form=None)) == Status.PENDING


def test_a_bare_code_does_not_reopen_a_decision_and_its_classing_does() -> None:
    people = {"persons": 2, "organisations": 2}
    decided = {"station": HERE, "decision": Decision.EXCLUDE.value, "knew": ["table"], **people}
    table = {**TABLE, "reading": "table"}
    assert result(table, bare(), decision=decided)["status"] == Status.QUARANTINED
    assert result(table, bare(), typed(), decision=decided)["status"] == Status.DISPUTED


def test_a_finding_of_another_contest_touches_nothing() -> None:
    assert status(bare(), findings=found("bare", contest="council")) == Status.ACCEPTED


@pytest.mark.parametrize("row", [TABLE, typed()])
def test_rows_of_tables_and_what_persons_typed_are_not_touched(row: Row) -> None:
    named = {**row, "reading": "bare"}
    with_it, without = (status(named, findings=said, rules=ANY_TABLE) for said in (found("bare"), found()))
    assert with_it == without


def test_two_persons_who_typed_the_photo_make_a_result_without_the_code() -> None:
    assert status(bare(), typed(), typed("reader-2"), rules=TWO_PERSONS) == Status.ACCEPTED
