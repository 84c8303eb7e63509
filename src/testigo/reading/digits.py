"""Stage 3: which digits stand in the rows of a form. Runs only in `sandbox`.

In   grey pixels, the rows of a form on them, the pictures of the digits as the profile has them.
Out  a `Figure` for each row: digits, and how sure each is.

Every row is cut out as the blank form would have it, and the ten pictures, as blurred and as heavy as this
photo shows them, are laid over each place of a digit (normalised correlation). Nothing here knows what should
stand there: the code is held against the print outside of the sandbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from testigo.forms.profile import Layout
from testigo.reading.registration import Grey, Row, inked

Real = NDArray[np.float32]

MOST_DIGITS = 6  # of a figure; one that fills them all may go on, and is not read
ASIDE, ABOVE = 3, 2  # px of the blank form: how far a digit may be from its place
AROUND = 2  # px of paper around a digit, which belong to its picture
BLURS = (0.5, 1.0, 1.5, 2.0)  # px, standard deviation
INSIDE = 3  # px from the side of a digit's place to where every digit has some ink
FAINTEST = 0.45  # of the last digit's darkest ink: a place that has less inside is empty
LIKE_A_DIGIT = 0.5  # correlation: less is no digit
FLAT = 0.3  # contrast (root of the sum of squares) below which there is nothing to compare
THOUSANDTHS = 1000
TEN = 10


@dataclass(frozen=True)
class Figure:
    """What stands in a row.

    digits    as printed; empty where none was found
    likeness  of the digit that is least like its picture, thousandths: 1000 = the same
    lead      by how much that likeness exceeds the next digit's, thousandths; the smallest of the row
    """

    digits: str
    likeness: int
    lead: int


def read_digits(grey: Grey, rows: Sequence[Row], layout: Layout) -> tuple[Figure, ...]:
    """Read the figure of each row."""
    image = Image.fromarray(grey)
    high, width = len(layout.digits[0]), len(layout.digits[0][0])
    cells = np.stack([_cell(image, row, width, high) for row in rows])
    places = sliding_window_view(cells, (high + 2 * AROUND, width + 2 * AROUND), axis=(1, 2))
    drawn = [_drawn(layout, blur, heavy=heavy) for blur in BLURS for heavy in (False, True)]
    last = _likeness(places[:, :, width * (MOST_DIGITS - 1) :], np.concatenate(drawn))
    each = last.reshape(*last.shape[:-1], len(BLURS), 2, TEN).max(axis=-1)
    blur = int(each.max(axis=(1, 2, 4)).mean(axis=0).argmax())
    return tuple(
        _figure(places[number], drawn[2 * blur + int(each[number, :, :, blur].max(axis=(0, 1)).argmax())])
        for number in range(len(rows))
    )


def _cell(image: Image.Image, row: Row, width: int, high: int) -> Real:
    """Cut a row out, at the size of the blank form: as much ink as each pixel has."""
    size = MOST_DIGITS * width + 2 * (AROUND + ASIDE), high + 2 * (AROUND + ABOVE)
    left, up = MOST_DIGITS * width + AROUND + ASIDE, size[1] / 2
    (x, y), (ax, ay), (dx, dy) = row.end, row.across, row.down
    placed = (ax, dx, x - left * ax - up * dx, ay, dy, y - left * ay - up * dy)
    cut = image.transform(size, Image.Transform.AFFINE, placed, Image.Resampling.BILINEAR, fillcolor=255)
    return inked(np.asarray(cut, dtype=np.float64)).astype(np.float32)


def _drawn(layout: Layout, blur: float, *, heavy: bool) -> Real:
    """Return the ten pictures as vectors of length 1 and mean 0; heavy ones are drawn twice, a px apart."""
    drawn = np.array([[[letter == "#" for letter in line] for line in digit] for digit in layout.digits])
    ink = np.pad(drawn, ((0, 0), (AROUND, AROUND), (AROUND, AROUND))).astype(np.uint8) * 255
    if heavy:
        ink = np.maximum(ink, np.roll(ink, 1, axis=2))
    soft = [np.asarray(Image.fromarray(each).filter(ImageFilter.GaussianBlur(blur))) for each in ink]
    flat = np.array(soft, dtype=np.float32).reshape(TEN, -1)
    flat -= flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.linalg.norm(flat, axis=1, keepdims=True), dtype=np.float32)


def _likeness(places: Real, drawn: Real) -> Real:
    """Return how alike (normalised correlation) each place and each drawn digit are; the digit comes last."""
    flat = places.reshape(*places.shape[:-2], -1)
    squares = np.einsum("...i,...i", flat, flat) - flat.shape[-1] * np.square(flat.mean(axis=-1))
    contrast = np.sqrt(np.maximum(squares, FLAT * FLAT))
    return np.asarray(flat @ drawn.T / contrast[..., None], dtype=np.float32)


def _figure(places: Real, drawn: Real) -> Figure:
    """Read one row: how many digits it has, then which, at the shift where they are most like digits.

    places  shift down, shift right (from the leftmost digit on), pixels
    """
    shifts, width = 2 * ASIDE + 1, places.shape[-1] - 2 * AROUND
    starts = width * np.arange(MOST_DIGITS)[::-1]
    last = _likeness(places[:, starts[0] :], drawn).max(axis=-1)
    down, right = np.unravel_index(last.argmax(), last.shape)
    inside = places[down, right + starts, AROUND:-AROUND, AROUND + INSIDE : -AROUND - INSIDE]
    darkest = inside.max(axis=(-2, -1))
    number = int(np.r_[darkest > FAINTEST * darkest[0], False].argmin())
    if not 0 < number < MOST_DIGITS:
        return Figure("", 0, 0)
    alike = _likeness(
        np.stack([places[:, start : start + shifts] for start in starts[:number]], axis=2), drawn
    )
    together = alike.max(axis=-1).sum(axis=-1)
    found = alike[np.unravel_index(together.argmax(), together.shape)]
    ranked = np.sort(found, axis=-1)
    if ranked[:, -1].min() < LIKE_A_DIGIT:
        return Figure("", 0, 0)
    return Figure(
        "".join(str(digit) for digit in found.argmax(axis=-1)[::-1]),
        int(ranked[:, -1].min() * THOUSANDTHS),
        int((ranked[:, -1] - ranked[:, -2]).min() * THOUSANDTHS),
    )
