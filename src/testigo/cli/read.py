"""`testigo read`: photos of forms become evidence, and their codes readings."""

import datetime
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.acts.operation import Operation
from testigo.acts.photo_files import Given, LeftOut, photo_files, take
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.progress import progress_bar
from testigo.errors import InputError, Place, Problem, RefusedError

if TYPE_CHECKING:
    from testigo.reading.classify import Form
    from testigo.reading.read import Outcome, Photo
    from testigo.snapshot import Snapshot
    from testigo.standing.waiting import Waiting


@dataclass(frozen=True)
class Run:
    """What a call of `testigo read` did.

    problems  files that could not be opened, as they are found: nothing of them was kept
    left_out  files that are no picture, and links, with the reason: nothing of them was kept either
    """

    outcomes: list["Outcome"] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@click.command("read")
@folder_argument
@click.argument(
    "photos", metavar="PHOTOS...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, help="Processes that read; as many as cores."
)
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each photo.")
@click.option(
    "--waiting",
    "waiting_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a CSV of all that was not read: exhibit, folder, file, reason.",
)
@click.option(
    "--without-wall", is_flag=True, help="Read even where this system cannot wall off what strangers sent."
)
@alone
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    photos: tuple[Path, ...],
    *,
    jobs: int | None,
    as_json: bool,
    waiting_file: Path | None,
    without_wall: bool,
) -> None:
    """Keep photos of forms as evidence of the operation DIR, and read their machine codes.

    PHOTOS are files, or folders with all pictures in them: other files there are named and left out, and
    links are not followed. A photo is kept as it came, whatever is on it; it is decoded only behind a wall,
    in a process that can open and reach nothing; where the system cannot build it, nothing is read. Called
    again, the command goes on where it stopped. The names of files are shown and never kept.

    Exit codes: 0 every photo is read, and of a known station; 1 some are not; 2 nothing was done.

    \b
    Read a folder:
        testigo read my-operation photos/
    A line for each photo, for another program:
        testigo read my-operation photos/ --json
    """
    from testigo.cli.photos_shown import Shown

    with closing(Operation(folder)) as operation:
        operation.refuse_a_changed_definition()
        if waiting_file is not None and waiting_file.exists():
            raise RefusedError(f"{waiting_file} is there already. Name another file, or move it away.")
        if without_wall:
            click.echo(words_without_wall(), err=True)
        files, processes = photo_files(photos), jobs or os.cpu_count() or 1
        run = read_files(operation, files, processes, without_wall=without_wall)
        shown = Shown(run.outcomes, run.problems, run.left_out, *state_of(operation))
    if waiting_file is not None:
        write_waiting(waiting_file, shown.waiting_rows())
    click.echo("\n".join(shown.json_lines()) if as_json else shown.summary(folder))
    ctx.exit(0 if shown.all_read else 1)


def write_waiting(file: Path, rows: list[dict[str, str | None]]) -> None:
    """Write the photos and files that wait as CSV; nothing is written over."""
    import polars as pl

    from testigo.cli.photos_shown import WAITING_COLUMNS

    frame = pl.DataFrame(rows, schema=dict.fromkeys(WAITING_COLUMNS, pl.String))
    with file.open("x", encoding="utf-8", newline="") as opened:
        opened.write(frame.write_csv())


def state_of(operation: Operation) -> tuple["Snapshot", "Waiting"]:
    """Return what follows from the evidence now, and which photos of the operation still wait."""
    from testigo.standing.waiting import KINDS, waiting

    snapshot = operation.snapshot()
    return snapshot, waiting(operation.journal.statements(kinds=KINDS), snapshot.evidence.readings)


def words_without_wall() -> str:
    """Return what is said before photos are read without the wall, or with it though nobody asked for it."""
    from testigo.wall.door import missing

    lacking = missing()
    if not lacking:
        return "--without-wall was not needed: this system has the whole wall, and photos are read behind it."
    return (
        f"Warning: this system has no {' and no '.join(lacking)}. Photos are read with bounds of memory and "
        "time only: a hostile one could take this computer over."
    )


def read_files(operation: Operation, files: Sequence[Given], jobs: int, *, without_wall: bool = False) -> Run:
    """Keep and read files; what cannot be opened and what is no picture is named, and the others are read.

    jobs          processes
    without_wall  also where this system cannot build the whole wall

    InputError where one file was given, and is no picture.
    """
    from testigo.reading.classify import sought_of
    from testigo.reading.known import KINDS, known_in
    from testigo.reading.read import PhotoReader
    from testigo.reading.sandbox import Sandbox

    forms = forms_of(operation)
    reader = PhotoReader(
        sandbox=Sandbox(min(jobs, max(1, len(files))), sought_of(forms), without_wall),
        forms=forms,
        exhibits=operation.exhibits,
        journal=operation.journal,
        day=datetime.datetime.now(datetime.UTC).date(),
        known=known_in(operation.journal.statements(kinds=KINDS)),
    )
    run = Run()
    with progress_bar("Reading photos", unit="photos") as progress:
        for outcome in reader.read(_photos(files, run)):
            run.outcomes.append(outcome)
            progress(len(run.outcomes) + len(run.problems) + len(run.left_out), len(files))
    return run


def forms_of(operation: Operation) -> tuple["Form", ...]:
    """Return the form of each contest."""
    from testigo.reading.classify import Form

    return tuple(Form(operation.profiles[contest.form], contest) for contest in operation.election.contests)


def _photos(files: Sequence[Given], run: Run) -> Iterator["Photo"]:
    """Yield the pictures among files; what is none is added to the run."""
    from testigo.reading.read import Photo

    for given in files:
        taken = take(given)
        if isinstance(taken, bytes):
            yield Photo(str(given.path), taken)
        elif isinstance(taken, LeftOut) and len(files) == 1 and given.is_named:
            remedy = "Name photos of forms, or folders that hold them"
            raise InputError([Problem(Place(taken.name), None, taken.reason, remedy)])
        elif isinstance(taken, LeftOut) and not given.is_named:
            run.left_out.append(taken)
        elif isinstance(taken, LeftOut):
            remedy = "It was not kept; look at what it is"
            run.problems.append(Problem(Place(taken.name), None, taken.reason, remedy))
        else:
            run.problems.append(taken)
