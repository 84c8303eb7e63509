"""Stage 3: from bytes to grey pixels, the right way up. Runs only in `sandbox`.

In   bytes of a JPEG or PNG, as they came.
Out  a `Picture`, or the `Refusal` that says why there is none.

Of a file with several pictures (phones add a map of brightness behind the photo) the first is the photo; an
animated PNG is refused. Whatever the decoder warns of is refused too.
"""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from testigo.reading.container import Header, Refusal, header_of

Grey = NDArray[np.uint8]
"""Pixels by row and column, 0 = black."""

ERRORS = (
    OSError,
    UnidentifiedImageError,
    SyntaxError,  # Pillow's word for a broken PNG
    ValueError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    Warning,
    Image.DecompressionBombError,
)


@dataclass(frozen=True)
class Picture:
    """A decoded photo, turned as its EXIF orientation says."""

    grey: Grey

    @property
    def sha256(self) -> str:
        """Name the pixels: SHA-256 of width, height (8 bytes, big end first) and the rows of grey."""
        height, width = self.grey.shape
        return hashlib.sha256(struct.pack(">II", width, height) + self.grey.tobytes()).hexdigest()


def decode(content: bytes) -> Picture | Refusal:
    """Decode a photo; no exception leaves, whatever the bytes are."""
    header = header_of(content)
    if isinstance(header, Refusal):
        return header
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _decoded(content, header)
    except MemoryError:
        return Refusal.TOO_LARGE
    except ERRORS:
        return Refusal.BROKEN


def _decoded(content: bytes, header: Header) -> Picture | Refusal:
    with Image.open(io.BytesIO(content), formats=(header.format,)) as image:
        if image.size != (header.width, header.height):
            return Refusal.BROKEN
        orientation = _orientation(image)
        if header.format == "JPEG" and image.mode == "RGB":
            image.draft("L", image.size)  # the brightness of a JPEG, without computing its colours
        image.load()
        grey = _grey(image)
    turned = grey if orientation is None else grey.transpose(orientation)
    return Picture(np.asarray(turned, dtype=np.uint8))


def _orientation(image: Image.Image) -> Image.Transpose | None:
    """Return how EXIF says that the photo must be turned; None where it says nothing that can be used."""
    try:
        said = image.getexif().get(0x0112)
    except ERRORS:
        return None
    return TURNS.get(said) if isinstance(said, int) else None


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        wide = np.asarray(image).astype(np.int64)
        return Image.fromarray((wide >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        grey, opacity = image.convert("LA").split()
        paper = Image.new("L", image.size, "white")
        paper.paste(grey, mask=opacity)
        return paper
    return image.convert("L")
