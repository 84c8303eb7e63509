import sqlite3
from pathlib import Path

import pytest

from testigo.evidence.check import EvidenceReport, check
from testigo.evidence.connect import EVIDENCE_FILE, open_journal, shipped_schema
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.statements import Body, Kind
from tests.evidence.operation import make_operation
from tests.evidence.writer import DAY


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    return make_operation(tmp_path / "operation")


def checked(operation: Path) -> EvidenceReport:
    journal = open_journal(operation / EVIDENCE_FILE)
    try:
        return check(journal, FolderStore(operation / EXHIBITS_FOLDER))
    finally:
        journal.close()


def said(operation: Path) -> list[str]:
    return [str(problem) for problem in checked(operation).problems]


def first_exhibit(operation: Path) -> Path:
    path = min((operation / EXHIBITS_FOLDER).glob("??/*"))
    path.chmod(0o600)
    return path


def tamper(operation: Path, sql: str) -> None:
    """Change the statements as somebody does who owns the disk: take the rules away, then put them back."""
    connection = sqlite3.connect(operation / EVIDENCE_FILE)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql)
    connection.executescript(shipped_schema())
    connection.close()


def test_a_whole_evidence_has_no_problem(operation: Path) -> None:
    report = checked(operation)
    assert (report.statements, report.exhibits, report.problems) == (6, 5, ())


def test_the_report_names_the_last_chain(operation: Path) -> None:
    journal = open_journal(operation / EVIDENCE_FILE)
    last = journal.last()
    journal.close()
    assert last is not None
    assert checked(operation).chain == last.chain


def test_progress_counts_the_exhibits(operation: Path) -> None:
    told: list[tuple[int, int]] = []
    journal = open_journal(operation / EVIDENCE_FILE)
    check(journal, FolderStore(operation / EXHIBITS_FOLDER), lambda done, total: told.append((done, total)))
    journal.close()
    assert told == [(done, 5) for done in range(1, 6)]


def test_a_changed_exhibit_is_named(operation: Path) -> None:
    path = first_exhibit(operation)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    (problem,) = said(operation)
    assert path.name in problem
    assert "damaged" in problem


def test_a_removed_exhibit_is_named_with_the_statement_that_needs_it(operation: Path) -> None:
    path = first_exhibit(operation)
    path.unlink()
    (problem,) = said(operation)
    assert path.name in problem
    assert "*received*" in problem


def test_a_destroyed_exhibit_need_not_be_there(operation: Path) -> None:
    path = first_exhibit(operation)
    journal = open_journal(operation / EVIDENCE_FILE)
    journal.append(DAY, Kind.DESTROYED, subject=path.name)
    journal.close()
    path.unlink()
    assert said(operation) == []


def test_the_exhibits_that_a_body_names_must_be_there_too(operation: Path) -> None:
    journal = open_journal(operation / EVIDENCE_FILE)
    body: Body = {"reason": "a mistake", "readings_exhibit": "0" * 64, "makes_a_result": False}
    journal.append(DAY, Kind.WITHDRAWN, person="judge-1", body=body)
    journal.close()
    (problem,) = said(operation)
    assert "0" * 64 in problem


def test_an_exhibit_that_no_statement_names_is_no_problem(operation: Path) -> None:
    FolderStore(operation / EXHIBITS_FOLDER).put(b"a crash came between the exhibit and its statement")
    assert said(operation) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE statement SET day = '2024-07-29' WHERE number = 2",
        "UPDATE statement SET kind = 'read' WHERE number = 2",
        "UPDATE statement SET person = 'reader-7' WHERE number = 2",
        "UPDATE statement SET body = '{\"a\":1}' WHERE number = 2",
        "UPDATE statement SET body = '{ }' WHERE number = 2",
        "UPDATE statement SET body = '[]' WHERE number = 2",
        f"UPDATE statement SET chain = '{'0' * 64}' WHERE number = 2",
        "UPDATE statement SET kind = 'rumoured' WHERE number = 2",
        "DELETE FROM statement WHERE number = 2",
    ],
)
def test_a_statement_changed_behind_our_back_is_found(operation: Path, sql: str) -> None:
    tamper(operation, sql)
    assert any("statement 2" in problem for problem in said(operation))


def test_a_damaged_database_is_a_problem_of_the_report_or_an_error_in_words(operation: Path) -> None:
    path = operation / EVIDENCE_FILE
    content = bytearray(path.read_bytes())
    (size,) = sqlite3.connect(path).execute("PRAGMA page_size").fetchone()
    content[2 * size - 200 : 2 * size - 100] = b"\xff" * 100  # the end of the table's first page: its rows
    path.write_bytes(content)
    assert said(operation) != []
