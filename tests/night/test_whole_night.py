"""A whole night, from its invention to its verification: what is accepted and published is the truth.

The same at 30,000 stations: `python -m benchmarks night`.
"""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from testigo.acts.operation import Operation
from testigo.cli.main import testigo
from testigo.columns import Status
from tests.keys import make_keys

pytestmark = pytest.mark.slow

STATIONS = 150
SEED = 7
ORIGIN = "testigo.example/rudokegomp"
"""The country that this seed invents."""


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night that was simulated, published and verified."""
    folder = tmp_path_factory.mktemp("night")
    keys = make_keys(folder, ORIGIN)
    mark = keys.fingerprint
    made = folder / "operation"
    steps = [
        ["simulate", str(made), "--stations", str(STATIONS), "--seed", str(SEED), "--key", mark],
        ["publish", str(made), *keys.options, "--processes", "1"],
        ["verify", str(made / "public"), "--key", mark],
    ]
    for step in steps:
        result = CliRunner().invoke(testigo, step)
        assert result.exit_code == 0, (step, result.output)
    return made


def test_every_status_occurs_in_the_night(operation: Path) -> None:
    results = Operation(operation).snapshot().results["contest-1"]
    assert set(results["status"]) == {status.value for status in Status}


def test_every_accepted_result_is_the_truth_and_so_is_every_total(operation: Path) -> None:
    snapshot = Operation(operation).snapshot()
    (contest,) = snapshot.election.contests
    columns = list(contest.vote_columns)
    truth = pl.read_csv(operation / "truth/votes-contest-1.csv", schema_overrides={"station": pl.String})
    results = snapshot.results[contest.contest]
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value).select("station", *columns)
    true = (
        accepted.select("station")
        .join(truth, on="station", maintain_order="left")
        .select("station", *columns)
    )
    assert accepted.height > STATIONS // 2
    assert accepted.equals(true)
    country = snapshot.tallies[contest.contest].filter(pl.col("level") == 1).select(columns)
    assert country.equals(true.select(pl.col(columns).sum()))


def test_the_published_table_has_the_accepted_figures(operation: Path) -> None:
    (table,) = (operation / "public/data").glob("*results-contest-1.csv")
    published = pl.read_csv(table, infer_schema=False)
    truth = pl.read_csv(operation / "truth/votes-contest-1.csv", infer_schema=False)
    accepted = published.filter(pl.col("status") == Status.ACCEPTED.value)
    both = accepted.join(truth, on="station", suffix=" true")
    assert both.height == accepted.height > STATIONS // 2
    assert both["votes_O01"].equals(both["votes_O01 true"], check_names=False)
