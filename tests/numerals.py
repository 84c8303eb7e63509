"""An oracle for tests: what a reader takes for a number, in any script: 9, ², ½, ٩, ⑨, Ⅸ.

In   a text.
Out  whether a numeral is in it: a character of the Unicode categories Nd, Nl and No.
"""

import re
import unicodedata

FIRST_BEYOND = 0x10000
"""Unicode's first character outside the basic plane."""


def is_numeral(letter: str) -> bool:
    """Say whether a character is a digit or another numeral of any script."""
    return unicodedata.category(letter).startswith("N")


def has_numeral(text: str) -> bool:
    """Say whether a text holds a numeral."""
    return any(map(is_numeral, text))


def numerals() -> str:
    """Return what stands for NUMERALS in a pattern: those of the basic plane, and all that is outside it.

    A pattern with all ranges of all planes is ten times slower; what it finds is asked again (`has_numeral`).
    """
    basic = "".join(letter for letter in map(chr, range(FIRST_BEYOND)) if is_numeral(letter))
    return re.escape(basic) + f"{chr(FIRST_BEYOND)}-{chr(0x10FFFF)}"


NUMERALS = numerals()
