"""A journal in a file of its own, and the database under it."""

import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.evidence.connect import open_journal
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Kind

DAY = datetime.date(2024, 7, 28)


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
