"""Record what the authority claims, as it printed it: compared with the forms, and never counted.

In   a table with our columns, or tables of the authority with a mapping.
Out  how many figures are claimed, and the statement. The same claims twice change nothing.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from testigo.acts.files import FileChunks, content_of, tables_with_codes
from testigo.acts.operation import Operation
from testigo.characters import REMEDY, words_fault
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.evidence.statements import Json, Kind
from testigo.official.claim_mapping import ClaimHeading, parse_claim_mapping
from testigo.official.claim_table import Claimant, read_claim_tables
from testigo.official.claims import read_claims
from testigo.standing.wide import parquet_of


@dataclass(frozen=True)
class ClaimRequest:
    """What is claimed.

    asked  what of the claim was said beside the mapping; it goes before what the mapping says
    """

    files: Sequence[Path]
    mapping_file: Path | None = None
    asked: ClaimHeading = field(default_factory=ClaimHeading)


@dataclass(frozen=True)
class Claimed:
    """What was claimed.

    by_mapping  whether tables of the authority were read, by a mapping
    notes       what of a workbook is hidden
    statement   its number; None where it was only tried
    is_new      False where the same claims were recorded before
    """

    figures: int
    claims: int
    places: int
    by_mapping: bool
    notes: tuple[str, ...]
    statement: int | None
    is_new: bool


def claim(
    operation: Operation, request: ClaimRequest, day: datetime.date, *, dry_run: bool = False
) -> Claimed:
    """Record claims as exhibits and one *claimed* statement; InputError with every problem."""
    mapping_file = request.mapping_file
    if mapping_file is None:
        if len(request.files) > 1 or request.asked != ClaimHeading():
            raise RefusedError(Message("claim.goes_with_a_mapping"))
        file = request.files[0]
        claims = read_claims(file.name, content_of(file), operation.election)
        return _recorded(operation, claims, (), [file], None, day, dry_run=dry_run)
    content = content_of(mapping_file)
    mapping = parse_claim_mapping(content, mapping_file.name)
    tables, codes = tables_with_codes(mapping.tables, mapping_file)
    chunks = {file.name: FileChunks(file) for file in request.files}
    if len(chunks) < len(request.files):
        raise RefusedError(Message("claim.two_of_one_name"))
    made = _made_of(mapping.claim, request.asked, mapping_file.name)
    claims, notes = read_claim_tables(chunks, replace(mapping, tables=tables), made, operation.election)
    kept = [*request.files, *(source.path for source in codes)]
    return _recorded(operation, claims, tuple(notes), kept, content, day, dry_run=dry_run)


def _made_of(written: ClaimHeading, asked: ClaimHeading, mapping_file: str) -> Claimant:
    """Return who claims what and when; InputError where nobody says it."""
    name, source, date = (
        getattr(asked, field) or getattr(written, field) for field in ("name", "source", "date")
    )
    problems = [
        Problem(
            Place(mapping_file, column=f"claim.{field}"),
            None,
            Message("claim.is_missing"),
            Message("claim.write_it", option=option),
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


def _recorded(
    operation: Operation,
    claims: pl.DataFrame,
    notes: tuple[str, ...],
    files: Sequence[Path],
    mapping: bytes | None,
    day: datetime.date,
    *,
    dry_run: bool,
) -> Claimed:
    """Keep claims and what they were read from, and state them; the same claims twice change nothing."""
    named, places = claims["claim"].n_unique(), claims["place"].n_unique()
    by_mapping = mapping is not None
    done = Claimed(claims.height, named, places, by_mapping, notes, None, is_new=True)
    if dry_run:
        return done
    operation.refuse_a_changed_definition()
    known = operation.exhibits.put(parquet_of(claims))
    for statement in operation.journal.statements(kinds=(Kind.CLAIMED,)):
        if statement.body.get("claims") == known:
            return replace(done, statement=statement.number, is_new=False)
    body: dict[str, Json] = {
        "source": ", ".join(sorted(set(claims["source"]))),
        "claims": known,
        "rows": claims.height,
    }
    if mapping is not None:
        body["files"] = [operation.exhibits.put_file(file) for file in files]
        body["mapping"] = operation.exhibits.put(mapping)
    subject = operation.exhibits.put_file(files[0])
    statement = operation.journal.append(day, Kind.CLAIMED, subject=subject, body=body)
    return replace(done, statement=statement.number)
