"""The state of an operation, kept in memory while it grows: for a door that stays open, such as headquarters.

In   an operation, and the state as this program had it before, or nothing.
Out  the state now, the same as `Operation.snapshot` gives; only statements that are new were read.
"""

from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.election.seal import seal
from testigo.evidence.statements import Statement
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Standing


@dataclass(frozen=True)
class KeptState:
    """The whole state at one statement, and what is needed to go on from it."""

    snapshot: Snapshot
    standing: Standing


def state_now(operation: Operation, before: KeptState | None = None) -> KeptState:
    """Return the state of now; `before` itself where nothing was said since.

    before  what it returned the last time. Where the evidence is another one (a backup was restored, the
            folder was made anew) everything is read again.

    Errors as in `Operation.snapshot`; `before` stays good.
    """
    if before is None or not _goes_on(operation, before):
        return _state(operation, _begun(operation))
    last = operation.journal.last()
    if last is None or last.number == before.standing.last_statement:
        return before
    return _state(operation, before.standing, before.snapshot)


def _begun(operation: Operation) -> Standing:
    operation.refuse_a_changed_definition()
    return Standing(operation.exhibits.get, operation.figures, sealed=operation.sealed_election)


def _state(operation: Operation, standing: Standing, before: Snapshot | None = None) -> KeptState:
    now = standing.after(operation.journal.statements(after=standing.last_statement))
    election = now.election or operation.sealed_election
    profiles = operation.profiles if before is None else before.profiles
    return KeptState(derive(election, profiles, now.evidence()), now)


def _goes_on(operation: Operation, before: KeptState) -> bool:
    """Whether the evidence begins with what was read, and the definition is the one that it was."""
    number = before.standing.last_statement
    there: Statement | None = next(operation.journal.statements(after=number - 1, upto=number), None)
    same_chain = there is not None and there.chain == before.standing.chain
    return same_chain and seal(operation.definition_files) == before.snapshot.election.seal
