"""Keep photos of forms as evidence, and read their machine codes.

In   files, or folders with pictures in them; the day; in how many processes they are read.
Out  what became of each photo, what could not be opened, what was left out, and what follows from it.

A photo is kept as it came, whatever is on it, and decoded only behind a wall. Called again, this goes on
where it stopped. The names of files are shown and never kept.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.acts.photo_files import Given, LeftOut, photo_files, take
from testigo.acts.status import waiting_photos
from testigo.errors import InputError, Message, Place, Problem
from testigo.reading.classify import Form, sought_of
from testigo.reading.known import KINDS, known_in
from testigo.reading.read import Outcome, Photo, PhotoReader
from testigo.reading.sandbox import Sandbox
from testigo.snapshot import Snapshot
from testigo.standing.waiting import Waiting


@dataclass(frozen=True)
class ReadRequest:
    """What to read: files or folders.

    processes     that read
    without_wall  also where this system cannot build the whole wall
    """

    photos: Sequence[Path]
    processes: int = 1
    without_wall: bool = False


@dataclass(frozen=True)
class PhotosRead:
    """What became of photos.

    problems  files that could not be opened: nothing of them was kept
    left_out  files that are no picture, and links, with the reason: nothing of them was kept either
    snapshot  what follows from the evidence now
    waiting   photos of the operation without a figure, also of earlier runs
    """

    outcomes: Sequence[Outcome]
    problems: Sequence[Problem]
    left_out: Sequence[LeftOut]
    snapshot: Snapshot
    waiting: Waiting


def read_photos(
    operation: Operation, request: ReadRequest, day: datetime.date, progress: Progress = unwatched
) -> PhotosRead:
    """Keep and read photos; what cannot be opened and what is no picture is named, and the others are read.

    InputError where one file was given, and is no picture.
    """
    operation.refuse_a_changed_definition()
    files, run = photo_files(request.photos), _Run()
    forms = forms_of(operation)
    processes = min(request.processes, max(1, len(files)))
    reader = PhotoReader(
        sandbox=Sandbox(processes, sought_of(forms), request.without_wall),
        forms=forms,
        exhibits=operation.exhibits,
        journal=operation.journal,
        day=day,
        known=known_in(operation.journal.statements(kinds=KINDS)),
    )
    for outcome in reader.read(_photos(files, run)):
        run.outcomes.append(outcome)
        progress(len(run.outcomes) + len(run.problems) + len(run.left_out), len(files))
    snapshot = operation.snapshot()
    waiting = waiting_photos(operation, snapshot)
    return PhotosRead(run.outcomes, run.problems, run.left_out, snapshot, waiting)


@dataclass(frozen=True)
class _Run:
    """What is found while photos are read."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def forms_of(operation: Operation) -> tuple[Form, ...]:
    """Return the form of each contest."""
    return tuple(Form(operation.profiles[contest.form], contest) for contest in operation.election.contests)


def _photos(files: Sequence[Given], run: _Run) -> Iterator[Photo]:
    """Yield the pictures among files; what is none is added to the run."""
    for given in files:
        taken = take(given)
        if isinstance(taken, bytes):
            yield Photo(str(given.path), taken)
        elif isinstance(taken, LeftOut) and len(files) == 1 and given.is_named:
            remedy = Message("read.name_photos")
            raise InputError([Problem(Place(taken.name), None, taken.reason, remedy)])
        elif isinstance(taken, LeftOut) and not given.is_named:
            run.left_out.append(taken)
        elif isinstance(taken, LeftOut):
            remedy = Message("read.look_at_what_it_is")
            run.problems.append(Problem(Place(taken.name), None, taken.reason, remedy))
        else:
            run.problems.append(taken)
