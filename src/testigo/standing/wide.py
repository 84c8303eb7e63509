"""Stage 4: the readings of an imported table, from one row a figure to one row a reading.

In   the Parquet exhibit of an *imported* statement (columns.IMPORTED, long).
Out  READINGS a contest (wide); a reading is named `<statement>.<part>:<station>`.
"""

import io
from collections.abc import Mapping

import polars as pl

from testigo import columns
from testigo.errors import Message, StoreError
from testigo.evidence.bodies import Imported


def read_parquet(content: bytes, schema: columns.Schema) -> pl.LazyFrame:
    """Read a Parquet exhibit of ours; its rows are not read before they are needed.

    StoreError where it is no Parquet, or has not exactly the columns of `schema`.
    """
    frame = pl.scan_parquet(io.BytesIO(content))
    try:
        found = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        raise StoreError(Message("standing.no_parquet")) from None
    if dict(found) != schema:
        has, should = ", ".join(found)[:200], ", ".join(schema)
        raise StoreError(Message("standing.other_columns", found=has, should=should))
    return frame.select(*schema)


def parquet_of(frame: pl.DataFrame) -> bytes:
    """Write a frame as the Parquet bytes of an exhibit, which `read_parquet` reads."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def widen(
    number: int,
    imported: Imported,
    content: bytes,
    figures: Mapping[str, tuple[str, ...]],
    others: frozenset[str] = frozenset(),
) -> dict[str, pl.DataFrame]:
    """Return contest -> READINGS of the import that statement `number` names, in no fixed order.

    content  Parquet in columns.IMPORTED, where (part, station, contest, figure) is unique
    figures  contest -> its figure columns
    others   contests whose rows are passed over

    StoreError where the table has another contest, or a figure that `figures` has not.
    """
    long = read_parquet(content, columns.IMPORTED)
    if others:
        long = long.filter(~pl.col("contest").is_in(sorted(others)))
    used = long.select("contest", "figure").unique().sort("contest", "figure").collect(engine="streaming")
    _refuse_unknown(number, used, figures)
    return {
        contest: _readings(number, imported, long.filter(pl.col("contest") == contest), figures[contest])
        for contest in used["contest"].unique(maintain_order=True)
    }


def _refuse_unknown(number: int, used: pl.DataFrame, figures: Mapping[str, tuple[str, ...]]) -> None:
    strange = [
        f"{contest} {figure}"
        for contest, figure in used.iter_rows()
        if contest not in figures or (figure is not None and figure not in figures[contest])
    ]
    if strange:
        raise StoreError(Message("standing.imported_unknown", number=number, figures=", ".join(strange[:5])))


def _readings(number: int, imported: Imported, long: pl.LazyFrame, names: tuple[str, ...]) -> pl.DataFrame:
    # At most one value is behind each `max`. One pass with a conditional maximum took 0.5 s and 0.8 GB for
    # 1,000,000 stations x 13 figures; `pivot` 6.4 s and 3.0 GB, thirteen joins 3.3 s and 1.7 GB.
    values = [pl.when(pl.col("figure") == name).then("value").max().alias(name) for name in names]
    wide = long.group_by("part", "station").agg(pl.col("document_class").max(), *values)
    parts = pl.LazyFrame(
        {
            "part": range(len(imported.parts)),
            "reader": [part.reader for part in imported.parts],
            "method": [part.method.value for part in imported.parts],
            "provenance_class": [part.provenance_class.value for part in imported.parts],
        },
        schema_overrides={"part": columns.COUNT},
    )
    named = wide.join(parts, on="part", how="left", validate="m:1").with_columns(
        reading=pl.format(f"{number}.{{}}:{{}}", "part", "station"), exhibit=pl.lit(imported.files[0])
    )
    return columns.conform(named.collect(engine="streaming"), columns.readings_schema(names))
