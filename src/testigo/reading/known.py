"""Stage 3: what the evidence already knows of photos, so that the same one is read once and counted once.

In   the *received* and *read* statements, in their order.
Out  `Known`, which grows as photos are read.

Three things can come again: the same file; another file with the same pixels (a messenger or a tool wrote it
anew without loss); another photo, or another copy of the form, with the same code. The first two say nothing
new. The third is evidence of its own, and agrees. No likeness of pictures is used: two forms of one layout
look alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from testigo.evidence.bodies import Read, Unread, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.reading.classify import CodeReading
from testigo.reading.container import Refusal

READER = "testigo reading 2"
"""Who reads: the number grows whenever the same photo may give another reading."""

KINDS = (Kind.RECEIVED, Kind.READ)
GIVEN_UP = (Refusal.TOO_LONG, Refusal.KILLED, Refusal.FORBIDDEN)
"""Perhaps the machine's fault and not the photo's: tried again whenever it is asked for again."""

Code = tuple[str, str, tuple[tuple[str, int | None], ...]]  # contest, station, figures


class Again(StrEnum):
    """What came before."""

    FILE = "the same file"
    PIXELS = "the same picture in another file"
    CODE = "another photo or copy with the same code"


@dataclass
class Known:
    """Photos that came.

    received  exhibits
    read      exhibits that this version has read
    given_up  exhibits on which this version gave up
    forms     pixels -> the first exhibit that had them
    codes     what machine codes said
    """

    received: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    forms: dict[str, str] = field(default_factory=dict)
    codes: set[Code] = field(default_factory=set)

    def again(self, exhibit: str, pixels: str | None, codes: Iterable[CodeReading]) -> Again | None:
        """Say whether a photo that was just read came before in another file; None where it did not."""
        if pixels is not None and self.forms.get(pixels, exhibit) != exhibit:
            return Again.PIXELS
        said = {_code(code.contest, code.station, code.figures) for code in codes}
        return Again.CODE if said and said <= self.codes else None

    def add(self, exhibit: str, pixels: str | None, codes: Iterable[CodeReading]) -> None:
        """Remember a photo that this version has read."""
        self.read.add(exhibit)
        if pixels is not None:
            self.forms.setdefault(pixels, exhibit)
        self.codes |= {_code(code.contest, code.station, code.figures) for code in codes}


def known_in(statements: Iterable[Statement]) -> Known:
    """Collect what statements of KINDS say; also what was withdrawn: a misread photo is not read again."""
    known = Known()
    for statement in statements:
        exhibit, said = statement.subject or "", parse_body(statement)
        if statement.kind is Kind.RECEIVED:
            known.received.add(exhibit)
        elif isinstance(said, Read | Unread):
            _hear(known, statement, exhibit, said)
    return known


def _hear(known: Known, statement: Statement, exhibit: str, said: Read | Unread) -> None:
    if said.form is not None:
        known.forms.setdefault(said.form, exhibit)
    if isinstance(said, Read):
        known.codes.add(_code(statement.contest or "", said.station, said.figures))
    if said.reader != READER:
        return
    gave_up = isinstance(said, Unread) and said.reason in GIVEN_UP
    (known.given_up if gave_up else known.read).add(exhibit)


def _code(contest: str, station: str, figures: Mapping[str, int | None]) -> Code:
    return contest, station, tuple(sorted(figures.items()))
