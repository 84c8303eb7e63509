"""`testigo import`: take a table of results by polling station as evidence."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from testigo.acts.import_tables import ImportedOne, ImportRequest, import_tables, try_tables
from testigo.acts.operation import Operation
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument, mapping_option, tables_argument
from testigo.cli.progress import progress_bar
from testigo.cli.release_printing import release_json, release_lines
from testigo.cli.signers import today
from testigo.intake.table import ImportedTable
from testigo.numbered import numbered

MOST_UNKNOWN_SHOWN = 5
MOST_CONTESTS_SHOWN = 10


@click.command("import")
@folder_argument
@tables_argument
@mapping_option("How the table is written: its columns, its encoding, what its codes mean.")
@click.option(
    "--replaces",
    metavar="NUMBER|SHA256",
    help="This is a later release of the table that this statement imported, or of this file.",
)
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why rows of the earlier release vanished or changed. It is published: no names of people in it.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@alone
def command(
    folder: Path,
    files: tuple[Path, ...],
    mapping_file: Path,
    *,
    replaces: str | None,
    reason: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take tables of results by polling station (CSV, Excel, Parquet) as evidence of the operation DIR.

    Every problem of the files is named at once, with row, column, value and remedy; then nothing has changed.
    The same file with the same mapping changes nothing the second time. Files that one mapping describes may
    be given together: a file a county, a file a contest, or a table and the files that it looks things up in.

    \b
    Try a mapping:
        testigo import my-operation results.csv --mapping results.toml --dry-run
    Take the table:
        testigo import my-operation results.csv --mapping results.toml
    Take a file a county:
        testigo import my-operation counties/*.csv --mapping counties.toml
    Take a later release of the table that statement 3 imported:
        testigo import my-operation newer.csv --mapping newer.toml --replaces 3 --reason "Two rows withdrawn."
    """
    request = ImportRequest(files, mapping_file, replaces, reason)
    with Operation(folder) as operation, progress_bar("Reading") as progress:
        outcomes = (
            try_tables(operation, request, progress)
            if dry_run
            else import_tables(operation, request, today(), progress)
        )
    click.echo(_as_json(outcomes, dry_run=dry_run) if as_json else _all(outcomes, dry_run=dry_run))


def _all(outcomes: Sequence[ImportedOne], *, dry_run: bool) -> str:
    said = [_summary(outcome, dry_run=dry_run) for outcome in outcomes]
    if len(outcomes) > 1:
        rows = sum(outcome.table.rows for outcome in outcomes)
        readings = sum(outcome.table.number for outcome in outcomes)
        of_tables = f"{numbered(len(outcomes), 'table')}, {numbered(rows, 'row')}"
        said.append(f"Together {of_tables}, {numbered(readings, 'reading')}.")
    return "\n".join(said)


def _summary(outcome: ImportedOne, *, dry_run: bool) -> str:
    table = outcome.table
    lines = [
        f"{table.file}: {numbered(table.rows, 'row')}, {numbered(table.number, 'reading')}, "
        f"contests: {_shown(table.contests)}",
        *_unknown_lines(table),
    ]
    if table.unused:
        lines.append(f"Columns that nobody reads (list them as `unused`): {', '.join(table.unused)}")
    lines += [f"Note: {note}" for note in table.notes]
    lines += _hints(outcome)
    if outcome.release is not None:
        lines += release_lines(outcome.release)
    return "\n".join([*lines, _result(outcome, dry_run=dry_run)])


def _hints(outcome: ImportedOne) -> Iterator[str]:
    """Yield what a person should know of a table, and no rule of the import refuses."""
    for one in outcome.found:
        where = numbered(one.stations, "station")
        yield f"Would be found: {one.code} ({one.severity}): {numbered(one.findings, 'finding')} at {where}"
    for other in outcome.same_reader:
        stations = numbered(other.stations, "station")
        yield (
            f"Note: statement {other.statement} has readings of {stations} by the same reader. One reader is "
            f"one voice: a later release of that table is imported with --replaces {other.statement}."
        )


def _shown(contests: Sequence[str]) -> str:
    left = len(contests) - MOST_CONTESTS_SHOWN
    shown = ", ".join(contests[:MOST_CONTESTS_SHOWN]) or "none"
    return f"{shown} and {left:,} more" if left > 0 else shown


def _unknown_lines(table: ImportedTable) -> list[str]:
    unknown = table.unknown
    if unknown.is_empty():
        return ["All stations are known."]
    lines = [
        numbered(
            unknown.height,
            "station is not in the definition; its readings are kept and counted apart:",
            "stations are not in the definition; their readings are kept and counted apart:",
        )
    ]
    for station, _, likeness, known in unknown.head(MOST_UNKNOWN_SHOWN).iter_rows():
        lines.append(f"  {station}: {likeness}" + ("" if known is None else f" ({known})"))
    left = unknown.height - MOST_UNKNOWN_SHOWN
    return [*lines, f"  ... and {left:,} more"] if left > 0 else lines


def _result(outcome: ImportedOne, *, dry_run: bool) -> str:
    if dry_run:
        return "Dry run: nothing was changed."
    if outcome.statement is None:
        return "Nobody has read anything of it yet: nothing was changed."
    if not outcome.is_new:
        return f"Imported before, as statement {outcome.statement}: nothing was changed."
    return f"Imported: statement {outcome.statement}."


def _as_json(outcomes: Sequence[ImportedOne], *, dry_run: bool) -> str:
    """Write one table as an object, several as a list of them."""
    written = [_object(outcome, dry_run=dry_run) for outcome in outcomes]
    return json.dumps(written[0] if len(written) == 1 else written, ensure_ascii=False, indent=2)


def _object(outcome: ImportedOne, *, dry_run: bool) -> dict[str, object]:
    table = outcome.table
    return {
        "file": table.file,
        "rows": table.rows,
        "readings": table.number,
        "contests": list(table.contests),
        "unknown_stations": table.unknown.height,
        "unknown": table.unknown.head(1000).to_dicts(),
        "unused": list(table.unused),
        "notes": list(table.notes),
        "dry_run": dry_run,
        "statement": outcome.statement,
        "is_new": outcome.is_new,
        "release": None if outcome.release is None else release_json(outcome.release),
    }
