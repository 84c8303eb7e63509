"""What moved between two publications, and the statement that moved it.

In   both copies, as they were read (`copies`), and where they lie.
Out  every figure that moved; readings that say otherwise than before; evidence that is not that of the notes.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from testigo.acts.kept_notes import contradictions_around
from testigo.acts.publication_copy import Copy
from testigo.election.definition import Election
from testigo.errors import Message, Problem, RefusedError
from testigo.publication.changes import changes
from testigo.verification.earlier import readings_otherwise
from testigo.verification.report import Failure


@dataclass(frozen=True)
class PublicationChanges:
    """What moved from one publication to another.

    figures    every figure that moved, with its reason
    shown      those of the places that were asked for
    otherwise  readings of one name that say otherwise than before, and no entry of the errata says why
    evidence   where the evidence beside a publication contradicts the notes that commit to it
    """

    figures: pl.DataFrame
    shown: pl.DataFrame
    otherwise: tuple[Failure, ...]
    evidence: tuple[Problem, ...]

    @property
    def fallen(self) -> pl.DataFrame:
        """The figures that fell and nothing says why."""
        return self.figures.filter("fell_unexplained")

    @property
    def is_explained(self) -> bool:
        """Whether nothing is said otherwise than before without a reason."""
        return self.fallen.is_empty() and not self.otherwise and not self.evidence


def changes_between(
    before: Copy, after: Copy, folders: tuple[Path, ...], level: int | None = None
) -> PublicationChanges:
    """Return what moved; RefusedError where the two are of two definitions, or the later one comes first.

    folders  where the copies lie: of an operation, whose evidence is looked at too
    level    only of places of this level; 0 = of stations
    """
    otherwise = tuple(readings_otherwise(before.evidence, after.evidence, drill=after.election.drill))
    evidence = dict.fromkeys(problem for folder in folders for problem in contradictions_around(folder))
    _refuse_another_election(before.election, after.election)
    _refuse_the_later_first(before.number, after.number)
    moved = changes(before.published, after.published)
    shown = moved if level is None else moved.filter(_of_level(after.election, level))
    return PublicationChanges(moved, shown, otherwise, tuple(evidence))


def _refuse_another_election(before: Election, after: Election) -> None:
    """Raise RefusedError where the two are no publications of one sealed definition."""
    if (before.origin, before.seal) != (after.origin, after.seal):
        raise RefusedError(Message("changes.two_definitions", before=before.origin, after=after.origin))


def _refuse_the_later_first(before: int | None, after: int | None) -> None:
    """Raise RefusedError where A is the later one: every figure that rose would be said to have fallen."""
    if before is not None and after is not None and before > after:
        raise RefusedError(Message("changes.later_first", before=before, after=after))


def _of_level(election: Election, level: int) -> pl.Expr:
    """Whether a change is of a place of a level; 0 = of a station."""
    if level == 0:
        return pl.col("place_kind") == "station"
    places = election.jurisdictions.filter(pl.col("level") == level)["jurisdiction"]
    if places.is_empty():
        raise RefusedError(Message("changes.unknown_level", level=level, levels=len(election.levels)))
    return (pl.col("place_kind") == "jurisdiction") & pl.col("place").is_in(places.implode())
