"""`testigo election amend DIR FILE`: stations found, rolls and places corrected, after the seal."""

import datetime
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from testigo.cli.operation import Operation
from testigo.cli.withdraw import makes_a_result, moved
from testigo.election.amend import Change, amended_once, changes_of, read_amendment
from testigo.election.definition import Amendment
from testigo.errors import RefusedError, StoreError
from testigo.evidence.statements import Kind
from testigo.review.permission import Signers, may_withdraw_or_amend
from testigo.snapshot import derive

MOST_SHOWN = 20


def amend(
    folder: Path, file: Path, reason: str, signed: Signers, day: datetime.date, *, dry_run: bool
) -> Iterator[str]:
    """Record a table of changes as an *amended* statement; yield what it changes, for people.

    A table that changes nothing of the election as it stands is not recorded. RefusedError where it would
    make a result, such as a roll that lets a blocked form count, and one person signs.
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
    after = amended_once(before, amendment)
    changes = changes_of(before, after)
    if not changes:
        yield f"{file.name}: all {rows:,} rows are so already. Nothing was changed."
        return
    yield from shown(changes)
    evidence = operation.evidence()
    state, then = (derive(election, operation.profiles, evidence) for election in (before, after))
    makes = makes_a_result(state, then)
    refusal = may_withdraw_or_amend(signed, makes_a_result=makes)
    if refusal is not None:
        raise RefusedError(refusal.value)
    yield from moved(state, then)
    if dry_run:
        yield "Dry run: nothing was changed."
        return
    statement = operation.journal.append(
        day,
        Kind.AMENDED,
        subject=operation.exhibits.put(content),
        person=signed.person,
        second_person=signed.second_person,
        body={
            "file": file.name,
            "reason": reason,
            "rows": rows,
            "organisations": signed.organisations,
            "makes_a_result": makes,
        },
    )
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
