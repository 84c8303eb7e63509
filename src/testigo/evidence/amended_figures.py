"""Stage 4: what the amendments of the definition moved, for the public list of errata.

In   the sealed election, and the statements that amend or withdraw, in their order.
Out  ERRATA: a row a roll or declared number that an amendment moved, and one for a code that was added or
     whose place changed. Names of polling places move no figure, so they are not here.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

import polars as pl

from testigo.columns import ERRATA, ERRATUM_FIGURE, ErratumKind, PlaceKind
from testigo.election import geography, stations
from testigo.election.amend import Change, amended, changes_of
from testigo.election.definition import Election
from testigo.evidence.amendments import amendment_of
from testigo.evidence.bodies import Withdrawn, parse_body
from testigo.evidence.errata import sorted_errata
from testigo.evidence.statements import Kind, Statement
from testigo.evidence.withdrawal import fallen, withdrawn_names

FIGURES = ("registered_voters", "stations")
PLACE_KINDS = {stations.FILE: PlaceKind.STATION, geography.FILE: PlaceKind.JURISDICTION}
Row = dict[str, object]


def amended_figures(
    sealed: Election, statements: Iterable[Statement], read_exhibit: Callable[[str], bytes]
) -> pl.DataFrame:
    """Return ERRATA of the definition's amendments, undone ones too.

    statements  of evidence.amendments.KINDS at least, in order
    """
    rows: list[Row] = []
    heard: list[Statement] = []
    falls: list[tuple[int, frozenset[str]]] = []
    before = sealed
    standing: tuple[int, ...] = ()
    for statement in statements:
        said = parse_body(statement)
        if isinstance(said, Withdrawn):
            falls.append((statement.number, withdrawn_names(said, read_exhibit)))
        elif statement.kind is Kind.AMENDED:
            heard.append(statement)
        gone = fallen(falls)
        now = tuple(one.number for one in heard if str(one.number) not in gone)
        if now == standing:
            continue
        left = [amendment_of(one, read_exhibit) for one in heard if one.number in now]
        after = amended(sealed, left)
        rows += _rows(statement, before, after, falls=len(now) < len(standing))
        before, standing = after, now
    return sorted_errata(pl.DataFrame(rows, schema=ERRATA))


def _rows(statement: Statement, before: Election, after: Election, *, falls: bool) -> Iterable[Row]:
    """Yield what moved from one state to the next; what a withdrawal takes away is read backwards."""
    changes = changes_of(after, before) if falls else changes_of(before, after)
    kind = ErratumKind.AMENDMENT if statement.kind is Kind.AMENDED else ErratumKind.WITHDRAWAL
    for (file, code), cells in groupby(changes, key=lambda change: (change.file, change.code)):
        if file not in PLACE_KINDS:
            continue
        row: Row = {
            "day": statement.day.isoformat(),
            "kind": kind.value,
            "contest": None,
            "place_kind": PLACE_KINDS[file].value,
            "place": code,
            "reading": None,
            "reason": None if statement.kind is Kind.INVALIDATED else statement.body.get("reason"),
        }
        moved = [cell for cell in cells if cell.column in FIGURES]
        yield from [_moved(row, cell, falls=falls) for cell in moved] or [
            {**row, **dict.fromkeys(ERRATUM_FIGURE)}
        ]


def _moved(row: Row, cell: Change, *, falls: bool) -> Row:
    earlier, later = (cell.after, cell.before) if falls else (cell.before, cell.after)
    return {
        **row,
        "figure": cell.column,
        "before": None if earlier is None else int(earlier),
        "after": None if later is None else int(later),
    }
