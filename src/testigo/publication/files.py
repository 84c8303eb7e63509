"""What the pages say of the data files beside them: where they are, how long, and their hashes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from testigo.publication.format import DATA, DEFINITION, DRILL_PREFIX


@dataclass(frozen=True)
class PublishedFile:
    """A data file of the publication."""

    name: str  # below `data/`, without the prefix of a drill
    path: str
    length: int  # bytes
    sha256: str  # hex


Files = Mapping[str, PublishedFile]
"""Name -> file."""


def published_files(dataset: Iterable[tuple[str, bytes]]) -> dict[str, PublishedFile]:
    """Return the data files by name."""
    files = (
        PublishedFile(name_of(path), path, len(content), hashlib.sha256(content).hexdigest())
        for path, content in dataset
    )
    return {file.name: file for file in files}


def path_of(files: Files, name: str) -> str | None:
    """Return where a data file lies; None where there is none of that name."""
    return files[name].path if name in files else None


def name_of(path: str) -> str:
    """Return a data file's name below `data/`, the same in a drill as in earnest."""
    name = path.removeprefix(f"{DATA}/")
    if name.startswith(f"{DEFINITION}/"):
        return name
    folder, slash, file = name.rpartition("/")
    return folder + slash + file.removeprefix(DRILL_PREFIX)
