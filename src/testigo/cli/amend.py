"""`testigo election amend DIR FILE`: stations found, rolls and places corrected, after the seal."""

import datetime
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from testigo.cli.operation import Operation
from testigo.election.amend import Change, amended_once, changes_of, read_amendment
from testigo.election.definition import Amendment
from testigo.errors import StoreError
from testigo.evidence.statements import Json, Kind

MOST_SHOWN = 20


def amend(
    folder: Path, file: Path, reason: str, person: str, day: datetime.date, *, dry_run: bool
) -> Iterator[str]:
    """Record a table of changes as an *amended* statement; yield what it changes, for people.

    A table that changes nothing of the election as it stands is not recorded.
    """
    operation = Operation(folder)
    operation.refuse_a_changed_definition()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: cannot be read: {error.strerror}.") from None
    amendment = Amendment(file.name, content, reason)
    rows = read_amendment(amendment)[1].height
    before = operation.election_at(None)
    changes = changes_of(before, amended_once(before, amendment))
    if changes:
        yield from shown(changes)
    if not changes:
        yield f"{file.name}: all {rows:,} rows are so already. Nothing was changed."
    elif dry_run:
        yield "Dry run: nothing was changed."
    else:
        subject = operation.exhibits.put(content)
        body: dict[str, Json] = {"file": file.name, "reason": reason, "rows": rows}
        statement = operation.journal.append(day, Kind.AMENDED, subject=subject, person=person, body=body)
        yield f"Recorded as statement {statement.number}. The sealed files stay as they are."
        yield f"To undo it: testigo withdraw {folder} {statement.number}"


def shown(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield what changes, a line a code; the first twenty, and how many more."""
    by_code = [
        (key, list(cells)) for key, cells in groupby(changes, key=lambda change: (change.file, change.code))
    ]
    for (file, code), cells in by_code[:MOST_SHOWN]:
        words = ", ".join(
            f"{cell.column} {cell.after}"
            if cell.is_new
            else f"{cell.column} {cell.before or 'empty'} -> {cell.after or 'empty'}"
            for cell in cells
        )
        yield f"{file}, {code}{' (new)' if cells[0].is_new else ''}: {words}"
    left = len(by_code) - MOST_SHOWN
    if left > 0:
        yield f"... and {left:,} more"
    found = sum(cells[0].is_new for _, cells in by_code)
    yield f"{found:,} new, {len(by_code) - found:,} changed."
