"""Examples that come without their data: from a folder of original files to a definition and its results.

Such an example has in `results`: `definition.toml`, by which places and stations are drafted; a mapping for
each way in which the files are written; `claims.toml`, which reads what the authority claims. The files
themselves lie in a folder that is named.
"""

import datetime
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from testigo.acts.claim import Claimed, ClaimRequest, claim
from testigo.acts.draft import Drafting, DraftRequest, draft_definition
from testigo.acts.files import content_of
from testigo.acts.import_tables import ImportRequest, import_tables
from testigo.acts.operation import Operation
from testigo.errors import Message, RefusedError
from testigo.intake.mapping import parse_mapping
from testigo.official.claim_mapping import parse_claim_mapping
from testigo.suggest.draft_mapping import parse_drafts

DEFINITION = "definition.toml"
CLAIMS = "claims.toml"
RESULTS = "results"


def needs_data(example: str) -> bool:
    """Whether an example comes without its data."""
    return (resources.files("testigo.examples") / example / RESULTS / DEFINITION).is_file()


@dataclass(frozen=True)
class ImportedFiles:
    """Files that one mapping imported: how many, and how many readings they gave."""

    mapping: str
    files: int
    readings: int


def draft_from(operation: Path, data: Path) -> Drafting:
    """Draft places and stations of the definition from the files; RefusedError where some are missing."""
    mapping = operation / RESULTS / DEFINITION
    drafts = parse_drafts(content_of(mapping), mapping.name)
    patterns = [draft.written for draft in drafts.draft if draft.written is not None]
    files = [
        path for path in _files(operation, data) if any(written.is_of(path.name) for written in patterns)
    ]
    missing = [written.file for written in patterns if not any(written.is_of(path.name) for path in files)]
    if missing:
        raise RefusedError(Message("new.files_missing", data=data, files=", ".join(dict.fromkeys(missing))))
    return draft_definition(operation, DraftRequest(files, mapping))


def import_from(operation: Path, data: Path, day: datetime.date) -> tuple[ImportedFiles, ...]:
    """Import every file by the mapping that is of it; one that names it exactly goes before a pattern."""
    done = []
    with Operation(operation) as opened:
        for mapping, files in _by_mapping(operation, data).items():
            imported = import_tables(opened, ImportRequest(files, mapping), day)
            readings = sum(one.table.number for one in imported)
            done.append(ImportedFiles(mapping.name, len(files), readings))
    return tuple(done)


def claims_from(operation: Path, data: Path, day: datetime.date) -> Claimed:
    """Record what the authority claims in its own tables."""
    path = operation / RESULTS / CLAIMS
    tables = parse_claim_mapping(content_of(path), path.name).table
    files = [file for file in _files(operation, data) if any(table.is_of(file.name) for table in tables)]
    with Operation(operation) as opened:
        return claim(opened, ClaimRequest(files, path), day)


def _files(operation: Path, data: Path) -> list[Path]:
    if not data.is_dir():
        raise RefusedError(Message("new.no_folder", folder=data))
    given = [path for path in data.rglob("*") if path.is_file()]
    return sorted([*given, *(operation / RESULTS).glob("*.csv")], key=lambda path: path.name)


def _by_mapping(operation: Path, data: Path) -> dict[Path, list[Path]]:
    mappings = {
        path: parse_mapping(content_of(path), path.name)
        for path in sorted((operation / RESULTS).glob("*.toml"))
        if path.name not in {DEFINITION, CLAIMS}
    }
    of_mapping: dict[Path, list[Path]] = {path: [] for path in mappings}
    for file in _files(operation, data):
        named = [
            (table.file != file.name, path)
            for path, mapping in mappings.items()
            for table in mapping.table
            if table.is_of(file.name)
        ]
        if named:
            of_mapping[min(named)[1]].append(file)
    return {path: files for path, files in of_mapping.items() if files}
