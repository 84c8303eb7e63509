"""`testigo restore FILE DIR`: an operation back from a backup."""

from pathlib import Path

import click

from testigo.cli.evidence import DAMAGED, as_text, checked
from testigo.cli.progress import progress_bar
from testigo.evidence.restore import restore_backup
from testigo.numbered import numbered


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("operation", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, file: Path, operation: Path) -> None:
    """Bring an operation back from the backup FILE into DIR, which must be new or empty.

    Every hash is checked before DIR appears; then the evidence is checked as by `testigo evidence check`.
    Exit code 1: it came back as it was saved, and its evidence was not whole then.

    \b
    Example:
        testigo restore /media/disk/my-operation.tar my-operation
    """
    with progress_bar("Restoring") as progress:
        restored = restore_backup(file, operation, progress)
    click.echo(f"{numbered(restored.files, 'file')} came back, every hash holds: {operation}")
    report = checked(operation)
    click.echo(as_text(report))
    context.exit(DAMAGED if report.problems else 0)
