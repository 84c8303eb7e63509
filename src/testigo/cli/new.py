"""`testigo new`: a new operation, empty or from an example that travels in the package."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from testigo.cli.arguments import folder_argument
from testigo.cli.signers import today
from testigo.errors import Message, RefusedError
from testigo.numbered import numbered


@click.command()
@folder_argument
@click.option("--example", metavar="NAME", help="Begin from a real election, results imported.")
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the original files are, for an example that comes without them.",
)
@click.option("--drill", is_flag=True, help="An exercise: every page and file will say so.")
@click.option("--key", metavar="FINGERPRINT", help="The key that may sign, as `testigo key show` prints it.")
def command(folder: Path, example: str | None, data: Path | None, drill: bool, key: str | None) -> None:
    """Make a new operation in DIR.

    \b
    Examples:
        testigo new my-operation
        testigo new try-it --example venezuela-2024
        testigo new try-peru --example peru-2021 --data downloads
    """
    from testigo.acts.example_data import needs_data
    from testigo.acts.new_operation import (
        EMPTY,
        Choices,
        new_operation,
        parse_fingerprint,
        refuse_an_unknown_example,
    )

    if example is not None:
        refuse_an_unknown_example(example)
    if (data is not None) != (example is not None and needs_data(example)):
        if data is not None:
            raise RefusedError(Message("new.data_without_example"))
        click.echo(how_to_get_it(str(example), folder))
        return
    choices = Choices(folder, example or EMPTY, drill, parse_fingerprint(key), today(), data)
    for done in new_operation(choices, os.urandom):
        for line in lines_of(done):
            click.echo(line)


def how_to_get_it(example: str, folder: Path) -> str:
    """Say where the data of an example is, and the command that takes it."""
    return (
        f"The example {example} comes without its data; docs/operate/{example}.md says where it is.\n"
        f"With the files in a folder: testigo new {folder} --example {example} --data FOLDER"
    )


def lines_of(done: object) -> Iterator[str]:
    """Yield what a step did, for people."""
    from testigo.acts import new_operation as made
    from testigo.acts.claim import Claimed
    from testigo.acts.draft import Drafting
    from testigo.cli.claim import words_of
    from testigo.cli.draft import lines_of_files

    match done:
        case made.FilesCopied(example):
            yield f"Copied the files of the {'empty operation' if example == made.EMPTY else 'example'}."
        case made.SettingsWritten():
            yield "Wrote election/election.toml."
        case made.DefinitionSealed(seal):
            yield f"Sealed the definition: {seal}"
        case made.ResultsImported(readings, statement):
            yield f"Imported {numbered(readings, 'reading')}, statement {statement}."
        case Drafting():
            yield from lines_of_files(done, dry_run=False)
        case Claimed():
            yield words_of(done)
        case made.OperationMade(folder, example):
            yield f"Made the operation {folder}."
            first = f"read {folder / 'README.txt'}, then: testigo election check {folder}"
            yield f"Next: {first if example == made.EMPTY else f'testigo status {folder}'}"
        case tuple():
            for one in done:
                of_files = numbered(one.files, "file")
                yield f"Imported {numbered(one.readings, 'reading')} of {of_files} by {one.mapping}."
