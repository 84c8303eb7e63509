"""Stage 2, third step: digits of other scripts as 0-9, where the mapping declares them.

In   text cells.
Out  the same with each decimal digit of any script (Unicode category Nd: ٣, ۳, ३, ๓) as the digit that it is.

A digit has one value whatever the direction in which it is read, so nothing is guessed; it is done only where
`latin_digits` says so, because a table that mixes scripts is one to look at.
"""

import sys
import unicodedata
from collections.abc import Mapping
from functools import cache

import polars as pl


@cache
def other_digits() -> Mapping[str, str]:
    """Return digit of another script -> 0-9; worked out once, and only where it is asked for."""
    return {
        character: str(unicodedata.decimal(character))
        for character in map(chr, range(0x80, sys.maxunicode + 1))
        if unicodedata.category(character) == "Nd"
    }


def with_latin_digits(text: pl.Expr) -> pl.Expr:
    """Return text with its digits as 0-9."""
    return text.str.replace_many(other_digits())
