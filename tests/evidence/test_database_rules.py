"""What the database itself refuses, tried with plain SQL and in the words of the journal."""

import datetime
import sqlite3

import pytest

from testigo.errors import RefusedError
from testigo.evidence.bodies import BODIES
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Body, Json, Kind, Statement

DAY = datetime.date(2024, 7, 28)
FORM = "a" * 64
OTHER_FORM = "b" * 64
CHAIN = "c" * 64
READING: Body = {
    "station": "A1-1.01",
    "form": None,
    "method": "person",
    "provenance_class": "photo only",
    "document_class": None,
    "confidence": None,
    "figures": {"votes_red": 3, "votes_blue": None},
}


def insert(
    raw: sqlite3.Connection, number: int, kind: str = "received", how: str = "INSERT", **columns: str | None
) -> None:
    row = {"number": number, "day": "2024-07-28", "kind": kind, "body": "{}", "chain": CHAIN, **columns}
    places = ", ".join("?" * len(row))
    raw.execute(f"{how} INTO statement ({', '.join(row)}) VALUES ({places})", list(row.values()))


def count(raw: sqlite3.Connection) -> int:
    return int(raw.execute("SELECT count(*) FROM statement").fetchone()[0])


def transcribe(journal: Journal, person: str, contest: str = "mayor", form: str = FORM) -> None:
    journal.append(DAY, Kind.TRANSCRIBED, subject=form, contest=contest, person=person, body=READING)


def test_the_database_refuses_to_change_a_statement(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        raw.execute("UPDATE statement SET body = '{\"seal\":1}'")


def test_the_database_refuses_to_delete_a_statement(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        raw.execute("DELETE FROM statement")


@pytest.mark.parametrize("how", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
@pytest.mark.parametrize("number", [-1, 0, 2, 100])
def test_the_database_refuses_a_number_that_is_not_the_next(
    raw: sqlite3.Connection, how: str, number: int
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="one more"):
        insert(raw, number, how=how)
    assert count(raw) == 1


@pytest.mark.parametrize("chain", ["", "c" * 63, "c" * 65, "C" * 64, "g" * 64])
def test_the_database_refuses_a_chain_that_is_not_64_digits(raw: sqlite3.Connection, chain: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="64 hexadecimal digits"):
        insert(raw, 1, chain=chain)


@pytest.mark.parametrize("contest", ["mayor", None])
@pytest.mark.parametrize("how", ["INSERT", "INSERT OR REPLACE"])
def test_the_database_refuses_a_second_transcription_by_one_person(
    raw: sqlite3.Connection, contest: str | None, how: str
) -> None:
    insert(raw, 1, "transcribed", subject=FORM, contest=contest, person="reader-7")
    with pytest.raises(sqlite3.IntegrityError, match="already transcribed"):
        insert(raw, 2, "transcribed", how, subject=FORM, contest=contest, person="reader-7")
    assert count(raw) == 2


def test_the_index_alone_refuses_it_too(raw: sqlite3.Connection) -> None:
    raw.execute("DROP TRIGGER a_person_transcribes_once")
    insert(raw, 1, "transcribed", subject=FORM, person="reader-7")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(raw, 2, "transcribed", subject=FORM, person="reader-7")


def test_another_person_another_form_and_another_contest_may_be_transcribed(raw: sqlite3.Connection) -> None:
    insert(raw, 1, "transcribed", subject=FORM, contest="mayor", person="reader-7")
    insert(raw, 2, "transcribed", subject=FORM, contest="mayor", person="reader-9")
    insert(raw, 3, "transcribed", subject=OTHER_FORM, contest="mayor", person="reader-7")
    insert(raw, 4, "transcribed", subject=FORM, contest="council", person="reader-7")
    assert count(raw) == 5


@pytest.mark.parametrize(("subject", "person"), [(None, "reader-7"), (FORM, None)])
def test_the_database_refuses_a_transcription_of_nothing_or_by_nobody(
    raw: sqlite3.Connection, subject: str | None, person: str | None
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="of an exhibit and by a person"):
        insert(raw, 1, "transcribed", subject=subject, person=person)


@pytest.mark.parametrize(
    ("person", "second_person"),
    [(None, None), ("reader-7", None), (None, "reader-7"), ("reader-7", "reader-7")],
)
def test_the_database_refuses_a_correction_without_two_different_persons(
    raw: sqlite3.Connection, person: str | None, second_person: str | None
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="two different persons"):
        insert(raw, 1, "corrected", person=person, second_person=second_person)


@pytest.mark.parametrize(
    "columns",
    [
        {"day": "28.7.2024"},
        {"subject": "a"},
        {"contest": ""},
        {"person": ""},
        {"body": " " * 4097},
        {"body": None},
    ],
)
def test_the_database_refuses_a_column_that_has_not_its_form(
    raw: sqlite3.Connection, columns: dict[str, str | None]
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, 1, "received", "INSERT", **columns)


# What the journal says of it


def test_a_refusal_of_the_database_comes_in_words_and_changes_nothing(journal: Journal) -> None:
    transcribe(journal, "reader-7")
    with pytest.raises(RefusedError, match="already transcribed this form"):
        transcribe(journal, "reader-7")
    transcribe(journal, "reader-9")
    assert [statement.number for statement in journal.statements()] == [0, 1]


def test_a_correction_by_one_person_is_refused_in_words(journal: Journal) -> None:
    body: Body = {
        "station": "A1-1.01",
        "decision": "correct",
        "reason": "typing error",
        "knew": ["0"],
        "figures": {"votes_red": 3},
        "document_class": None,
        "organisations": 2,
    }
    with pytest.raises(RefusedError, match="two different persons"):
        journal.append(
            DAY, Kind.CORRECTED, contest="mayor", person="reader-7", second_person="reader-7", body=body
        )


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_body_that_is_not_of_its_kind_is_refused_before_it_is_written(journal: Journal, kind: Kind) -> None:
    with pytest.raises(RefusedError, match="not a complete"):
        journal.append(
            DAY, kind, subject=FORM, contest="mayor", person="a", second_person="b", body={"what": "ever"}
        )
    assert journal.last() is None


def test_a_refused_body_is_refused_with_every_problem_and_without_its_values(journal: Journal) -> None:
    body: Body = {**READING, "station": "", "method": "hearsay", "figures": {"votes_red": -1}}
    with pytest.raises(RefusedError) as caught:
        journal.append(DAY, Kind.TRANSCRIBED, subject=FORM, contest="mayor", body=body)
    assert all(name in str(caught.value) for name in ("station", "method", "figures.votes_red", "person"))
    assert "hearsay" not in str(caught.value)


# Who signs a withdrawal or an amendment


TABLE: Body = {"file": "found.csv", "reason": "a station found", "rows": 1}
BACK: Body = {"reason": "a slip", "readings": ["7"]}
TAKING = pytest.mark.parametrize(
    ("kind", "body"), [(Kind.WITHDRAWN, BACK), (Kind.INVALIDATED, BACK), (Kind.AMENDED, TABLE)]
)


def say(journal: Journal, kind: Kind, body: Body, *persons: str, **also: Json) -> Statement:
    person, second = (*persons, None, None)[:2]
    return journal.append(DAY, kind, subject=FORM, person=person, second_person=second, body={**body, **also})


@TAKING
def test_who_takes_back_or_amends_signs_and_says_what_it_makes(
    journal: Journal, kind: Kind, body: Body
) -> None:
    for persons, also in (((), {"makes_a_result": False}), (("judge-1",), {})):
        with pytest.raises(RefusedError, match="signed by a person, and says"):
            say(journal, kind, body, *persons, **also)
    assert say(journal, kind, body, "judge-1", makes_a_result=False).number == 0


@TAKING
@pytest.mark.parametrize(
    ("persons", "organisations", "words"),
    [
        (("judge-1",), 2, "two persons of two"),
        (("judge-1", "judge-2"), 1, "two persons of two"),
        (("judge-1", "judge-1"), 2, "of one person"),
    ],
)
def test_what_makes_a_result_is_refused_without_two_persons_of_two_organisations(
    journal: Journal, kind: Kind, body: Body, persons: tuple[str, ...], organisations: int, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        say(journal, kind, body, *persons, makes_a_result=True, organisations=organisations)
    assert journal.last() is None
    said = say(journal, kind, body, "judge-1", "judge-2", makes_a_result=True, organisations=2)
    assert said.number == 0


def test_what_a_later_release_takes_away_is_signed_by_nobody(journal: Journal) -> None:
    assert say(journal, Kind.WITHDRAWN, BACK, release=FORM).number == 0
    with pytest.raises(RefusedError, match="signed by a person"):
        say(journal, Kind.INVALIDATED, BACK, release=FORM)
    with pytest.raises(RefusedError, match="signed by a person"):
        say(journal, Kind.WITHDRAWN, BACK, "judge-1", release=FORM)
