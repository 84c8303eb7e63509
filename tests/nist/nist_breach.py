"""An oracle for tests: the rules of NIST SP 1500-100 beyond its schema, by name, and what breaks one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]

PREFIX = "ElectionResults."


class Rule(StrEnum):
    """A rule of the standard beyond its schema."""

    DUPLICATE = "nist.duplicate"
    REFERENCE = "nist.reference"
    CYCLE = "nist.cycle"
    COUNT = "nist.count"
    COUNTED_TWICE = "nist.counted_twice"
    SUM = "nist.sum"
    ROLL = "nist.roll"
    DATE = "nist.date"
    ORDER = "nist.order"
    OTHER = "nist.other"
    SCHEMA = "nist.schema"


@dataclass(frozen=True)
class Breach:
    """Where a report breaks a rule: the place is a path such as `GpUnit/3/ComposingGpUnitIds`."""

    rule: Rule
    place: str
    value: str


def is_count(value: object) -> bool:
    """Whether a value is a whole number of at least 0; 12.0 is one for JSON, true is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value >= 0 and value == value // 1
