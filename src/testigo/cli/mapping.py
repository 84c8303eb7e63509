"""`testigo mapping suggest`: the draft of a mapping for a table that somebody published."""

from pathlib import Path

import click

from testigo.errors import StoreError


@click.group()
def command() -> None:
    """Help with mappings: how a table is written, so that nothing about it is guessed.

    \b
    Example:
        testigo mapping suggest results.csv > results.toml
    """


@command.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--election",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Look for the stations and options of this operation's definition.",
)
def suggest(file: Path, folder: Path | None) -> None:
    """Print the draft of a mapping for FILE (CSV, also .gz): what was seen, and what you have to decide.

    Every line is for you to look at. What could not be decided is left empty with a question mark, and the
    mapping is refused until it is filled.

    \b
    Example:
        testigo mapping suggest results.csv --election my-operation > results.toml
    """
    from testigo.election.load import load, read_folder
    from testigo.intake.seen import MOST_BYTES
    from testigo.intake.suggest import suggest as drafted

    election = None if folder is None else load(read_folder(folder / "election"))
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise StoreError(f"{file.name} cannot be read: {error.strerror}") from None
    click.echo(drafted(file.name, content, election), nl=False)
