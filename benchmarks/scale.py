"""How long each command takes for the largest countries, as a coordinator runs them, and how much memory.

Every command is a process of its own, measured from outside: seconds on the wall, seconds of processors, and
peak memory. Beside it stands, in the same run, a process that does with bare Polars the least of the same:
it reads the file, without a check, or it reads the tables and adds up every number by station.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.keys import make_keys

from benchmarks.figures import keep
from benchmarks.large_country import LONG_STATIONS, STATIONS, Work, country, long_country

SMALL = 40
"""By how many times the countries are smaller where TESTIGO_BENCHMARK_LARGE is not set."""
LIMIT_SECONDS, LIMIT_SECONDS_LONG, LIMIT_GIBIBYTES = 60, 120, 2
PASSPHRASE = "a passphrase for a benchmark"
LOOKED_AT = (
    "status",
    "tally",
    "tally --level 5 --csv",
    "missing --csv",
    "compare --level 2",
    "compare --level 3",
)
SUMS = "pl.read_csv('{}').group_by('station').agg(pl.col(pl.Int64).sum())"
PREPARED = ("election check", "election seal")


@dataclass(frozen=True)
class Case:
    """A country, and the commands by which its results come in: `{}` is the operation's folder."""

    name: str
    work: Callable[[int], Work]
    stations: int
    drafted: str
    taken: tuple[str, ...]
    limit: int


CASES = (
    Case(
        "two readers in one row",
        country,
        STATIONS,
        "election draft {} roll.csv --mapping roll.toml",
        ("import {} both.csv --mapping both.toml", "claim {} claims.csv"),
        LIMIT_SECONDS,
    ),
    Case(
        "two readers in two tables",
        country,
        STATIONS,
        "election draft {} roll.csv --mapping roll.toml",
        (
            "import {} scan.csv --mapping scan.toml",
            "import {} watcher.csv --mapping watcher.toml",
            "claim {} claims.csv",
        ),
        LIMIT_SECONDS,
    ),
    Case(
        "a long table of 204 contests",
        long_country,
        LONG_STATIONS,
        "election draft {} roll.csv long.csv --mapping roll.toml",
        ("import {} long.csv --mapping long.toml",),
        LIMIT_SECONDS_LONG,
    ),
)


def run() -> None:
    """Print the figures of every command, beside their limits."""
    for case in CASES:
        size = case.stations if os.environ.get("TESTIGO_BENCHMARK_LARGE") else case.stations // SMALL
        print(f"{case.name}, {size:,} stations (limits {case.limit} s, {LIMIT_GIBIBYTES} GiB a command)")
        with tempfile.TemporaryDirectory() as folder:
            measure(case, size, Path(folder))


def measure(case: Case, size: int, folder: Path) -> None:
    """Go the way of one country, and print what each command takes."""
    keys = make_keys(folder, "example.org/large")
    command(f"new op --key {keys.fingerprint}", folder)
    work = case.work(size)
    named = work.definition["election.toml"].replace("FINGERPRINT", keys.fingerprint)
    work.definition["election.toml"] = named
    work.write(folder, folder / "op" / "election")
    command(case.drafted.format("op"), folder)
    for prepared in PREPARED:
        command(f"{prepared} op", folder)
    for taken in case.taken:
        took = command(taken.format("op"), folder)
        ratio = took / bare(f"pl.read_csv('{taken.split()[2]}')", folder)
        print(f"{'':>8}beside a process that only reads the file: {ratio:.1f} x")
        keep("scale", f"{case.name}: {taken.split()[0]}, to reading the file", ratio)
    grouped = "\n".join(SUMS.format(line.split()[2]) for line in case.taken if line.startswith("import"))
    for looked in LOOKED_AT:
        name, *options = looked.split(" --")
        if name != "compare" or (folder / "claims.csv").exists():
            took = command(" ".join([name, "op", *(f"--{option}" for option in options)]), folder)
            ratio = took / bare(grouped, folder)
            print(f"{'':>8}beside a process that reads the same tables and adds up by station: {ratio:.1f} x")
            keep("scale", f"{case.name}: {name}, to adding up", ratio)
    dry = f"publish op {' '.join(keys.options)} --dry-run"
    command(dry, folder)


def command(arguments: str, folder: Path) -> float:
    """Run `testigo ARGUMENTS` in a folder; print and return its seconds. What fails ends the benchmark."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("testigo"), *arguments.split()], cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    if status:
        sys.exit(f"testigo {arguments} ended with {os.waitstatus_to_exitcode(status)}")
    shown = " ".join(word for word in arguments.split() if len(word) < 60)
    processors, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / (1 << 20)
    print(f"{took:6.1f} s  {processors:6.1f} s of processors  {peak:5.2f} GiB  {shown}", flush=True)
    return took


def bare(code: str, folder: Path) -> float:
    """Run some lines of Polars in a process of its own; return its seconds, and print nothing."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import polars as pl\n{code}"], cwd=folder, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    run()
