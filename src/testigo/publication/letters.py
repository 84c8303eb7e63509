"""The letters that the shipped fonts can draw, and what stands on a card where a name has others.

In   the fonts of two packages (`cmap`, the table of a font that says which letters it has); names.
Out  whether a text can be drawn; else the position on the ballot, or the code, in its place.

A card with boxes in the place of a name would go round without saying whom it is about.
"""

import struct
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from testigo.catalogue import catalogue
from testigo.characters import is_unseen
from testigo.election.contests import Option
from testigo.election.definition import Election
from testigo.errors import Place, Problem

FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
WHOLE_OF_UNICODE = 12
"""The format of a `cmap` that holds every letter: ranges of code points (OpenType 1.9, `cmap`)."""
NOTHING = "\N{EM DASH}"


@cache
def fonts() -> list[str]:
    """Return the files of the fonts that the packages ship, upright ones only."""
    return sorted(
        str(file)
        for package in FONTS
        for file in (resources.files(package) / "files").iterdir()
        if "Italic" not in file.name
    )


@cache
def letters() -> frozenset[int]:
    """Return the code points that one of the fonts has."""
    return frozenset(point for font in fonts() for point in _points(Path(font).read_bytes()))


def _points(font: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (parts,) = struct.unpack_from(">H", font, start + 2)
    for number in range(parts):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * number)
        at = start + offset
        if struct.unpack_from(">H", font, at) == (WHOLE_OF_UNICODE,):
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                yield from range(first, last + 1)


def can_be_drawn(text: str) -> bool:
    """Say whether the fonts have every letter of a text; what is not seen needs none."""
    return text.isascii() or all(ord(letter) in letters() or is_unseen(letter) for letter in text)


def option_on_card(option: Option, language: str) -> str:
    """Return how a card calls an option: its short name, else its place on the ballot, else its code."""
    name = option.called_in_short(language)
    if can_be_drawn(name):
        return name
    if option.position is not None:
        return catalogue("pages", language).text("card.option", position=option.position)
    return option.option if can_be_drawn(option.option) else NOTHING


def place_on_card(name: str, code: str) -> str:
    """Return how a card calls a place: its name, else its code."""
    return next((text for text in (name, code) if can_be_drawn(text)), NOTHING)


def names_without_letters(election: Election) -> list[Problem]:
    """Return a warning for each name of an option that no card can show, in the languages of the site."""
    remedy = (
        "Cards show its position on the ballot and its colour; a short_name in drawable letters is shown."
    )
    return [
        Problem(
            Place("options.csv", None, "short_name"),
            option.called_in_short(language),
            f"The cards to share cannot draw this name of {contest.contest}/{option.option} ({language})",
            remedy,
        )
        for contest in election.contests
        for option in contest.options
        for language in election.languages
        if not can_be_drawn(option.called_in_short(language))
    ]
