"""`testigo simulate`: the same words give the same bytes; nothing is overwritten."""

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from testigo.acts.operation import Operation
from testigo.cli.simulate import command
from testigo.columns import Status
from testigo.errors import RefusedError


def simulate(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(command, [str(folder), *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def contents(folder: Path) -> dict[str, str]:
    """Path -> SHA-256 of every file but the database, whose pages are its own affair."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("evidence.sqlite")
    }


def test_the_same_seed_makes_the_same_operation(tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulate(tmp_path / name, "--stations", "30", "--seed", "9")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    chains = [Operation(tmp_path / name).evidence().chain for name in ("one", "two")]
    assert chains[0] == chains[1]


def test_the_operation_is_a_drill_and_its_accepted_results_are_the_truth_beside_it(tmp_path: Path) -> None:
    said = simulate(tmp_path / "night", "--stations", "50")
    assert "50 stations" in said
    snapshot = Operation(tmp_path / "night").snapshot()
    assert snapshot.election.drill
    truth = pl.read_csv(tmp_path / "night/truth/votes-contest-1.csv", schema_overrides={"station": pl.String})
    accepted = snapshot.results["contest-1"].filter(pl.col("status") == Status.ACCEPTED.value)
    (contest,) = snapshot.election.contests
    both = accepted.join(truth, on="station", suffix=" true")
    assert both.height == accepted.height > 20
    for name in contest.vote_columns:
        assert both[name].equals(both[f"{name} true"], check_names=False)


def test_every_reading_in_the_truth_has_its_statement(tmp_path: Path) -> None:
    simulate(tmp_path / "night", "--stations", "30")
    readings = pl.read_csv(tmp_path / "night/truth/readings.csv")
    assert readings["statement"].null_count() == 0
    numbers = {statement.number for statement in Operation(tmp_path / "night").journal.statements()}
    assert set(readings["statement"]) <= numbers


def test_photos_lie_in_the_order_in_which_they_came_and_nothing_is_read(tmp_path: Path) -> None:
    simulate(tmp_path / "forms", "--stations", "4", "--photos", "--calm")
    files = sorted(path.name for path in (tmp_path / "forms/photos").iterdir())
    photos = pl.read_csv(tmp_path / "forms/truth/photos.csv", infer_schema=False)
    assert files == photos["file"].to_list() == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    assert set(json.loads(photos["damage"][0])) >= {"turn", "blur", "quality"}
    evidence = Operation(tmp_path / "forms").evidence()
    assert evidence.last_statement == 0


def test_votes_can_resemble_those_of_another_operation(tmp_path: Path) -> None:
    simulate(tmp_path / "first", "--stations", "40", "--calm")
    simulate(tmp_path / "second", "--stations", "40", "--calm", "--like", str(tmp_path / "first"))
    rolls = [
        set(Operation(tmp_path / name).election.stations["registered_voters"]) for name in ("first", "second")
    ]
    assert rolls[1] <= rolls[0]


@pytest.mark.parametrize("rate", ["missing", "missing=many", "nothing_known=0.1"])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: str) -> None:
    with pytest.raises(RefusedError):
        simulate(tmp_path / "night", "--rate", rate)
    assert not (tmp_path / "night").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RefusedError, match="is not empty"):
        simulate(tmp_path)
