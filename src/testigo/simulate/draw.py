"""Stage 1, invented: a sheet drawn as the voting machine would print it, black on thermal paper.

In   a `Sheet`.
Out  an image, 8 bits of grey, 832 px wide and as long as the form needs; the code below, 6 px a module.

The font is the one that Pillow carries, so that every machine draws the same. Signatures are scribbles.
"""

import unicodedata
from functools import cache

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

from testigo.simulate.chance import Chance
from testigo.simulate.sheet import Line, Sheet

WIDTH = 832  # px
MARGIN = 44
ROW = 36  # px from one line to the next
TEXT, HEADING = 25, 34  # px, sizes of letters
MEMBER = 84  # px a signature
MODULE = 6  # px of the code
QUIET_ZONE = 4  # modules around it
PAPER, INK = 248, 34  # grey, 0 = black
SCRIBBLE = 24  # points of a signature


def draw(sheet: Sheet) -> Image.Image:
    """Draw a sheet."""
    code = None if sheet.code is None else _code_image(sheet.code)
    foot = MARGIN if code is None else code.height + 2 * MARGIN
    rows = len(sheet.heading) + len(sheet.lines) + 2
    height = 2 * MARGIN + rows * ROW + len(sheet.members) * MEMBER + foot
    image = Image.new("L", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    y = _heading(pen, sheet, MARGIN)
    y = _lines(pen, sheet, y + ROW // 2)
    y = _members(pen, sheet, y + ROW)
    if code is not None:
        image.paste(code, ((WIDTH - code.width) // 2, y + MARGIN))
    return image


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font of a size; its digits are all equally wide."""
    return ImageFont.load_default(size)


def _plain(words: str) -> str:
    """Take the accents away: the font has none, nor have the printers of such forms."""
    return unicodedata.normalize("NFKD", words.strip()).encode("ascii", "ignore").decode()


def _heading(pen: ImageDraw.ImageDraw, sheet: Sheet, y: int) -> int:
    for number, words in enumerate(sheet.heading):
        size = HEADING if number == 0 else TEXT
        pen.text((WIDTH // 2, y), _plain(words), fill=INK, font=font(size), anchor="mt")
        y += ROW
    return y


def _lines(pen: ImageDraw.ImageDraw, sheet: Sheet, y: int) -> int:
    for line in sheet.lines:
        _line(pen, line, y)
        y += ROW
    return y


def _line(pen: ImageDraw.ImageDraw, line: Line, y: int) -> None:
    indent = 0 if line.is_heading or line.figure is None else 32
    heavy = 1 if line.is_heading else 0  # the font has no bold letters: they are drawn twice, a pixel apart
    for shift in range(heavy + 1):
        pen.text((MARGIN + indent + shift, y), _plain(line.text), fill=INK, font=font(TEXT))
        if line.figure is not None:
            pen.text((WIDTH - MARGIN + shift, y), str(line.figure), fill=INK, font=font(TEXT), anchor="ra")


def _members(pen: ImageDraw.ImageDraw, sheet: Sheet, y: int) -> int:
    for number, (office, name) in enumerate(sheet.members):
        pen.text((MARGIN, y), _plain(f"{office}: {name} (INVENTADO)"), fill=INK, font=font(TEXT - 5))
        _scribble(pen, Chance.of(0).to(f"{sheet.paper} {number}"), y + ROW)
        y += MEMBER
    return y


def _scribble(pen: ImageDraw.ImageDraw, chance: Chance, y: int) -> None:
    steps = chance.to("x").whole(SCRIBBLE, 2, 24)
    heights = chance.to("y").whole(SCRIBBLE, 0, ROW)
    x = MARGIN + 240 + np.cumsum(steps)
    pen.line([(int(a), y + int(b)) for a, b in zip(x, heights, strict=True)], fill=INK, width=2)


def _code_image(text: str) -> Image.Image:
    """Draw the code, with its quiet zone."""
    matrix = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8").matrix
    is_dark = np.pad(np.array([list(row) for row in matrix]) & 1, QUIET_ZONE) == 1
    modules = np.where(is_dark, INK, PAPER).astype(np.uint8)
    return Image.fromarray(modules.repeat(MODULE, axis=0).repeat(MODULE, axis=1))
