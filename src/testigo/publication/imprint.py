"""What a publication says of itself: its number, day, key and maker. Facts that no snapshot holds."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Imprint:
    """The facts of one publication, known before a page is made.

    number       1 for the first publication of the operation
    day          UTC; nothing in a publication is finer than a day
    previous     SHA-256 (hex) of the previous publication's manifest; None for the first
    signing_key  the verifier key that signs (C2SP vkey), one line without its end
    fingerprint  SHA-256 (hex) of the public key, as it is sealed in the definition
    software     name and version of what made the pages
    address      under which it can be reached, with a slash at its end; None where that is not told
    made_with    hash of the program and versions of libraries (program.made_with); None = those of this one
    """

    number: int
    day: datetime.date
    previous: str | None
    signing_key: str
    fingerprint: str
    software: str
    address: str | None = None
    made_with: Mapping[str, str] | None = None
