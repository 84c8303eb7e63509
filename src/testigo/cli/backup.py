"""`testigo backup DIR FILE`: the whole operation as one file."""

from pathlib import Path

import click

from testigo.cli.progress import progress_bar
from testigo.evidence.backup import write_backup
from testigo.numbered import numbered


@click.command()
@click.argument("operation", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def command(operation: Path, file: Path) -> None:
    """Copy the operation in DIR into one new FILE, also while others go on working.

    FILE is as private as the evidence in it: keep it on another disk, in another place, locked away.
    Signing keys are never in it: keep them apart.

    \b
    Example:
        testigo backup my-operation /media/disk/my-operation.tar
    """
    with progress_bar("Copying") as progress:
        report = write_backup(operation, file, progress)
    click.echo(f"{numbered(report.files, 'file')}, {numbered(report.bytes, 'byte')}: {file}")
    if report.left_out:
        click.echo(f"Not of an operation, so not in it: {', '.join(report.left_out)}")
    click.echo("Signing keys are not in it, and it is not encrypted. Keep both apart, and safe.")
