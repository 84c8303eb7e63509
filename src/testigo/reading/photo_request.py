"""Stage 3: what goes behind the wall: once what is sought, then one photo at a time.

In   the forms that are sought; a photo.
Out  bytes, and from them the same again. They are ours: only the photo itself is a stranger's.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from testigo.forms.profile import Layout
from testigo.reading.look import Sought

OURS, THEIRS = b"o", b"t"
"""Whose photo follows: our own, by which a machine shows that it can read, or a stranger's."""


def write_sought(sought: Iterable[Sought]) -> bytes:
    """Write what is sought."""
    return json.dumps([{**asdict(one), "pattern": one.pattern.pattern} for one in sought]).encode()


def parse_sought(content: bytes) -> tuple[Sought, ...]:
    """Read what is sought."""
    return tuple(
        Sought(re.compile(one["pattern"]), _layout(one["layout"]), one["rows"]) for one in json.loads(content)
    )


def _layout(said: dict[str, Any] | None) -> Layout | None:
    if said is None:
        return None
    lists = {"figures": tuple(said["figures"]), "digits": tuple(tuple(digit) for digit in said["digits"])}
    return Layout(**{**said, **lists})
