"""Stage 3: what the evidence already knows of photos, so that the same one is read once and counted once.

In   the *received* and *read* statements, in their order.
Out  `Known`, which grows as photos are read.

Three things can come again: the same file; another file of the same picture (a messenger or a tool wrote anew
what stands beside it); another photo, or another copy of the form, with the same code. The first two say
nothing new. The third is evidence of its own, and agrees. No likeness of pictures is used: two forms of one
layout look alike.

Which pixels a photo has is said by its own decoder, which the photo may have taken over: so it might claim
those of a form that comes later, to have that called a copy and lose it. One photo is therefore called the
picture of another only where both say the same, and both files have the same bytes to draw it from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from testigo.evidence.bodies import Body, Read, Unread, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.reading.classify import CodeReading, FormReading
from testigo.reading.container import Refusal

READER = "testigo reading 2"
"""Who reads: the number grows whenever the same photo may give another reading."""

KINDS = (Kind.RECEIVED, Kind.READ)
GIVEN_UP = (Refusal.TOO_LONG, Refusal.KILLED, Refusal.FORBIDDEN)
"""Perhaps the machine's fault and not the photo's: tried again whenever it is asked for again."""

MOST_COMPARED = 8
"""Photos that said the same and that another is compared with: who sends a thousand makes nobody wait."""

Code = tuple[str, str, tuple[tuple[str, int | None], ...]]  # contest, station, figures
Said = tuple[str, frozenset[Code], str | None]
"""What the decoder of a photo said: its pixels, its codes, or why there are none."""

AreOnePicture = Callable[[str, str], bool]
"""Whether two exhibits have the same bytes to draw a picture from."""


class Again(StrEnum):
    """What came before."""

    FILE = "the same file"
    PIXELS = "the same picture in another file"
    CLAIMED = "it claims to be the picture of another file, and is not shown to be"
    CODE = "another photo or copy with the same code"


@dataclass
class Known:
    """Photos that came.

    received  exhibits
    read      exhibits that this version has read
    given_up  exhibits on which this version gave up
    pixels    those that some photo was said to have
    said_of   what was said of a photo -> the first exhibits of which it was said, MOST_COMPARED at most
    codes     what machine codes said
    """

    received: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    pixels: dict[str, str] = field(default_factory=dict)
    said_of: dict[Said, list[str]] = field(default_factory=dict)
    codes: set[Code] = field(default_factory=set)

    def again(
        self, exhibit: str, reading: FormReading, are_one_picture: AreOnePicture
    ) -> tuple[Again | None, str | None]:
        """Say whether a photo that was just read came before in another file, and which that is.

        returns  None where it did not; the exhibit for the same picture, and for what claims to be it
        """
        codes, pixels = _codes(reading.codes), reading.look.pixels
        if pixels is not None and self.pixels.get(pixels, exhibit) != exhibit:
            alike = self.said_of.get((pixels, codes, reading.reason), [])
            first = next((one for one in alike if are_one_picture(one, exhibit)), None)
            if first is None:
                return Again.CLAIMED, self.pixels[pixels]
            return Again.PIXELS, first
        return (Again.CODE if codes and codes <= self.codes else None), None

    def paper(self, exhibit: str, pixels: str | None) -> str | None:
        """Name the paper by its pixels; None, so by its file, where another photo was said to have them."""
        return None if pixels is None or self.pixels.get(pixels, exhibit) != exhibit else pixels

    def add(self, exhibit: str, reading: FormReading) -> None:
        """Remember a photo that this version has read."""
        codes, pixels = _codes(reading.codes), reading.look.pixels
        self.read.add(exhibit)
        self.hear(exhibit, pixels, codes, reading.reason)

    def hear(self, exhibit: str, pixels: str | None, codes: frozenset[Code], reason: str | None) -> None:
        """Remember what was said of a photo."""
        self.codes |= codes
        if pixels is not None:
            self.pixels.setdefault(pixels, exhibit)
            alike = self.said_of.setdefault((pixels, codes, reason), [])
            if len(alike) < MOST_COMPARED:
                alike.append(exhibit)


def known_in(statements: Iterable[Statement]) -> Known:
    """Collect what statements of KINDS say; also what was withdrawn: a misread photo is not read again."""
    known = Known()
    of_photos = groupby(statements, lambda statement: (statement.kind, statement.subject or ""))
    for (kind, exhibit), told in of_photos:  # the codes of a photo are said at once
        if kind is Kind.RECEIVED:
            known.received.add(exhibit)
        else:
            _hear(known, exhibit, [(statement.contest or "", parse_body(statement)) for statement in told])
    return known


def _hear(known: Known, exhibit: str, told: Sequence[tuple[str, Body | None]]) -> None:
    read = [(contest, said) for contest, said in told if isinstance(said, Read)]
    for form in {said.form for _, said in read}:
        said_by_codes = ((contest, said) for contest, said in read if said.form == form)
        codes = frozenset(_code(contest, said.station, said.figures) for contest, said in said_by_codes)
        known.hear(exhibit, form, codes, None)
    for _, said in told:
        if isinstance(said, Unread):
            known.hear(exhibit, said.form, frozenset(), said.reason)
        if isinstance(said, Read | Unread) and said.reader == READER:
            gave_up = isinstance(said, Unread) and said.reason in GIVEN_UP
            (known.given_up if gave_up else known.read).add(exhibit)


def _codes(codes: Iterable[CodeReading]) -> frozenset[Code]:
    return frozenset(_code(code.contest, code.station, code.figures) for code in codes)


def _code(contest: str, station: str, figures: Mapping[str, int | None]) -> Code:
    return contest, station, tuple(sorted(figures.items()))
