"""`testigo election amend DIR FILE`: stations found, rolls and places corrected, after the seal."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import polars as pl

from testigo.cli.files import content_of
from testigo.cli.moved import makes_a_result, moved
from testigo.cli.operation import Operation
from testigo.cli.people import amend_people
from testigo.cli.signers import NOTHING_CHANGED, Signed, refuse, say
from testigo.election.amend import Change, amended_once, changes_of, read_amendment
from testigo.election.definition import Amendment, Election
from testigo.election.spelling import day_warnings, spelling_problems
from testigo.election.stations import stations_of
from testigo.errors import InputError
from testigo.evidence.statements import Json, Kind
from testigo.review.permission import may_withdraw_or_amend
from testigo.snapshot import derive

MOST_SHOWN = 20


def amend(folder: Path, file: Path, signed: Signed) -> Iterator[str]:
    """Record a table of changes as an *amended* statement; yield what it changes, for people.

    A table that changes nothing of the election as it stands is not recorded. RefusedError where it would
    make a result, such as a roll that lets a blocked form count, and one person signs.
    """
    operation = Operation(folder)
    operation.refuse_a_changed_definition()
    content = content_of(file)
    if is_of_people(content):
        yield from amend_people(operation, file, content, signed)
        return
    amendment = Amendment(file.name, content, signed.reason)
    rows = rows_of(amendment)
    before = operation.election_at(None)
    after = amended_once(before, amendment)
    changes = changes_of(before, after)
    if not changes:
        yield f"{file.name}: all its rows ({rows:,}) are so already. Nothing was changed."
        return
    yield from shown(changes)
    yield from idle(before, after)
    table, changed = read_amendment(amendment)
    yield from (f"Careful: {warning}" for warning in day_warnings(file.name, changed, table.columns))
    evidence = operation.evidence()
    state, then = (derive(election, operation.profiles, evidence) for election in (before, after))
    makes = makes_a_result(state, then)
    refuse(may_withdraw_or_amend(signed.by, makes_a_result=makes))
    yield from moved(state, then)
    if signed.dry_run:
        yield NOTHING_CHANGED
        return
    body: dict[str, Json] = {
        "file": file.name,
        "reason": signed.reason,
        "rows": rows,
        "organisations": signed.by.organisations,
        "makes_a_result": makes,
    }
    statement = say(operation, Kind.AMENDED, signed, body, subject=operation.exhibits.put(content))
    yield f"Recorded as statement {statement.number}. The sealed files stay as they are."
    yield f"To undo it: testigo withdraw {folder} {statement.number}"


def rows_of(amendment: Amendment) -> int:
    """Return how many rows a new amendment has; InputError also where one could not be sealed today."""
    table, changed = read_amendment(amendment)
    problems = spelling_problems(amendment.file, changed, table.columns)
    if problems:
        raise InputError(problems)
    return changed.height


def is_of_people(content: bytes) -> bool:
    """Whether a table is one of persons: its first column says so, as of every table that amends."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith((b"person,", b'"person",'))


def idle(before: Election, after: Election) -> Iterator[str]:
    """Yield a line where stations that were found vote in no contest, so that no form of theirs can count."""
    voting = pl.concat(stations_of(after, contest)["station"] for contest in after.contests)
    known = pl.concat([before.stations["station"], voting])
    found = after.stations["station"]
    codes = found.filter(~found.is_in(known.implode())).to_list()
    if codes:
        more = f" and {len(codes) - MOST_SHOWN:,} more" if len(codes) > MOST_SHOWN else ""
        yield (
            f"Careful: {', '.join(codes[:MOST_SHOWN])}{more}: no row of ballots.csv takes it in, so it votes "
            "in no contest, and its forms are counted nowhere. Amend that, too, with a table contest,place: "
            "a row for each contest that it votes in."
        )


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
