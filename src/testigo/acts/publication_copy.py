"""A publication that somebody has, read so that another one can be held against it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from testigo.columns import ERRATA
from testigo.election.definition import Election
from testigo.errors import Message, ProofError, TestigoError
from testigo.note import parse_note
from testigo.publication.changes import Published, changes
from testigo.publication.format import DATA, MANIFEST, NOTE, data_path, parse_announcement, safe_name
from testigo.standing.gather import Evidence
from testigo.verification.allowance import allowance_of, allowed
from testigo.verification.disclosed import (
    DamagedError,
    read_bound,
    read_definition,
    read_evidence,
    read_files,
    read_table,
)
from testigo.verification.earlier import Pair, with_earlier, with_failures
from testigo.verification.manifest import read_manifest
from testigo.verification.report import Failure, Report
from testigo.verification.source import (
    MOST_MANIFEST_BYTES,
    MOST_NOTE_BYTES,
    Source,
    UnreadableError,
    open_folder,
)


@dataclass(frozen=True)
class Copy:
    """What a publication says: its tables, the definition, what it discloses, and which one it says it is."""

    published: Published
    election: Election
    evidence: Evidence
    number: int | None


def read_copy(source: Source) -> Copy:
    """Read what a publication says; ProofError where its data are not those of its own list."""
    sound = sound_files(source)
    with of_copy(source):
        election, profiles = read_definition(source, sound, read_files(source, sound))
        evidence = read_evidence(source, sound, election, profiles)
        return Copy(published(source, sound, election), election, evidence, number_of(source))


def number_of(source: Source) -> int | None:
    """Return the number that a publication bears, 1 for the first; None where its note cannot be read."""
    try:
        text, _ = parse_note(source.read(NOTE, MOST_NOTE_BYTES))
        return parse_announcement(text).number
    except ProofError:
        return None


def read_published(source: Source, election: Election) -> Published:
    """Read the tables of a publication of `election`; ProofError as `read_copy`."""
    sound = sound_files(source)
    with of_copy(source):
        return published(source, sound, election)


@contextmanager
def of_copy(source: Source) -> Iterator[None]:
    """Raise ProofError where what is read of a publication is damaged, with the files' names."""
    try:
        yield
    except DamagedError as damage:
        places = ", ".join(sorted({failure.file for failure in damage.failures}))
        raise ProofError(Message("copies.cannot_be_compared", address=source.address, files=places)) from None


def sound_files(source: Source) -> frozenset[str]:
    """Return the data files of a publication; ProofError unless each is as its own list says."""
    hashes = read_manifest(source, allowance_of(source, number_of(source) or 1)).hashes
    listed = {path: sha256 for path, sha256 in hashes.items() if path.startswith(f"{DATA}/")}
    sound = frozenset(path for path, sha256 in listed.items() if is_sound(source, path, sha256))
    if not listed or len(sound) != len(listed):
        wrong = next(iter(sorted(listed.keys() - sound)), MANIFEST)
        raise ProofError(Message("copies.not_as_listed", address=source.address, file=wrong))
    return sound


def is_sound(source: Source, path: str, sha256: str) -> bool:
    """Whether a file has the hash that the list gives it."""
    try:
        return source.hash_file(path) == sha256
    except UnreadableError:
        return False


def published(source: Source, sound: frozenset[str], election: Election) -> Published:
    """Read the tables of a publication."""

    bound = allowed(election).tables

    def table(name: str) -> pl.DataFrame:
        return read_bound(source, sound, data_path(name, drill=election.drill), bound)

    codes = {contest.contest: safe_name(contest.contest) for contest in election.contests}
    errata = data_path("evidence/errata.parquet", drill=election.drill)
    return Published(
        results={contest: table(f"results-{code}.parquet") for contest, code in codes.items()},
        tallies={contest: table(f"tally-{code}.parquet") for contest, code in codes.items()},
        errata=read_table(source, sound, errata, ERRATA, bound),
        stations=election.stations.select("station", *election.level_columns),
    )


def kept_before(source: Source, report: Report) -> Path | None:
    """Return where the operation that a publication lies in keeps the one before it; None where it does not.

    Only the one that the signed announcement names by the hash of its list is it.
    """
    said = report.announcement
    if said is None or said.previous is None or not source.complete:
        return None
    above = source.folder.resolve().parent
    kept = above if above.name == "publications" else above / "publications"
    folder = kept / f"{said.number - 1:04d}"
    try:
        manifest = open_folder(folder).read(MANIFEST, MOST_MANIFEST_BYTES)
    except TestigoError:
        return None
    return folder if hashlib.sha256(manifest).hexdigest() == said.previous else None


def held_against(report: Report, source: Source, folder: Path) -> Report:
    """Hold a publication that was verified against the one before it, which is kept in `folder`."""
    try:
        before, after = read_copy(open_folder(folder)), read_copy(source)
    except ProofError as error:
        return with_failures(report, (Failure("chain.kept", folder.name, published=str(error)),), {})
    moved = changes(before.published, after.published)
    stations = after.election.stations["station"]
    pair = Pair(before.evidence, after.evidence, moved, stations, after.election.drill)
    return with_earlier(report, pair)
