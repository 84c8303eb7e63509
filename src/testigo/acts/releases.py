"""A later release of a table that was imported before: what it takes the place of, and what it takes away."""

import datetime
from dataclasses import dataclass

import polars as pl

from testigo.acts.operation import Operation
from testigo.acts.signing import reason_given
from testigo.acts.withdraw import body_of_names, withdrawn_before
from testigo.columns import IMPORTED
from testigo.errors import Message, RefusedError
from testigo.evidence.bodies import Imported, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.intake.release import Releases, compare_releases
from testigo.intake.table import ImportedTable
from testigo.standing.wide import read_parquet
from testigo.standing.withdrawals import KINDS, Withdrawals, hear_withdrawal


@dataclass(frozen=True)
class Earlier:
    """An import, whose place a later release can take."""

    number: int
    said: Imported

    @property
    def file(self) -> str:
        """The name by which the later one replaces it: its first file."""
        return self.said.files[0]

    def takes_the_place_of(self, other: "Earlier") -> bool:
        """Whether this one was imported as a later release of another."""
        return self.number > other.number and self.said.replaces in other.said.files


@dataclass(frozen=True)
class Release:
    """A later release of an earlier import, and the rows in which they differ."""

    earlier: Earlier
    rows: Releases


def release_of(operation: Operation, replaces: str, table: ImportedTable) -> Release:
    """Hold a table against the import that it replaces; RefusedError where there is none, or of another."""
    earlier = find_earlier(operation, replaces)
    return Release(earlier, compared(operation, earlier, table))


def find_earlier(operation: Operation, given: str) -> Earlier:
    """Return the import that is replaced: by its statement number, or by the SHA-256 of its file.

    RefusedError where none that stands has that name, or another release has its place already.
    """
    imports = standing_imports(operation)
    named = [one for one in imports if given == str(one.number) or given in one.said.files]
    if not named:
        raise RefusedError(Message("release.no_such_import", given=given))
    earlier = named[-1]
    for one in imports:
        if one.takes_the_place_of(earlier):
            raise RefusedError(Message("release.place_is_taken", number=one.number, earlier=earlier.number))
    return earlier


def standing_imports(operation: Operation) -> list[Earlier]:
    """Return every import that was not withdrawn, in order; also those whose place another has taken."""
    gone = withdrawn_before(operation)
    return [
        Earlier(statement.number, said)
        for statement in operation.journal.statements(kinds=(Kind.IMPORTED,))
        if isinstance(said := parse_body(statement), Imported) and str(statement.number) not in gone
    ]


def fallen_imports(operation: Operation, *, replaced: bool) -> frozenset[str]:
    """Return the numbers of the imports that were withdrawn, and of those `replaced` where asked."""
    imports = standing_imports(operation)
    taken = {
        str(earlier.number)
        for earlier in imports
        if replaced and any(one.takes_the_place_of(earlier) for one in imports)
    }
    return withdrawn_before(operation) | taken


def refuse_to_replace_now(imported: Statement, replaces: str | None) -> None:
    """Raise RefusedError where a table that stands already is asked to take another one's place."""
    said = parse_body(imported)
    if replaces is None or (isinstance(said, Imported) and said.replaces is not None):
        return
    raise RefusedError(Message("release.stands_beside", number=imported.number, replaces=replaces))


def compared(operation: Operation, earlier: Earlier, table: ImportedTable) -> Releases:
    """Hold the new table against the earlier release; RefusedError where it is by somebody else."""
    readers = [part.reader for part in earlier.said.parts]
    if [part.reader for part in table.parts] != readers:
        theirs, ours = ", ".join(readers), ", ".join(part.reader for part in table.parts)
        raise RefusedError(
            Message("release.of_another_reader", number=earlier.number, earlier=theirs, readers=ours)
        )
    before = read_parquet(operation.exhibits.get(earlier.said.readings), IMPORTED)
    return compare_releases(before, table.long())


def withdraw_fallen(
    operation: Operation, of: Release, reason: str | None, day: datetime.date, release: str
) -> Statement | None:
    """Name the rows that vanished or changed in one *withdrawn* statement; None where there are none.

    release  the first file of the later release: the rows are gone only while its import stands

    Said before the import itself: a crash in between changes nothing, since a withdrawal without its import
    takes nothing away; the next run finds it and goes on.

    RefusedError where rows fell and no reason is given.
    """
    rows, earlier = of.rows.fallen, of.earlier
    if rows.is_empty():
        return None
    if reason is None:
        raise RefusedError(Message("release.say_why", counted=rows.height, number=earlier.number))
    why = reason_given(reason)
    names = rows.select(reading=pl.format(f"{earlier.number}.{{}}:{{}}", "part", "station"))["reading"]
    waiting = said_for(operation, release)
    left = sorted(set(names) - withdrawn_before(operation) - waiting)
    if not left:
        return None
    body = {"reason": why, "release": release, **body_of_names(operation, left)}
    return operation.journal.append(day, Kind.WITHDRAWN, body=body)


def said_for(operation: Operation, release: str) -> frozenset[str]:
    """Return the names that will fall with the import of `release`: said by a run that ended before it."""
    withdrawals = Withdrawals()
    for statement in operation.journal.statements(kinds=KINDS):
        hear_withdrawal(withdrawals, statement, operation.exhibits.get)
    return withdrawals.names_waiting_for(release)
