"""Stage 4: which statements and readings no longer stand.

In   what each *withdrawn* and *invalidated* statement names, in order.
Out  the names that have fallen.

A name is that of a reading (`7.0:001.01`, a row of the import that statement 7 made), or the number of a
statement (`7`): the reading that it made, the decision, the claims, the amendment, or the withdrawal itself.
So there is one way to undo anything, an undoing included: withdraw the statement that said it, and all is
derived as if it had never been said. Nothing is erased: both statements stay. A withdrawal that a later
release of a table needed (`release` in its body) stands and falls with that import. In words: spec/people.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from testigo import columns
from testigo.evidence.bodies import Imported, Withdrawn, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.standing.wide import read_parquet

ReadExhibit = Callable[[str], bytes]

KINDS = (Kind.WITHDRAWN, Kind.INVALIDATED, Kind.IMPORTED)
"""The kinds of statement that say what no longer stands; others may be left out of what is read."""
NO_RELEASES: Mapping[int, int | None] = MappingProxyType({})

FALLEN: columns.Schema = {"reading": columns.TEXT}
"""The exhibit of a *withdrawn* or *invalidated* statement with too many names for a body."""


def fallen(
    withdrawals: Sequence[tuple[int, frozenset[str]]], releases: Mapping[int, int | None] = NO_RELEASES
) -> frozenset[str]:
    """Return the names that no longer stand.

    withdrawals  (number of the statement, the names that it withdraws), in their order
    releases     withdrawals that an import needed: their number -> that of the import, None where it was
                 never made

    A withdrawal that was withdrawn itself takes nothing away. A withdrawal names what was said before it,
    and an import comes after the withdrawal that it needed, so that from the last to the first each one is
    known to stand, or not, before it is asked.
    """
    gone: set[str] = set()
    for number, names in reversed(withdrawals):
        release = releases.get(number, number)
        if release is not None and gone.isdisjoint((str(number), str(release))):
            gone |= names
    return frozenset(gone)


def releases_of(
    withdrawals: Iterable[tuple[int, Withdrawn]], imports: Sequence[tuple[int, Imported]]
) -> dict[int, int | None]:
    """Return for each withdrawal that a release needed its import: the next one of that file, else None."""
    return {
        number: next((later for later, one in imports if later > number and said.release in one.files), None)
        for number, said in withdrawals
        if said.release is not None
    }


def fallen_in(statements: Iterable[Statement], read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return the names that no longer stand after these statements; all but KINDS may be left out of them."""
    said: list[tuple[int, Withdrawn]] = []
    imports: list[tuple[int, Imported]] = []
    for statement in statements:
        body = parse_body(statement) if statement.kind in KINDS else None
        if isinstance(body, Withdrawn):
            said.append((statement.number, body))
        elif isinstance(body, Imported):
            imports.append((statement.number, body))
    named = [(number, withdrawn_names(body, read_exhibit)) for number, body in said]
    return fallen(named, releases_of(said, imports))


def withdrawn_names(said: Withdrawn, read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return all names that a withdrawal has, in its body and in its exhibit."""
    if said.readings_exhibit is None:
        return frozenset(said.readings)
    named = read_parquet(read_exhibit(said.readings_exhibit), FALLEN).collect()["reading"]
    return frozenset(said.readings) | frozenset(named)
