"""Write the files of a definition before it is sealed: one file at a time, whole.

In   the folder of an operation, the name of a file of a definition, its bytes.
Out  the names that there are; the text of one; nothing, where it was written.

What a file says is not judged here: `definition.check_definition` names every problem of all of them.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.definition import definition_folder, is_sealed
from testigo.acts.durable import replace_durably
from testigo.acts.files import content_of
from testigo.election.load import TABLES, read_folder
from testigo.election.people import FILE as PEOPLE
from testigo.election.settings import FILE as SETTINGS
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import reason

FORM = re.compile(r"forms/[0-9a-z][0-9a-z-]{0,60}/form\.toml")
MOST_TO_EDIT = 500_000
"""Bytes of a file that somebody edits on a page; a larger one is brought as a whole."""


@dataclass(frozen=True)
class DefinitionFile:
    """A file of a definition; `size` in bytes, None where it is not there."""

    name: str
    size: int | None

    @property
    def is_editable(self) -> bool:
        """Whether it is small enough to be edited on a page."""
        return (self.size or 0) <= MOST_TO_EDIT


def definition_files(folder: Path) -> tuple[DefinitionFile, ...]:
    """Return the files of a definition, those too that may still be written; the settings first."""
    there = read_folder(definition_folder(folder))
    sizes: dict[str, int | None] = dict.fromkeys((SETTINGS, *TABLES))
    sizes |= {name: len(content) for name, content in there.items()}
    return tuple(DefinitionFile(name, size) for name, size in sizes.items())


def file_text(folder: Path, name: str) -> str:
    """Return the text of a file, empty where it is not there yet; RefusedError where it is none to edit."""
    refuse_another_name(name)
    path = definition_folder(folder) / name
    if not path.is_file():
        return ""
    content = content_of(path)
    if len(content) > MOST_TO_EDIT:
        raise RefusedError(Message("definition.too_large_to_edit", name=name))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(Message("definition.not_text", name=name)) from None


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a file of a definition in the place of what it was; RefusedError once it is sealed."""
    refuse_another_name(name)
    if is_sealed(folder):
        raise RefusedError(Message("draft.sealed"))
    path = definition_folder(folder) / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_durably(path, content)
    except OSError as error:
        raise StoreError(
            Message("operation.cannot_be_written", folder=folder, reason=reason(error))
        ) from None


def refuse_another_name(name: str) -> None:
    """Raise RefusedError where a name is no file of a definition that a person writes."""
    if name not in (SETTINGS, PEOPLE, *TABLES) and not FORM.fullmatch(name):
        raise RefusedError(Message("definition.no_such_file"))


def is_drill(folder: Path) -> bool | None:
    """Return whether an operation is an exercise, as its settings say; None where they do not say it."""
    try:
        said = tomllib.loads((definition_folder(folder) / SETTINGS).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    drill = said.get("drill")
    return drill if isinstance(drill, bool) else None
