"""What the tests of this room read: codes and photos that are drawn here, and invented towns."""

import io
import struct
import zlib

import numpy as np
import segno
from PIL import Image

from testigo.reading.decode import Grey

ACTA = "110601011.04.1.0001!{}!0!0".format(",".join(str(number) for number in range(38)))
WHITE = 255


def symbol(text: str | bytes, module: int = 6, quiet_zone: int = 4) -> Grey:
    """A QR code, black on white, `module` pixels a module."""
    return _pixels(segno.make_qr(text, error="m", boost_error=False), module, quiet_zone)


def parts(text: str, module: int = 6) -> list[Grey]:
    """A message in several codes (structured append)."""
    return [_pixels(part, module, 4) for part in segno.make_sequence(text, version=5, error="m")]


def _pixels(code: segno.QRCode, module: int, quiet_zone: int) -> Grey:
    dark = np.pad(np.array([list(row) for row in code.matrix]) & 1, quiet_zone) == 1
    return np.where(dark, 0, WHITE).astype(np.uint8).repeat(module, axis=0).repeat(module, axis=1)


def page(*symbols: Grey) -> Grey:
    """Symbols below one another on white paper."""
    width = max(each.shape[1] for each in symbols)
    rows = [np.pad(each, ((0, 20), (0, width - each.shape[1])), constant_values=WHITE) for each in symbols]
    return np.concatenate(rows)


def jpeg(grey: Grey, quality: int = 90) -> bytes:
    written = io.BytesIO()
    Image.fromarray(grey).save(written, "JPEG", quality=quality)
    return written.getvalue()


def png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
