"""Which known code somebody may have meant. It is proposed to a person, never applied.

In   a code that nothing has, and those that there are.
Out  the one that differs only in zeros before a number or in looks; else, of codes with letters, the one
     that is spelt most alike. Of bare numbers the next one is another place, not a slip: none is proposed.
"""

import difflib
import re
from collections.abc import Sequence

from testigo.characters import skeleton
from testigo.tables.days import DAY, OF_A_SPREADSHEET

MOST_COMPARED = 2_000
"""Codes whose spelling is compared; among more only zeros and looks are."""
ALIKE = 0.8
"""How alike two spellings are at least (0 to 1, difflib): one letter of five."""
ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def nearest(code: str, known: Sequence[str]) -> str | None:
    """Return the known code that `code` may be meant as; None where none is like it, or two are alike."""
    looks = [one for one in known if _look(one) == _look(code)]
    if looks:
        return looks[0] if len(looks) == 1 else None
    if not re.search(r"[^\W\d_]", code) or len(known) > MOST_COMPARED:
        return None
    found = difflib.get_close_matches(code, known, n=1, cutoff=ALIKE)
    return found[0] if found else None


def proposing(code: str | None, known: Sequence[str], remedy: str) -> str:
    """Return a remedy, and before it the code that may be meant, or that a spreadsheet made a day of it."""
    if code and known and re.fullmatch(f" *(?:{DAY}) *", code):
        return f"{OF_A_SPREADSHEET}. {remedy}"
    near = nearest(code, known) if code else None
    return remedy if near is None else f"Did you mean {near!r}? {remedy}"


def _look(code: str) -> str:
    return ZEROS.sub("", skeleton(code))
