"""`testigo import` through the real command: what it says, and that bad input leaves the store as it was."""

import datetime
import gzip
import io
import json
import os
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from testigo.cli.main import main
from testigo.columns import IMPORTED
from testigo.evidence.backup import AT_WORK
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.statements import Kind, Statement
from tests.election.definitions import definition

DAY = datetime.date(2030, 1, 7)
MAPPING = """
[[reading]]
reader = "publisher"
[[table]]
file = "results.*"
station = "station"
contest = { constant = "president" }
KEYS
[table.figures]
votes_red = "red"
votes_blue = "blue"
"""
ROWS = b"station,red,blue\n001.01,120,80\n001.02,7,\n777,1,1\n"


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """An operation with the small definition, sealed."""
    folder = tmp_path / "operation"
    for name, content in definition().items():
        path = folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seal_definition(folder, DAY, os.urandom)
    return folder


def run(operation: Path, content: bytes, *options: str, keys: str = "", name: str = "results.csv") -> int:
    file, mapping = operation.parent / name, operation.parent / "results.toml"
    file.write_bytes(content)
    mapping.write_text(MAPPING.replace("KEYS", keys))
    try:
        main(["import", str(operation), str(file), "--mapping", str(mapping), *options])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def stored(operation: Path) -> dict[str, bytes]:
    """Every file of an operation but the lock that each command holds, by its path."""
    inside = (path for path in sorted(operation.rglob("*")) if path.is_file() and path.name != AT_WORK)
    return {str(path): path.read_bytes() for path in inside}


def statements(operation: Path) -> list[Statement]:
    journal = open_journal(operation / EVIDENCE_FILE)
    try:
        return list(journal.statements())
    finally:
        journal.close()


def test_a_table_becomes_three_exhibits_and_one_statement_that_names_them(operation: Path) -> None:
    assert run(operation, ROWS) == 0
    _, said = statements(operation)
    store = FolderStore(operation / EXHIBITS_FOLDER)
    assert said.kind is Kind.IMPORTED
    assert said.body["files"] == [said.subject]
    assert store.get(str(said.subject)) == ROWS
    assert store.get(str(said.body["mapping"])) == (operation.parent / "results.toml").read_bytes()
    assert (said.body["rows"], said.body["replaces"]) == (3, None)
    assert said.body["parts"] == [
        {"reader": "publisher", "method": "published table", "provenance_class": "not said"}
    ]
    readings = pl.read_parquet(io.BytesIO(store.get(str(said.body["readings"]))))
    assert readings.schema == pl.Schema(IMPORTED)
    assert readings.filter(pl.col("station") == "001.02").select("figure", "value").rows() == [
        ("votes_blue", None),
        ("votes_red", 7),
    ]


def test_what_was_imported_stands_in_the_evidence_and_unknown_stations_too(operation: Path) -> None:
    assert run(operation, ROWS) == 0
    readings = Operation(operation).evidence().readings["president"]
    assert readings.select("station", "reader", "votes_red", "votes_blue", "registered_voters").rows() == [
        ("001.01", "publisher", 120, 80, None),
        ("001.02", "publisher", 7, None, None),
        ("777", "publisher", 1, 1, None),
    ]


def test_the_summary_says_what_came_in_and_what_is_unknown(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(operation, b"station,red,blue,picture\n001.01,1,2,x\n1.02,3,4,y\n777,5,6,z\n002.01,7,8,z\n") == 0
    )
    printed = capsys.readouterr().out
    assert "4 rows, 4 readings, contests: president" in printed
    assert "2 stations are not in the definition" in printed
    assert "1.02: known with leading zeros (001.02)" in printed
    assert "777: unknown code" in printed
    assert "picture" in printed
    assert "Imported: statement 1." in printed


def test_the_summary_is_also_json(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(operation, ROWS, "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["rows"], summary["readings"], summary["statement"], summary["is_new"]) == (3, 3, 1, True)
    assert summary["unknown"] == [
        {"station": "777", "rows": 1, "likeness": "unknown code", "known": None},
    ]


def test_the_same_file_with_the_same_mapping_changes_nothing_the_second_time(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(operation, ROWS)
    before = statements(operation), sorted(FolderStore(operation / EXHIBITS_FOLDER).names())
    assert run(operation, ROWS) == 0
    assert "Imported before, as statement 1: nothing was changed." in capsys.readouterr().out
    assert (statements(operation), sorted(FolderStore(operation / EXHIBITS_FOLDER).names())) == before


def test_the_same_file_with_another_mapping_is_another_import(operation: Path) -> None:
    run(operation, ROWS)
    run(operation, ROWS, keys='null_values = ["-"]')
    assert [said.kind for said in statements(operation)] == [Kind.OPENED, Kind.IMPORTED, Kind.IMPORTED]


def test_a_dry_run_changes_nothing(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stored(operation)
    assert run(operation, ROWS, "--dry-run") == 0
    assert stored(operation) == before
    assert "Dry run: nothing was changed." in capsys.readouterr().out


def test_a_dry_run_works_before_the_definition_is_sealed(tmp_path: Path) -> None:
    folder = tmp_path / "operation"
    for name, content in definition().items():
        path = folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = stored(folder)
    assert run(folder, ROWS, "--dry-run") == 0
    assert run(folder, ROWS) == 2
    assert stored(folder) == before


def test_a_changed_definition_takes_no_table(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stations = operation / "election" / "stations.csv"
    stations.write_text(stations.read_text() + "777,,X,,100\n")
    assert run(operation, ROWS) == 2
    assert "not the definition that was sealed" in capsys.readouterr().err
    assert len(statements(operation)) == 1


def test_a_header_alone_is_refused_because_nothing_would_be_taken(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(operation)
    assert run(operation, b"station,red,blue\n") == 2
    assert run(operation, b"station,red,blue\n", "--dry-run") == 2
    assert "results.csv: the table has no rows." in capsys.readouterr().err
    assert stored(operation) == before


def test_a_table_all_of_whose_rows_are_left_out_is_refused_with_the_reason(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(operation)
    assert run(operation, b"station,red,blue\n001.01,1,2\n", keys='skip = [{ station = "001.01" }]') == 2
    assert "no row of the table is read. Look whether" in capsys.readouterr().err
    assert stored(operation) == before


def row(text: str) -> bytes:
    return f"station,red,blue\n001.01,120,80\n{text}\n".encode()


BROKEN = {
    # what is broken: (file, where it is said to be, what is said)
    "missing column": (b"station,red\n001.01,1\n", "row 1, column blue", "no such column"),
    "doubled column": (
        b"station,red,red,blue\n001.01,1,1,2\n",
        "row 1, column red",
        "two columns with this name",
    ),
    "negative": (row("001.02,-5,1"), "row 3, column red", "a count cannot be negative"),
    "fraction": (row("001.02,5.5,1"), "row 3, column red", "a fraction is no count"),
    "exponent": (row("001.02,1e3,1"), "row 3, column red", "an exponent"),
    "thousands with a point": (row("001.02,1.234,1"), "row 3, column red", 'add thousands = "."'),
    "thousands with a comma": (row('001.02,"1,234",1'), "row 3, column red", 'add thousands = ","'),
    "undeclared latin-1": (
        row("Peñón,1,1").decode().encode("iso-8859-1"),
        "row 3",
        'encoding = "iso-8859-1"',
    ),
    "undeclared utf-16": (ROWS.decode().encode("utf-16"), "row 1", 'encoding = "utf-16"'),
    "repeated equal row": (row("001.01,120,80"), "row 3, column station", "with the same figures"),
    "repeated other row": (row("001.01,120,81"), "row 3, column station", "with other figures"),
    "long line": (row("001.02,1," + "1" * 2_000_000), "row 3", "a line of more than 131,072 characters"),
    "empty file": (b"", "results.csv", "the file is empty"),
    "wrong delimiter": (ROWS.replace(b",", b";"), "row 1", 'Add delimiter = ";"'),
    "formula in a count": (row('001.02,"=1+1",1'), "row 3, column red", "formula"),
    "formula in a code": (row('"=1+1",1,1'), "row 3, column station", "formula"),
    "gzip undeclared": (gzip.compress(ROWS), "results.csv", 'compression = "gzip"'),
    "nul byte": (row("001.02,1\0,1"), "row 3", "a NUL byte"),
    "ragged row": (row("001.02,1"), "row 3", "2 cells, and the first row has 3"),
    "unclosed quotation": (row('"001.02,1,1'), "row 3", "quotation mark"),
    "arabic digits": (row("001.02,١٢,1"), "row 3, column red", "digits other than 0-9"),
    "no station known": (b"station,red,blue\nZ1,1,2\n", "column station", "not in the definition"),
    "lost zeros": (b"station,red,blue\n1.01,1,2\n", "column station", "Its zeros are lost"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_table_is_one_clear_error_with_exit_code_2_and_the_store_unchanged(
    what: str, operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, place, message = BROKEN[what]
    before = stored(operation)
    assert run(operation, content) == 2
    assert stored(operation) == before
    said = capsys.readouterr()
    first, *others = said.err.splitlines()
    assert first.startswith("Error: results.csv")
    assert place in first
    assert message in first
    assert others == ["Nothing was changed."]
    assert said.out == ""


def test_a_truncated_gzip_is_one_clear_error_and_the_store_unchanged(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(operation)
    packed = gzip.compress(ROWS)[:-9]
    assert run(operation, packed, keys='compression = "gzip"', name="results.csv.gz") == 2
    assert stored(operation) == before
    assert "ends in the middle" in capsys.readouterr().err


def test_a_line_of_a_gigabyte_on_disk_is_refused_and_the_store_unchanged(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(operation)
    file, mapping = operation.parent / "results.csv", operation.parent / "results.toml"
    with file.open("wb") as written:
        written.write(b"station,red,blue\n" + b"1" * 2_000_000)
        written.truncate(1_000_000_000)  # a hole: the disk holds two megabytes
    mapping.write_text(MAPPING.replace("KEYS", ""))
    with pytest.raises(SystemExit) as end:
        main(["import", str(operation), str(file), "--mapping", str(mapping)])
    assert end.value.code == 2
    assert stored(operation) == before
    assert "row 2: a line of more than" in capsys.readouterr().err


def test_a_broken_mapping_is_refused_with_every_problem(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(operation)
    assert run(operation, ROWS, keys='encodng = "x"\nthousands = 3') == 2
    assert stored(operation) == before
    said = capsys.readouterr().err
    assert "results.toml, column table.1.encodng: no such key" in said
    assert "results.toml, column table.1.thousands" in said


def test_help_gives_examples(capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "--help"])
    assert (
        "testigo import my-operation results.csv --mapping results.toml --dry-run" in capsys.readouterr().out
    )
