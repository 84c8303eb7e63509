"""Pictures of the forensic tables, as SVG that needs no script and no network.

In   arrays of figures, and words in the reader's language.
Out  the text of an SVG, the same on every machine: coordinates are whole numbers.

Each picture has a title (what it shows) and a description (what it means, and what it does not).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from testigo.statistics.arrays import Whole

SIDE = 500
BINS = 100  # a percent each
MARGIN = 30
DARKEST = 9


@dataclass(frozen=True)
class Words:
    """What a picture says: its title, its meaning, and the names of its two axes."""

    title: str
    meaning: str
    across: str
    up: str


def fingerprint(cast: Whole, roll: Whole, first: Whole, valid: Whole, words: Words) -> str:
    """Draw how many stations have which turnout (across) and which share of the first (up), in percent bins.

    cast, roll, first, valid  (n,); stations without a roll, with more ballots than voters, or without a valid
                              vote are left out
    """
    known = (roll > 0) & (cast <= roll) & (valid > 0)
    turnout = np.minimum(cast[known] * BINS // roll[known], BINS - 1)
    share = np.minimum(first[known] * BINS // valid[known], BINS - 1)
    counts = np.bincount(turnout * BINS + share, minlength=BINS * BINS)
    size = SIDE // BINS
    shapes = []
    for cell in np.flatnonzero(counts):
        across, up = divmod(int(cell), BINS)
        shade = min(DARKEST, int(counts[cell]).bit_length())
        x, y = MARGIN + across * size, MARGIN + SIDE - (up + 1) * size
        shapes.append(f'<path d="M{x} {y}h{size}v{size}h-{size}z" opacity=".{shade}"/>')
    return _svg(words, shapes)


def bars(counts: Sequence[int], usual: Sequence[float], words: Words) -> str:
    """Draw counts as bars, each with a line where clean elections have it on average."""
    highest = max(1.0, *(float(each) for each in counts), *usual)
    width = SIDE // max(1, len(counts))
    shapes = []
    for place, (count, mean) in enumerate(zip(counts, usual, strict=True)):
        height, line = round(SIDE * count / highest), round(SIDE * mean / highest)
        x = MARGIN + place * width
        shapes.append(
            f'<path d="M{x + 2} {MARGIN + SIDE - height}h{width - 4}v{height}h-{width - 4}z" opacity=".5"/>'
        )
        shapes.append(
            f'<path d="M{x} {MARGIN + SIDE - line}h{width}" stroke="currentColor" stroke-width="3"/>'
        )
        shapes.append(
            f'<text x="{x + width // 2}" y="{MARGIN + SIDE + 20}" text-anchor="middle">{place}</text>'
        )
    return _svg(words, shapes)


def _svg(words: Words, shapes: Sequence[str]) -> str:
    whole = SIDE + 2 * MARGIN
    frame = f'<path d="M{MARGIN} {MARGIN}v{SIDE}h{SIDE}" fill="none" stroke="currentColor"/>'
    names = (
        f'<text x="{MARGIN + SIDE}" y="{whole - 4}" text-anchor="end">{escape(words.across)}</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 10}">{escape(words.up)}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" '
        'aria-labelledby="t d" fill="currentColor" font-family="sans-serif" font-size="16">\n'
        f'<title id="t">{escape(words.title)}</title>\n<desc id="d">{escape(words.meaning)}</desc>\n'
        + "\n".join([frame, names, *shapes])
        + "\n</svg>\n"
    )
