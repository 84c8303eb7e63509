"""What an operation needs next: the steps that are open, the most sensible first.

In   an operation.
Out  each step with how many things wait for it, what holds up results before what only adds to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from testigo.acts.definition import check_files
from testigo.acts.operation import Operation
from testigo.acts.status import waiting_photos
from testigo.cells import standing_of
from testigo.columns import Status
from testigo.errors import InputError
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.statements import Kind
from testigo.snapshot import Snapshot
from testigo.tally.doubts import excluded_stations


class Step(Enum):
    """What somebody can do; beside each, what `Open.waits` counts. A form is a station's of one contest."""

    MEND = "mend"  # problems of the definition
    SEAL = "seal"  # polling stations of the definition
    LOOK = "look"  # photos that nobody looked at
    DECIDE = "decide"  # forms that are disputed or quarantined, and that nobody excluded
    TYPE = "type"  # photos that no machine could read
    READ_AGAIN = "read again"  # forms whose readings do not suffice
    TAKE = "take"  # forms of which there is no reading
    PUBLISH = "publish"  # statements since the last publication
    VERIFY = "verify"  # publications


@dataclass(frozen=True)
class Open:
    """A step that is open, and how many things wait for it."""

    step: Step
    waits: int


def next_steps(operation: Operation, known: Snapshot | None = None) -> tuple[Open, ...]:
    """Return the open steps, the most sensible first; StoreError where the sealed definition was changed.

    known  what stands now, where it was derived already
    """
    if not (operation.folder / EVIDENCE_FILE).exists():
        return (_before_the_seal(operation),)
    return tuple(step for step in _after_it(operation, known) if step.waits)


def _before_the_seal(operation: Operation) -> Open:
    files = operation.definition_files
    try:
        election, _ = check_files(files, is_sealed=False)
    except InputError as error:
        return Open(Step.MEND, len(error.problems))
    return Open(Step.SEAL, election.stations.height)


def _after_it(operation: Operation, known: Snapshot | None) -> Iterator[Open]:
    snapshot = operation.snapshot() if known is None else known
    forms = {
        status: sum(frame.filter(status=status.value).height for frame in snapshot.results.values())
        for status in Status
    }
    photos = waiting_photos(operation, snapshot)
    published = [one.number for one in operation.journal.statements(kinds=[Kind.PUBLISHED])]
    is_new = snapshot.evidence.last_statement - max(published, default=0)
    yield Open(Step.LOOK, len(photos.not_looked_at))
    yield Open(Step.DECIDE, forms[Status.DISPUTED] + forms[Status.QUARANTINED] - _excluded(snapshot))
    yield Open(Step.TYPE, len(photos.to_type))
    yield Open(Step.READ_AGAIN, forms[Status.PENDING])
    yield Open(Step.PUBLISH, is_new if forms[Status.ACCEPTED] or published else 0)
    yield Open(Step.TAKE, forms[Status.MISSING])
    yield Open(Step.VERIFY, len(published))


def _excluded(snapshot: Snapshot) -> int:
    """Return how many forms people excluded: they are quarantined, and nobody has to decide on them."""
    return sum(
        excluded_stations(results, standing_of(snapshot, contest)).height
        for contest, results in snapshot.results.items()
    )
