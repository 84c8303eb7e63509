"""Stage 4: what the amendments of the definition moved, for the public list of errata.

In   the sealed election, and the statements that amend or withdraw, in their order.
Out  ERRATA: a row a roll or declared number that an amendment moved, and one without a figure for a code that
     was added, whose place changed, whose polling place has another name, or who votes in a contest more.
"""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby

import polars as pl

from testigo.columns import ERRATA, ERRATUM_FIGURE, POLLING_PLACE, ErratumKind, PlaceKind
from testigo.election import geography, stations
from testigo.election.amend import Change, amended, amended_once, changes_of
from testigo.election.definition import Amendment, Election
from testigo.evidence.statements import Kind, Statement
from testigo.standing.amendments import amendment_of
from testigo.standing.errata import sorted_errata
from testigo.standing.withdrawals import MovedNames, Withdrawals, hear_withdrawal

FIGURES = ("registered_voters", "stations")
PLACE_KINDS = {
    stations.FILE: PlaceKind.STATION.value,
    geography.FILE: PlaceKind.JURISDICTION.value,
    stations.PLACES_FILE: POLLING_PLACE,
}
Row = dict[str, object]


def amended_figures(
    sealed: Election, statements: Iterable[Statement], read_exhibit: Callable[[str], bytes]
) -> pl.DataFrame:
    """Return ERRATA of the definition's amendments, undone ones too.

    statements  of evidence.amendments.KINDS at least, in order
    """
    withdrawals = Withdrawals()
    election = AmendedElection(sealed, read_exhibit)
    for statement in statements:
        moved = hear_withdrawal(withdrawals, statement, read_exhibit)
        election.follow(statement, moved, withdrawals.fallen)
    return election.errata()


class AmendedElection:
    """The definition as amended so far, and what each statement moved in it.

    election  as it stands
    """

    def __init__(self, sealed: Election, read_exhibit: Callable[[str], bytes]) -> None:
        self.election = sealed
        self._sealed, self._read_exhibit = sealed, read_exhibit
        self._made: dict[str, Amendment] = {}  # statement -> its amendment, in order
        self._standing: list[str] = []
        self._rows: list[Row] = []

    def copy(self) -> "AmendedElection":
        """Return the same, to which others may be added."""
        other = AmendedElection(self._sealed, self._read_exhibit)
        other.election, other._made = self.election, self._made.copy()
        other._standing, other._rows = self._standing, self._rows.copy()
        return other

    def follow(self, statement: Statement, moved: MovedNames, fallen: Collection[str]) -> None:
        """Take in what a statement amends, or brings back or takes away; InputError where that does not fit.

        moved, fallen  the names that moved with it, and all that do not stand after it
        """
        if statement.kind is Kind.AMENDED:
            self._made[str(statement.number)] = amendment_of(statement, self._read_exhibit)
        elif not moved.touches(self._made.keys()):
            return
        now = [name for name in self._made if name not in fallen]
        if now == self._standing:
            return
        before = self.election
        if now[:-1] == self._standing:
            self.election = amended_once(before, self._made[now[-1]])
        else:
            self.election = amended(self._sealed, [self._made[name] for name in now])
        self._rows += _rows(statement, before, self.election, falls=len(now) < len(self._standing))
        self._standing = now

    def errata(self) -> pl.DataFrame:
        """Return ERRATA of every amendment so far, undone ones too."""
        return sorted_errata(pl.DataFrame(self._rows, schema=ERRATA))


def standing_amendments(sealed: Election, amendments: Iterable[Amendment]) -> pl.DataFrame:
    """Return what amendments move, one after the other: place_kind, place, reason, figure, before, after.

    It is all that a stranger needs to know which entries the list of errata must have: days apart, and
    amendments that were withdrawn since.
    """
    rows: list[Row] = []
    before = sealed
    for amendment in amendments:
        after = amended_once(before, amendment)
        changes = changes_of(before, after)
        rows += [{"reason": amendment.reason, **moved} for moved in _moved(changes, after)]
        before = after
    columns = ("place_kind", "place", "reason", *ERRATUM_FIGURE)
    return pl.DataFrame(rows, schema={name: ERRATA[name] for name in columns})


def _rows(statement: Statement, before: Election, after: Election, *, falls: bool) -> Iterable[Row]:
    """Yield what moved from one state to the next; what a withdrawal takes away is read backwards."""
    less, more = (after, before) if falls else (before, after)
    changes = changes_of(less, more)
    undoing = ErratumKind.WITHDRAWAL if falls else ErratumKind.RESTORATION
    kind = ErratumKind.AMENDMENT if statement.kind is Kind.AMENDED else undoing
    said: Row = {
        "day": statement.day.isoformat(),
        "kind": kind.value,
        "contest": None,
        "reading": None,
        "reason": None if statement.kind is Kind.INVALIDATED else statement.body.get("reason"),
    }
    for moved in _moved(changes, more):
        turned = {"before": moved["after"], "after": moved["before"]} if falls else {}
        yield {**said, **moved, **turned}


def _moved(changes: Iterable[Change], election: Election) -> Iterable[Row]:
    """Yield place_kind, place, figure, before, after: a row a figure, one without where none moved.

    election  the one in which every changed code is
    """
    listed = frozenset(election.stations["station"])
    for (file, code), cells in groupby(changes, key=lambda change: (change.file, change.code)):
        of_ballots = PlaceKind.STATION if code in listed else PlaceKind.JURISDICTION
        place: Row = {"place_kind": PLACE_KINDS.get(file, of_ballots.value), "place": code}
        figures = [cell for cell in cells if cell.column in FIGURES]
        yield from [
            {**place, "figure": cell.column, "before": _count(cell.before), "after": _count(cell.after)}
            for cell in figures
        ] or [{**place, **dict.fromkeys(ERRATUM_FIGURE)}]


def _count(text: str | None) -> int | None:
    return None if text is None else int(text)
