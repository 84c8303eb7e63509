"""Stage 0, invented: where a drawn form prints its figures, as its profile says it (`forms.layout`).

In   nothing: what `draw` draws.
Out  the `[layout]` of a `form.toml`: places and the ten digits, in px of the drawing.

Only drawn forms have it. The real strip of Venezuela 2024 was never measured, so its shipped profile has no
layout, and its print is read by people alone.
"""

import numpy as np
from PIL import Image, ImageDraw

from testigo.simulate.draw import MARGIN, MODULE, ROW, TEXT, WIDTH, font

FIGURES = ("registered_voters", "options and lines", "valid_votes", "null_votes", "total_votes")
HALF = 128
"""Grey from which a pixel of a digit is ink."""


def layout() -> bytes:
    """Return the table, to stand at the end of a profile."""
    figures = ", ".join(f'"{figure}"' for figure in FIGURES)
    pictures = "\n\n".join(_picture(digit) for digit in "0123456789")
    return f"""
[layout]    # of the strip that `testigo simulate` draws: px of the drawing
module = {MODULE}
code_middle = {WIDTH // 2}
figures_end = {WIDTH - MARGIN}
row = {ROW}
figures = [{figures}]
digits = '''
{pictures}
'''
""".encode()


def _picture(digit: str) -> str:
    """Draw a digit in the letters of a form profile."""
    left, top, right, bottom = (round(edge) for edge in font(TEXT).getbbox(digit))
    image = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(image).text((-left, -top), digit, fill=255, font=font(TEXT))
    return "\n".join("".join("#" if ink >= HALF else "." for ink in row) for row in np.asarray(image))
