"""Stage 4: which statements and readings no longer stand.

In   what each *withdrawn* and *invalidated* statement names, in order.
Out  the names that have fallen.

A name is that of a reading (`7.0:001.01`, a row of the import that statement 7 made), or the number of a
statement (`7`): the reading that it made, the decision, the claims, the amendment, or the withdrawal itself.
So there is one way to undo anything, an undoing included: withdraw the statement that said it, and all is
derived as if it had never been said. Nothing is erased: both statements stay. In words: spec/people.md.
"""

from collections.abc import Callable, Iterable, Sequence

from testigo import columns
from testigo.evidence.bodies import Withdrawn, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.evidence.wide import read_parquet

ReadExhibit = Callable[[str], bytes]

KINDS = (Kind.WITHDRAWN, Kind.INVALIDATED)

FALLEN: columns.Schema = {"reading": columns.TEXT}
"""The exhibit of a *withdrawn* or *invalidated* statement with too many names for a body."""


def fallen(withdrawals: Sequence[tuple[int, frozenset[str]]]) -> frozenset[str]:
    """Return the names that no longer stand.

    withdrawals  (number of the statement, the names that it withdraws), in their order

    A withdrawal that was withdrawn itself takes nothing away. A withdrawal names what was said before it,
    so that from the last to the first each one is known to stand, or not, before it is asked.
    """
    gone: set[str] = set()
    for number, names in reversed(withdrawals):
        if str(number) not in gone:
            gone |= names
    return frozenset(gone)


def fallen_in(statements: Iterable[Statement], read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return the names that no longer stand after these statements; all but KINDS may be left out of them."""
    withdrawals = []
    for statement in statements:
        said = parse_body(statement) if statement.kind in KINDS else None
        if isinstance(said, Withdrawn):
            withdrawals.append((statement.number, withdrawn_names(said, read_exhibit)))
    return fallen(withdrawals)


def withdrawn_names(said: Withdrawn, read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return all names that a withdrawal has, in its body and in its exhibit."""
    if said.readings_exhibit is None:
        return frozenset(said.readings)
    named = read_parquet(read_exhibit(said.readings_exhibit), FALLEN).collect()["reading"]
    return frozenset(said.readings) | frozenset(named)
