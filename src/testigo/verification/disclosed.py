"""Stage 11, step 4: what the publication discloses, read back into the types that everything is derived from.

In   the files of the definition and of the evidence, sound by their hashes but written by a stranger.
Out  Election, form profiles, Evidence; or what is wrong with them, a Failure each.

Nothing is converted or repaired: a table has exactly the columns of `columns.py`, or it fails.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl
import rfc8785

from testigo import columns
from testigo.election.amend import AMENDABLE, amended
from testigo.election.definition import Amendment, Election
from testigo.election.load import load
from testigo.errors import InputError, ProofError
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.forms.profile import FormProfile
from testigo.publication.format import (
    AMENDMENTS,
    AMENDMENTS_LIST,
    DATA,
    DECLARED,
    VERIFIER_KEY,
    amendment_name,
    data_path,
    safe_name,
)
from testigo.standing.gather import Evidence
from testigo.statistics.disclosed import (
    SAMPLE,
    fault_of_sample,
    first_day,
    sample_in,
    simulated_file,
    simulated_in,
)
from testigo.verification.allowance import DEFINITION_FOLDER, MOST_DEFINITION_BYTES, Bound, allowed
from testigo.verification.facts import Facts, check_facts, facts_of, shown_json, unknown_names
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.signatures import Signed
from testigo.verification.source import Source, UnreadableError
from testigo.verification.unpacking import UnpackingError, unpack

AMENDMENTS_FOLDER = f"{DATA}/{AMENDMENTS}/"
MOST_SMALL_BYTES = 16 << 20
"""Of a file of no table."""
MOST_TABLE_BYTES = 2 << 30
MOST_COUNT = 999_999_999
MOST_PROBLEMS = 100


class DamagedError(Exception):
    """What is wrong with the disclosed files, found while reading them; caught in this file."""

    def __init__(self, *failures: Failure) -> None:
        self.failures = failures
        super().__init__(*(failure.code for failure in failures))


@dataclass(frozen=True)
class Disclosed:
    """All that a stranger needs to derive everything again."""

    election: Election
    profiles: Mapping[str, FormProfile]
    evidence: Evidence
    facts: Facts
    definition: Mapping[str, bytes]  # its files as sealed: name -> bytes


def read_disclosed(source: Source, sound: frozenset[str], signed: Signed) -> tuple[Disclosed | None, Step]:
    """Read definition and evidence, and hold them against what was announced; step 4.

    sound  paths whose bytes are the listed ones: no other is opened
    """
    if not sound:
        return None, Step(StepName.DEFINITION, done=False)
    try:
        definition = read_files(source, sound)
        election, profiles = read_definition(source, sound, definition)
    except DamagedError as damage:
        return None, Step(StepName.DEFINITION, {}, damage.failures)
    failures, facts = read_facts(source, sound, election, signed)
    count = len(definition) + len(election.amendments)
    checked = {"definition_files": count, "stations": election.stations.height}
    try:
        evidence = read_evidence(source, sound, election, profiles)
    except DamagedError as damage:
        return None, Step(StepName.DEFINITION, checked, (*failures, *damage.failures))
    failures += too_early(election, evidence, signed)
    checked["readings"] = sum(frame.height for frame in evidence.readings.values())
    disclosed = Disclosed(election, profiles, evidence, facts, definition)
    return disclosed, Step(StepName.DEFINITION, checked, tuple(failures))


def too_early(election: Election, evidence: Evidence, signed: Signed) -> list[Failure]:
    """Return that a sample is told of on a day before its plan allows; nothing where it is not."""
    announced = sample_in(evidence.statistics)
    if announced is None or signed.announcement is None:
        return []
    day, first = signed.announcement.day, first_day(announced.value)
    if day >= first:
        return []
    path = data_path(SAMPLE, drill=election.drill)
    return [Failure("sample.too_early", path, None, day.isoformat(), first.isoformat())]


def read_facts(
    source: Source, sound: frozenset[str], election: Election, signed: Signed
) -> tuple[list[Failure], Facts]:
    """Hold what the publication says of itself against definition and signature; what it alone says."""
    failures = []
    if signed.fingerprint is not None and signed.fingerprint not in election.key_fingerprints:
        sealed = ", ".join(election.key_fingerprints) or "-"
        failures.append(Failure("key.not_sealed", VERIFIER_KEY, None, signed.fingerprint, sealed))
    path = data_path("publication.json", drill=election.drill)
    try:
        said = read_object(source, sound, path)
    except DamagedError as damage:
        return [*failures, *damage.failures], Facts()
    return [*failures, *check_facts(said, path, election, signed.announcement)], facts_of(said)


def read_files(source: Source, sound: Iterable[str]) -> Mapping[str, bytes]:
    """Read the files of the definition as they were sealed: name -> bytes."""
    files = {
        path.removeprefix(DEFINITION_FOLDER): read(source, path, MOST_DEFINITION_BYTES)
        for path in sorted(sound)
        if path.startswith(DEFINITION_FOLDER)
    }
    if not files:
        raise DamagedError(Failure("definition.missing", DEFINITION_FOLDER))
    return files


def read_definition(
    source: Source, sound: frozenset[str], files: Mapping[str, bytes]
) -> tuple[Election, Mapping[str, FormProfile]]:
    """Load the definition as it was sealed and amended."""
    try:
        election = load(files)
        profiles = load_profiles(files, election)
    except InputError as error:
        raise damage(DEFINITION_FOLDER, error) from None
    most = MOST_SMALL_BYTES + sum(map(len, files.values()))
    amendments = read_amendments(source, sound, most, drill=election.drill)
    try:
        return amended(election, amendments), profiles
    except InputError as error:
        raise damage(AMENDMENTS_FOLDER, error) from None


def damage(folder: str, error: InputError) -> DamagedError:
    """Return what is wrong with the definition, a Failure a problem."""
    return DamagedError(
        *(
            Failure("definition.broken", folder + problem.place.file, published=str(problem))
            for problem in error.problems[:MOST_PROBLEMS]
        )
    )


def read_amendments(
    source: Source, sound: frozenset[str], most: int, *, drill: bool
) -> tuple[Amendment, ...]:
    """Read what changed the definition since the seal, in order; empty where nothing is listed.

    most  bytes that all together may have
    """
    path = data_path(AMENDMENTS_LIST, drill=drill)
    if path not in sound:
        return ()
    said = read_object(source, sound, path)
    if strange := list(unknown_names(said, {"amendments"}, path)):
        raise DamagedError(*strange)
    listed = said.get("amendments")
    if not isinstance(listed, list):
        raise DamagedError(Failure("definition.broken", path, "amendments", shown_json(listed)))
    amendments: list[Amendment] = []
    for number, amendment in enumerate(listed, start=1):
        left = most - sum(len(one.content) for one in amendments)
        amendments.append(listed_amendment(source, sound, path, number, amendment, left, drill=drill))
    return tuple(amendments)


def listed_amendment(
    source: Source, sound: frozenset[str], path: str, number: int, said: object, most: int, *, drill: bool
) -> Amendment:
    """Read one amendment of the list at `path`; DamagedError unless it is listed as we list it.

    most  bytes that it may have
    """
    names = {amendment_name(table.file, number) for table in AMENDABLE.values()}
    named = said if isinstance(said, dict) and said.keys() == {"reason", "table"} else {}
    reason, table = named.get("reason"), named.get("table")
    if not isinstance(reason, str) or not isinstance(table, str) or table not in names:
        raise DamagedError(Failure("definition.broken", path, f"amendments.{number}", shown_json(said)))
    content = read_sound(source, sound, data_path(f"{AMENDMENTS}/{table}", drill=drill), most)
    return Amendment(table, content, reason)


def read_evidence(
    source: Source, sound: frozenset[str], election: Election, profiles: Mapping[str, FormProfile]
) -> Evidence:
    """Read the disclosed evidence; DamagedError with everything that is wrong in the first damaged table."""
    drill, allowance = election.drill, allowed(election)
    bound = allowance.tables

    def path_of(name: str) -> str:
        return data_path(f"evidence/{name}", drill=drill)

    readings, decisions = {}, {}
    for contest in election.contests:
        names = figures(contest, profiles[contest.form])
        code = safe_name(contest.contest)
        readings[contest.contest] = read_keyed(
            source,
            sound,
            path_of(f"readings-{code}.parquet"),
            columns.readings_schema(names),
            "reading",
            allowance.table,
        )
        decisions[contest.contest] = read_keyed(
            source,
            sound,
            path_of(f"decisions-{code}.parquet"),
            columns.decisions_schema(names),
            "station",
            allowance.table,
        )
    declared = data_path(DECLARED, drill=drill)
    return Evidence(
        last_statement=0,
        chain="",
        readings=readings,
        decisions=decisions,
        claims=read_claims(source, sound, path_of("claims.parquet"), bound),
        pixel_findings=read_table(source, sound, path_of("pixel-findings.parquet"), columns.FINDINGS, bound),
        unknown_readings=read_unknown(source, sound, path_of("evidence.json")),
        errata=read_table(source, sound, path_of("errata.parquet"), columns.ERRATA, bound),
        # Written only where something was declared.
        declared=read_table(source, sound, declared, columns.DECLARED, bound)
        if declared in sound
        else columns.empty(columns.DECLARED),
        statistics=read_statistics(source, sound, election),
    )


def read_statistics(source: Source, sound: frozenset[str], election: Election) -> Mapping[str, bytes]:
    """Read the announced sample and what was simulated; empty where nothing is disclosed of them.

    A sample must be the one that its list and seed give, and bear the signatures that it names.
    """
    names = [SAMPLE, *(simulated_file(contest.contest) for contest in election.contests)]
    paths = {name: data_path(name, drill=election.drill) for name in names}
    files = {name: read(source, path, MOST_SMALL_BYTES) for name, path in paths.items() if path in sound}
    if SAMPLE in files and (fault := fault_of_sample(election, files[SAMPLE])) is not None:
        raise DamagedError(Failure(f"sample.{fault}", paths[SAMPLE]))
    for contest in election.contests:
        try:
            simulated = simulated_in(files, contest.contest)
        except ProofError:
            simulated, broken = None, True
        else:
            broken = simulated is not None and simulated.contest != contest.contest
        if broken or (simulated is not None and simulated.seed != election.seal):
            raise DamagedError(Failure("simulated.broken", paths[simulated_file(contest.contest)]))
    return files


def read_unknown(source: Source, sound: frozenset[str], path: str) -> int:
    """Read how many readings are of stations that the definition does not have."""
    said = read_object(source, sound, path)
    if strange := list(unknown_names(said, {"unknown_readings"}, path)):
        raise DamagedError(*strange)
    unknown = said.get("unknown_readings")
    if type(unknown) is not int or not 0 <= unknown <= MOST_COUNT:
        raise DamagedError(Failure("table.not_counts", path, "unknown_readings", shown_json(unknown)))
    return unknown


def read(source: Source, path: str, most: int) -> bytes:
    """Return the bytes of a sound file that may have so many."""
    try:
        return source.read(path, most)
    except UnreadableError as error:
        raise DamagedError(Failure("file.unreadable", path, published=str(error))) from None


def read_sound(source: Source, sound: frozenset[str], path: str, most: int = MOST_SMALL_BYTES) -> bytes:
    """Return the bytes of a file that must be there and sound, and may have so many."""
    if path not in sound:
        raise DamagedError(Failure("file.needed", path))
    return read(source, path, most)


def read_object(source: Source, sound: frozenset[str], path: str) -> dict[str, object]:
    """Read a file that must hold one JSON object."""
    content = read_sound(source, sound, path)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise DamagedError(Failure("file.not_json", path))
    if content != canonical(value):  # such as one name twice: two readers would read two things
        raise DamagedError(Failure("file.not_canonical", path))
    return value


def canonical(value: dict[str, object]) -> bytes | None:
    """Return a JSON object in the one way in which it is published; None for what never is."""
    try:
        written: bytes = rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError):  # half a character
        return None
    return written + b"\n"


def read_table(
    source: Source, sound: frozenset[str], path: str, schema: Mapping[str, pl.DataType], bound: Bound
) -> pl.DataFrame:
    """Read a Parquet table that must have exactly the columns of `schema`, with counts that are counts."""
    frame = read_bound(source, sound, path, bound)
    if dict(frame.schema) != dict(schema):
        found = ", ".join(f"{name} {kind}" for name, kind in frame.schema.items())
        raise DamagedError(Failure("table.columns", path, None, found[:200], ", ".join(schema)[:200]))
    for name in (name for name, kind in schema.items() if kind == columns.COUNT):
        # a sum of larger numbers could wrap around in silence
        if not frame[name].drop_nulls().is_between(0, MOST_COUNT).all():
            raise DamagedError(Failure("table.not_counts", path, name))
    return frame


def read_bound(source: Source, sound: frozenset[str], path: str, bound: Bound) -> pl.DataFrame:
    """Read a Parquet table, unless it is larger than any of this election."""
    frame = unpacked(path, read_sound(source, sound, path, min(bound.size, MOST_TABLE_BYTES)))
    if frame.height > bound.rows:
        raise DamagedError(Failure("table.rows", path, None, str(frame.height), f"<= {bound.rows}"))
    return frame


def read_claims(source: Source, sound: frozenset[str], path: str, bound: Bound) -> pl.DataFrame:
    """Read the claims; of a publication from before shares said how they were made, all were rounded."""
    frame = read_bound(source, sound, path, bound)
    if dict(frame.schema) != columns.CLAIMS_BEFORE:
        return read_table(source, sound, path, columns.CLAIMS, bound)
    return columns.conform(frame.with_columns(shares=pl.lit(columns.Made.ROUNDED.value)), columns.CLAIMS)


def read_keyed(
    source: Source,
    sound: frozenset[str],
    path: str,
    schema: Mapping[str, pl.DataType],
    key: str,
    bound: Bound,
) -> pl.DataFrame:
    """Read a table as `read_table` does, whose rows are named: a station each, and a `key` used once."""
    frame = read_table(source, sound, path, schema, bound)
    if frame["station"].has_nulls() or frame[key].has_nulls() or frame[key].is_duplicated().any():
        raise DamagedError(Failure("table.unnamed_row", path, key))
    return frame


def unpacked(path: str, content: bytes) -> pl.DataFrame:
    """Return the table in a Parquet file."""
    try:
        return unpack(content)
    except UnpackingError as error:
        raise DamagedError(Failure("table.unreadable", path, published=str(error))) from None
