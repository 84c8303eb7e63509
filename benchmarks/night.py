"""A whole night of 30,000 stations: simulated, played into the evidence, settled, published and verified.

Nothing is drawn: what a reader of photos would have said is said. The simulation stands beside its limit, and
beside SQLite alone, which inserts the same statements in one transaction. At the end every accepted result is
held against the truth that was invented, and every total against the sum of the truth over the stations that
are accepted: a figure that differs ends the benchmark.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from tests.keys import make_keys

from benchmarks.figures import keep
from testigo.acts.operation import Operation
from testigo.columns import Status
from testigo.election.contests import Contest
from testigo.snapshot import Snapshot

STATIONS = 30_000
SEED = 7
ORIGIN = "testigo.example/rudokegomp"
"""The country that this seed invents: a key is called as what it signs."""
SIMULATED_LIMIT = 60
"""Seconds for the election, its night and its statements."""


def run() -> None:
    """Print the time of each step, and that what was published is the truth."""
    with tempfile.TemporaryDirectory() as made:
        whole_night(Path(made))


def whole_night(folder: Path) -> None:
    """Measure one night in a folder."""
    keys = make_keys(folder, ORIGIN)
    mark = keys.fingerprint
    operation = folder / "operation"
    words = ("--stations", str(STATIONS), "--seed", str(SEED), "--key", mark)
    simulated = measured("simulate", lambda: testigo("simulate", str(operation), *words))
    print(f"  limit {SIMULATED_LIMIT} s; stations a second: {STATIONS / simulated:,.0f}")
    alone = bare_sqlite(folder, operation)
    print(f"  the same statements into SQLite alone: {alone:.2f} s")
    keep("night", "simulate, to the same statements into SQLite", simulated / alone)
    measured("status (gather and settle)", lambda: testigo("status", str(operation)))
    measured("publish", lambda: testigo("publish", str(operation), *keys.options))
    measured("verify", lambda: testigo("verify", str(operation / "public"), "--key", mark))
    told = compare_with_truth(operation, Operation(operation).snapshot())
    print(f"the truth: {told}")


def measured(name: str, work: Callable[[], object]) -> float:
    """Print and return how many seconds a step takes."""
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    print(f"{name:<28}{seconds:7.1f} s", flush=True)
    return seconds


def testigo(*arguments: str) -> None:
    """Run one command of ours, which must end well."""
    program = "from testigo.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"testigo {arguments[0]} ended with {done.returncode}: {done.stderr or done.stdout}")


def bare_sqlite(folder: Path, operation: Path) -> float:
    """Return the seconds that SQLite needs to write the same rows in one transaction, unchecked."""
    with sqlite3.connect(operation / "evidence.sqlite") as source:
        rows = source.execute("SELECT * FROM statement").fetchall()
    marks = ",".join("?" * len(rows[0]))
    begun = time.perf_counter()
    with sqlite3.connect(folder / "bare.sqlite") as bare:
        bare.execute(f"CREATE TABLE bare ({','.join(f'c{n}' for n in range(len(rows[0])))})")
        bare.executemany(f"INSERT INTO bare VALUES ({marks})", rows)
    return time.perf_counter() - begun


def compare_with_truth(operation: Path, snapshot: Snapshot) -> str:
    """Hold every accepted result and every total against the truth; AssertionError where one differs."""
    stations = figures = 0
    for contest in snapshot.election.contests:
        truth = truth_of(operation, contest)
        accepted = snapshot.results[contest.contest].filter(pl.col("status") == Status.ACCEPTED.value)
        both = accepted.join(truth, on="station", suffix=" true", maintain_order="left")
        assert both.height == accepted.height
        country = snapshot.tallies[contest.contest].filter(pl.col("level") == 1)
        for column in contest.vote_columns:
            assert both[column].equals(both[f"{column} true"], check_names=False), column
            assert country[column].item() == both[f"{column} true"].sum(), column
        stations += both.height
        figures += both.height * len(contest.vote_columns)
    return f"{stations:,} accepted results with {figures:,} figures, and every total, are equal to it"


def truth_of(operation: Path, contest: Contest) -> pl.DataFrame:
    """Return what was voted: station and votes."""
    path = operation / "truth" / f"votes-{contest.contest}.csv"
    return pl.read_csv(path, schema_overrides={"station": pl.String})


if __name__ == "__main__":
    run()
