"""`testigo import --replaces` through the real command: what it asks, refuses and says."""

import hashlib
import json
import os
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from testigo.evidence.statements import Json, Kind
from tests.cli.test_import import DAY, MAPPING
from tests.commands import run
from tests.election.definitions import definition

FIRST = "station,red,blue\n001.01,120,80\n001.02,7,8\n002.01,1,2\n"
SECOND = "station,red,blue\n001.01,120,80\n001.02,7,9\n009.01,3,4\n"
REASON = "The publisher read two forms again."


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """An operation with the first release imported, as statement 1."""
    folder = tmp_path / "operation"
    for name, content in definition().items():
        path = folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seal_definition(folder, DAY, os.urandom)
    assert take(folder, FIRST) == 0
    return folder


def take(operation: Path, content: str, *options: object, reader: str = "publisher") -> int:
    file, mapping = operation.parent / "results.csv", operation.parent / "results.toml"
    file.write_text(content)
    mapping.write_text(MAPPING.replace("KEYS", "").replace('"publisher"', f'"{reader}"'))
    return run("import", operation, file, "--mapping", mapping, *options)


def kinds(operation: Path) -> list[Kind]:
    return [statement.kind for statement in Operation(operation).journal.statements()]


def red(operation: Path) -> dict[str, int]:
    readings = Operation(operation).evidence().readings["president"]
    return dict(readings.select("station", "votes_red").rows())


def test_the_newest_release_is_the_one_that_counts(operation: Path) -> None:
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    assert red(operation) == {"001.01": 120, "001.02": 7, "009.01": 3}
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED, Kind.WITHDRAWN, Kind.IMPORTED]


def test_the_earlier_release_may_be_named_by_the_sha256_of_its_file(operation: Path) -> None:
    (_, first) = Operation(operation).journal.statements()
    assert take(operation, SECOND, "--replaces", first.subject, "--reason", REASON) == 0
    assert list(Operation(operation).journal.statements())[-1].body["replaces"] == first.subject


def test_rows_that_vanish_or_change_need_a_reason(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(operation, SECOND, "--replaces", 1) == 2
    assert "2 rows of statement 1 vanished or changed" in capsys.readouterr().err
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED]


def test_a_release_that_only_adds_rows_needs_none_and_withdraws_nothing(operation: Path) -> None:
    assert take(operation, FIRST + "009.01,3,4\n", "--replaces", 1) == 0
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED, Kind.IMPORTED]


def test_a_release_is_by_the_same_reader(operation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON, reader="somebody") == 2
    assert "a release is by the same reader" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["0", "7", "f" * 64])
def test_what_is_no_import_cannot_be_replaced(operation: Path, given: str) -> None:
    assert take(operation, SECOND, "--replaces", given, "--reason", REASON) == 2
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED]


def test_a_release_whose_place_is_taken_names_the_one_that_took_it(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    assert take(operation, FIRST + "009.01,9,9\n", "--replaces", 1, "--reason", REASON) == 2
    assert "Give --replaces 3" in capsys.readouterr().err


def test_a_table_that_comes_back_is_replaced_by_later_releases_only(operation: Path) -> None:
    """The release that took its place before stands no more in it: the table came again after that."""
    assert take(operation, FIRST + "009.01,9,9\n", "--replaces", 1) == 0
    assert run("withdraw", operation, 1, "--person", "judge-1", "--reason", REASON) == 0
    assert take(operation, FIRST) == 0
    assert take(operation, SECOND, "--replaces", 4, "--reason", REASON) == 0
    assert red(operation)["001.02"] == 7


def test_a_table_that_stands_beside_the_earlier_one_must_be_withdrawn_first(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(operation, SECOND) == 0
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 2
    assert "Withdraw that statement first" in capsys.readouterr().err
    assert run("withdraw", operation, 2, "--person", "desk-1", "--reason", "Imported by mistake.") == 0
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    assert red(operation)["009.01"] == 3


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert take(operation, SECOND, "--replaces", 1, "--dry-run", "--json") == 0
    release = json.loads(capsys.readouterr().out)["release"]
    cases = {case: release[case] for case in ("added", "unchanged", "changed", "vanished")}
    assert cases == {"added": 1, "unchanged": 1, "changed": 1, "vanished": 1}
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED]


def test_a_run_that_ended_between_its_two_statements_goes_on(operation: Path) -> None:
    body: dict[str, Json] = {"reason": REASON, "readings": ["1.0:001.02", "1.0:002.01"]}
    signed = {**body, "makes_a_result": False}
    Operation(operation).journal.append(DAY, Kind.WITHDRAWN, person="desk-1", body=signed)
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED, Kind.WITHDRAWN, Kind.IMPORTED]


def test_a_release_that_is_withdrawn_is_undone_whole(operation: Path) -> None:
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    first = ("--person", "desk-1", "--organisation", "one")
    second = ("--second-person", "desk-2", "--second-organisation", "two")
    assert run("withdraw", operation, 3, *first, *second, "--reason", "A forgery.") == 0
    assert red(operation) == {"001.01": 120, "001.02": 7, "002.01": 1}


def test_a_run_that_ended_between_its_two_statements_changed_nothing_and_goes_on(operation: Path) -> None:
    second = hashlib.sha256(SECOND.encode()).hexdigest()
    body: dict[str, Json] = {"reason": REASON, "readings": ["1.0:001.02", "1.0:002.01"], "release": second}
    Operation(operation).journal.append(DAY, Kind.WITHDRAWN, body=body)
    assert red(operation) == {"001.01": 120, "001.02": 7, "002.01": 1}
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    assert kinds(operation) == [Kind.OPENED, Kind.IMPORTED, Kind.WITHDRAWN, Kind.IMPORTED]
    assert red(operation) == {"001.01": 120, "001.02": 7, "009.01": 3}


def test_many_rows_that_fall_are_listed_in_an_exhibit(operation: Path) -> None:
    many = "station,red,blue\n001.01,1,1\n" + "".join(f"9{n:02}.01,1,1\n" for n in range(60))
    assert take(operation, many, "--replaces", 1, "--reason", REASON) == 0
    assert take(operation, FIRST, "--replaces", 3, "--reason", REASON) == 0
    said = list(Operation(operation).journal.statements(kinds=(Kind.WITHDRAWN,)))[-1]
    exhibit = Operation(operation).exhibits.get(str(said.body["readings_exhibit"]))
    assert pl.read_parquet(exhibit).height == 61


def test_the_history_of_a_station_tells_the_release_and_what_it_took_away(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(operation, SECOND, "--replaces", 1, "--reason", REASON) == 0
    capsys.readouterr()
    assert run("history", operation, "001.01", "--json") == 0
    kinds_told = [one["kind"] for one in json.loads(capsys.readouterr().out)["statements"]]
    assert kinds_told == ["imported", "imported"]
    assert run("history", operation, "001.01") == 0
    assert "in the place of the one of statement 1" in " ".join(capsys.readouterr().out.split())
    assert run("history", operation, "002.01") == 0
    assert "A later release of the table takes its place" in " ".join(capsys.readouterr().out.split())
