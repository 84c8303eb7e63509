"""What a check says of a form: data that is counted and published, and never changes a figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """How much a finding weighs: a blocking one takes its reading out of what suffices."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One row of columns.FINDINGS."""

    code: str
    version: int
    severity: Severity
    station: str
    contest: str
    reading: str | None  # None where the finding is of the station
    figures: Mapping[str, int | None]  # name -> number, in the order the rule names them; None = unread
    related: str | None  # another station that the finding names


def findings_in(frame: pl.DataFrame) -> Iterator[Finding]:
    """Return the findings of a frame (columns.FINDINGS), in its order."""
    for row in frame.iter_rows(named=True):
        figures = {figure["name"]: figure["value"] for figure in row["figures"]}
        yield Finding(**{**row, "severity": Severity(row["severity"]), "figures": figures})
