"""Stage 2, invented: the table of results that a third party publishes, and how it is written.

In   a contest's night.
Out  the CSV file, the mapping with which `testigo import` reads it, and the readings that it then finds.
"""

import io
import json

import polars as pl

from testigo.columns import COUNT, IMPORTED, TEXT, Method, conform
from testigo.simulate.night import ContestNight
from testigo.simulate.readers import THIRD_PARTY, published_columns


def table_of(night: ContestNight) -> bytes:
    """Return the published table: station, votes of the options, totals."""
    return _rows(night).write_csv().encode()


def file_of(night: ContestNight) -> str:
    """Return the name of the table's file."""
    return f"{night.contest.contest}.csv"


def mapping_of(night: ContestNight) -> bytes:
    """Return the mapping of the table."""
    figures = "\n".join(f"{json.dumps(name)} = {json.dumps(name)}" for name in _figures(night))
    return f"""# How the table of an invented third party is written.
[[reading]]
reader = "{THIRD_PARTY}"
provenance = "third party"

[[table]]
file = {json.dumps(file_of(night))}
station = "station"
contest = {{ constant = {json.dumps(night.contest.contest)} }}

[table.figures]
{figures}
""".encode()


def imported(night: ContestNight) -> bytes:
    """Return the readings of the table as the Parquet exhibit of an import (columns.IMPORTED)."""
    long = (
        _rows(night)
        .unpivot(index="station", variable_name="figure", value_name="value")
        .with_columns(
            part=pl.lit(0, COUNT),
            contest=pl.lit(night.contest.contest),
            document_class=pl.lit(None, TEXT),
        )
    )
    written = io.BytesIO()
    conform(long, IMPORTED).sort("figure", "contest", "station").write_parquet(written, compression="zstd")
    return written.getvalue()


def _figures(night: ContestNight) -> list[str]:
    return list(published_columns(night.contest, night.profile))


def _rows(night: ContestNight) -> pl.DataFrame:
    by_third_party = pl.col("method") == Method.PUBLISHED_TABLE.value
    return night.readings.filter(by_third_party).select("station", *_figures(night)).sort("station")
