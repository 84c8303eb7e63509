"""Stage 3: a photo of our own, by which a process shows that it can read at all.

In   nothing, or another kind of file.
Out  bytes of a photo of a small form: a code, and above it a column of figures, with its layout.

It imports what it needs when it is called.
"""

import io
from typing import TYPE_CHECKING

from testigo.forms.profile import Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIAL = "Testigo reads"
FIGURES = ("307", "0", "92", "4", "1586")
SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
"""Which of its seven strokes each digit has: a on top, then clockwise to f, g in the middle."""
STROKES = {
    "a": (slice(0, 3), slice(2, 12)),
    "b": (slice(0, 10), slice(10, 13)),
    "c": (slice(8, 18), slice(10, 13)),
    "d": (slice(15, 18), slice(2, 12)),
    "e": (slice(8, 18), slice(1, 4)),
    "f": (slice(0, 10), slice(1, 4)),
    "g": (slice(8, 11), slice(2, 12)),
}
HIGH, WIDE = 18, 15  # px of a digit
SCALE, ROW, BELOW = 4, 36, 80  # px of a square; from row to row; from the last row to the code
WHITE = 255


def trial_layout() -> Layout:
    """Return where the small form prints its figures."""
    pictures = tuple(
        tuple("".join("#" if ink else "." for ink in line) for line in _digit(digit))
        for digit in "0123456789"
    )
    return Layout(SCALE, 0, WIDE * len(FIGURES), ROW, ("options",), pictures)


def trial_photo(kind: str = "JPEG") -> bytes:
    """Draw the small form and write it as a photo; `kind` is "JPEG" or "PNG"."""
    import numpy as np
    import segno
    from PIL import Image

    code = np.array([list(row) for row in segno.make_qr(TRIAL).matrix]) & 1
    dark = code.repeat(SCALE, axis=0).repeat(SCALE, axis=1)
    middle = 200
    height = (len(FIGURES) + 3) * ROW + BELOW
    form = np.full((height + len(dark) + ROW, 2 * middle), WHITE, dtype=np.uint8)
    left = middle - len(dark) // 2
    form[height : height + len(dark), left : left + len(dark)][dark == 1] = 0
    for number, figure in enumerate(FIGURES):
        top = (number + 2) * ROW
        for place, digit in enumerate(reversed(figure)):
            end = middle + WIDE * (len(FIGURES) - place)
            form[top : top + HIGH, end - WIDE : end][_digit(digit)] = 0
    photo = io.BytesIO()
    Image.fromarray(form).save(photo, kind)
    return photo.getvalue()


def _digit(digit: str) -> "NDArray[np.bool_]":
    """Draw a digit with seven strokes."""
    import numpy as np

    drawn = np.zeros((HIGH, WIDE), dtype=np.bool_)
    for stroke in SEGMENTS[int(digit)]:
        drawn[STROKES[stroke]] = True
    return drawn
