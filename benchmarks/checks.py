"""All rules of `checks` over 30,026 and 1,000,000 polling stations, beside one rule in plain SQL (SQLite).

Limits: under 0.1 s for 30,026 stations, a few seconds for 1,000,000. The SQL asks for one thing only, the
forms whose valid votes are not the sum of their options, over a table that is already in memory.
"""

import sqlite3
import time
from collections.abc import Callable

import numpy as np
import polars as pl
from tests import world

from benchmarks.figures import keep
from testigo.checks.registry import RULES, Context
from testigo.checks.run import run as check
from testigo.columns import conform, readings_schema

CONTEST = world.contest("president", options=[f"o{number}" for number in range(1, 11)])
SHARES = [0.66, 0.30, 0.01, 0.008, 0.006, 0.005, 0.004, 0.003, 0.002, 0.002]
STATIONS_A_PLACE = 3
WRONG_EVERY = 1_000
REPEATS = 3


def forms(stations: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return READINGS and STATIONS of an invented country; every thousandth form does not add up."""
    chance = np.random.default_rng(28)
    roll = chance.integers(200, 900, stations)
    votes = chance.multinomial(chance.binomial(roll, 0.6), SHARES)
    places = pl.int_range(stations, eager=True) // STATIONS_A_PLACE
    codes = pl.DataFrame({"number": range(stations), "place": places}).select(
        station=pl.format("{}.{}", pl.col("place").cast(pl.String).str.zfill(9), "number"),
        polling_place=pl.col("place").cast(pl.String).str.zfill(9),
        registered_voters=pl.Series(roll),
        wrong=(pl.col("number") % WRONG_EVERY == 0).cast(pl.Int64),
    )
    figures = pl.DataFrame(votes, schema=list(CONTEST.vote_columns))
    whole = pl.concat([codes, figures], how="horizontal").with_columns(
        reading="station",
        valid_votes=pl.sum_horizontal(CONTEST.vote_columns) + pl.col("wrong"),
        null_votes=pl.lit(0),
        jurisdiction=pl.lit("X"),
        level_1=pl.lit("X"),
        level_2=pl.lit(None, pl.String),
        level_3=pl.lit(None, pl.String),
    )
    return conform(whole, readings_schema(world.figures_of(CONTEST))), whole


def seconds(work: Callable[[], object]) -> float:
    """Return the best of a few runs."""
    best = float("inf")
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def sql(readings: pl.DataFrame) -> Callable[[], list[tuple[str]]]:
    """Return the sums rule in SQL, over a filled table."""
    columns = ["station", "valid_votes", *CONTEST.vote_columns]
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE form ({', '.join(columns)})")
    marks = ", ".join("?" for _ in columns)
    connection.executemany(f"INSERT INTO form VALUES ({marks})", readings.select(columns).iter_rows())
    query = f"SELECT station FROM form WHERE valid_votes <> {' + '.join(CONTEST.vote_columns)}"
    return lambda: connection.execute(query).fetchall()


def measure(stations: int) -> None:
    """Print what one size of country takes."""
    readings, whole = forms(stations)
    frame = conform(whole, world.stations().schema)
    election = world.election([CONTEST], station_frame=frame)
    context = Context(CONTEST, world.PROFILE, frame["station"])
    sums_rule, by_sql = RULES["S.201"].find, sql(readings)
    assert sums_rule is not None
    assert sums_rule(readings, context)["station"].to_list() == [station for (station,) in by_sql()]

    everything = seconds(lambda: check({CONTEST.contest: readings}, election, {"form": world.PROFILE}))
    ours = seconds(lambda: sums_rule(readings, context))
    theirs = seconds(by_sql)
    print(f"{stations:>9,} stations: all {len(RULES)} rules {everything:.3f} s")
    print(f"{'':>11}sums rule {ours:.4f} s, in SQLite {theirs:.4f} s, ratio {ours / theirs:.2f}")
    keep("checks", f"sums rule to SQLite, {stations:,} stations", ours / theirs)


def run() -> None:
    """Print seconds of all rules, of the sums rule alone and in SQL, and the ratio of the last two."""
    for stations in (30_026, 1_000_000):
        measure(stations)
    print(f"{'':>11}limit: 0.1 s for 30,026 stations")


if __name__ == "__main__":
    run()
