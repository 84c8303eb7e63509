"""Forms that the tests of the print draw: one form of an invented election, photographed as they like."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from PIL import Image

from testigo.reading.classify import Form
from testigo.simulate.chance import Chance
from testigo.simulate.damage import NO_DAMAGE, Damage, photographed
from testigo.simulate.draw import draw
from testigo.simulate.mishaps import CALM
from testigo.simulate.night import Night
from testigo.simulate.shape import Shape
from testigo.simulate.sheet import Sheet, Sheets
from tests.simulate.invented import invent

CONTEST = "contest-1"
PAPER = f"{CONTEST} paper 0"
Figures = dict[str, int]


@cache
def night() -> Night:
    return invent(Shape(3)).night(CALM)


def form() -> Form:
    one = night().contests[CONTEST]
    return Form(one.profile, one.contest)


def truth() -> Figures:
    """What the form prints and its code says, by column."""
    (row,) = (
        row for row in night().contests[CONTEST].printed().iter_rows(named=True) if row["paper"] == PAPER
    )
    return {name: value for name, value in row.items() if isinstance(value, int)}


def sheet(paper: str = PAPER) -> Sheet:
    return Sheets(night(), CONTEST).sheet(paper)


def with_print(changed: Callable[[int, str, int], int]) -> Sheet:
    """The form with other printed figures: (row, words of the row, figure) -> figure."""
    honest = sheet()
    rows = [line for line in honest.lines if line.figure is not None]
    places = {id(line): place for place, line in enumerate(rows)}
    lines = [
        line
        if line.figure is None
        else replace(line, figure=changed(places[id(line)], line.text, line.figure))
        for line in honest.lines
    ]
    return replace(honest, lines=tuple(lines))


def photo(paper: Sheet, damage: Damage = NO_DAMAGE) -> bytes:
    return photographed(draw(paper), damage, Chance.of(7))


def cut(content: bytes, left: float = 0, top: float = 0, right: float = 1, bottom: float = 1) -> bytes:
    """A part of a photo, in shares of its width and height."""
    image = Image.open(io.BytesIO(content))
    wide, high = image.size
    written = io.BytesIO()
    image.crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high))).save(
        written, "JPEG"
    )
    return written.getvalue()


def side_by_side(one: bytes, other: bytes) -> bytes:
    """Two photos as one."""
    left, right = (Image.open(io.BytesIO(each)) for each in (one, other))
    both = Image.new("RGB", (left.width + right.width, max(left.height, right.height)))
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    written = io.BytesIO()
    both.save(written, "JPEG", quality=90)
    return written.getvalue()
