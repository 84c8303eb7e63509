"""Stage 1, invented: what a phone's camera makes of a form that lies on a table.

In   a drawn form, and a `Damage` (drawn from chance, or written down).
Out  JPEG bytes, and the `Damage` beside them: what a reader had to cope with.

Mild damage leaves every part of the code in the frame and 3.5 px or more a module: a photo that a volunteer
takes with some care. Pixels may differ in their last bit between processors;
everything else of a simulation does not.
"""

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from testigo.simulate.chance import Chance

Pixels = NDArray[np.float32]
Corners = tuple[tuple[float, float], ...]

BORDER = 0.06  # of the paper's width: table around the paper
NOISE_TILE = 512  # px
FOLD = 30  # px of the drawing on which a fold is seen, on each side
TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
WARM = (1.0, 0.985, 0.95)
"""Red, green, blue of white paper under a lamp."""


@dataclass(frozen=True)
class Damage:
    """What happens to one photo; as it stands here, nothing.

    turn     degrees counter-clockwise: 0, 90, 180 or 270
    corners  how far each corner of the paper is moved: right and down, as shares of the paper's width;
             top left, top right, bottom right, bottom left (tilt and perspective together)
    scale    px of the photo a px of the drawing
    blur     px, radius of a Gaussian
    noise    grey levels, standard deviation
    light    how much darker the dark side is: 0 = even, 0.5 = half as bright; and which side, from left to
             right and from top to bottom (each -1 to 1)
    folds    where the paper is folded, shares of its length
    shift    how far the paper lies off the middle, shares of its width: its margin may be cut off
    table    grey of the table, 0 = black
    quality  of the JPEG, 1 to 95
    """

    turn: int = 0
    corners: Corners = ((0.0, 0.0),) * 4
    scale: float = 1.0
    blur: float = 0.0
    noise: float = 0.0
    light: float = 0.0
    light_from: tuple[float, float] = (0.0, 0.0)
    folds: tuple[float, ...] = ()
    shift: tuple[float, float] = (0.0, 0.0)
    table: int = 110
    quality: int = 92


NO_DAMAGE = Damage()


def mild_damage(chance: Chance) -> Damage:
    """Draw the damage of a photo that was taken with some care."""
    part = chance.to("parts").fractions(32)

    def between(place: int, lowest: float, highest: float) -> float:
        return lowest + float(part[place]) * (highest - lowest)

    tilt = between(0, -0.035, 0.035)  # 0.035 of the width a width: 2 degrees
    apart = [
        (between(2 + 2 * corner, -0.02, 0.02), between(3 + 2 * corner, -0.02, 0.02)) for corner in range(4)
    ]
    return Damage(
        turn=(0, 0, 0, 0, 90, 180, 270)[int(part[1] * 7)],
        corners=_tilted(apart, tilt),
        scale=between(10, 0.62, 0.9),
        blur=between(11, 0.0, 0.9),
        noise=between(12, 1.0, 7.0),
        light=between(13, 0.0, 0.35),
        light_from=(between(14, -1, 1), between(15, -1, 1)),
        folds=tuple(between(16 + fold, 0.05, 0.8) for fold in range(int(part[20] * 4))),
        shift=(between(21, -0.03, 0.03), between(22, -0.03, 0.03)),
        table=int(between(23, 40, 150)),
        quality=int(between(24, 62, 88)),
    )


def _tilted(apart: list[tuple[float, float]], tilt: float) -> Corners:
    """Add a small rotation to the corners: a paper is about four times as long as it is wide."""
    long = 4 * tilt
    turned = ((long / 2, -tilt / 2), (long / 2, tilt / 2), (-long / 2, tilt / 2), (-long / 2, -tilt / 2))
    return tuple((a + c, b + d) for (a, b), (c, d) in zip(apart, turned, strict=True))


def photographed(drawn: Image.Image, damage: Damage, chance: Chance) -> bytes:
    """Return the photo of a drawn form as JPEG (colour).

    chance  for the noise and the grain of the table
    """
    folded = _folded(drawn, damage.folds)
    size = _size(drawn, damage)
    placed = _placed(folded, damage, size, _table(size, damage.table, chance.to("table")))
    blurred = placed.filter(ImageFilter.GaussianBlur(damage.blur)) if damage.blur else placed
    lit = _lit(np.asarray(blurred, dtype=np.float32), damage)
    pixels = lit + np.float32(damage.noise) * _noise(lit.shape, chance.to("noise"))
    grey = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    coloured = Image.merge("RGB", [grey.point([int(level * part) for level in range(256)]) for part in WARM])
    turned = coloured.transpose(TURNS[damage.turn]) if damage.turn else coloured
    written = io.BytesIO()
    turned.save(written, "JPEG", quality=damage.quality)
    return written.getvalue()


def _size(drawn: Image.Image, damage: Damage) -> tuple[int, int]:
    """Return width and height of the photo before it is turned."""
    border = 2 * BORDER * drawn.width
    return round((drawn.width + border) * damage.scale), round((drawn.height + border) * damage.scale)


def _folded(drawn: Image.Image, folds: tuple[float, ...]) -> Image.Image:
    """Draw a shadow above each fold and a shine below it."""
    if not folds:
        return drawn
    rows = np.arange(drawn.height, dtype=np.float32)
    shade = np.ones(drawn.height, dtype=np.float32)
    for fold in folds:
        away = (rows - fold * drawn.height) / FOLD
        shade -= np.where(away <= 0, 0.22 * np.clip(1 + away, 0, 1), -0.06 * np.clip(1 - away, 0, 1))
    pixels = np.asarray(drawn, dtype=np.float32) * shade[:, None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _placed(paper: Image.Image, damage: Damage, size: tuple[int, int], table: Image.Image) -> Image.Image:
    """Lay the paper on the table, its corners where the damage has them."""
    border = BORDER * paper.width
    across, down = damage.shift
    corners = [
        (
            (border + x * paper.width + (right + across) * paper.width) * damage.scale,
            (border + y * paper.height + (below + down) * paper.width) * damage.scale,
        )
        for (x, y), (right, below) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), damage.corners, strict=True)
    ]
    of_paper = [(0, 0), (paper.width, 0), (paper.width, paper.height), (0, paper.height)]
    mapping = _perspective(corners, of_paper)
    method, by = Image.Transform.PERSPECTIVE, Image.Resampling.BILINEAR
    moved = paper.transform(size, method, mapping, by)
    mask = Image.new("L", paper.size, 255).transform(size, method, mapping, Image.Resampling.NEAREST)
    return Image.composite(moved, table, mask)


def _perspective(of_photo: list[tuple[float, float]], of_paper: list[tuple[int, int]]) -> list[float]:
    """Return the eight numbers with which Pillow finds a photo's pixel on the paper."""
    rows, right = [], []
    for (x, y), (u, v) in zip(of_photo, of_paper, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows, float), np.array(right, float))]


def _table(size: tuple[int, int], grey: int, chance: Chance) -> Image.Image:
    """Return a table with a grain along its length."""
    grain = chance.whole(24 * 8, grey - 18, grey + 18).reshape(8, 24).astype(np.uint8)
    return Image.fromarray(grain).resize(size, Image.Resampling.BILINEAR)


def _lit(pixels: Pixels, damage: Damage) -> Pixels:
    if not damage.light:
        return pixels
    height, width = pixels.shape
    across, down = damage.light_from
    side = np.linspace(-across, across, width, dtype=np.float32)[None, :]
    end = np.linspace(-down, down, height, dtype=np.float32)[:, None]
    shade = np.float32(1) - np.float32(damage.light) * (np.float32(0.5) + (side + end) / np.float32(4))
    return np.asarray(pixels * shade, dtype=np.float32)


def _noise(shape: tuple[int, ...], chance: Chance) -> Pixels:
    """Return noise of standard deviation 1: one tile, laid from a random start, as often as it takes."""
    tile = _noise_tile()
    height, width = shape
    down, across = (int(start) for start in chance.whole(2, 0, NOISE_TILE - 1))
    times = (-(-(height + down) // NOISE_TILE), -(-(width + across) // NOISE_TILE))
    return np.tile(tile, times)[down : down + height, across : across + width]


@cache
def _noise_tile() -> Pixels:
    drawn = Chance.of(0).to("noise").normal(NOISE_TILE * NOISE_TILE)
    return drawn.reshape(NOISE_TILE, NOISE_TILE).astype(np.float32)
