"""Stage 11, behind the wall: whether two pictures show the same, pixel for pixel.

In   the length of the first PNG file (8 bytes), and both.
Out  SAME or OTHER. Whatever is no picture of the same size is another one.
"""

import io

from PIL import Image

from testigo.verification.asked import OTHER, PAIR, SAME
from testigo.wall.task import Work

MOST_PIXELS_A_SIDE = 4_000


def answer(request: bytes) -> bytes:
    """Compare two files."""
    (length,) = PAIR.unpack_from(request)
    pair = request[PAIR.size :]
    return SAME if _same_picture(pair[:length], pair[length:]) else OTHER


def _same_picture(one: bytes, other: bytes) -> bool:
    try:
        first, second = (Image.open(io.BytesIO(each), formats=("PNG",)) for each in (one, other))
        if first.size != second.size or first.mode != second.mode or max(first.size) > MOST_PIXELS_A_SIDE:
            return False
        return first.tobytes() == second.tobytes()
    except (OSError, SyntaxError, ValueError):
        return False


def prepare(_: bytes) -> None:
    """Compare pictures of our own, so that nothing has to be loaded afterwards."""
    of_ours = io.BytesIO()
    Image.new("RGB", (2, 2)).save(of_ours, "PNG")
    picture = of_ours.getvalue()
    answer(PAIR.pack(len(picture)) + picture + picture)


WORK = Work(prepare, answer)
