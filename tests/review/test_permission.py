"""Who may say what of a form: each move, and each refusal by its name."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import Decision, Status
from testigo.evidence.statements import Kind, Statement
from testigo.review.permission import (
    Case,
    Refusal,
    Signers,
    may_adjudicate,
    may_be_withdrawn,
    may_be_written,
    may_correct,
    may_transcribe,
    may_withdraw_or_amend,
)

DAY = datetime.date(2030, 1, 6)
ALONE = Signers("judge-1")
PAIR = Signers("judge-1", "judge-2", "observers", "university")
DISPUTED = Case(Status.DISPUTED, frozenset({"reader-1", "reader-2"}))
ACCEPTED = Case(Status.ACCEPTED, frozenset({"reader-1", "reader-2"}))
MISSING = Case(Status.MISSING, frozenset())


def typed(person: str, contest: str = "mayor") -> Statement:
    return Statement(1, DAY, Kind.TRANSCRIBED, "a" * 64, contest, person)


@pytest.mark.parametrize("code", ["reader-7", "judge-2", "night-shift-reader-12", "reader-0"])
def test_a_code_may_stand_for_a_person(code: str) -> None:
    assert may_be_written(code) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rosa",
        "rosa",
        "Rosa Red",
        "R. R.",
        "12345678",
        "v-12345678",
        "0412-5550000",
        "a@b-1",
        "x-1\n",
        "reader-07",
    ],
)
def test_what_looks_like_a_name_or_number_may_not(text: str) -> None:
    assert may_be_written(text) is Refusal.NOT_A_CODE


@given(st.from_regex(r"\A[A-Za-z ]*[0-9]{5,}\Z"))
def test_no_document_or_telephone_number_is_a_code(text: str) -> None:
    assert may_be_written(text) is Refusal.NOT_A_CODE


@given(st.sampled_from(["reader", "a-b"]), st.integers(0, 999), st.integers(1, 4))
def test_of_all_spellings_of_a_number_one_may_be_written(letters: str, number: int, width: int) -> None:
    spelt = f"{letters}-{number:0{width}d}"
    assert (may_be_written(spelt) is None) == (spelt == f"{letters}-{number}")
    assert may_transcribe([typed(spelt)], "mayor", f"{letters}-{number}") is Refusal.TRANSCRIBED_BEFORE


def test_another_person_may_transcribe_a_form() -> None:
    assert may_transcribe([typed("reader-1")], "mayor", "reader-2") is None


def test_the_same_person_may_transcribe_another_contest_of_the_form() -> None:
    assert may_transcribe([typed("reader-1")], "council", "reader-1") is None


def test_a_person_transcribes_a_form_once() -> None:
    assert may_transcribe([typed("reader-1")], "mayor", "reader-1") is Refusal.TRANSCRIBED_BEFORE


def test_a_withdrawn_transcription_does_not_let_the_same_person_type_again() -> None:
    withdrawn = Statement(2, DAY, Kind.WITHDRAWN, body={"reason": "a slip", "readings": ["1"]})
    said = [typed("reader-1"), withdrawn]
    assert may_transcribe(said, "mayor", "reader-1") is Refusal.TRANSCRIBED_BEFORE


@pytest.mark.parametrize("status", [Status.PENDING, Status.DISPUTED, Status.QUARANTINED])
@pytest.mark.parametrize("decision", list(Decision))
def test_one_person_who_typed_nothing_may_decide_what_is_not_settled(
    status: Status, decision: Decision
) -> None:
    assert may_adjudicate(Case(status, frozenset({"reader-1"})), decision, ALONE) is None


def test_nobody_decides_on_a_form_that_nobody_read() -> None:
    assert may_adjudicate(MISSING, Decision.ACCEPT, ALONE) is Refusal.NOTHING_READ
    assert may_correct(MISSING, PAIR) is Refusal.NOTHING_READ


def test_nobody_decides_on_what_she_typed() -> None:
    typist = Signers("reader-1")
    assert may_adjudicate(DISPUTED, Decision.ACCEPT, typist) is Refusal.TYPED_IT


def test_nobody_signs_second_on_what_she_typed() -> None:
    pair = Signers("judge-1", "reader-2", "observers", "university")
    assert may_adjudicate(DISPUTED, Decision.ACCEPT, pair) is Refusal.TYPED_IT
    assert may_correct(ACCEPTED, pair) is Refusal.TYPED_IT


def test_one_person_is_not_two() -> None:
    twice = Signers("judge-1", "judge-1", "observers", "university")
    assert may_adjudicate(DISPUTED, Decision.ACCEPT, twice) is Refusal.SAME_PERSON
    assert may_correct(ACCEPTED, twice) is Refusal.SAME_PERSON
    assert may_withdraw_or_amend(twice, makes_a_result=False) is Refusal.SAME_PERSON


@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.CORRECT])
def test_what_is_accepted_is_not_adjudicated(decision: Decision) -> None:
    assert may_adjudicate(ACCEPTED, decision, PAIR) is Refusal.ACCEPTED_ALREADY


def test_what_is_accepted_is_excluded_by_two_persons_of_two_organisations() -> None:
    assert may_adjudicate(ACCEPTED, Decision.EXCLUDE, ALONE) is Refusal.SECOND_PERSON_NEEDED
    assert may_adjudicate(ACCEPTED, Decision.EXCLUDE, PAIR) is None


def test_two_persons_of_two_organisations_may_correct() -> None:
    assert may_correct(ACCEPTED, PAIR) is None
    assert PAIR.organisations == 2


@pytest.mark.parametrize(
    "signers",
    [
        ALONE,
        Signers("judge-1", "judge-2"),
        Signers("judge-1", "judge-2", "observers"),
        Signers("judge-1", None, "observers", "university"),
    ],
)
def test_a_correction_needs_a_second_person_and_both_organisations(signers: Signers) -> None:
    assert may_correct(ACCEPTED, signers) is Refusal.SECOND_PERSON_NEEDED


@pytest.mark.parametrize("second", ["observers", "Observers", " observers "])
def test_one_organisation_written_twice_is_one(second: str) -> None:
    signers = Signers("judge-1", "judge-2", "observers", second)
    assert may_correct(ACCEPTED, signers) is Refusal.SAME_ORGANISATION
    assert may_withdraw_or_amend(signers, makes_a_result=True) is Refusal.SAME_ORGANISATION


def test_one_person_may_stop_a_result_and_not_make_one_by_a_withdrawal() -> None:
    assert may_withdraw_or_amend(ALONE, makes_a_result=False) is None
    assert may_withdraw_or_amend(ALONE, makes_a_result=True) is Refusal.MAKES_A_RESULT
    assert may_withdraw_or_amend(PAIR, makes_a_result=True) is None


@pytest.mark.parametrize(
    "kind",
    [
        Kind.OPENED,
        Kind.ANNOUNCED,
        Kind.RECEIVED,
        Kind.REDACTED,
        Kind.RECORDED,
        Kind.ANCHORED,
        Kind.PUBLISHED,
        Kind.DESTROYED,
    ],
)
def test_what_happened_is_not_withdrawn(kind: Kind) -> None:
    assert may_be_withdrawn(kind) is Refusal.HAPPENED


@pytest.mark.parametrize(
    "kind",
    [
        Kind.AMENDED,
        Kind.IMPORTED,
        Kind.READ,
        Kind.TRANSCRIBED,
        Kind.ADJUDICATED,
        Kind.CORRECTED,
        Kind.WITHDRAWN,
        Kind.INVALIDATED,
        Kind.CLAIMED,
        Kind.DECLARED,
    ],
)
def test_what_somebody_says_can_be_withdrawn(kind: Kind) -> None:
    assert may_be_withdrawn(kind) is None


def test_no_refusal_repeats_a_value() -> None:
    assert [refusal for refusal in Refusal if refusal.message.values or "{" in refusal.message] == []
