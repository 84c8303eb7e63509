"""What a figure means as it was printed: a count, or a share, which is an interval.

In   values as printed (text), with the thousands mark that the claim names.
Out  the lowest and the highest number that would be printed so.

`51.20 %` is anything from 51.195 to 51.205 where it was rounded, from 51.20 to 51.21 where the rest was cut
off (as Taiwan does), and either where nobody says which: a share that fits one of them accuses nobody. A
count is exact; a thousands mark is read only where
the claim names it, because `1.234` is a thousand in Caracas and one in London. Whole numbers only: an end of
a share is in 1/100,000 of a percent, which is exact for the four decimals that are allowed.
"""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from testigo.columns import COUNT, Made

UNITS_OF_A_PERCENT = 100_000
UNITS_OF_A_HUNDREDTH = UNITS_OF_A_PERCENT // 100
DECIMALS = 4
THOUSANDS = (",", ".", " ", "'")
"""The marks that a claim may name."""
COUNT_PRINTED = r"\A(?:[0-9]{1,3}(?:[,. '][0-9]{3}){0,4}|[0-9]{1,15})\z"
SHARE_PRINTED = r"\A[0-9]{1,3}(?:[.,][0-9]{1,4})? ?%\z"


@dataclass(frozen=True)
class Printed:
    """A printed figure: the interval that is printed so, both ends included, in votes or percent."""

    lowest: Decimal
    highest: Decimal
    is_share: bool


def with_printed(claims: pl.DataFrame) -> pl.DataFrame:
    """Add `lowest`, `highest`, `number` and `is_share`.

    claims  has `value`, `thousands` and `shares` (columns.CLAIMS)

    lowest, highest  Int64, in votes or 1/100,000 of a percent; null where a value is neither count nor share
    number           a share as it is printed, in 1/100,000 of a percent; null for a count
    """
    is_share = pl.col("value").str.contains(SHARE_PRINTED)
    below = pl.when(pl.col("shares").eq_missing(Made.CUT_OFF.value)).then(0).otherwise("half")
    above = (
        pl.when(pl.col("shares").eq_missing(Made.ROUNDED.value)).then("half").otherwise(2 * pl.col("half"))
    )
    return (
        claims.with_columns(is_share=is_share, whole=_count(), **_share())
        .with_columns(
            lowest=pl.when("is_share").then((pl.col("number") - below).clip(0)).otherwise("whole"),
            highest=pl.when("is_share")
            .then((pl.col("number") + above).clip(0, 100 * UNITS_OF_A_PERCENT))
            .otherwise("whole"),
        )
        .drop("whole", "half")
    )


def _count() -> pl.Expr:
    """The votes; null where the value has another mark than the one that the claim names."""
    value, mark = pl.col("value"), pl.col("thousands")
    without = [
        pl.when(mark == each).then(value.str.replace_all(each, "", literal=True)) for each in THOUSANDS
    ]
    digits = pl.coalesce(*without, value)
    is_count = value.str.contains(COUNT_PRINTED) & digits.str.contains(r"\A[0-9]+\z")
    return pl.when(is_count).then(digits).cast(COUNT, strict=False)


def _share() -> dict[str, pl.Expr]:
    """The share itself and half a unit of its last decimal, in 1/100,000 of a percent."""
    parts = pl.col("value").str.extract_groups(r"\A(?<whole>[0-9]{1,3})(?:[.,](?<decimals>[0-9]{1,4}))? ?%\z")
    decimals = parts.struct.field("decimals").fill_null("")
    digits = decimals.str.pad_end(DECIMALS, "0")
    ten_thousandths = pl.concat_str(parts.struct.field("whole"), digits).cast(COUNT, strict=False)
    halves = {decimals: UNITS_OF_A_PERCENT // (2 * 10**decimals) for decimals in range(DECIMALS + 1)}
    half = decimals.str.len_chars().cast(COUNT).replace_strict(halves, return_dtype=COUNT)
    return {"number": ten_thousandths * 10, "half": half}


def printed(value: str, thousands: str | None, shares: Made | None = None) -> Printed | None:
    """Read one figure as printed; None where it is neither a count nor a share."""
    one = pl.DataFrame(
        {"value": [value], "thousands": [thousands], "shares": [shares]},
        schema={"value": pl.String, "thousands": pl.String, "shares": pl.String},
    )
    read = with_printed(one).row(0, named=True)
    if read["lowest"] is None:
        return None
    unit = UNITS_OF_A_PERCENT if read["is_share"] else 1
    return Printed(Decimal(read["lowest"]) / unit, Decimal(read["highest"]) / unit, read["is_share"])
