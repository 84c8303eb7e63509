"""How long large tables take to become evidence, beside bare readers of CSV, and how much memory that needs.

The bare readers only split and type the cells: they check nothing, and read 010113042 as 10113042. An import
runs in a process of its own, from a file, so that its peak memory is that of `testigo import`.
"""

import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import polars as pl
from tests import world

from benchmarks.figures import keep
from testigo.columns import STATIONS, conform
from testigo.election.definition import Election
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import read_table
from testigo.tables.unpack import CHUNK

OPTIONS = tuple(f"option{number}" for number in range(10))
CONTESTS = tuple(f"contest{number:03}" for number in range(204))
LIMIT_MEBIBYTES = 2048


@dataclass(frozen=True)
class Case:
    """A table, how it is mapped, the election that it is of, and how long it may take (seconds)."""

    name: str
    table: Callable[[], pl.DataFrame]
    mapping: str
    election: Callable[[], Election]
    limit: int


def codes(number: int) -> pl.DataFrame:
    """The codes of so many stations, each a polling place that lost its zero and a number in it."""
    return pl.select(CENTRO=10_000_000 + pl.int_range(number) // 4, MESA=pl.int_range(number) % 4 + 1)


def election(number: int, contests: tuple[str, ...], options: tuple[str, ...]) -> Election:
    station = pl.format(
        "{}.{}",
        pl.col("CENTRO").cast(pl.String).str.pad_start(9, "0"),
        pl.col("MESA").cast(pl.String).str.pad_start(2, "0"),
    )
    frame = codes(number).select(station=station, jurisdiction=pl.lit("X"))
    made = [world.contest(code, options=options) for code in contests]
    return world.election(contests=made, station_frame=conform(frame, STATIONS))


def drawn(number: int, names: tuple[str, ...]) -> dict[str, pl.Series]:
    draws = random.Random(28)
    return {
        name: pl.Series([draws.randrange(80) for _ in range(1000)] * (number // 1000 + 1)).head(number)
        for name in names
    }


STATION = """[[table]]
file = "*.csv"
station = { join = [{ column = "CENTRO", pad = 9 }, { column = "MESA", pad = 2 }], with = "." }
"""
MAYOR = 'contest = { constant = "mayor" }\n'
ONE_READER = '[[reading]]\nreader = "publisher"\n' + STATION


def wide() -> pl.DataFrame:
    frame = codes(1_000_000).with_columns(RE=pl.lit(900), **drawn(1_000_000, OPTIONS))
    return frame.with_columns(VALID=pl.sum_horizontal(OPTIONS), NULL=pl.lit(0))


def two_readings() -> pl.DataFrame:
    names = tuple(f"{reader} {option}" for reader in ("scan", "people") for option in OPTIONS[:3])
    return codes(837_000).with_columns(**drawn(837_000, names))


def long() -> pl.DataFrame:
    """20,000 stations, each with 20 of 204 contests and 10 rows in each."""
    stations = codes(20_000).with_row_index("number")
    slots = pl.select(slot=pl.int_range(20)).join(pl.select(option=pl.int_range(10)), how="cross")
    contest = (pl.col("number").cast(pl.Int64) + pl.col("slot") * 10) % len(CONTESTS)
    return stations.join(slots, how="cross").select(
        "CENTRO",
        "MESA",
        CONTEST=pl.lit("contest") + contest.cast(pl.String).str.pad_start(3, "0"),
        CANDIDATE=pl.format("Candidate number {}", "option"),
        VOTES=(pl.col("number").cast(pl.Int64) * 7 + pl.col("option") * 13) % 300,
    )


def figures(prefix: str, options: tuple[str, ...]) -> str:
    return "\n".join(f'votes_{option} = "{prefix}{option}"' for option in options)


def reading(name: str, options: tuple[str, ...]) -> str:
    need = ", ".join(f'"votes_{option}"' for option in options)
    own = figures(name + " ", options)
    return f'[[reading]]\nreader = "{name}"\nneed = [{need}]\n[reading.figures]\n{own}\n'


CASES = (
    Case(
        "1,000,000 rows x 13 figures",
        wide,
        ONE_READER
        + MAYOR
        + '[table.figures]\nregistered_voters = "RE"\nvalid_votes = "VALID"\nnull_votes = "NULL"\n'
        + figures("", OPTIONS),
        lambda: election(1_000_000, ("mayor",), OPTIONS),
        60,
    ),
    Case(
        "837,000 rows with two readings each",
        two_readings,
        reading("scan", OPTIONS[:3]) + reading("people", OPTIONS[:3]) + STATION + MAYOR,
        lambda: election(837_000, ("mayor",), OPTIONS[:3]),
        60,
    ),
    Case(
        "4,000,000 long rows in 204 contests",
        long,
        ONE_READER
        + 'contest = "CONTEST"\nfigure = { column = "CANDIDATE", table = "candidates" }\n'
        + 'value = "VOTES"\nabsent = "zero"\n[tables.candidates]\n'
        + "\n".join(f'"Candidate number {number}" = "votes_{name}"' for number, name in enumerate(OPTIONS)),
        lambda: election(20_000, CONTESTS, OPTIONS),
        120,
    ),
)


def write(number: int, path: Path) -> None:
    CASES[number].table().write_csv(path)


def take(number: int, path: Path) -> tuple[float, int]:
    """Read a table as `testigo import` does; return seconds, and the peak memory of the process (MiB)."""
    case = CASES[number]
    of = case.election()
    mapping = parse_mapping(case.mapping.encode(), "benchmark.toml")
    whole = seconds(
        lambda: read_table({path.name: chunks(path)}, mapping, of, {"form": world.PROFILE}).parquet()
    )
    return whole, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def bare_polars(_: int, path: Path) -> float:
    return seconds(lambda: pl.read_csv(path))


def bare_pandas(_: int, path: Path) -> float:
    return seconds(lambda: pd.read_csv(path))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def apart(work: Callable[[int, Path], object], number: int, path: Path) -> object:
    """Run one piece of work in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, number, path).result()


def run() -> None:
    """Print the time of each import, its ratio to bare readers, and the peak memory."""
    for number, case in enumerate(CASES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            apart(write, number, path)
            size = path.stat().st_size >> 20
            taken = apart(take, number, path)
            assert isinstance(taken, tuple)
            whole, peak = taken
            print(f"import of {case.name} ({size} MiB): {whole:.1f} s, limit {case.limit} s")
            for peer, work in (("polars", bare_polars), ("pandas", bare_pandas)):
                bare = float(str(apart(work, number, path)))
                print(f"  beside bare {peer} read_csv: {whole / bare:.1f} x ({bare:.2f} s)")
                keep("intake", f"{case.name}, to {peer} read_csv", whole / bare)
            print(f"  peak memory: {peak} MiB (limit {LIMIT_MEBIBYTES} MiB)")


if __name__ == "__main__":
    run()
