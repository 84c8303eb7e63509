"""The journal: what it keeps, what the disk may do, and a file of an earlier version."""

import datetime
import multiprocessing
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import RefusedError, StoreError
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


def fill(journal: Journal) -> None:
    for _ in range(50):
        journal.append(DAY, Kind.RECEIVED, subject=FORM, body={"text": "x" * 4000})


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


# Rules that somebody slipped in

SWALLOWS = """CREATE TRIGGER "{name}" BEFORE INSERT ON statement BEGIN SELECT RAISE(IGNORE); END"""


@pytest.mark.parametrize("name", ["sqlite-hush", "sqlitehush", "sqlite%", "a_person_transcribes_once ", "é"])
def test_a_file_with_a_rule_of_any_name_that_is_not_ours_is_not_opened(path: Path, name: str) -> None:
    """`NOT LIKE 'sqlite_%'` passed over `sqlite-hush`, which swallowed statements that were "recorded"."""
    open_journal(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute(SWALLOWS.format(name=name))
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="rules"):
        open_journal(path)


@pytest.mark.parametrize(
    "hidden",
    [
        'CREATE TABLE "sqlite-notes" (x)',
        'CREATE INDEX "sqlite-index" ON statement (day)',
        'CREATE VIEW "sqlite-view" AS SELECT * FROM statement',
        "ANALYZE",
    ],
)
def test_a_file_with_anything_that_is_not_ours_is_not_opened(path: Path, hidden: str) -> None:
    open_journal(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute(hidden)
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="rules"):
        open_journal(path)


def test_a_trigger_written_past_sqlites_own_names_is_found(path: Path) -> None:
    """Who may write the schema's table can give a trigger a name that SQLite keeps for itself."""
    open_journal(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    swallows = SWALLOWS.format(name="sqlite_hush")
    connection.execute(
        "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_hush', 'statement', 0, ?)", (swallows,)
    )
    connection.commit()
    connection.close()
    with pytest.raises(StoreError):
        open_journal(path)


@pytest.mark.parametrize("when", ["", "WHEN NEW.number = 2"])
def test_a_rule_added_while_the_file_is_open_makes_nothing_that_is_said_vanish(path: Path, when: str) -> None:
    """Each row is read back before it is acknowledged: recorded is what is there, not what was told."""
    journal = open_journal(path, create=True)
    opened = journal.append(DAY, Kind.OPENED)
    connection = sqlite3.connect(path)
    connection.execute(
        f"CREATE TRIGGER hush BEFORE INSERT ON statement {when} BEGIN SELECT RAISE(IGNORE); END"
    )
    connection.commit()
    connection.close()
    with pytest.raises((StoreError, RefusedError), match=r"did not keep|one more"):
        journal.append_all([Statement(-1, DAY, Kind.RECEIVED, FORM) for _ in range(3)])
    assert list(journal.statements()) == [opened]
    journal.close()


@pytest.mark.parametrize("person", ["ana\u3164", "an\ufe0fa\ufe0f\ufe0f", "\u0301ana", "ana\u200c"])
@pytest.mark.parametrize("second", [False, True])
def test_a_new_statement_is_said_by_nobody_whose_name_is_not_seen_whole(
    journal: Journal, person: str, second: bool
) -> None:
    persons = {"person": "ben", "second_person": person} if second else {"person": person}
    with pytest.raises(RefusedError, match="known by this name for good"):
        journal.append(DAY, Kind.RECEIVED, subject="a" * 64, **persons)  # type: ignore[arg-type]
    assert list(journal.statements()) == []


def test_on_a_disk_that_has_only_files_with_a_name_evidence_is_made_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testigo.evidence.connect.open_unnamed", lambda _: None)
    open_journal(path, create=True).close()
    assert rules_of(connect(path)) == shipped_rules()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []
