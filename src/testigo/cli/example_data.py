"""Examples that come without their data: from a folder of original files to a definition and its results.

Such an example has in `results`: `definition.toml`, by which places and stations are drafted; a mapping for
each way in which the files are written; `claims.toml`, which reads what the authority claims. The files
themselves lie in a folder that is named.
"""

import datetime
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from testigo.acts.files import content_of
from testigo.errors import RefusedError
from testigo.numbered import numbered

DEFINITION = "definition.toml"
CLAIMS = "claims.toml"
RESULTS = "results"


def needs_data(example: str) -> bool:
    """Whether an example comes without its data."""
    return (resources.files("testigo.examples") / example / RESULTS / DEFINITION).is_file()


def how_to_get_it(example: str, folder: Path) -> str:
    """Say where the data of an example is, and the command that takes it."""
    return (
        f"The example {example} comes without its data; docs/operate/{example}.md says where it is.\n"
        f"With the files in a folder: testigo new {folder} --example {example} --data FOLDER"
    )


def draft_from(operation: Path, data: Path) -> str:
    """Draft places and stations of the definition from the files; RefusedError where some are missing."""
    from testigo.cli.draft import draft_definition
    from testigo.suggest.draft_mapping import parse_drafts

    mapping = operation / RESULTS / DEFINITION
    drafts = parse_drafts(content_of(mapping), mapping.name)
    patterns = [draft.written for draft in drafts.draft if draft.written is not None]
    files = [
        path for path in _files(operation, data) if any(written.is_of(path.name) for written in patterns)
    ]
    missing = [written.file for written in patterns if not any(written.is_of(path.name) for path in files)]
    if missing:
        raise RefusedError(f"{data} has no file {', '.join(dict.fromkeys(missing))}.")
    said = list(draft_definition(operation, files, mapping))
    return "\n".join(line for line in said if line.startswith("Wrote "))


def import_from(operation: Path, data: Path, day: datetime.date) -> Iterator[str]:
    """Import every file by the mapping that is of it; one that names it exactly goes before a pattern."""
    from contextlib import closing

    from testigo.acts.import_tables import ImportRequest, import_tables
    from testigo.acts.operation import Operation

    with closing(Operation(operation)) as opened:
        for mapping, files in _by_mapping(operation, data).items():
            outcomes = import_tables(opened, ImportRequest(files, mapping), day)
            readings = sum(outcome.table.number for outcome in outcomes)
            of_files = numbered(len(files), "file")
            yield f"Imported {numbered(readings, 'reading')} of {of_files} by {mapping.name}."


def claims_from(operation: Path, data: Path, day: datetime.date) -> str:
    """Record what the authority claims in its own tables, as `testigo claim --mapping` does."""
    from contextlib import closing

    from testigo.acts.operation import Operation
    from testigo.cli.claim import record_claim_tables
    from testigo.official.claim_mapping import Said, parse_claim_mapping

    path = operation / RESULTS / CLAIMS
    tables = parse_claim_mapping(content_of(path), path.name).table
    files = [file for file in _files(operation, data) if any(table.is_of(file.name) for table in tables)]
    with closing(Operation(operation)) as opened:
        return record_claim_tables(opened, files, path, Said(), day)


def _files(operation: Path, data: Path) -> list[Path]:
    if not data.is_dir():
        raise RefusedError(f"{data} is no folder.")
    given = [path for path in data.rglob("*") if path.is_file()]
    return sorted([*given, *(operation / RESULTS).glob("*.csv")], key=lambda path: path.name)


def _by_mapping(operation: Path, data: Path) -> dict[Path, list[Path]]:
    from testigo.intake.mapping import parse_mapping

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
