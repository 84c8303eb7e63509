"""A thief's huge publication of a small election: refused with its size, before it is read."""

import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

from testigo.election.load import load
from testigo.errors import InputError
from testigo.publication.format import MANIFEST, NOTE
from testigo.verification import manifest
from testigo.verification.allowance import UNKNOWN, allowance_of, allowed
from testigo.verification.bringing import fetch, unpack
from testigo.verification.report import Outcome, Report, StepName
from testigo.verification.source import open_folder
from testigo.verification.verify import verify
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, STRANGER, codes, quiet, report
from tests.verification.test_source import ADDRESS, served

READINGS = "data/evidence/readings-mayor.parquet"
GIGABYTE = 1 << 30


def outcomes(found: Report) -> set[Outcome]:
    """What came of the steps after the third."""
    return {step.outcome for step in found.steps[3:]}


def sign(folder: Path, more: list[str]) -> None:
    """List more files than lie there, and sign that as the thief of the key does."""
    lines = [*(folder / MANIFEST).read_text().splitlines(keepends=True), *more]
    (folder / MANIFEST).write_text("".join(sorted(lines, key=lambda line: line[66:])))
    made.announce(folder, OURS)


def test_files_that_no_election_of_the_definition_fills_are_not_read(copy: Path) -> None:
    huge = copy / "es" / "huge.html"
    huge.touch()
    made.forge(copy, OURS)
    os.truncate(huge, 3 * GIGABYTE)
    found = report(copy, OUR_KEY)
    assert codes(found) == {"file.too_large"}
    assert str(found.failures[0].published).startswith("32")
    assert outcomes(found) == {Outcome.NOT_CHECKED}


def test_a_list_of_more_files_than_the_definition_can_make_is_not_taken(copy: Path) -> None:
    sign(copy, [f"{'0' * 64}  x/{number:06d}.html\n" for number in range(9_000)])
    found = report(copy, OUR_KEY)
    assert codes(found) == {"list.too_long"}
    assert {step.outcome for step in found.steps[2:]} == {Outcome.NOT_CHECKED}


def test_a_longer_list_still_is_not_even_parsed(copy: Path) -> None:
    sign(copy, [f"{'0' * 64}  x/{number:06d}.html\n" for number in range(60_000)])
    assert codes(report(copy, OUR_KEY)) == {"list.unreadable"}


def test_more_files_beside_the_list_than_any_election_has_are_not_named_one_by_one(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MOST_ADDED", 0)
    most = allowance_of(open_folder(copy), 1).files
    for number in range(most + 1):
        (copy / f"{number}").touch()
    assert codes(report(copy, OUR_KEY)) == {"file.too_many"}


def test_a_table_with_more_rows_than_the_stations_can_have_is_refused(copy: Path) -> None:
    most = allowed(load(made.definition())).table.rows
    rows = pl.read_parquet(copy / READINGS)
    many = pl.concat([rows.head(1)] * (most + 1)).with_columns(reading=pl.int_range(most + 1).cast(pl.String))
    many.write_parquet(copy / READINGS)
    made.forge(copy, OURS)
    assert {"table.rows"} == codes(report(copy, OUR_KEY)) & {"table.rows", "table.unreadable"}


def test_a_table_of_more_bytes_than_the_stations_can_have_is_not_opened(copy: Path) -> None:
    with (copy / READINGS).open("r+b") as file:
        file.truncate(allowed(load(made.definition())).table.size + 1)
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert [(one.code, one.file) for one in found.failures] == [("file.unreadable", READINGS)]


@pytest.mark.parametrize("table", ["data/evidence/claims.parquet", "data/evidence/errata.parquet"])
def test_so_are_tables_of_all_contests(copy: Path, table: str) -> None:
    with (copy / table).open("r+b") as file:
        file.truncate(allowed(load(made.definition())).tables.size + 1)
    made.forge(copy, OURS)
    assert ("file.unreadable", table) in {(one.code, one.file) for one in report(copy, OUR_KEY).failures}


def test_a_definition_that_cannot_be_read_allows_what_needs_no_definition(copy: Path) -> None:
    (copy / "data/definition/election.toml").write_bytes(b"x")
    made.forge(copy, OURS)
    assert allowance_of(open_folder(copy), 1) == UNKNOWN
    found = report(copy, OUR_KEY)
    assert "definition.broken" in codes(found)
    assert found.steps[2].outcome is Outcome.HOLDS


def test_a_definition_that_is_not_the_listed_one_allows_no_more_either(copy: Path) -> None:
    with (copy / "data/definition/stations.csv").open("a") as file:
        file.writelines(f"Z{number},A-1,A,,500\n" for number in range(10_000))
    assert allowance_of(open_folder(copy), 1) == UNKNOWN


def test_an_allowance_grows_with_stations_contests_and_publications() -> None:
    small = load(made.definition())
    large_files = made.definition()
    large_files["stations.csv"] += b"".join(b"C%d,A-1,A,,500\n" % number for number in range(1_000))
    large = load(large_files)
    assert allowed(small).files < allowed(large).files < allowed(large, 10).files
    assert allowed(small).size < allowed(large).size
    assert allowed(small).table.rows < allowed(large).table.rows


def test_the_memory_and_time_of_a_verification_stay_those_of_a_small_election(copy: Path) -> None:
    """All at once: 200 GB that are listed, and a list of 500 MB."""
    for number in range(50):
        (copy / "es" / f"huge{number}.html").touch()
    made.forge(copy, OURS)
    for number in range(50):
        os.truncate(copy / "es" / f"huge{number}.html", 4 * GIGABYTE - 1)
    with (copy / MANIFEST).open("a") as file:
        file.writelines(f"{'0' * 64}  x/{number:09d}.html\n" for number in range(6_000_000))
    made.announce(copy, OURS)
    program = "import sys; from testigo.cli.main import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", program, "verify", str(copy), "--key", OUR_KEY],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (GIGABYTE, GIGABYTE)),
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    assert "larger than" in run.stdout


# --- brought from elsewhere -------------------------------------------------------------------------------


def test_a_zip_that_is_larger_than_its_definition_explains_is_refused_before_it_is_unpacked(
    copy: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "huge.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(copy.rglob("*")):
            packed.write(file, Path("p") / file.relative_to(copy))
        packed.writestr("p/es/noise", os.urandom(1 << 20))
        for number in range(5):
            packed.writestr(f"p/es/huge{number}.html", os.urandom(1 << 20) + b"0" * (60 << 20))
    with pytest.raises(InputError, match="that its definition explains"):
        unpack(tmp_path / "huge.zip", tmp_path / "inside", quiet)
    assert not list((tmp_path / "inside").glob("es/*"))


def test_of_a_zip_by_another_key_than_the_named_one_nothing_more_is_unpacked(
    copy: Path, tmp_path: Path
) -> None:
    made.forge(copy, STRANGER)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        for file in sorted(copy.rglob("*")):
            packed.write(file, file.relative_to(copy))
    found = verify(unpack(tmp_path / "other.zip", tmp_path / "inside", quiet, key=OUR_KEY), OUR_KEY, quiet)
    assert "key.another" in codes(found)
    assert not (tmp_path / "inside" / "es").exists()


def test_from_an_address_nothing_is_asked_for_after_the_signature_of_another_key(
    copy: Path, tmp_path: Path
) -> None:
    made.forge(copy, STRANGER)
    asked: list[str] = []
    found = verify(fetch(ADDRESS, served(copy, asked), tmp_path / "x", quiet, OUR_KEY), OUR_KEY, quiet)
    assert "key.another" in codes(found)
    assert [address.rsplit("/", 1)[1] for address in asked] == [MANIFEST, NOTE, "signing-key.txt"]


def test_from_an_address_no_more_comes_than_its_definition_explains(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(copy, [f"{'0' * 64}  x/{number:06d}.html\n" for number in range(9_000)])
    asked: list[str] = []
    found = verify(fetch(ADDRESS, served(copy, asked), tmp_path / "x", quiet, OUR_KEY), OUR_KEY, quiet)
    assert codes(found) == {"list.too_long"}
    assert not [address for address in asked if re.search("/x/", address.removeprefix(ADDRESS))]
    assert {step.name for step in found.steps if step.outcome is Outcome.HOLDS} == {StepName.SIGNATURE}
