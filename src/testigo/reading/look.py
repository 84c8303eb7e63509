"""Stage 3: everything that is taken from the pixels of one photo. Runs only in `sandbox`.

In   bytes from outside, and what is sought: the codes of this election's forms, and their layouts.
Out  a `Look`: plain texts and numbers. What they mean is said outside of the sandbox, by `classify`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.forms.profile import Layout
from testigo.reading.container import Refusal
from testigo.reading.decode import Grey, Picture, decode
from testigo.reading.digits import Figure, read_digits
from testigo.reading.qr import Code, find_codes
from testigo.reading.quality import Quality, measure
from testigo.reading.registration import find_rows


@dataclass(frozen=True)
class Sought:
    """One kind of form that is looked for.

    pattern  of its machine code (the whole text)
    layout   where it prints its figures; None where that is not known, and its print is not read
    rows     how many figures it prints
    """

    pattern: re.Pattern[str]
    layout: Layout | None = None
    rows: int = 0


@dataclass(frozen=True)
class Look:
    """What is on a photo, or why it was not decoded.

    pixels   SHA-256 of the decoded pixels: equal ones are one photo, whatever the file says beside them
    codes    bytes of its QR codes, as they stand there
    figures  what the form of its only code prints, row by row; empty where that was not found
    """

    refusal: Refusal | None
    pixels: str | None = None
    quality: Quality | None = None
    codes: tuple[bytes, ...] = ()
    figures: tuple[Figure, ...] = ()


def look(content: bytes, sought: Sequence[Sought]) -> Look:
    """Look at a photo; no exception leaves, whatever the bytes are."""
    picture = decode(content)
    if not isinstance(picture, Picture):
        return Look(picture)
    codes = find_codes(picture.grey, lambda code: _form_of(code, sought) is not None)
    figures = _figures(picture.grey, codes, sought)
    contents = tuple(code.content for code in codes)
    return Look(None, picture.sha256, measure(picture.grey), contents, figures)


def _form_of(code: bytes, sought: Sequence[Sought]) -> Sought | None:
    if not code.isascii():
        return None
    text = code.decode("ascii")
    return next((form for form in sought if form.pattern.fullmatch(text)), None)


def _figures(grey: Grey, codes: Sequence[Code], sought: Sequence[Sought]) -> tuple[Figure, ...]:
    """Read the print of a form; of a photo with two forms nobody can say whose a figure is."""
    found = [(code, form) for code in codes if (form := _form_of(code.content, sought)) is not None]
    if len(found) != 1:
        return ()
    code, form = found[0]
    if form.layout is None or code.corners is None:
        return ()
    rows = find_rows(grey, code.corners, code.squares, form.layout, form.rows)
    return () if rows is None else read_digits(grey, rows, form.layout)
