"""Stage 2, third step: digits of other scripts as 0-9, where the mapping declares them.

In   text cells.
Out  the same with each decimal digit of any script (Unicode category Nd: ٣, ۳, ३, ๓) as the digit that it is.

A digit has one value whatever the direction in which it is read, so nothing is guessed; it is done only where
`latin_digits` says so, because a table that mixes scripts is one to look at.
"""

import sys
import unicodedata

import polars as pl

OTHER_DIGITS = {
    character: str(unicodedata.decimal(character))
    for character in map(chr, range(0x80, sys.maxunicode + 1))
    if unicodedata.category(character) == "Nd"
}
"""Digit of another script -> 0-9."""
ARABIC_THOUSANDS = "\N{ARABIC THOUSANDS SEPARATOR}"


def with_latin_digits(text: pl.Expr) -> pl.Expr:
    """Return text with its digits as 0-9."""
    return text.str.replace_many(OTHER_DIGITS)
