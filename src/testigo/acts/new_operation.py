"""Make a new operation, empty or from an example that travels in the package.

In   where, which example, the key that may sign, the day.
Out  step by step what was done, each as a value, when it is done.

It is made beside its place and gets its name when it is whole. A crash leaves at most the hidden folder
beside it, which the next run removes.
"""

import datetime
import re
import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from testigo.acts.claim import Claimed, ClaimRequest, claim
from testigo.acts.draft import Drafting
from testigo.acts.example_data import ImportedFiles, claims_from, draft_from, import_from
from testigo.acts.import_tables import ImportRequest, import_tables
from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.acts.seal import add_shipped_forms, seal_definition
from testigo.election.settings import FINGERPRINT
from testigo.errors import Message, RefusedError, StoreError

EMPTY = "empty"
OF_THE_OWNER = 0o700
"""Nobody else who uses this machine reads the roster, the photos or the statements."""


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


@dataclass(frozen=True)
class FilesCopied:
    """The files of an example were copied, or those of an empty operation."""

    example: str


@dataclass(frozen=True)
class SettingsWritten:
    """The key's fingerprint and the drill stand in election.toml."""


@dataclass(frozen=True)
class DefinitionSealed:
    """The definition was sealed."""

    seal: str


@dataclass(frozen=True)
class ResultsImported:
    """A table of results was imported: so many readings, and its statement."""

    readings: int
    statement: int | None


@dataclass(frozen=True)
class OperationMade:
    """The whole operation has its place."""

    folder: Path
    example: str


Done = (
    FilesCopied
    | SettingsWritten
    | DefinitionSealed
    | ResultsImported
    | OperationMade
    | Drafting
    | tuple[ImportedFiles, ...]
    | Claimed
)
"""What a step did."""
Step = Callable[[Choices, RandomBytes], Done]


def examples() -> tuple[str, ...]:
    """Return the names of the examples, sorted."""
    folder = resources.files("testigo.examples")
    return tuple(sorted(item.name for item in folder.iterdir() if (item / "SOURCES.md").is_file()))


def refuse_an_unknown_example(example: str) -> None:
    """Raise RefusedError where there is no example of this name."""
    if example not in examples():
        raise RefusedError(Message("new.no_such_example", example=example, known=", ".join(examples())))


def parse_fingerprint(text: str | None) -> str | None:
    """Read a fingerprint as it is printed, in groups or in one; RefusedError where it is none."""
    if text is None:
        return None
    fingerprint = "".join(text.split()).lower()
    if not FINGERPRINT.fullmatch(fingerprint):
        raise RefusedError(Message("new.no_fingerprint", text=text))
    return fingerprint


def new_operation(choices: Choices, random: RandomBytes) -> Generator[Done, None, None]:
    """Make the operation, step by step: those of an empty one, or all of an example's.

    RefusedError where something would be overwritten, StoreError where the disk does not allow it.
    """
    refuse_a_filled_folder(choices.folder)
    shutil.rmtree(choices.unfinished, ignore_errors=True)
    try:
        for step in _steps(choices):
            yield step(choices, random)
    except OSError as error:
        raise StoreError(
            Message("operation.cannot_be_written", folder=choices.folder, reason=error.strerror)
        ) from None
    finally:
        shutil.rmtree(choices.unfinished, ignore_errors=True)


def _steps(choices: Choices) -> tuple[Step, ...]:
    if choices.example == EMPTY:
        return EMPTY_STEPS
    return EXAMPLE_STEPS if choices.data is None else DATA_STEPS


def refuse_a_filled_folder(folder: Path) -> None:
    """Raise RefusedError where something would be overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(Message("new.not_empty", folder=folder))


def refuse_what_is_no_operation(folder: Path) -> None:
    """Raise RefusedError where a folder holds something, and no operation: none can be made there."""
    if not (folder / "election").is_dir():
        refuse_a_filled_folder(folder)


def copy_files(choices: Choices, _random: RandomBytes) -> FilesCopied:
    """Copy the example's files, into a folder of its owner alone: who may say what will stand in it."""
    choices.unfinished.mkdir(mode=OF_THE_OWNER, parents=True)
    _copy(resources.files("testigo.examples") / choices.example, choices.unfinished)
    return FilesCopied(choices.example)


def write_settings(choices: Choices, _random: RandomBytes) -> SettingsWritten:
    """Write the key's fingerprint and the drill into election.toml."""
    path = choices.unfinished / "election" / "election.toml"
    text = path.read_text(encoding="utf-8")
    if choices.drill:
        text = re.sub(r"^drill = false$", "drill = true", text, count=1, flags=re.MULTILINE)
    if choices.key is not None:
        keys = f'key_fingerprints = ["{choices.key}"]'
        text = re.sub(r"^key_fingerprints = \[\]$", keys, text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return SettingsWritten()


def give_it_its_name(choices: Choices, _random: RandomBytes) -> OperationMade:
    """Move the whole operation to its place; an empty folder that is there keeps being the same folder."""
    if choices.folder.exists():
        choices.folder.chmod(OF_THE_OWNER)
        for item in choices.unfinished.iterdir():
            item.rename(choices.folder / item.name)
    else:
        choices.folder.parent.mkdir(parents=True, exist_ok=True)
        choices.unfinished.rename(choices.folder)
    return OperationMade(choices.folder, choices.example)


def seal_the_definition(choices: Choices, random: RandomBytes) -> DefinitionSealed:
    """Seal the example's definition, its form profile included."""
    add_shipped_forms(choices.unfinished)
    return DefinitionSealed(seal_definition(choices.unfinished, choices.day, random))


def import_the_results(choices: Choices, _random: RandomBytes) -> ResultsImported:
    """Import the example's table of results."""
    results = choices.unfinished / "results"
    request = ImportRequest([results / "results.csv"], results / "mapping.toml")
    with Operation(choices.unfinished) as operation:
        (imported,) = import_tables(operation, request, choices.day)
    return ResultsImported(imported.table.number, imported.statement)


def record_the_claims(choices: Choices, _random: RandomBytes) -> Claimed:
    """Record what the authority claims."""
    with Operation(choices.unfinished) as operation:
        request = ClaimRequest([choices.unfinished / "official" / "claims.csv"])
        return claim(operation, request, choices.day)


def draft_the_definition(choices: Choices, _random: RandomBytes) -> Drafting:
    """Draft places and stations from the original files."""
    return draft_from(choices.unfinished, _data(choices))


def import_the_data(choices: Choices, _random: RandomBytes) -> tuple[ImportedFiles, ...]:
    """Import the original files by the example's mappings."""
    return import_from(choices.unfinished, _data(choices), choices.day)


def claim_from_the_data(choices: Choices, _random: RandomBytes) -> Claimed:
    """Record what the authority claims in its own tables."""
    return claims_from(choices.unfinished, _data(choices), choices.day)


def _data(choices: Choices) -> Path:
    if choices.data is None:
        raise RefusedError(Message("new.example_without_data", example=choices.example))
    return choices.data


EMPTY_STEPS: tuple[Step, ...] = (copy_files, write_settings, give_it_its_name)
EXAMPLE_STEPS: tuple[Step, ...] = (
    copy_files,
    write_settings,
    seal_the_definition,
    import_the_results,
    record_the_claims,
    give_it_its_name,
)
DATA_STEPS: tuple[Step, ...] = (
    copy_files,
    write_settings,
    draft_the_definition,
    seal_the_definition,
    import_the_data,
    claim_from_the_data,
    give_it_its_name,
)


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for item in source.iterdir():
        if item.is_dir():
            _copy(item, target / item.name)
        else:
            (target / item.name).write_bytes(item.read_bytes())
