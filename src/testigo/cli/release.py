"""A later release of a table that was imported before: what it takes the place of, and what it takes away."""

import datetime
from dataclasses import dataclass

import polars as pl

from testigo.cli.claim import parquet_of
from testigo.cli.operation import Operation
from testigo.cli.signers import reason_given
from testigo.columns import IMPORTED
from testigo.errors import RefusedError
from testigo.evidence.bodies import Imported, Withdrawn, parse_body
from testigo.evidence.statements import Json, Kind, Statement
from testigo.intake.release import Case, Releases, compare_releases
from testigo.intake.table import ImportedTable
from testigo.numbered import numbered
from testigo.standing.wide import read_parquet
from testigo.standing.withdrawals import FALLEN, KINDS, fallen_in, releases_of, withdrawn_names

MOST_NAMES_IN_A_BODY = 50
MOST_SHOWN = 20


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


def find_earlier(operation: Operation, given: str) -> Earlier:
    """Return the import that `--replaces` names: by its statement number, or by the SHA-256 of its file.

    RefusedError where none that stands has that name, or another release has its place already.
    """
    imports = standing_imports(operation)
    named = [one for one in imports if given == str(one.number) or given in one.said.files]
    if not named:
        raise RefusedError(
            f"{given}: no import that stands has this number or file. "
            "The number was printed when the table was imported."
        )
    earlier = named[-1]
    for one in imports:
        if one.takes_the_place_of(earlier):
            raise RefusedError(
                f"Statement {one.number} has already taken the place of statement {earlier.number}. "
                f"Give --replaces {one.number}."
            )
    return earlier


def standing_imports(operation: Operation) -> list[Earlier]:
    """Return every import that was not withdrawn, in order; also those whose place another has taken."""
    gone = withdrawn(operation)
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
    return withdrawn(operation) | taken


def refuse_to_replace_now(imported: Statement, replaces: str | None) -> None:
    """Raise RefusedError where a table that stands already is asked to take another one's place."""
    said = parse_body(imported)
    if replaces is None or (isinstance(said, Imported) and said.replaces is not None):
        return
    raise RefusedError(
        f"This table stands already, as statement {imported.number}, beside the one it should replace. "
        f"Withdraw that statement first, then import it with --replaces {replaces}."
    )


def withdrawn(operation: Operation) -> frozenset[str]:
    """Return the names that no longer stand."""
    return fallen_in(operation.journal.statements(kinds=KINDS), operation.exhibits.get)


def compared(operation: Operation, earlier: Earlier, table: ImportedTable) -> Releases:
    """Hold the new table against the earlier release; RefusedError where it is by somebody else."""
    readers = [part.reader for part in earlier.said.parts]
    if [part.reader for part in table.parts] != readers:
        raise RefusedError(
            f"Statement {earlier.number} is by {', '.join(readers)} and this table by "
            f"{', '.join(part.reader for part in table.parts)}: a release is by the same reader. "
            "Correct `reader` in the mapping, or import the table without --replaces."
        )
    before = read_parquet(operation.exhibits.get(earlier.said.readings), IMPORTED)
    return compare_releases(before, table.long())


def withdraw_fallen(
    operation: Operation,
    earlier: Earlier,
    releases: Releases,
    reason: str | None,
    day: datetime.date,
    release: str,
) -> Statement | None:
    """Name the rows that vanished or changed in one *withdrawn* statement; None where there are none.

    release  the first file of the later release: the rows are gone only while its import stands

    Said before the import itself: a crash in between changes nothing, since a withdrawal without its import
    takes nothing away; the next run finds it and goes on.

    RefusedError where rows fell and no reason is given.
    """
    rows = releases.fallen
    if rows.is_empty():
        return None
    if reason is None:
        raise RefusedError(
            f"{numbered(rows.height, 'row')} of statement {earlier.number} vanished or changed. Say why with "
            "--reason (it is published: no names of people in it)."
        )
    why = reason_given(reason)
    names = rows.select(reading=pl.format(f"{earlier.number}.{{}}:{{}}", "part", "station"))["reading"]
    waiting = said_for(operation, release)
    left = sorted(set(names) - withdrawn(operation) - waiting)
    if not left:
        return None
    if len(left) > MOST_NAMES_IN_A_BODY:
        exhibit = operation.exhibits.put(parquet_of(pl.DataFrame({"reading": left}, schema=FALLEN)))
        body: dict[str, Json] = {"readings_exhibit": exhibit}
    else:
        body = {"readings": [*left]}
    return operation.journal.append(day, Kind.WITHDRAWN, body={"reason": why, "release": release, **body})


def said_for(operation: Operation, release: str) -> frozenset[str]:
    """Return the names that will fall with the import of `release`: said by a run that ended before it."""
    said: list[tuple[int, Withdrawn]] = []
    imports: list[tuple[int, Imported]] = []
    for statement in operation.journal.statements(kinds=KINDS):
        body = parse_body(statement)
        if isinstance(body, Withdrawn) and body.release == release:
            said.append((statement.number, body))
        elif isinstance(body, Imported):
            imports.append((statement.number, body))
    made = releases_of(said, imports)
    gone = withdrawn(operation)
    return frozenset[str]().union(
        *(
            withdrawn_names(body, operation.exhibits.get)
            for number, body in said
            if made[number] is None and str(number) not in gone
        )
    )


def release_lines(earlier: Earlier, releases: Releases) -> list[str]:
    """Say for people what the later release does to the earlier one."""
    number = {case: releases.number(case) for case in Case}
    lines = [
        f"Later release of statement {earlier.number}: {numbered(number[Case.UNCHANGED], 'row')} unchanged, "
        f"{number[Case.ADDED]:,} added, {number[Case.CHANGED]:,} changed, {number[Case.VANISHED]:,} vanished."
    ]
    shown = releases.rows.filter(pl.col("case").is_in([Case.CHANGED.value, Case.VANISHED.value]))
    for station, contest, case in shown.head(MOST_SHOWN).select("station", "contest", "case").iter_rows():
        lines.append(f"  {station}, {contest}: {case}")
    if shown.height > MOST_SHOWN:
        lines.append(f"  ... and {shown.height - MOST_SHOWN:,} more")
    if releases.silent:
        lines.append(f"Printed by one of the two only, so not compared: {', '.join(releases.silent)}")
    return lines


def release_json(earlier: Earlier, releases: Releases) -> dict[str, object]:
    """Say for programs what the later release does to the earlier one."""
    return {
        "replaces": earlier.number,
        **{case.value: releases.number(case) for case in Case},
        "fallen": releases.fallen.to_dicts(),
        "not_compared": list(releases.silent),
    }
