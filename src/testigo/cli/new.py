"""`testigo new`: a new operation, empty or from an example that travels in the package."""

import datetime
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from testigo.cli.arguments import folder_argument
from testigo.election.settings import FINGERPRINT
from testigo.errors import RefusedError, StoreError
from testigo.numbered import numbered

EMPTY = "empty"


@dataclass(frozen=True)
class Choices:
    """What the person who makes an operation chose."""

    folder: Path
    example: str  # or EMPTY
    drill: bool
    key: str | None  # fingerprint, 64 hexadecimal digits
    day: datetime.date
    data: Path | None = None  # folder with the files of an example that comes without them

    @property
    def unfinished(self) -> Path:
        """Where the operation is made, beside its place, until it is whole."""
        place = self.folder.resolve()
        return place.with_name(f".{place.name}.unfinished")


def examples() -> tuple[str, ...]:
    """Return the names of the examples, sorted."""
    folder = resources.files("testigo.examples")
    return tuple(sorted(item.name for item in folder.iterdir() if (item / "SOURCES.md").is_file()))


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
    from testigo.cli.example_data import how_to_get_it, needs_data

    if example is not None and example not in examples():
        raise RefusedError(f"There is no example {example!r}. Known are: {', '.join(examples())}.")
    if (data is not None) != (example is not None and needs_data(example)):
        if data is not None:
            raise RefusedError("Only an example that comes without its data takes a folder with --data.")
        click.echo(how_to_get_it(str(example), folder))
        return
    today = datetime.datetime.now(datetime.UTC).date()
    choices = Choices(folder, example or EMPTY, drill, parse_fingerprint(key), today, data)
    for said in run_steps(choices):
        click.echo(said)


def parse_fingerprint(text: str | None) -> str | None:
    """Read a fingerprint as it is printed, in groups or in one; RefusedError where it is none."""
    if text is None:
        return None
    fingerprint = "".join(text.split()).lower()
    if not FINGERPRINT.fullmatch(fingerprint):
        raise RefusedError(f"{text!r} is no fingerprint: it has 64 digits 0-9 a-f, in groups or in one.")
    return fingerprint


OF_THE_OWNER = 0o700
"""Nobody else who uses this machine reads the roster, the photos or the statements."""


def run_steps(choices: Choices) -> Generator[str, None, None]:
    """Make the operation, step by step: those of an empty one, or all of an example's; say each when done.

    It is made beside its place and gets its name when it is whole. A crash leaves at most the hidden folder
    beside it, which the next run removes.
    """
    refuse_a_filled_folder(choices.folder)
    shutil.rmtree(choices.unfinished, ignore_errors=True)
    try:
        for step in _steps(choices):
            yield step(choices)
    except OSError as error:
        raise StoreError(f"{choices.folder} cannot be written: {error.strerror}.") from None
    finally:
        shutil.rmtree(choices.unfinished, ignore_errors=True)


def _steps(choices: Choices) -> "tuple[Step, ...]":
    if choices.example == EMPTY:
        return EMPTY_STEPS
    return EXAMPLE_STEPS if choices.data is None else DATA_STEPS


def refuse_a_filled_folder(folder: Path) -> None:
    """Raise RefusedError where something would be overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} is not empty. Choose another folder: nothing is overwritten.")


def copy_files(choices: Choices) -> str:
    """Copy the example's files, into a folder of its owner alone: who may say what will stand in it."""
    choices.unfinished.mkdir(mode=OF_THE_OWNER, parents=True)
    _copy(resources.files("testigo.examples") / choices.example, choices.unfinished)
    return f"Copied the files of the {'empty operation' if choices.example == EMPTY else 'example'}."


def write_settings(choices: Choices) -> str:
    """Write the key's fingerprint and the drill into election.toml."""
    path = choices.unfinished / "election" / "election.toml"
    text = path.read_text(encoding="utf-8")
    if choices.drill:
        text = re.sub(r"^drill = false$", "drill = true", text, count=1, flags=re.MULTILINE)
    if choices.key is not None:
        keys = f'key_fingerprints = ["{choices.key}"]'
        text = re.sub(r"^key_fingerprints = \[\]$", keys, text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return "Wrote election/election.toml."


def give_it_its_name(choices: Choices) -> str:
    """Move the whole operation to its place; an empty folder that is there keeps being the same folder."""
    if choices.folder.exists():
        choices.folder.chmod(OF_THE_OWNER)
        for item in choices.unfinished.iterdir():
            item.rename(choices.folder / item.name)
    else:
        choices.folder.parent.mkdir(parents=True, exist_ok=True)
        choices.unfinished.rename(choices.folder)
    return f"Made the operation {choices.folder}."


def say_what_is_next(choices: Choices) -> str:
    """Say what a person does with an empty operation."""
    return f"Next: read {choices.folder / 'README.txt'}, then: testigo election check {choices.folder}"


def seal_the_definition(choices: Choices) -> str:
    """Seal the example's definition, its form profile included."""
    from testigo.cli.election import add_shipped_forms, seal_definition

    add_shipped_forms(choices.unfinished)
    return f"Sealed the definition: {seal_definition(choices.unfinished, choices.day)}"


def import_the_results(choices: Choices) -> str:
    """Import the example's table of results, as `testigo import` does."""
    from testigo.acts.import_tables import ImportRequest, import_tables
    from testigo.acts.operation import Operation

    results = choices.unfinished / "results"
    with closing(Operation(choices.unfinished)) as operation:
        request = ImportRequest([results / "results.csv"], results / "mapping.toml")
        (outcome,) = import_tables(operation, request, choices.day)
    return f"Imported {numbered(outcome.table.number, 'reading')}, statement {outcome.statement}."


def record_the_claims(choices: Choices) -> str:
    """Record what the authority claims, as `testigo claim` does."""
    from testigo.acts.operation import Operation
    from testigo.cli.claim import record_claims

    with closing(Operation(choices.unfinished)) as operation:
        return record_claims(operation, choices.unfinished / "official" / "claims.csv", choices.day)


def draft_the_definition(choices: Choices) -> str:
    """Draft places and stations from the original files, as `testigo election draft` does."""
    from testigo.cli.example_data import draft_from

    return draft_from(choices.unfinished, _data(choices))


def import_the_data(choices: Choices) -> str:
    """Import the original files by the example's mappings, as `testigo import` does."""
    from testigo.cli.example_data import import_from

    return "\n".join(import_from(choices.unfinished, _data(choices), choices.day))


def claim_from_the_data(choices: Choices) -> str:
    """Record what the authority claims in its own tables, as `testigo claim --mapping` does."""
    from testigo.cli.example_data import claims_from

    return claims_from(choices.unfinished, _data(choices), choices.day)


def _data(choices: Choices) -> Path:
    if choices.data is None:
        raise RefusedError(
            f"The example {choices.example} comes without its data. Name a folder with --data."
        )
    return choices.data


def say_what_can_be_seen(choices: Choices) -> str:
    """Say what a person does with an example."""
    return f"Next: testigo status {choices.folder}"


Step = Callable[[Choices], str]
EMPTY_STEPS: tuple[Step, ...] = (copy_files, write_settings, give_it_its_name, say_what_is_next)
EXAMPLE_STEPS: tuple[Step, ...] = (
    copy_files,
    write_settings,
    seal_the_definition,
    import_the_results,
    record_the_claims,
    give_it_its_name,
    say_what_can_be_seen,
)
DATA_STEPS: tuple[Step, ...] = (
    copy_files,
    write_settings,
    draft_the_definition,
    seal_the_definition,
    import_the_data,
    claim_from_the_data,
    give_it_its_name,
    say_what_can_be_seen,
)


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for item in source.iterdir():
        if item.is_dir():
            _copy(item, target / item.name)
        else:
            (target / item.name).write_bytes(item.read_bytes())
