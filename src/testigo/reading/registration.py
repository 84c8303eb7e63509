"""Stage 3: where the printed figures of a form are on its photo. Runs only in `sandbox`.

In   grey pixels; the corners of the form's code and how many squares it has a side; the profile's layout.
Out  a `Row` for each figure, from top to bottom; None where they are not found beyond doubt.

The code says how large the paper is, which way it lies, and where the column of figures must be. A paper is
photographed at a slant, so rows far above the code are not exactly where it says. But they are so many, at
nearly equal distances, with nothing above and below: the one way to lay that comb over the column that hits
most ink and fewest gaps is found exactly (dynamic programming), then a smooth curve is laid through it. Where
the rows do not follow that curve, nothing is said of this print.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from testigo.forms.profile import Layout

Grey = NDArray[np.uint8]
Real = NDArray[np.float64]
Corners = tuple[tuple[float, float], ...]
"""x and y of top left, top right, bottom right, bottom left, as the code lies: px of the photo."""

SLANT = 0.12  # of a row: how much nearer or farther than the code says a row may be from the next one
COARSE = 2  # px: rows are found so exactly at first
MOST_ROWS = 400  # of one form
MARGIN_OF_ROWS = 60  # rows: how far above the code the figures may begin, beside their own number
LEFT, RIGHT = 6, 2  # digits: the column that is cut, from the end of the figures
ASIDE = 3  # digits: how far to the left of where the code says a figure may end; to the right RIGHT
SEEN = 0.35  # share of the paper's brightness that ink takes away
ENOUGH = 0.05  # ink less gap, mean over all rows: below it no comb was found
MOST_BENT = 2.5  # px of the blank form: a row farther from the curve is not where it should be
MOST_STRAY = 0.2  # share of rows that may be


@dataclass(frozen=True)
class Row:
    """The row of one figure: the photo's px of its end (right, middle of the height), and a px's way.

    across  the photo's px that a px of the blank form is, going right; down the same, going down
    """

    end: tuple[float, float]
    across: tuple[float, float]
    down: tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """How the blank form lies on the photo, by its code: `origin` is the middle of the code's upper edge."""

    origin: Real
    across: Real
    down: Real

    def at(self, right: float, below: float) -> Real:
        """Return the photo's px of a point of the blank form, from the origin."""
        return self.origin + right * self.across + below * self.down


def find_rows(
    grey: Grey, corners: Corners, squares: int, layout: Layout, number: int
) -> tuple[Row, ...] | None:
    """Return where `number` figures are; None where they are not found.

    squares  of the code, a side
    """
    if not 1 < number <= MOST_ROWS or squares < 1:
        return None
    frame = frame_of(corners, squares * layout.module)
    column = _column(grey, frame, layout, number)
    strokes = _strokes(inked(column), layout)
    lines = _rows_of_ink(strokes, layout)
    coarse = _comb(lines[::COARSE], number, layout.row // COARSE)
    if coarse is None:
        return None
    near = np.clip(coarse[:, None] * COARSE + np.arange(1 - COARSE, COARSE), 0, len(lines) - 1)
    found = near[np.arange(number), lines[near].argmax(axis=1)]
    if not _is_whole(lines, found, layout.row):
        return None
    ends = np.array([_end(strokes, row, layout) for row in found])
    places = np.arange(number)
    rows, ends_of_rows = _curve(places, found.astype(np.float64)), _curve(places, ends)
    if rows is None or ends_of_rows is None:
        return None
    scale = np.gradient(rows) / layout.row
    left = layout.figures_end - layout.code_middle - LEFT * _width(layout)
    return tuple(
        Row(_pair(frame.at(left + end, row - len(column))), _pair(frame.across * s), _pair(frame.down * s))
        for row, end, s in zip(rows, ends_of_rows, scale, strict=True)
    )


def frame_of(corners: Corners, size: int) -> Frame:
    """Return how the form lies, from the corners of its code.

    size  of the code, in px of the blank form
    """
    top_left, top_right, bottom_right, bottom_left = (
        np.array(corner, dtype=np.float64) for corner in corners
    )
    across = (top_right - top_left + bottom_right - bottom_left) / (2 * size)
    down = (bottom_left - top_left + bottom_right - top_right) / (2 * size)
    middle = (top_left + top_right + bottom_right + bottom_left) / 4
    return Frame(middle - down * size / 2, across, down)


def inked(pixels: NDArray[np.float64]) -> Real:
    """Return how much ink is in each pixel: 0 = as bright as the paper of its line, 1 = black."""
    bright = pixels.shape[1] * 4 // 5
    paper = np.partition(pixels, bright, axis=1)[:, bright : bright + 1]
    return np.clip(1 - pixels / np.maximum(paper, 1), 0, 1)


def _pair(point: Real) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _width(layout: Layout) -> int:
    return len(layout.digits[0][0])


def _column(grey: Grey, frame: Frame, layout: Layout, number: int) -> Real:
    """Cut the column of figures out, from the code's upper edge up; what is beyond the photo is white."""
    left = layout.figures_end - layout.code_middle - LEFT * _width(layout)
    width = (LEFT + RIGHT) * _width(layout)
    longest = max(grey.shape) / max(float(np.hypot(*frame.down)), 0.05)
    height = int(min(longest, (number + MARGIN_OF_ROWS) * layout.row))
    start = frame.at(left, -height)
    placed = (
        frame.across[0], frame.down[0], float(start[0]),
        frame.across[1], frame.down[1], float(start[1]),
    )  # fmt: skip
    cut = Image.fromarray(grey).transform(
        (width, height), Image.Transform.AFFINE, placed, Image.Resampling.BILINEAR, fillcolor=255
    )
    return np.asarray(cut, dtype=np.float64)


def _strokes(ink: Real, layout: Layout) -> Real:
    """Return the ink that has none above and below it where the gaps are: no edge of the paper, no fold."""
    half = layout.row // 2
    padded = np.pad(ink, ((half, half), (0, 0)))
    return np.asarray(np.clip(ink - np.maximum(padded[: -2 * half], padded[2 * half :]), 0, 1))


def _rows_of_ink(strokes: Real, layout: Layout) -> Real:
    """Return for each line how well a row of figures with gaps around it has its middle there."""
    seen = np.minimum(strokes[:, (LEFT - ASIDE) * _width(layout) :].sum(axis=1) / _width(layout), 0.3)
    high = len(layout.digits[0])
    gap = (layout.row - high) // 2
    return np.convolve(seen, np.r_[-np.ones(gap), np.ones(high), -np.ones(gap)] / high, "same")


def _comb(ink: Real, number: int, row: int) -> NDArray[np.int64] | None:
    """Return the lines of `number` rows that together have most ink, and none just above and below them.

    row  lines from one to the next, nearly: it changes by at most one line from row to row
    """
    if len(ink) <= number * row:
        return None
    reach = max(1, round(row * SLANT))
    steps = range(row - reach, row + reach + 1)
    beside = np.full(row, ENOUGH)
    above, below = np.r_[beside, ink[:-row]], np.r_[ink[row:], beside]
    best = np.tile(ink - 2 * np.maximum(above, 0), (len(steps), 1))
    came: list[NDArray[np.int8]] = []
    for _ in range(1, number):
        before, change = _best_of_neighbours(best)
        best = np.full_like(best, -np.inf)
        for place, step in enumerate(steps):
            best[place, step:] = before[place, :-step] + ink[step:]
        came.append(change)
    last = best - 2 * np.maximum(below, 0)
    place, line = (int(found) for found in np.unravel_index(last.argmax(), last.shape))
    if last[place, line] < ENOUGH * number:
        return None
    lines = [line]
    for change in reversed(came):
        line -= steps[place]
        place += int(change[place, line])
        lines.append(line)
    return np.array(lines[::-1])


def _is_whole(lines: Real, found: NDArray[np.int64], row: int) -> bool:
    """Return whether first, last and nearly all other rows have ink, and the places of one more row none."""
    near, far = round(row * (1 - SLANT)), round(row * (1 + SLANT)) + 1
    above = lines[max(0, found[0] - far + 1) : max(0, found[0] - near + 1)]
    below = lines[found[-1] + near : found[-1] + far]
    least = np.median(lines[found]) / 2  # a fold beside the rows has less
    one_more = max(above.max(initial=0), below.max(initial=0)) >= least
    inked = lines[found] >= least
    return bool(inked[0] and inked[-1] and inked.mean() >= 1 - MOST_STRAY and not one_more)


def _best_of_neighbours(best: Real) -> tuple[Real, NDArray[np.int8]]:
    """Return the best of each value, the one above and the one below it; and which: 0, -1 or 1."""
    padded = np.pad(best, ((1, 1), (0, 0)), constant_values=-np.inf)
    above, below = padded[:-2], padded[2:]
    other = np.maximum(above, below)
    change = np.where(other > best, np.where(above >= below, -1, 1), 0).astype(np.int8)
    return np.maximum(best, other), change


def _end(strokes: Real, row: int, layout: Layout) -> float:
    """Return where the figure of a row ends; NaN where nothing is printed near the column's end."""
    half, first = len(layout.digits[0]) // 2, (LEFT - ASIDE) * _width(layout)
    found = np.flatnonzero(strokes[max(0, row - half) : row + half, first:].max(axis=0, initial=0) > SEEN)
    return float(found[-1] + 1 + first) if len(found) else float("nan")


def _curve(places: NDArray[np.int64], values: Real) -> Real | None:
    """Lay a smooth curve through values, without the few that stray; None where more than a few do."""
    kept = np.flatnonzero(~np.isnan(values))
    while len(kept) > max(3, (1 - MOST_STRAY) * len(places)):
        curve = np.polyval(np.polyfit(places[kept], values[kept], 2), places)
        away = np.abs(values[kept] - curve[kept])
        if away.max() <= MOST_BENT:
            return np.asarray(curve)
        kept = np.delete(kept, away.argmax())
    return None
