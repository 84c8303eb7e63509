"""Stage 10 of the way of a form: the published data files.

In   a Snapshot derived from disclosed evidence, the files of the definition as sealed, the imprint.
Out  (path, bytes) of every file under `data/`: what a stranger needs to derive everything again
     (definition/, amendments/, evidence/) and what was derived (results, tallies, bounds, discrepancies,
     findings, and the results in the words of NIST SP 1500-100).

The same input gives the same bytes. CSV is UTF-8 without BOM, comma, LF; codes are text; an unread count is
an empty cell. Nothing here names a person, device, batch, order, or a time finer than a day. Never written
here: the manifest and its note, which come last.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
import rfc8785

from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.nist.report import reports
from testigo.publication.amendments import published_amendments
from testigo.publication.contest_list import has_many
from testigo.publication.dictionary import DICTIONARY, Described, dictionary, of_texts
from testigo.publication.format import (
    AMENDMENTS_LIST,
    DECLARED,
    DEFINITION,
    VERIFIER_KEY,
    data_path,
    nist_name,
    safe_name,
)
from testigo.publication.imprint import Imprint
from testigo.publication.named import FOLDER, named, workbooks
from testigo.publication.program import made_with
from testigo.snapshot import Snapshot
from testigo.spreadsheet import write_csv
from testigo.statistics.disclosed import FOLDER as STATISTICS
from testigo.statistics.tables import tables

Files = Iterator[tuple[str, bytes]]

DICTIONARY_FILE = "dictionary.csv"
EVERY_FORMAT = ("csv", "parquet", "json")


@dataclass(frozen=True)
class Table:
    """One published table: its name below `data/`, without the end that says the format."""

    name: str
    frame: pl.DataFrame
    formats: tuple[str, ...]
    contest: Contest | None = None


def dataset(snapshot: Snapshot, definition: Mapping[str, bytes], imprint: Imprint) -> Files:
    """Yield every data file of a publication as (path, bytes), and the key that signs it.

    definition  path below `election/` -> bytes, exactly as sealed
    """
    for name, content in (
        *((f"{DEFINITION}/{path}", content) for path, content in sorted(definition.items())),
        *amendment_files(snapshot.election),
        *evidence_files(snapshot),
        *sorted(snapshot.evidence.statistics.items()),
        *derived_files(snapshot),
        *named_files(snapshot),
        *dictionary_files(snapshot, definition),
        ("publication.json", publication_json(snapshot, imprint)),
    ):
        yield data_path(name, drill=snapshot.election.drill), content
    for jurisdiction, report in reports(snapshot, imprint.day, imprint.software):
        yield data_path(nist_name(jurisdiction), drill=snapshot.election.drill), report
    yield VERIFIER_KEY, f"{imprint.signing_key}\n".encode()


def amendment_files(election: Election) -> Files:
    """Yield the tables that changed the definition since the seal, and the list with reasons; or nothing."""
    amendments = list(published_amendments(election))
    for amendment in amendments:
        yield amendment.name, amendment.content
    if amendments:
        said = [{"reason": amendment.reason, "table": amendment.table} for amendment in amendments]
        yield AMENDMENTS_LIST, canonical_json({"amendments": said})


def evidence_files(snapshot: Snapshot) -> Files:
    """Yield the disclosed evidence: with the definition, all that `snapshot.derive` needs."""
    yield from written(evidence_tables(snapshot))
    yield "evidence/evidence.json", canonical_json({"unknown_readings": snapshot.evidence.unknown_readings})


def derived_files(snapshot: Snapshot) -> Files:
    """Yield what was derived, in the formats of spreadsheets and of programs."""
    yield from written(derived_tables(snapshot))


def named_files(snapshot: Snapshot) -> Files:
    """Yield the results with names and percentages, for spreadsheets, and what their columns mean."""
    for table in named(snapshot):
        for described_, frame in zip(table.described(), (table.stations, table.places), strict=True):
            yield described_.file, csv(frame)
        yield f"{FOLDER}/columns-{table.name}.csv", csv(table.meanings())
        yield from workbooks(table, snapshot.election)


def evidence_tables(snapshot: Snapshot) -> Iterator[Table]:
    """Yield the frames of the disclosed evidence."""
    evidence = snapshot.evidence
    of = {contest.contest: contest for contest in snapshot.election.contests}
    for code, readings in sorted(evidence.readings.items()):
        yield Table(f"evidence/readings-{safe_name(code)}", readings, ("parquet",), of[code])
    for code, decisions in sorted(evidence.decisions.items()):
        yield Table(f"evidence/decisions-{safe_name(code)}", decisions, ("parquet",), of[code])
    yield Table("evidence/claims", evidence.claims, ("parquet",))
    yield Table("evidence/pixel-findings", evidence.pixel_findings, ("parquet",))
    yield Table("evidence/errata", evidence.errata, ("parquet",))
    if not evidence.declared.is_empty():
        yield Table(DECLARED.removesuffix(".parquet"), evidence.declared, ("parquet",))


def derived_tables(snapshot: Snapshot) -> Iterator[Table]:
    """Yield the frames that were derived from the evidence."""
    for contest in snapshot.election.contests:
        name = safe_name(contest.contest)
        yield Table(f"results-{name}", snapshot.results[contest.contest], EVERY_FORMAT, contest)
        yield Table(f"tally-{name}", snapshot.tallies[contest.contest], EVERY_FORMAT, contest)
        yield Table(f"bounds-{name}", snapshot.bounds[contest.contest], ("csv",), contest)
    yield Table("discrepancies", snapshot.discrepancies, ("csv",))
    yield Table("contradictions", snapshot.contradictions, ("csv",))
    yield Table("findings", flat_findings(snapshot.findings), ("csv",))
    yield Table("errata", snapshot.evidence.errata, ("csv",))
    for one in tables(snapshot):
        yield Table(f"{STATISTICS}/{one.name}", one.frame, ("csv",))


def written(tables: Iterator[Table]) -> Files:
    """Yield each table in each of its formats."""
    writers = {"csv": csv, "parquet": parquet, "json": rows_json}
    for table in tables:
        for form in table.formats:
            yield f"{table.name}.{form}", writers[form](table.frame)


def dictionary_files(snapshot: Snapshot, definition: Mapping[str, bytes]) -> Files:
    """Yield the data dictionary, a row a column of each file; where contests are many, in parts of each."""
    tables, many = list(described(snapshot)), has_many(snapshot.election.contests)
    common = [table for table in tables if table.contest is None or not many]
    own = Described(DICTIONARY_FILE, pl.Schema(DICTIONARY))
    parts = (of_texts(definition), common, [own])
    yield DICTIONARY_FILE, csv(pl.concat(dictionary(part) for part in parts))
    for contest in snapshot.election.contests if many else ():
        of_it = (table for table in tables if table.contest is contest)
        yield f"dictionary-{safe_name(contest.contest)}.csv", csv(dictionary(of_it))


def described(snapshot: Snapshot) -> Iterator[Described]:
    """Yield every table with its columns."""
    for table in (*evidence_tables(snapshot), *derived_tables(snapshot)):
        for form in table.formats:
            yield Described(f"{table.name}.{form}", table.frame.schema, table.contest)
    for named_table in named(snapshot):
        yield from named_table.described()
        meanings = f"{FOLDER}/columns-{named_table.name}.csv"
        yield Described(meanings, pl.Schema(DICTIONARY), named_table.contest)
    for amendment in published_amendments(snapshot.election):
        yield Described(amendment.name, amendment.columns)


def flat_findings(findings: pl.DataFrame) -> pl.DataFrame:
    """Return FINDINGS with the numbers involved as one text, such as "printed=548 summed=547"."""
    figure = pl.element().struct
    pair = pl.concat_str(
        figure.field("name"), pl.lit("="), figure.field("value").cast(pl.String).fill_null("")
    )
    return findings.with_columns(pl.col("figures").list.eval(pair).list.join(" "))


def publication_json(snapshot: Snapshot, imprint: Imprint) -> bytes:
    """Return what the publication is, for programs."""
    election = snapshot.election
    return canonical_json(
        {
            "address": imprint.address,
            "date": election.date.isoformat(),
            "day": imprint.day.isoformat(),
            "drill": election.drill,
            "made_with": dict(made_with() if imprint.made_with is None else imprint.made_with),
            "name": dict(election.name),
            "number": imprint.number,
            "origin": election.origin,
            "place": dict(election.place),
            "previous": imprint.previous,
            "seal": election.seal,
            "software": imprint.software,
        }
    )


def csv(frame: pl.DataFrame) -> bytes:
    """Write a frame as CSV; truth values are `true` and `false`, null is empty, a formula is inert."""
    return write_csv(frame)


def parquet(frame: pl.DataFrame) -> bytes:
    """Write a frame as Parquet in one piece, so that the bytes do not depend on the machine's cores."""
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(buffer, compression="zstd", row_group_size=max(1, frame.height))
    return buffer.getvalue()


def rows_json(frame: pl.DataFrame) -> bytes:
    """Write a frame as a JSON list, an object a row."""
    # While it is written it is locked, and its writer waits for the interpreter: a thread that looks at the
    # same frame meanwhile would wait for the writer, for ever. Nobody else has this clone (of no data).
    return frame.clone().write_json().encode() + b"\n"


def canonical_json(value: dict[str, object]) -> bytes:
    """Write RFC 8785 JSON and a line end."""
    written: bytes = rfc8785.dumps(value)  # type: ignore[arg-type]
    return written + b"\n"
