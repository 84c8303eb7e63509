"""Stage 3: the codes on a photo. Runs only in `sandbox`.

In   grey pixels, and which texts are wanted.
Out  every QR code that was read: its bytes, whatever they say, and where it is.

First the photo as it is; only where no wanted code was found, it is tried again inverted, enlarged, with one
threshold for all, softened and turned. Each try costs pixels and their sum is bounded: pixels and not
seconds, so that the same photo gives the same reading on every machine. A part of a message in several codes
(structured append) is no message and is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from testigo.reading.registration import Corners
from testigo.reading.structured_append import is_part, squares_of

Grey = NDArray[np.uint8]
Wanted = Callable[[bytes], bool]

MOST_PIXELS_TRIED = 80_000_000
"""All tries together: about a second. A photo of 2 megapixels gets every one of them."""
MOST_CODES = 8
"""Of one photo; a page full of codes is no form."""
LARGE = 1_500_000
"""Pixels from which a photo is enlarged in overlapping parts: its code is small in it, if it is there."""
WHITE = 255


@dataclass(frozen=True)
class Code:
    """A code on a photo.

    corners  its corners, px of the photo; None where it was read on an image that was changed in size
    squares  how many it has a side
    """

    content: bytes
    corners: Corners | None
    squares: int


def find_codes(grey: Grey, wanted: Wanted = bool) -> tuple[Code, ...]:
    """Return the codes, each text once, in the order in which they were found.

    wanted  whether a code is one that was looked for: the tries end with the first that has one
    """
    found: dict[bytes, Code] = {}
    left = MOST_PIXELS_TRIED
    for image, how in _tries(grey):
        left -= image.size
        if left < 0:
            break
        for code in _read(image, how, is_as_it_came=image.shape == grey.shape):
            found.setdefault(code.content, code)
        if any(wanted(content) for content in found):
            break
    return tuple(found.values())[:MOST_CODES]


@dataclass(frozen=True)
class How:
    """How an image is looked at: `thorough` is also turned, inverted and smaller."""

    thorough: bool = True
    binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage


QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
AS_IT_IS, THOROUGHLY = How(thorough=False), How()
ONE_THRESHOLD = How(binarizer=zxingcpp.Binarizer.GlobalHistogram)


def _tries(grey: Grey) -> Iterator[tuple[Grey, How]]:
    """Yield images to be looked at, from the cheapest to the dearest; each is made when it is asked for."""
    yield grey, AS_IT_IS
    yield grey, THOROUGHLY
    yield grey, ONE_THRESHOLD
    if grey.size < LARGE:
        yield _enlarged(grey), THOROUGHLY
        yield _enlarged(grey), ONE_THRESHOLD
    else:
        for part in _parts(grey):
            yield _enlarged(part), THOROUGHLY
    yield _softened(grey, 1), THOROUGHLY
    yield _softened(grey, 2), THOROUGHLY
    yield _turned(grey), THOROUGHLY


def _read(grey: Grey, how: How, *, is_as_it_came: bool) -> Iterator[Code]:
    codes = zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=QR_CODES,
        text_mode=zxingcpp.TextMode.Plain,
        try_rotate=how.thorough,
        try_invert=how.thorough,
        try_downscale=how.thorough,
        binarizer=how.binarizer,
    )
    for code in codes:
        if code.valid and code.bytes and not is_part(code):
            yield Code(code.bytes, _corners(code.position) if is_as_it_came else None, squares_of(code))


def _corners(position: zxingcpp.Position) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)


def _enlarged(grey: Grey) -> Grey:
    image = Image.fromarray(grey)
    return np.asarray(image.resize((2 * image.width, 2 * image.height), Image.Resampling.BICUBIC))


def _softened(grey: Grey, radius: int) -> Grey:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(radius)))


def _turned(grey: Grey) -> Grey:
    image = Image.fromarray(grey)
    return np.asarray(image.rotate(45, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE))


def _parts(grey: Grey) -> Iterator[Grey]:
    """Yield three overlapping halves of the longer side, the ends first: there the code stands."""
    height, width = grey.shape
    long = grey if height >= width else grey.T
    half = -(-len(long) // 2)
    for start in (len(long) - half, 0, (len(long) - half) // 2):
        part = long[start : start + half]
        yield part if height >= width else part.T
