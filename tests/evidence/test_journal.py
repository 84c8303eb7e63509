import datetime
import multiprocessing
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import RefusedError, StoreError
from testigo.evidence.bodies import BODIES
from testigo.evidence.connect import (
    SQLITE,
    connect,
    open_journal,
    rules_of,
    shipped_rules,
    shipped_schema,
)
from testigo.evidence.journal import Journal
from testigo.evidence.statements import (
    EMPTY_CHAIN,
    Body,
    Json,
    Kind,
    Statement,
    chain_after,
    write_body,
    write_statement,
)
from tests.evidence.test_statements import statements
from tests.evidence.writer import append_many, processes

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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evidence.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = open_journal(path, create=True)
    yield journal
    journal.close()


@pytest.fixture
def raw(journal: Journal, path: Path) -> Iterator[sqlite3.Connection]:
    """The database itself, as anybody's program sees it, without any of our code and settings."""
    journal.append(DAY, Kind.OPENED)
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def insert(
    raw: sqlite3.Connection, number: int, kind: str = "received", how: str = "INSERT", **columns: str | None
) -> None:
    row = {"number": number, "day": "2024-07-28", "kind": kind, "body": "{}", "chain": CHAIN, **columns}
    places = ", ".join("?" * len(row))
    raw.execute(f"{how} INTO statement ({', '.join(row)}) VALUES ({places})", list(row.values()))


def count(raw: sqlite3.Connection) -> int:
    return int(raw.execute("SELECT count(*) FROM statement").fetchone()[0])


def fill(journal: Journal) -> None:
    for _ in range(50):
        journal.append(DAY, Kind.RECEIVED, subject=FORM, body={"text": "x" * 4000})


def transcribe(journal: Journal, person: str, contest: str = "mayor", form: str = FORM) -> None:
    journal.append(DAY, Kind.TRANSCRIBED, subject=form, contest=contest, person=person, body=READING)


def test_the_first_statement_is_number_0_and_follows_the_empty_chain(journal: Journal) -> None:
    statement = journal.append(DAY, Kind.OPENED, body={"seal": FORM})
    assert statement.number == 0
    assert statement.chain == chain_after(EMPTY_CHAIN, write_statement(statement))


def test_each_statement_follows_the_one_before(journal: Journal) -> None:
    first = journal.append(DAY, Kind.OPENED)
    second = journal.append(DAY, Kind.RECEIVED, subject=FORM)
    assert second.number == 1
    assert second.chain == chain_after(first.chain, write_statement(second))


def test_what_was_appended_is_what_is_read_from_a_new_connection(journal: Journal, path: Path) -> None:
    said = [journal.append(DAY, Kind.RECEIVED, subject=FORM, body={"part": n}) for n in range(1200)]
    again = open_journal(path)
    assert list(again.statements()) == said
    assert list(again.statements(after=98, upto=1101)) == said[99:1102]
    assert again.last() == said[-1]
    again.close()


@given(st.lists(statements, max_size=4))
def test_whatever_is_said_is_read_back_in_its_canonical_spelling(said: list[Statement]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(shipped_schema())
    journal = Journal(connection, SQLITE)
    appended = [
        journal.append(
            one.day,
            Kind.RECEIVED,
            subject=one.subject,
            contest=one.contest,
            person=one.person,
            second_person=one.second_person,
            body=one.body,
        )
        for one in said
    ]
    assert list(journal.statements(strict=True)) == appended
    assert [one.body for one in appended] == [one.body for one in said]
    connection.close()


def test_an_empty_journal_has_no_last_statement(journal: Journal) -> None:
    assert journal.last() is None
    assert list(journal.statements()) == []


def test_statements_added_while_one_reads_are_for_the_next_reading(journal: Journal) -> None:
    journal.append(DAY, Kind.OPENED)
    numbers = []
    for statement in journal.statements():
        numbers.append(statement.number)
        journal.append(DAY, Kind.RECEIVED, subject=FORM)
    assert numbers == [0]


# What the database itself refuses, tried with plain SQL


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


# What the disk may do


def test_the_file_is_for_its_owner_only(journal: Journal, path: Path) -> None:
    journal.append(DAY, Kind.OPENED)
    files = [entry for entry in path.parent.iterdir() if entry.name.startswith(path.name)]
    assert {entry.stat().st_mode & 0o777 for entry in files} == {0o600}


def test_an_absent_file_is_an_error_that_says_what_to_do(path: Path) -> None:
    with pytest.raises(StoreError, match="testigo new"):
        open_journal(path)
    assert not path.exists()


def test_an_emptied_file_is_an_error_and_no_new_evidence(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="rules"):
        open_journal(path, create=True)


def test_a_file_that_is_no_database_is_an_error_in_words(path: Path) -> None:
    path.write_bytes(b"this is a letter, and no database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        open_journal(path)


def test_a_database_of_something_else_is_not_opened(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE statement (number INTEGER)")
    other.close()
    with pytest.raises(StoreError, match="rules"):
        open_journal(path)


def test_a_database_whose_rules_somebody_took_away_is_not_opened(raw: sqlite3.Connection, path: Path) -> None:
    raw.execute("DROP TRIGGER statements_are_not_deleted")
    with pytest.raises(StoreError, match="rules"):
        open_journal(path)


# An operation of an earlier version


def made_of_version_1(path: Path) -> list[Statement]:
    """An evidence file as version 1 made it, with what version 2 would refuse; returns its statements."""
    first = Statement(0, DAY, Kind.OPENED, body={})
    first = replace(first, chain=chain_after(EMPTY_CHAIN, write_statement(first)))
    taken_back: Body = {"reason": "a slip", "readings": ["7"]}
    second = Statement(1, DAY, Kind.WITHDRAWN, body=taken_back)
    second = replace(second, chain=chain_after(first.chain, write_statement(second)))
    connection = sqlite3.connect(path)
    connection.executescript(shipped_schema(version=1))
    for one in (first, second):
        connection.execute(
            "INSERT INTO statement VALUES (?, ?, ?, NULL, NULL, NULL, NULL, ?, ?)",
            (one.number, DAY.isoformat(), one.kind.value, write_body(one.body).decode(), one.chain),
        )
    connection.commit()
    connection.close()
    return [first, second]


def test_a_file_of_version_1_gets_the_later_rules_and_keeps_every_statement(path: Path) -> None:
    before = made_of_version_1(path)
    journal = open_journal(path)
    assert list(journal.statements(strict=True)) == before
    journal.close()
    connection = sqlite3.connect(path)
    assert rules_of(connection) == shipped_rules()
    connection.close()
    again = open_journal(path)
    assert list(again.statements(strict=True)) == before
    with pytest.raises(RefusedError, match="signed by a person"):
        again.append(DAY, Kind.WITHDRAWN, body={"reason": "a slip", "readings": ["7"]})
    again.close()


def test_a_file_of_version_1_that_lacks_one_of_its_rules_gets_none_and_is_not_opened(path: Path) -> None:
    made_of_version_1(path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER statements_are_not_deleted")
    connection.close()
    with pytest.raises(StoreError, match="rules"):
        open_journal(path)


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


def test_a_full_disk_is_an_error_in_words_and_nothing_changes(path: Path) -> None:
    connection = connect(path, create=True)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    journal = Journal(connection, SQLITE)
    with pytest.raises(StoreError, match="disk is full"):
        fill(journal)
    there = list(journal.statements())
    journal.close()
    again = open_journal(path)
    assert list(again.statements()) == there
    assert again.append(DAY, Kind.RECEIVED, subject=FORM).number == len(there)
    again.close()


def test_a_read_only_database_is_an_error_in_words(journal: Journal, path: Path) -> None:
    reader = Journal(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None), SQLITE)
    with pytest.raises(StoreError, match="read-only"):
        reader.append(DAY, Kind.OPENED)
    reader.close()


def test_a_database_that_another_holds_is_an_error_in_words(journal: Journal, path: Path) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = Journal(sqlite3.connect(path, timeout=0, isolation_level=None), SQLITE)
    with pytest.raises(StoreError, match="another program"):
        impatient.append(DAY, Kind.OPENED)
    holder.close()
    impatient.close()


def test_two_processes_that_race_both_succeed_one_after_the_other(path: Path) -> None:
    racers: list[multiprocessing.process.BaseProcess] = [
        processes().Process(target=append_many, args=(path, f"racer-{name}", 40)) for name in range(2)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    journal = open_journal(path)
    statements = list(journal.statements())
    journal.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert [statement.number for statement in statements] == list(range(80))
    assert {statement.person for statement in statements} == {"racer-0", "racer-1"}
    chain = EMPTY_CHAIN
    for statement in statements:
        chain = chain_after(chain, write_statement(statement))
        assert statement.chain == chain
