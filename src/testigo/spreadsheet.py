"""Tables as CSV of which a spreadsheet runs nothing, and back.

In   a frame.
Out  CSV bytes: UTF-8 without byte order mark, comma, LF; null is empty, truth values are `true` and `false`.

A text that begins as a formula does (=, +, -, @, and their wide forms) gets an apostrophe in front; so does
one that begins with apostrophes before such a sign, so that `as_meant` finds every text again.
What was sealed with such codes is published in this form; no code that is sealed from now on begins so. In
words: spec/publication.md.
"""

import io

import polars as pl

BEGINS_A_FORMULA = r"\A'*[=+\-@\t\r\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
GUARDED = r"\A'+[=+\-@\t\r\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose texts are no formulas."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(BEGINS_A_FORMULA))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )


def as_meant(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame of texts, read from such CSV, as it was before; what had no apostrophe stays."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(GUARDED))
        .then(pl.col(name).str.slice(1))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )


def write_csv(frame: pl.DataFrame) -> bytes:
    """Write a frame as CSV of which a spreadsheet runs nothing."""
    buffer = io.BytesIO()
    inert(frame).write_csv(buffer)
    return buffer.getvalue()
