"""`testigo claim DIR FILE`: record what the authority claims, as it printed it."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import polars as pl

from testigo.acts.files import FileChunks, content_of, tables_with_codes
from testigo.acts.operation import Operation
from testigo.characters import REMEDY, words_fault
from testigo.cli.alone import alone
from testigo.cli.arguments import EXISTING_FILE, folder_argument
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.evidence.statements import Json, Kind
from testigo.numbered import numbered
from testigo.official.claim_mapping import MOST_CLAIMS, Said, parse_claim_mapping
from testigo.official.claim_table import Claimant, read_claim_tables
from testigo.official.claims import read_claims
from testigo.standing.wide import parquet_of


@click.command()
@folder_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    metavar="MAP.toml",
    type=EXISTING_FILE,
    help="How the authority's own tables are written; without it FILE has our columns.",
)
@click.option(
    "--claim", "name", metavar="NAME", help="What the claim is called, if the mapping does not say."
)
@click.option("--source", metavar="TEXT", help="Who claims it, if the mapping does not say.")
@click.option("--date", metavar="YYYY-MM-DD", help="Its day, if the mapping does not say.")
@click.option(
    "--order",
    metavar="N",
    type=click.IntRange(1, MOST_CLAIMS),
    help="Where it stands among the claims on the pages, if the mapping does not say.",
)
@click.option("--dry-run", is_flag=True, help="Check the files and change nothing.")
@alone
def command(
    folder: Path,
    files: tuple[Path, ...],
    *,
    mapping_file: Path | None,
    name: str | None,
    source: str | None,
    date: str | None,
    order: int | None,
    dry_run: bool,
) -> None:
    """Record what the authority claims; it is compared with the forms and never counted.

    FILE is a CSV with the columns claim, source, date, place, contest, figure, value, and thousands, shares,
    order where they say something; values stand as printed (5,150,092 with `,` as thousands, or 51.20 %).
    docs/operate/claims explains each. Tables
    of the authority itself, of any level, are read by a mapping: all its files at once.

    \b
    Examples:
        testigo claim my-operation official/claims.csv
        testigo claim my-operation votes.csv parties.csv --mapping claims.toml
    """
    today = datetime.datetime.now(datetime.UTC).date()
    operation = Operation(folder)
    if mapping_file is None:
        if len(files) > 1 or name or source or date or order:
            raise RefusedError("Several files, --claim, --source, --date and --order go with --mapping.")
        click.echo(record_claims(operation, files[0], today, dry_run=dry_run))
        return
    asked = Said(name, source, day_given(date), order)
    click.echo(record_claim_tables(operation, files, mapping_file, asked, today, dry_run=dry_run))


def day_given(text: str | None) -> datetime.date | None:
    """Read --date; InputError where it is no day."""
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        problem = Problem(Place("--date"), text, "not a day", "Write it as 2024-07-29.")
        raise InputError([problem]) from None


def record_claim_tables(
    operation: Operation,
    files: Sequence[Path],
    mapping_file: Path,
    asked: Said,
    day: datetime.date,
    *,
    dry_run: bool = False,
) -> str:
    """Record the authority's tables as exhibits and one *claimed* statement; say what was done.

    asked  what the command was told of the claim; it goes before what the mapping says
    """
    content = content_of(mapping_file)
    mapping = parse_claim_mapping(content, mapping_file.name)
    tables, codes = tables_with_codes(mapping.tables, mapping_file)
    chunks = {file.name: FileChunks(file) for file in files}
    if len(chunks) < len(files):
        raise RefusedError("Two of the files have one name. Rename one.")
    made = made_of(mapping.claim, asked, mapping_file.name)
    claims, notes = read_claim_tables(chunks, replace(mapping, tables=tables), made, operation.election)
    figures, places = numbered(claims.height, "claimed figure"), claims["place"].n_unique()
    said = "".join(f"Note: {note}\n" for note in notes) + f"{figures} of {numbered(places, 'place')}"
    if dry_run:
        return f"{said}: no problem found. Nothing was changed."
    kept = [*files, *(source.path for source in codes)]
    return record(operation, said, claims, kept, day, mapping=content)


def made_of(written: Said, asked: Said, mapping_file: str) -> Claimant:
    """Return who claims what and when; InputError where nobody says it."""
    name, source, date = (
        getattr(asked, field) or getattr(written, field) for field in ("name", "source", "date")
    )
    problems = [
        Problem(
            Place(mapping_file, column=f"claim.{field}"),
            None,
            "is missing",
            f"Write it under [claim], or give {option}",
        )
        for field, option, value in (
            ("name", "--claim", name),
            ("source", "--source", source),
            ("date", "--date", date),
        )
        if not value
    ]
    problems += [
        Problem(Place(mapping_file, column=f"claim.{field}"), value, fault, REMEDY)
        for field, value in (("name", name), ("source", source))
        if value and (fault := words_fault(value))
    ]
    if problems:
        raise InputError(problems)
    return Claimant(name, source, date.isoformat(), asked.order or written.order)


def record_claims(operation: Operation, file: Path, day: datetime.date, *, dry_run: bool = False) -> str:
    """Record a claims file as exhibits and one *claimed* statement; say what was done.

    The same claims twice change nothing.
    """
    claims = read_claims(file.name, content_of(file), operation.election)
    said = f"{numbered(claims.height, 'claimed figure')} of {numbered(claims['claim'].n_unique(), 'claim')}"
    if dry_run:
        return f"{said}: no problem found. Nothing was changed."
    return record(operation, said, claims, [file], day)


def record(
    operation: Operation,
    said: str,
    claims: pl.DataFrame,
    files: Sequence[Path],
    day: datetime.date,
    mapping: bytes | None = None,
) -> str:
    """Keep claims and what they were read from, and state them; the same claims twice change nothing."""
    operation.refuse_a_changed_definition()
    exhibit = parquet_of(claims)
    known = operation.exhibits.put(exhibit)
    for statement in operation.journal.statements():
        if statement.kind is Kind.CLAIMED and statement.body.get("claims") == known:
            return f"{said}: already recorded as statement {statement.number}. Nothing was changed."
    body: dict[str, Json] = {
        "source": ", ".join(sorted(set(claims["source"]))),
        "claims": known,
        "rows": claims.height,
    }
    if mapping is not None:
        body["files"] = [operation.exhibits.put_file(file) for file in files]
        body["mapping"] = operation.exhibits.put(mapping)
    statement = operation.journal.append(
        day,
        Kind.CLAIMED,
        subject=operation.exhibits.put_file(files[0]),
        body=body,
    )
    return f"{said}: recorded as statement {statement.number}."
