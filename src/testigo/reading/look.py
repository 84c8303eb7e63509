"""Stage 3: everything that is taken from the pixels of one photo. Runs only in `sandbox`.

In   bytes from outside, and the patterns of the codes that are looked for.
Out  a `Look`: plain texts and numbers. What they mean is said outside of the sandbox, by `classify`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.reading.container import Refusal
from testigo.reading.decode import Picture, decode
from testigo.reading.qr import find_codes
from testigo.reading.quality import Quality, measure


@dataclass(frozen=True)
class Look:
    """What is on a photo, or why it was not decoded.

    pixels  SHA-256 of the decoded pixels: equal ones are one photo, whatever the file says beside them
    codes   bytes of its QR codes, as they stand there
    """

    refusal: Refusal | None
    pixels: str | None = None
    quality: Quality | None = None
    codes: tuple[bytes, ...] = ()


def look(content: bytes, patterns: Sequence[re.Pattern[str]]) -> Look:
    """Look at a photo; no exception leaves, whatever the bytes are.

    patterns  of the machine codes of this election's forms (whole texts)
    """
    picture = decode(content)
    if not isinstance(picture, Picture):
        return Look(picture)

    def is_wanted(code: bytes) -> bool:
        return code.isascii() and any(pattern.fullmatch(code.decode("ascii")) for pattern in patterns)

    return Look(None, picture.sha256, measure(picture.grey), find_codes(picture.grey, is_wanted))
