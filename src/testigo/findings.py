"""What a check says of a form: data that is counted and published, and never changes a figure."""

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: a blocking one takes its reading out of what suffices."""

    BLOCKING = "blocking"
    WARNING = "warning"
