"""Many decisions at once, from a table: all of them, or none and every problem of every row.

In   a CSV with a row a form, and who signs them all.
Out  what was decided of each, in the order of the table.

A row is decided as `decide.adjudicate` decides it alone; each contest is derived once before and once after.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from testigo.acts.decide import Choice, Decided, Prepared, form_of, prepared
from testigo.acts.operation import Operation
from testigo.acts.signing import NewStatement, Signed, reason_given, refuse, say_all
from testigo.columns import Decision, DocumentClass
from testigo.election.table import CellKind, Column, read_table
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.evidence.statements import Kind as Says
from testigo.review.permission import may_adjudicate
from testigo.snapshot import Snapshot

COLUMNS = (
    Column("station", CellKind.CODE, filled=True),
    Column("contest", CellKind.CODE, filled=True),
    Column("decision", filled=True, words=tuple(one.value for one in Decision)),
    Column("reading", CellKind.CODE, optional=True),
    Column("class", optional=True, words=tuple(one.value for one in DocumentClass)),
    Column("figures", optional=True),
    Column("reason", optional=True),
)
"""Of the table; `figures` are `NAME=N`, with spaces between; without `reason` that of all holds."""


@dataclass(frozen=True)
class Row:
    """A row of the table: what it chooses, and why."""

    place: Place
    choice: Choice
    reason: str | None


def adjudicate_table(
    operation: Operation, file: str, content: bytes, signed: Signed
) -> list[tuple[Choice, Decided]]:
    """Decide on every form of a table; InputError with every problem of it, and then nothing is decided."""
    rows = rows_in(file, content)
    snapshots: dict[str, Snapshot] = {}
    ready: list[tuple[Signed, Prepared]] = []
    problems = list(twice(rows))
    for row in rows:
        try:
            ready.append(ready_of(operation, row, signed, snapshots))
        except InputError as error:
            problems += [replace(one, place=replace(row.place, column="figures")) for one in error.problems]
        except RefusedError as error:
            problems.append(problem_of(row, error))
    if problems:
        raise InputError(problems)
    statements: tuple[int | None, ...] = (None,) * len(ready)
    if not signed.dry_run:
        said = [NewStatement(by, one.body, one.form.contest.contest) for by, one in ready]
        statements = tuple(one.number for one in say_all(operation, Says.ADJUDICATED, said))
    after = {} if signed.dry_run else {contest: operation.snapshot_of(contest) for contest in snapshots}
    return [
        (row.choice, one.decided(number, after.get(row.choice.contest)))
        for row, (_, one), number in zip(rows, ready, statements, strict=True)
    ]


def ready_of(
    operation: Operation, row: Row, signed: Signed, snapshots: dict[str, Snapshot]
) -> tuple[Signed, Prepared]:
    """Return what would be said of a row; RefusedError or InputError where it cannot be."""
    contest = row.choice.contest
    if contest not in snapshots:
        snapshots[contest] = operation.snapshot_of(contest)
    because = signed if row.reason is None else replace(signed, reason=reason_given(row.reason))
    form = form_of(snapshots[contest], row.choice)
    refuse(may_adjudicate(form.case, row.choice.decision, signed.by))
    return because, prepared(form, row.choice, because)


def rows_in(file: str, content: bytes) -> list[Row]:
    """Read the table; InputError where it is none."""
    frame, problems = read_table(file, content, COLUMNS)
    if frame is None or problems:
        raise InputError(problems)
    if frame.is_empty():
        raise InputError([Problem(Place(file), None, Message("table.no_rows"), Message("table.write_a_row"))])
    return [row_of(file, row) for row in frame.with_columns(absent(frame)).iter_rows(named=True)]


def absent(frame: pl.DataFrame) -> list[pl.Expr]:
    """Return the optional columns that a table has not, empty."""
    return [pl.lit(None, pl.String).alias(one.name) for one in COLUMNS if one.name not in frame.columns]


def row_of(file: str, row: Mapping[str, str | int | None]) -> Row:
    """Return a row as what it chooses."""
    text = {name: None if value is None else str(value) for name, value in row.items()}
    choice = Choice(
        text["station"] or "",
        text["contest"] or "",
        Decision(text["decision"] or ""),
        text["reading"],
        tuple((text["figures"] or "").split()),
        None if text["class"] is None else DocumentClass(text["class"]),
    )
    return Row(Place(file, int(text["row"] or 0)), choice, text["reason"])


def twice(rows: list[Row]) -> Iterator[Problem]:
    """Yield a problem for every row that decides on a form on which an earlier one does."""
    seen: dict[tuple[str, str], int | None] = {}
    for row in rows:
        key = (row.choice.station, row.choice.contest)
        if key in seen:
            message = Message("decision.twice", row=seen[key])
            yield Problem(row.place, row.choice.station, message, Message("decision.mend_the_row"))
        seen.setdefault(key, row.place.row)


def problem_of(row: Row, error: RefusedError) -> Problem:
    """Return why a row is refused, with its place."""
    return Problem(
        row.place, row.choice.station, str(error).removesuffix("."), Message("decision.mend_the_row")
    )
