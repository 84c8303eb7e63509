"""How long a table of 1,000,000 polling stations takes to become evidence, beside bare readers of CSV.

The bare readers only split and type the cells: they check nothing, and read 010113042 as 10113042.
"""

import io
import random
import resource
import time
from collections.abc import Callable

import pandas as pd
import polars as pl
from tests import world

from testigo.columns import STATIONS, conform
from testigo.intake.mapping import Mapping, parse_mapping
from testigo.intake.table import read_table

ROWS = 1_000_000
OPTIONS = tuple(f"option{number}" for number in range(10))
LIMIT_SECONDS = 20
LIMIT_MEBIBYTES = 2048


def table() -> bytes:
    """A table like Venezuela's: 1,000,000 rows, codes with lost zeros, 13 figures."""
    draws = random.Random(28)
    frame = pl.DataFrame({"CENTRO": [10_000_000 + number // 4 for number in range(ROWS)]}).with_columns(
        MESA=pl.int_range(ROWS) % 4 + 1,
        RE=pl.lit(900),
        **{name: pl.Series([draws.randrange(80) for _ in range(1000)] * (ROWS // 1000)) for name in OPTIONS},
    )
    return frame.with_columns(VALID=pl.sum_horizontal(OPTIONS), NULL=pl.lit(0)).write_csv().encode()


def mapping() -> Mapping:
    figures = "\n".join(f'votes_{name} = "{name}"' for name in OPTIONS)
    text = f"""
[[reading]]
reader = "publisher"
[[table]]
file = "*.csv"
station = {{ join = [{{ column = "CENTRO", pad = 9 }}, {{ column = "MESA", pad = 2 }}], with = "." }}
contest = {{ constant = "mayor" }}
[table.figures]
registered_voters = "RE"
valid_votes = "VALID"
null_votes = "NULL"
{figures}
"""
    return parse_mapping(text.encode(), "benchmark.toml")


def stations() -> pl.DataFrame:
    codes = pl.select(
        station=pl.format(
            "{}.{}",
            (10_000_000 + pl.int_range(ROWS) // 4).cast(pl.String).str.pad_start(9, "0"),
            (pl.int_range(ROWS) % 4 + 1).cast(pl.String).str.pad_start(2, "0"),
        )
    )
    return conform(codes.with_columns(jurisdiction=pl.lit("X")), STATIONS)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run() -> None:
    """Print the time of an import, its ratio to bare readers, and the peak memory."""
    content = table()
    election = world.election(contests=(world.contest(options=OPTIONS),), station_frame=stations())
    profiles = {"form": world.PROFILE}

    def take() -> None:
        read_table({"table.csv": [content]}, mapping(), election, profiles).parquet()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    whole = seconds(take)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with_polars = seconds(lambda: pl.read_csv(io.BytesIO(content)))
    with_pandas = seconds(lambda: pd.read_csv(io.BytesIO(content)))
    print(f"import of {ROWS:,} rows x 13 figures: {whole:.2f} s, limit {LIMIT_SECONDS} s")
    print(f"  beside bare polars read_csv: {whole / with_polars:.1f} x ({with_polars:.2f} s)")
    print(f"  beside bare pandas read_csv: {whole / with_pandas:.1f} x ({with_pandas:.2f} s)")
    print(f"  peak memory: {peak} MiB, {peak - before} MiB above the start (limit {LIMIT_MEBIBYTES} MiB)")


if __name__ == "__main__":
    run()
