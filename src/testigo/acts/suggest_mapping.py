"""Draft the mapping of a table that somebody published: what was seen, and what a person has to decide."""

from pathlib import Path

from testigo.acts.definition import definition_folder
from testigo.acts.files import unreadable
from testigo.election.load import load, read_folder
from testigo.suggest.mapping_draft import suggest
from testigo.suggest.sniff import most_bytes


def suggest_mapping(file: Path, folder: Path | None, sheet: str | None) -> str:
    """Return the draft of a mapping (TOML) for a file.

    folder  of an operation whose stations and options are looked for
    sheet   of a workbook; None = the largest one
    """
    election = None if folder is None else load(read_folder(definition_folder(folder)))
    try:
        with file.open("rb") as opened:
            begun = opened.read(8)
            content = begun + opened.read(most_bytes(begun))
    except OSError as error:
        raise unreadable(file, error) from None
    return suggest(file.name, content, election, sheet)
