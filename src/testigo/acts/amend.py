"""Amend the sealed definition: stations found, rolls and places corrected, with the reason.

In   a table of the rows that change.
Out  the cells that it changes and the stations that would vote in nothing; then its effect and the statement.

The sealed files stay as they are. A table of persons is another act (`amend_people`).
"""

from dataclasses import dataclass

import polars as pl

from testigo.acts.effect import StatusChange, makes_a_result, status_changes
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed, refuse, say
from testigo.election.amend import Change, amended_once, changes_of, read_amendment
from testigo.election.definition import Amendment, Election
from testigo.election.spelling import day_warnings, spelling_problems
from testigo.election.stations import stations_of
from testigo.errors import InputError, Problem
from testigo.evidence.statements import Json, Kind
from testigo.review.permission import may_withdraw_or_amend
from testigo.snapshot import derive


@dataclass(frozen=True)
class Proposal:
    """What a table changes of the definition as it stands.

    rows           that it has; where `changes` is empty all of them are so already
    idle_stations  stations that it adds and that vote in no contest: their forms count nowhere
    warnings       of codes and names that a spreadsheet may have made days of
    """

    amendment: Amendment
    rows: int
    changes: tuple[Change, ...]
    idle_stations: tuple[str, ...]
    warnings: tuple[Problem, ...]
    before: Election
    after: Election


@dataclass(frozen=True)
class Amended:
    """What an amendment changes; `statement` is None where it was only tried."""

    changes: tuple[StatusChange, ...]
    statement: int | None


def propose(operation: Operation, file: str, content: bytes, reason: str) -> Proposal:
    """Return what a table changes; InputError where it does not fit the definition as it stands.

    file  the name of the table
    """
    amendment = Amendment(file, content, reason)
    table, changed = read_amendment(amendment)
    problems = spelling_problems(file, changed, table.columns)
    if problems:  # what could not be sealed today
        raise InputError(problems)
    before = operation.election_at(None)
    after = amended_once(before, amendment)
    return Proposal(
        amendment,
        changed.height,
        changes_of(before, after),
        _idle(before, after),
        tuple(day_warnings(file, changed, table.columns)),
        before,
        after,
    )


def amend(operation: Operation, proposal: Proposal, signed: Signed) -> Amended:
    """Record a table of changes as an *amended* statement.

    RefusedError where it would make a result, such as a roll that lets a blocked form count, and one person
    signs.
    """
    evidence = operation.evidence()
    state, then = (
        derive(election, operation.profiles, evidence) for election in (proposal.before, proposal.after)
    )
    makes = makes_a_result(state, then)
    refuse(may_withdraw_or_amend(signed.by, makes_a_result=makes))
    changes = status_changes(state, then)
    if signed.dry_run:
        return Amended(changes, None)
    body: dict[str, Json] = {
        "file": proposal.amendment.file,
        "reason": signed.reason,
        "rows": proposal.rows,
        "organisations": signed.by.organisations,
        "makes_a_result": makes,
    }
    subject = operation.exhibits.put(proposal.amendment.content)
    return Amended(changes, say(operation, Kind.AMENDED, signed, body, subject=subject).number)


def _idle(before: Election, after: Election) -> tuple[str, ...]:
    """Return the stations that were found and vote in no contest, so that no form of theirs can count."""
    voting = pl.concat(stations_of(after, contest)["station"] for contest in after.contests)
    known = pl.concat([before.stations["station"], voting])
    found = after.stations["station"]
    return tuple(found.filter(~found.is_in(known.implode())))
