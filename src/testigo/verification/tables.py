"""Stage 11, step 6: every published table is the one that was derived from the evidence, cell by cell.

In   the sound files of the publication, the snapshot that was derived.
Out  a Step: the cells held against each other, and each one that differs, with both values.

A table is read as it lies there, by general rules of CSV, JSON and Parquet, and compared as text: what a
spreadsheet shows is what is checked.
"""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.publication.format import (
    AMENDMENTS,
    AMENDMENTS_LIST,
    DATA,
    DECLARED,
    DRILL_PREFIX,
    data_path,
    safe_name,
)
from testigo.snapshot import Snapshot
from testigo.spreadsheet import as_meant
from testigo.verification.disclosed import DEFINITION_FOLDER, DamagedError, read_sound, unpacked
from testigo.verification.nist import is_report
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.source import Progress, Source

KEYS = ("station", "jurisdiction", "claim", "kind", "contest", "place", "code", "figure")
"""Columns that name a row to a reader, as far as a table has them."""
MOST_FAILURES_A_TABLE = 1_000
ADDED_LATER = {"discrepancies": ("ours_stations", "at_least", "case", "claimed")}
"""Columns that a table of an earlier release has not: what it has is held against ours all the same."""
NOT_DERIVED = ("dictionary.csv", "publication.json")


@dataclass(frozen=True)
class Expected:
    """One table that must be published: its name below `data/` without the end, and what it must hold."""

    name: str
    frame: pl.DataFrame
    formats: tuple[str, ...]


def expected_tables(snapshot: Snapshot) -> Iterator[Expected]:
    """Yield every table that a publication of this snapshot must have."""
    for contest in snapshot.election.contests:
        code, name = contest.contest, safe_name(contest.contest)
        yield Expected(f"results-{name}", snapshot.results[code], ("csv", "parquet", "json"))
        yield Expected(f"tally-{name}", snapshot.tallies[code], ("csv", "parquet", "json"))
        yield Expected(f"bounds-{name}", snapshot.bounds[code], ("csv",))
    yield Expected("discrepancies", snapshot.discrepancies, ("csv",))
    yield Expected("contradictions", snapshot.contradictions, ("csv",))
    yield Expected("findings", snapshot.findings, ("csv",))
    yield Expected("errata", snapshot.evidence.errata, ("csv",))


def check_tables(source: Source, sound: frozenset[str], snapshot: Snapshot, progress: Progress) -> Step:
    """Hold every published table against the snapshot; step 6."""
    drill = snapshot.election.drill
    files = [
        (data_path(f"{table.name}.{form}", drill=drill), form, as_text(table.frame))
        for table in expected_tables(snapshot)
        for form in table.formats
    ]
    failures: list[Failure] = []
    cells = 0
    for number, (path, form, expected) in enumerate(files):
        progress(StepName.FIGURES, number, len(files))
        failures += check_table(source, sound, path, form, expected)
        cells += expected.height * expected.width
    progress(StepName.FIGURES, len(files), len(files))
    known = {path for path, _, _ in files} | {data_path(name, drill=drill) for name in NOT_DERIVED}
    failures += [
        Failure("table.unknown", path) for path in sorted(sound) if is_strange(path, known, snapshot)
    ]
    return Step(StepName.FIGURES, {"tables": len(files), "cells": cells}, tuple(failures))


def is_strange(path: str, known: set[str], snapshot: Snapshot) -> bool:
    """Say whether a file lies among the data that no rule derives: nobody could check what it says."""
    if not path.startswith(f"{DATA}/") or path.startswith(DEFINITION_FOLDER) or path in known:
        return False
    if is_report(path):
        return False  # held against ours by `nist.check_reports`
    names = [safe_name(contest.contest) for contest in snapshot.election.contests]
    evidence = [f"{kind}-{name}.parquet" for kind in ("readings", "decisions") for name in names]
    evidence += ["claims.parquet", "pixel-findings.parquet", "errata.parquet", "evidence.json"]
    amendments = [f"{AMENDMENTS}/{amendment.file}" for amendment in snapshot.election.amendments]
    read = {*(f"evidence/{name}" for name in evidence), *amendments, AMENDMENTS_LIST, DECLARED}
    return path not in {data_path(name, drill=snapshot.election.drill) for name in read}


def check_table(
    source: Source, sound: frozenset[str], path: str, form: str, expected: pl.DataFrame
) -> Sequence[Failure]:
    """Return what differs between one published file and the text of its table."""
    readers = {"csv": read_csv, "parquet": read_parquet, "json": read_json}
    try:
        published = readers[form](path, read_sound(source, sound, path))
    except DamagedError as damage:
        return damage.failures
    if form == "json" and published.is_empty() and expected.is_empty():
        return []  # a list without rows names no columns
    later = ADDED_LATER.get(path.rpartition("/")[2].removeprefix(DRILL_PREFIX).partition(".")[0], ())
    if published.columns == [name for name in expected.columns if name not in later]:
        expected = expected.select(published.columns)
    if published.columns != expected.columns:
        shown = ", ".join(published.columns)[:200]
        return [Failure("table.columns", path, None, shown, ", ".join(expected.columns)[:200])]
    if published.height != expected.height:
        return [Failure("table.rows", path, None, str(published.height), str(expected.height))]
    return [] if published.equals(expected) else list(differences(path, published, expected))


def differences(path: str, published: pl.DataFrame, expected: pl.DataFrame) -> Iterator[Failure]:
    """Yield the cells that differ, as far as a report needs them."""
    keys = [name for name in KEYS if name in expected.columns]
    left = MOST_FAILURES_A_TABLE
    for column in expected.columns:
        rows = (published[column] != expected[column]).arg_true()[:left]
        left -= len(rows)
        for row in rows:
            named = "/".join([*(expected[key][row] for key in keys if key != column), column])
            yield Failure("table.cell", path, named, published[column][row], expected[column][row])


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame as a spreadsheet shows it: whole numbers, true and false, nothing where unread.

    The figures of a finding are one text, such as "printed=548 summed=547".
    """
    return frame.with_columns(text_of(name, kind) for name, kind in frame.schema.items())


def text_of(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as text."""
    column = pl.col(name)
    if isinstance(kind, pl.List):
        figure = pl.element().struct
        value = figure.field("value").cast(pl.String).fill_null("")
        column = column.list.eval(pl.concat_str(figure.field("name"), pl.lit("="), value)).list.join(" ")
    return column.cast(pl.String).fill_null("")


def read_csv(path: str, content: bytes) -> pl.DataFrame:
    """Read CSV as text, a formula as it was before it was made inert; DamagedError where it is no CSV."""
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise DamagedError(
            Failure("table.unreadable", path, published=str(error).splitlines()[0][:200])
        ) from None
    return as_meant(frame.fill_null(""))


def read_parquet(path: str, content: bytes) -> pl.DataFrame:
    """Read Parquet as text."""
    frame = unpacked(path, content)
    if any(kind.is_nested() or kind.is_float() for kind in frame.schema.values()):
        raise DamagedError(Failure("table.columns", path, None, str(frame.schema)[:200]))
    return as_text(frame)


def read_json(path: str, content: bytes) -> pl.DataFrame:
    """Read a JSON list of objects as text; each must have the same names in the same order."""
    try:
        rows = json.loads(content, object_pairs_hook=tuple)
        names = [name for name, _ in rows[0]] if rows else []
        if any([name for name, _ in row] != names for row in rows):
            raise ValueError("rows of different columns")
        cells = [[json_text(value) for _, value in row] for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedError(Failure("file.not_json", path)) from None
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")


def json_text(value: object) -> str:
    """Return a JSON value as the spreadsheet shows it; ValueError for what no table of ours holds."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | str():
            return str(value)
    raise ValueError("neither a text, a whole number nor a truth value")
