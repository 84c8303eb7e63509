"""Names and a scale on a drawn map: HTML above the shapes, so that they are as large as all text.

In   outlines, and what each place is called.
Out  for each name that has room, where it stands; how long the scale is.

A name stands only where its shape has room for it, and none over another. The smallest window has fewer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testigo.publication.format import Unit, shown
from testigo.publication.outlines import WIDTH, Outlines, Room
from testigo.publication.words import name

BOX = WIDTH + 8
"""The width of the drawing with its margin."""
STEP = 2
"""Percent: a name stands at a multiple of it, because the style sheet has a class for each."""
ON_A_PHONE, ON_A_DESK = 330, 600  # px that a map is wide
LETTER, LINE = 6.4, 15  # px of a letter on the average, and of a line
OVER = 1.25
"""How much longer than its shape a name may be: it has a rim of paper."""
NICE = (1, 2, 5)


@dataclass(frozen=True)
class MapName:
    """A name on a map; `classes` say where it stands."""

    name: Markup
    classes: str


@dataclass(frozen=True)
class Scale:
    """A length: its bar, and what it says."""

    bar: Markup
    length: Markup


@dataclass(frozen=True)
class Box:
    """What a name covers, in units of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether two names would cover one another."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def map_names(drawn: Outlines, called: Mapping[str, str]) -> list[MapName]:
    """Return the names that have room, with the classes of their places; some are for large windows only."""
    ordered = sorted(
        (code for code in called if code in drawn.rooms), key=lambda code: (-drawn.rooms[code].length, code)
    )
    small = set(fitting(drawn, called, ordered, ON_A_PHONE))
    large = fitting(drawn, called, ordered, ON_A_DESK)
    return [
        MapName(name(called[code]), place_of(drawn, drawn.rooms[code]) + ("" if code in small else " wide"))
        for code in [*large, *sorted(small - set(large))]
    ]


def fitting(drawn: Outlines, called: Mapping[str, str], ordered: Sequence[str], width: int) -> list[str]:
    """Return the places whose names have room in a drawing so many pixels wide."""
    unit = BOX / width
    taken: list[Box] = []
    found = []
    for code in ordered:
        room, length = drawn.rooms[code], len(called[code]) * LETTER * unit
        box = box_of(room, length, LINE * unit)
        if length > room.length * OVER or not 0 < box.left < box.right < BOX or touch(box, taken):
            continue
        taken.append(box)
        found.append(code)
    return found


def box_of(room: Room, length: float, height: float) -> Box:
    """Return what a name in the middle of its room covers."""
    x, y = room.x + 4, room.y + 4
    return Box(x - length / 2, y - height / 2, x + length / 2, y + height / 2)


def touch(box: Box, taken: Iterable[Box]) -> bool:
    """Whether a name would cover one that stands."""
    return any(box.touches(other) for other in taken)


def place_of(drawn: Outlines, room: Room) -> str:
    """Return the classes of a place on the map: percent from the left and from above, in steps."""
    across, down = (room.x + 4) / BOX, (room.y + 4) / (drawn.height + 8)
    return f"x{round(100 / STEP * across) * STEP} y{round(100 / STEP * down) * STEP}"


def shape_of(drawn: Outlines) -> str:
    """Return the class of how wide a drawing is for its height, where it is higher than wide."""
    twentieths = int(20 * BOX / (drawn.height + 8))
    return f"w{max(1, twentieths) * 5}" if twentieths < 20 else ""


def scale_of(drawn: Outlines, language: str) -> Scale:
    """Return a scale of an eighth to a third of the width: 1, 2 or 5 and noughts, in kilometres or metres."""
    length = next(length for length in lengths() if length * drawn.kilometre / 1_000 > BOX / 8)
    unit, number = ("km", length // 1_000) if length >= 1_000 else ("m", length)
    share = 100 * length * drawn.kilometre / 1_000 / BOX
    bar = f'<svg class="len" aria-hidden="true"><rect class="ink" width="{share:.1f}%"/></svg>'
    words = f"<bdi>{shown(number, Unit.COUNT, language)}\N{NO-BREAK SPACE}{unit}</bdi>"
    return Scale(Markup(bar), Markup(words))  # noqa: S704


def lengths() -> Iterator[int]:
    """Yield lengths in metres: 1, 2, 5, 10, 20, ..."""
    power = 1
    while True:
        yield from (each * power for each in NICE)
        power *= 10
