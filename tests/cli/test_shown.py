"""`testigo status | tally | compare | missing | claim` on the real election, as a person calls them."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testigo.acts.operation import Operation
from testigo.cli.main import testigo
from testigo.errors import InputError, RefusedError, StoreError


def call(*arguments: str) -> Result:
    return CliRunner().invoke(testigo, list(arguments), catch_exceptions=True)


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_status_says_how_many_stations_are_in_each_of_the_five_buckets(venezuela: Operation) -> None:
    row = json.loads(call("status", str(venezuela.folder), "--json").stdout)["stations"][0]
    assert (row["stations_accepted"], row["stations_missing"], row["stations"]) == (24_532, 5_494, 30_026)


def test_status_of_a_level_has_a_row_for_each_of_its_places(venezuela: Operation) -> None:
    said = json.loads(call("status", str(venezuela.folder), "--level", "2", "--json").stdout)
    capital = next(row for row in said["stations"] if row["name"] == "Distrito Capital")
    assert (said["level"], capital["stations_accepted"], capital["stations"]) == (2, 1534, None)
    assert sum(row["stations_accepted"] for row in said["stations"]) == 24532


def test_status_names_the_basis_and_the_provenance_for_people(venezuela: Operation) -> None:
    said = call("status", str(venezuela.folder)).stdout
    assert "one row of a published table" in said
    assert "third party" in said


def test_tally_prints_the_whole_and_what_could_still_change_it(venezuela: Operation) -> None:
    said = call("tally", str(venezuela.folder)).stdout
    assert "7,156,462" in said
    assert "Decided by 267,776" in said


def test_tally_of_a_level_has_a_row_a_place_with_percentages_of_two_decimals(venezuela: Operation) -> None:
    table = rows(call("tally", str(venezuela.folder), "--level", "2", "--csv"))
    assert len(table) == 24
    assert {row["name"]: row["share_EG"] for row in table}["Sucre"] == "50.01"


def test_tally_refuses_a_level_that_the_geography_does_not_have(venezuela: Operation) -> None:
    refused = call("tally", str(venezuela.folder), "--level", "9")
    assert isinstance(refused.exception, RefusedError)
    assert "2 = state" in str(refused.exception)


def test_tally_refuses_a_contest_that_is_not_held(venezuela: Operation) -> None:
    assert isinstance(call("tally", str(venezuela.folder), "--contest", "x").exception, RefusedError)


def test_compare_says_every_contradiction_in_a_sentence(venezuela: Operation) -> None:
    said = call("compare", str(venezuela.folder)).stdout
    assert "1,830,358" in said
    assert "1,370,253" in said
    assert "imposible" in call("compare", str(venezuela.folder), "--language", "es").stdout.lower()


def test_compare_as_json_has_the_figures_and_the_words(venezuela: Operation) -> None:
    compared = json.loads(call("compare", str(venezuela.folder), "--json").stdout)
    assert len(compared["contradictions"]) == len(compared["in_words"]["en"]) == 6


def test_missing_counts_the_stations_that_nobody_can_name(venezuela: Operation) -> None:
    assert "5,494" in call("missing", str(venezuela.folder)).stdout
    [row] = rows(call("missing", str(venezuela.folder), "--csv"))
    assert (row["status"], row["place"], row["station"], row["stations"]) == (
        "not listed", "Venezuela", "", "5494",
    )  # fmt: skip
    chased = json.loads(call("missing", str(venezuela.folder), "--json").stdout)
    assert (chased["stations"], chased["not_listed"]) == ([], {"president": 5_494})


def test_a_claims_file_recorded_twice_changes_nothing(venezuela: Operation) -> None:
    before = venezuela.journal.last()
    said = call("claim", str(venezuela.folder), str(venezuela.folder / "official" / "claims.csv")).stdout
    assert "already recorded" in said
    assert venezuela.journal.last() == before


def test_a_bad_claims_file_is_one_error_and_changes_nothing(venezuela: Operation, tmp_path: Path) -> None:
    before = venezuela.journal.last()
    bad = tmp_path / "claims.csv"
    bad.write_text("claim,figure\n1,2\n")
    assert isinstance(call("claim", str(venezuela.folder), str(bad)).exception, InputError)
    assert venezuela.journal.last() == before


@pytest.mark.parametrize("command", ["status", "tally", "compare", "missing"])
def test_a_folder_that_is_no_operation_is_refused_with_what_to_do(command: str, tmp_path: Path) -> None:
    refused = call(command, str(tmp_path))
    assert isinstance(refused.exception, StoreError)
    assert "testigo new" in str(refused.exception)


@pytest.mark.parametrize("command", ["status", "tally", "compare", "missing", "claim"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    said = call(command, "--help").stdout
    assert f"testigo {command} my-operation" in said
