"""Stage 2: what an unknown station is. Nothing is refused for it, and nothing is put right.

In   the station codes of readings, and the codes of the definition.
Out  UNKNOWN: every code that the definition does not have, what it probably is, and how many rows have it.

The likeness is said, never applied: a code that a spreadsheet ate the zeros of looks like another station's.
"""

from enum import StrEnum

import polars as pl

from testigo.characters import skeleton
from testigo.columns import COUNT, TEXT, Schema
from testigo.errors import Place, Problem
from testigo.intake.language import Value
from testigo.numbered import numbered


class Likeness(StrEnum):
    """What an unknown station code is, as far as its letters tell."""

    UNKNOWN = "unknown code"
    ZEROS = "known with leading zeros"
    LOOKS = "looks like a known one"


UNKNOWN: Schema = {
    "station": TEXT,
    "rows": COUNT,
    "likeness": TEXT,  # Likeness
    "known": TEXT,  # the code of the definition that it resembles, else null
}

MOST_COMPARED = 10_000
"""Unknown codes whose looks are compared; beyond them only leading zeros are."""


def triage(codes: pl.Series, known: pl.Series) -> pl.DataFrame:
    """Return UNKNOWN for the codes that are not among the known ones, the most frequent first.

    codes  station codes of readings, one a row
    known  station codes of the definition
    """
    counted = codes.alias("station").to_frame().group_by("station").agg(pl.len().cast(COUNT).alias("rows"))
    unknown = counted.filter(~pl.col("station").is_in(known.implode())).sort(
        "rows", "station", descending=[True, False]
    )
    if unknown.is_empty():
        return pl.DataFrame(schema=UNKNOWN)
    by_zeros = (
        known.alias("known")
        .to_frame()
        .group_by(_without_zeros("known").alias("key"))
        .agg(pl.col("known").first(), pl.len().alias("like"))
    )
    found = unknown.with_columns(_without_zeros("station").alias("key")).join(
        by_zeros.filter(pl.col("like") == 1), on="key", how="left", maintain_order="left"
    )
    looks = _by_looks(found.filter(pl.col("known").is_null())["station"].head(MOST_COMPARED), known)
    return found.select(
        "station",
        "rows",
        pl.when(pl.col("known").is_not_null())
        .then(pl.lit(Likeness.ZEROS.value))
        .when(pl.col("station").is_in(list(looks)))
        .then(pl.lit(Likeness.LOOKS.value))
        .otherwise(pl.lit(Likeness.UNKNOWN.value))
        .alias("likeness"),
        pl.col("known").fill_null(
            pl.col("station").replace_strict(looks, default=None, return_dtype=pl.String)
        ),
    )


def _without_zeros(column: str) -> pl.Expr:
    """Return a code without the leading zeros of its groups of digits: 010113042.02 is 10113042.2."""
    return pl.col(column).str.replace_all(r"(^|[^0-9])0+([0-9])", "$1$2")


def _by_looks(unknown: pl.Series, known: pl.Series) -> dict[str, str]:
    """Return unknown code -> the known one that it looks like."""
    if unknown.is_empty():
        return {}
    looks = {skeleton(code): code for code in known}
    return {code: looks[skeleton(code)] for code in unknown if skeleton(code) in looks}


def nothing_known(file: str, stations: int, unknown: pl.DataFrame, station: Value | None) -> list[Problem]:
    """Return one problem where no station is known, or most have only lost their zeros.

    Then the mapping, or the election, is not that of the file, and a better one would mend it.

    stations  how many readings there are
    unknown   UNKNOWN
    station   how the mapping makes the code, to propose what is missing in it
    """
    without_zeros = unknown.filter(pl.col("likeness") == Likeness.ZEROS)["rows"].sum()
    strange = unknown["rows"].sum()
    if stations == 0 or (strange < stations and without_zeros * 2 <= stations):
        return []
    lost = pl.col("known").str.len_chars().cast(pl.Int64) - pl.col("station").str.len_chars()
    by_loss = unknown.sort(lost, descending=True, nulls_last=True, maintain_order=True)
    code, _, likeness, known = by_loss.row(0)
    remedy = "Look whether the mapping and the election are those of this file"
    if likeness == Likeness.ZEROS:
        remedy = f"Its zeros are lost: the definition has {known!r}. {_padding(code, known, station)}"
    elif likeness == Likeness.LOOKS:
        remedy = f"The definition has {known!r}, which only looks the same: ask for the original file"
    of = f"of {numbered(stations, 'reading')}"
    message = f"{numbered(int(strange), f'{of} is', f'{of} are')} of stations that are not in the definition"
    return [Problem(Place(file, column="station"), ascii(code)[1:-1], message, remedy)]


def _padding(code: str, known: str, station: Value | None) -> str:
    """Propose the line of the mapping that gives a code its zeros back."""
    general = "Add `pad` to the value of `station`"
    if station is None or any(value.column is None for value in station.join or (station,)):
        return general
    columns = [str(value.column) for value in station.join or (station,)]
    short, full = (
        text.split(station.joined_with or None) if station.join else [text] for text in (code, known)
    )
    if not len(columns) == len(short) == len(full):
        return general
    written = [
        f'"{column}"' if len(part) == len(whole) else f'{{ column = "{column}", pad = {len(whole)} }}'
        for column, part, whole in zip(columns, short, full, strict=True)
    ]
    if not station.join:
        return f"Write station = {written[0]}"
    return f'Write station = {{ join = [{", ".join(written)}], with = "{station.joined_with}" }}'
