"""What `testigo election amend DIR FILE` says of stations found, rolls and places corrected, people."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from testigo.acts.amend import amend, propose
from testigo.acts.amend_people import amend_people, changed_people
from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.acts.signing import Signed
from testigo.cli.signers import NOTHING_CHANGED, lines_of_changes
from testigo.election.amend import Change

MOST_SHOWN = 20


def amend_definition(operation: Operation, file: str, content: bytes, signed: Signed) -> Iterator[str]:
    """Amend the definition by a table; yield what it changes, for people."""
    proposal = propose(operation, file, content, signed.reason)
    if not proposal.changes:
        yield f"{file}: all its rows ({proposal.rows:,}) are so already. Nothing was changed."
        return
    yield from change_lines(proposal.changes)
    if proposal.idle_stations:
        yield idle(proposal.idle_stations)
    yield from (f"Careful: {warning}" for warning in proposal.warnings)
    done = amend(operation, proposal, signed)
    yield from lines_of_changes(done.changes)
    if done.statement is None:
        yield NOTHING_CHANGED
        return
    yield f"Recorded as statement {done.statement}. The sealed files stay as they are."
    yield f"To undo it: testigo withdraw {operation.folder} {done.statement}"


def amend_roster(
    operation: Operation, file: str, content: bytes, signed: Signed, random: RandomBytes
) -> Iterator[str]:
    """Amend the roster by a table; yield what it changes, for people."""
    changed = changed_people(operation, file, content)
    if not changed.people:
        yield f"{file}: all rows are so already. Nothing was changed."
        return
    for code, one in changed.people.items():
        yield f"  {code}: {one.organisation}, {' '.join(sorted(one.roles))}, {'a' if one.key else 'no'} key"
    statement = amend_people(operation, changed, signed, random)
    if statement is None:
        yield NOTHING_CHANGED
        return
    yield f"Recorded as statement {statement}. Only its salted hash is published, and the reason."


def idle(codes: Sequence[str]) -> str:
    """Say that stations that were found vote in no contest."""
    more = f" and {len(codes) - MOST_SHOWN:,} more" if len(codes) > MOST_SHOWN else ""
    return (
        f"Careful: {', '.join(codes[:MOST_SHOWN])}{more}: no row of ballots.csv takes it in, so it votes "
        "in no contest, and its forms are counted nowhere. Amend that, too, with a table contest,place: "
        "a row for each contest that it votes in."
    )


def change_lines(changes: tuple[Change, ...]) -> Iterator[str]:
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
