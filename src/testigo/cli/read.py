"""`testigo read`: photos of forms become evidence, and their codes readings."""

import os
from pathlib import Path

import click

from testigo.acts.operation import Operation
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.progress import progress_bar
from testigo.cli.signers import today
from testigo.errors import Message, RefusedError


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
    from testigo.acts.read_photos import ReadRequest, read_photos
    from testigo.cli.photos_printing import PrintedPhotos

    with Operation(folder) as operation:
        operation.refuse_a_changed_definition()
        if waiting_file is not None and waiting_file.exists():
            raise RefusedError(Message("read.waiting_is_there", file=waiting_file))
        if without_wall:
            click.echo(words_without_wall(), err=True)
        request = ReadRequest(photos, jobs or os.cpu_count() or 1, without_wall)
        with progress_bar("Reading photos", unit="photos") as progress:
            read = read_photos(operation, request, today(), progress)
    shown = PrintedPhotos(read)
    if waiting_file is not None:
        write_waiting(waiting_file, shown.waiting_rows())
    click.echo("\n".join(shown.json_lines()) if as_json else shown.summary(folder))
    ctx.exit(0 if shown.all_read else 1)


def write_waiting(file: Path, rows: list[dict[str, str | None]]) -> None:
    """Write the photos and files that wait as CSV; nothing is written over."""
    import polars as pl

    from testigo.cli.photos_printing import WAITING_COLUMNS

    frame = pl.DataFrame(rows, schema=dict.fromkeys(WAITING_COLUMNS, pl.String))
    with file.open("x", encoding="utf-8", newline="") as opened:
        opened.write(frame.write_csv())


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
