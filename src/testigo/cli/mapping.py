"""`testigo mapping suggest`: the draft of a mapping for a table that somebody published."""

from pathlib import Path

import click

from testigo.cli.arguments import EXISTING_FILE


@click.group()
def command() -> None:
    """Help with mappings: how a table is written, so that nothing about it is guessed.

    \b
    Example:
        testigo mapping suggest results.csv > results.toml
    """


@command.command()
@click.argument("file", metavar="FILE", type=EXISTING_FILE)
@click.option(
    "--election",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Look for the stations and options of this operation's definition.",
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook to look at; else the largest one.")
def suggest(file: Path, folder: Path | None, sheet: str | None) -> None:
    """Print the draft of a mapping for FILE: what was seen, and what you have to decide.

    FILE is a CSV in any encoding, a workbook (.xlsx), Parquet, or one of them packed. Every line is for you
    to look at. What could not be decided is left empty with a question mark, and the mapping is refused until
    it is filled.

    \b
    Examples:
        testigo mapping suggest results.csv --election my-operation > results.toml
        testigo mapping suggest results.xlsx --sheet North > results.toml
    """
    from testigo.acts.suggest_mapping import suggest_mapping

    click.echo(suggest_mapping(file, folder, sheet), nl=False)
