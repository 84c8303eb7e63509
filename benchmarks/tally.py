"""How long adding up takes, beside what people use: pandas, and SQL on SQLite, on the same results.

The sums of every option at every level of the geography, and the number of stations behind each. The
ratio is theirs to ours in the same run: above 1 means that ours is quicker.
"""

import sqlite3
import time
from collections.abc import Callable

import pandas as pd
import polars as pl

from benchmarks.figures import keep
from testigo.columns import (
    JURISDICTIONS,
    STATIONS,
    Status,
    conform,
    empty,
    figure_columns,
    results_schema,
)
from testigo.tally.add_up import add_up
from testigo.tally.ballots_read import BALLOTS_READ

SIZES = (30_026, 100_000, 300_000, 1_000_000)
LEVELS = tuple(f"level_{number}" for number in range(1, 6))
VOTES = tuple(f"votes_{number}" for number in range(10))
FIGURES = figure_columns(VOTES, (), ())
REPEATS = 5


def run() -> None:
    """Print the times and ratios."""
    print("stations   testigo      pandas       SQLite       pandas/testigo  SQLite/testigo  us a station")
    for size in SIZES:
        results, stations, jurisdictions = country(size)
        none_open = empty(BALLOTS_READ)
        ours = best(
            lambda: add_up(results, stations, jurisdictions, LEVELS, FIGURES, VOTES, none_open)  # noqa: B023
        )
        frame = pl.concat([results, stations.select(LEVELS)], how="horizontal")
        table = pd.DataFrame(frame.to_dict(as_series=False))
        pandas = best(lambda: with_pandas(table))  # noqa: B023
        database = in_sqlite(frame)
        sqlite = best(lambda: with_sqlite(database), repeats=1 if size > 100_000 else 3)  # noqa: B023
        print(
            f"{size:>9,}  {ours:8.3f} s  {pandas:8.3f} s  {sqlite:8.3f} s  {pandas / ours:14.1f}  "
            f"{sqlite / ours:14.1f}  {ours / size * 1e6:12.2f}"
        )
        keep("tally", f"to pandas, {size:,} stations", ours / pandas)
        keep("tally", f"to SQLite, {size:,} stations", ours / sqlite)


def country(size: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return results, stations and jurisdictions of an invented country of five levels."""
    number = pl.int_range(size, dtype=pl.Int64)
    codes = pl.select(number=number).select(
        station=pl.col("number").cast(pl.String).str.zfill(8),
        level_5=(pl.col("number") // 30).cast(pl.String).str.zfill(6) + "-5",
        level_4=(pl.col("number") // 300).cast(pl.String).str.zfill(6) + "-4",
        level_3=(pl.col("number") // 3000).cast(pl.String).str.zfill(6) + "-3",
        level_2=(pl.col("number") // 50_000).cast(pl.String).str.zfill(6) + "-2",
        level_1=pl.lit("whole"),
    )
    stations = conform(
        codes.with_columns(jurisdiction="level_5", registered_voters=pl.lit(600)), STATIONS
    ).with_columns(codes.select(LEVELS).get_columns())
    results = conform(
        codes.select(
            "station",
            status=pl.lit(Status.ACCEPTED.value),
            registered_voters=pl.lit(600),
            valid_votes=pl.lit(450),
            null_votes=pl.lit(1),
            total_votes=pl.lit(451),
            **{name: (number * 7919 * (place + 3)) % 97 for place, name in enumerate(VOTES)},
        ),
        results_schema(FIGURES),
    )
    rows = [
        codes.select(pl.col(level).unique(maintain_order=True).alias("jurisdiction"), level=pl.lit(place))
        for place, level in enumerate(LEVELS, start=1)
    ]
    jurisdictions = conform(pl.concat(rows).with_columns(frame=pl.lit("listed")), JURISDICTIONS)
    return results, stations, jurisdictions


def with_pandas(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Do the same sums and counts in pandas."""
    accepted = table[table["status"] == Status.ACCEPTED.value]
    return [accepted.groupby(level)[list(VOTES)].agg(["sum", "count"]) for level in LEVELS]


def in_sqlite(frame: pl.DataFrame) -> sqlite3.Connection:
    """Return the results in a database in memory, indexed as one would."""
    database = sqlite3.connect(":memory:")
    columns = ("station", "status", *LEVELS, *VOTES)
    database.execute(f"CREATE TABLE results ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    database.executemany(f"INSERT INTO results VALUES ({marks})", frame.select(columns).iter_rows())
    return database


def with_sqlite(database: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    """Do the same sums and counts in SQL."""
    sums = ", ".join(f"sum({name}), count({name})" for name in VOTES)
    query = "SELECT {level}, {sums} FROM results WHERE status = 'accepted' GROUP BY {level}"
    return [database.execute(query.format(level=level, sums=sums)).fetchall() for level in LEVELS]


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the shortest of several times, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    run()
