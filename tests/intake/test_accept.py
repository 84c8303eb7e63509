"""What was read becomes evidence once: exhibits first, then the statement."""

import datetime
import hashlib
from pathlib import Path

import pytest

from testigo.errors import StoreError
from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.intake.accept import Source, accept, earlier_import
from tests.intake.tables import ROWS, imported

DAY = datetime.date(2030, 1, 7)
MAPPING = b"the mapping"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_an_import_is_found_by_its_file_and_its_mapping(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    file.write_bytes(ROWS)
    journal = open_journal(tmp_path / "evidence.sqlite", create=True)
    store = FolderStore(tmp_path / "exhibits")

    said = accept(imported(ROWS), [Source(file, sha256(ROWS))], MAPPING, store, journal, DAY)

    assert earlier_import(journal, [sha256(ROWS)], sha256(MAPPING)) == said
    assert earlier_import(journal, [sha256(ROWS)], sha256(b"another mapping")) is None
    assert earlier_import(journal, [sha256(b"another file")], sha256(MAPPING)) is None


def test_every_exhibit_that_the_statement_names_is_in_the_store(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    file.write_bytes(ROWS)
    journal = open_journal(tmp_path / "evidence.sqlite", create=True)
    store = FolderStore(tmp_path / "exhibits")
    table = imported(ROWS)

    said = accept(table, [Source(file, sha256(ROWS))], MAPPING, store, journal, DAY)

    assert (said.subject, said.body["mapping"]) == (sha256(ROWS), sha256(MAPPING))
    assert said.body["readings"] == sha256(table.parquet())
    assert set(store.names()) == {sha256(ROWS), sha256(MAPPING), sha256(table.parquet())}


def test_a_file_that_changed_after_it_was_read_is_not_spoken_of(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    file.write_bytes(ROWS + b"A1-1.03,1,1\n")
    journal = open_journal(tmp_path / "evidence.sqlite", create=True)
    with pytest.raises(StoreError, match="changed while it was being imported"):
        accept(
            imported(ROWS),
            [Source(file, sha256(ROWS))],
            MAPPING,
            FolderStore(tmp_path / "exhibits"),
            journal,
            DAY,
        )
    assert journal.last() is None
