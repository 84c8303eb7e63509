"""Stage 4: photos that came and of which no figure is known, so that none is forgotten.

In   *received* and *read* statements, in their order; READINGS that stand.
Out  `Waiting`: photos that no program could read and nobody typed, with what was said of each, and those that
     nobody has looked at yet, because a run was stopped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from testigo.columns import DocumentClass
from testigo.evidence.bodies import Unread, parse_body
from testigo.evidence.statements import Kind, Statement

KINDS = (Kind.RECEIVED, Kind.READ)


@dataclass(frozen=True)
class Waiting:
    """Photos without a figure, by exhibit, in the order in which they came.

    unread         looked at, and no figure came of it: what was said of each, the last time
    not_looked_at  received, and never read
    """

    unread: Mapping[str, Unread]
    not_looked_at: tuple[str, ...]

    @property
    def to_type(self) -> dict[str, str]:
        """The photos that people have to look at, with the reason of each.

        Also those that an earlier version called no form: a program cannot know it.
        """
        duplicate = DocumentClass.DUPLICATE
        return {
            name: said.reason for name, said in self.unread.items() if said.document_class is not duplicate
        }


def waiting(statements: Iterable[Statement], readings: Mapping[str, pl.DataFrame]) -> Waiting:
    """Return the photos that wait; `statements` are those of KINDS, `readings` the frame of each contest."""
    received: dict[str, None] = {}
    said: dict[str, Unread | None] = {}
    for statement in statements:
        exhibit = statement.subject or ""
        if statement.kind is Kind.RECEIVED:
            received[exhibit] = None
            continue
        body = parse_body(statement) if statement.contest is None else None
        said[exhibit] = body if isinstance(body, Unread) else None
    known = {exhibit for frame in readings.values() for exhibit in frame["exhibit"].drop_nulls()}
    return Waiting(
        {name: body for name, body in said.items() if body is not None and name not in known},
        tuple(name for name in received if name not in said and name not in known),
    )
