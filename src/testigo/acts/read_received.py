"""Read the photos that were taken in and that nobody has looked at yet.

In   an operation, in how many processes, the day.
Out  how many were looked at; each is read behind the wall, as `read_photos` does it.

"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.acts.read_photos import forms_of
from testigo.acts.status import waiting_photos
from testigo.reading.classify import sought_of
from testigo.reading.known import KINDS, known_in
from testigo.reading.read import Photo, PhotoReader
from testigo.reading.sandbox import Sandbox


@dataclass(frozen=True)
class ReceivedRead:
    """How many photos were looked at, and how many wait for people now."""

    looked_at: int
    to_type: int


def read_received(
    operation: Operation, processes: int, day: datetime.date, progress: Progress = unwatched
) -> ReceivedRead:
    """Read what was taken in; StoreError where the disk or the database cannot keep what was read."""
    operation.refuse_a_changed_definition()
    waits = waiting_photos(operation, operation.snapshot()).not_looked_at
    if not waits:
        return ReceivedRead(0, 0)
    forms = forms_of(operation)
    reader = PhotoReader(
        sandbox=Sandbox(min(processes, len(waits)), sought_of(forms)),
        forms=forms,
        exhibits=operation.exhibits,
        journal=operation.journal,
        day=day,
        known=known_in(operation.journal.statements(kinds=KINDS)),
    )

    def photos() -> Iterator[Photo]:
        for exhibit in waits:
            yield Photo(exhibit, operation.exhibits.get(exhibit))

    looked_at = 0
    for _ in reader.read(photos()):
        looked_at += 1
        progress(looked_at, len(waits))
    return ReceivedRead(looked_at, len(waiting_photos(operation, operation.snapshot()).to_type))
