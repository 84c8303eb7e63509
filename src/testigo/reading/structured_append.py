"""Stage 3: whether a QR code is one of several that together hold a message. Runs only in `sandbox`.

In   a code as zxing-cpp read it.
Out  whether it is a part (structured append, ISO/IEC 18004, 8.3): then its text is no message.

The library does not say it, so the mode indicator is read from the symbol itself: the first four bits of the
message are its four modules at the bottom right, below the mask.
"""

from collections.abc import Callable

import numpy as np
import zxingcpp

STRUCTURED_APPEND = (0, 0, 1, 1)
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: (row * column) % 2 + (row * column) % 3 == 0,
    lambda row, column: ((row * column) % 2 + (row * column) % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + (row * column) % 3) % 2 == 0,
)
"""ISO/IEC 18004, table 10: where a mask turns a module over."""


def squares_of(code: zxingcpp.Barcode) -> int:
    """Return how many squares (modules) a code has a side; 0 for Micro QR and rMQR codes."""
    known = code.extra
    if code.format != zxingcpp.BarcodeFormat.QRCode or not isinstance(known, dict):
        return 0
    return 17 + 4 * int(known["Version"])


def is_part(code: zxingcpp.Barcode) -> bool:
    """Return whether a code says that it is one part of several; Micro QR and rMQR codes have no parts."""
    size, known = squares_of(code), code.extra
    if not size or not isinstance(known, dict):
        return False
    symbol = np.asarray(code.to_image())
    border = (len(symbol) - size) // 2
    mask = MASKS[int(known["DataMask"])]
    last, before = size - 1, size - 2
    places = ((last, last), (last, before), (before, last), (before, before))
    bits = tuple(int((symbol[border + r, border + c] == 0) != mask(r, c)) for r, c in places)
    return bits == STRUCTURED_APPEND
