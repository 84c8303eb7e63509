"""Stage 10: what changed the definition since the seal, as it is published.

In   the election with its amendments.
Out  the name, table and reason of each, in the order in which a stranger applies them.

A table is named for what it changes, never as somebody's file was named: that may be a person's name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from testigo.election.amend import read_amendment
from testigo.election.definition import Election
from testigo.publication.format import AMENDMENTS, amendment_name


@dataclass(frozen=True)
class PublishedAmendment:
    """One amendment: `table` is its name in `data/amendments`, `content` its bytes as they came."""

    table: str
    content: bytes
    reason: str
    columns: pl.Schema

    @property
    def name(self) -> str:
        """Its name below `data/`."""
        return f"{AMENDMENTS}/{self.table}"


def published_amendments(election: Election) -> Iterator[PublishedAmendment]:
    """Yield the amendments of an election, in order."""
    for number, amendment in enumerate(election.amendments, start=1):
        changed, rows = read_amendment(amendment)
        yield PublishedAmendment(
            table=amendment_name(changed.file, number),
            content=amendment.content,
            reason=amendment.reason,
            columns=rows.drop("row").schema,
        )
