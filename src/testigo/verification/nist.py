"""Stage 11, step 6, the reports of NIST SP 1500-100: each is what we make of the same evidence, to the byte.

In   the sound files of the publication, the snapshot that was derived, what was announced.
Out  what differs, by file and place in the document; on request also what breaks a rule of the standard.

A report repeats figures of the tables in other words, with much around them that a reader's program believes:
so not only its figures are held against ours, but the whole document.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from testigo.nist.report import reports
from testigo.publication.format import DATA, NIST_FOLDER, Announcement, data_path, nist_name
from testigo.snapshot import Snapshot
from testigo.verification.disclosed import DamagedError, read_sound
from testigo.verification.nist_rules import against_schema, breaches
from testigo.verification.report import Failure, Report, Step, StepName
from testigo.verification.source import Progress, Source

FOLDER = f"{DATA}/{NIST_FOLDER}/"
MOST_DIFFERENCES = 100
"""Of a report: more do not help to find what happened."""


def check_reports(
    source: Source,
    sound: frozenset[str],
    snapshot: Snapshot,
    announced: Announcement,
    software: str,
) -> Iterator[Failure]:
    """Yield what differs between the published reports and those that the snapshot gives.

    announced  its day is the day of the reports
    software   what made the publication, as it says itself; it stands in every report
    """
    known = set()
    for jurisdiction, expected in reports(snapshot, announced.day, software):
        path = data_path(nist_name(jurisdiction), drill=snapshot.election.drill)
        known.add(path)
        try:
            published = read_sound(source, sound, path)
        except DamagedError as damage:
            yield from damage.failures
            continue
        if published != expected:
            yield from different(path, published, expected)
    for path in sorted(sound - known):
        if path.startswith(FOLDER):
            yield Failure("table.unknown", path)


def different(path: str, published: bytes, expected: bytes) -> Iterator[Failure]:
    """Yield where a report differs; where only its spelling does, that."""
    try:
        said = json.loads(published)
    except (ValueError, RecursionError):
        yield Failure("file.not_json", path)
        return
    found = list(differences(said, json.loads(expected)))
    for place, theirs, ours in found[:MOST_DIFFERENCES]:
        yield Failure("table.cell", path, place, theirs, ours)
    if not found:
        yield Failure("nist.spelling", path)


def differences(published: Any, expected: Any) -> Iterator[tuple[str, str, str]]:
    """Yield place, published and expected value of what differs in two JSON values."""
    waiting = [("", published, expected)]
    while waiting:
        place, one, other = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            names = sorted(one.keys() | other.keys())
            inner = [(f"{place}/{name}", one.get(name), other.get(name)) for name in names]
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            inner = [(f"{place}/{n}", *pair) for n, pair in enumerate(zip(one, other, strict=True))]
        else:
            if type(one) is not type(other) or one != other:
                yield place.lstrip("/"), shown(one), shown(other)
            continue
        waiting += reversed(inner)


def shown(value: object) -> str:
    """Return a JSON value as short text; of a list its length."""
    if isinstance(value, list):
        return f"{len(value)} entries"
    return json.dumps(value, ensure_ascii=False)[:100]


def with_rules(
    report: Report, source: Source, schema: Mapping[str, Any] | None, progress: Progress
) -> Report:
    """Add a step to a report that holds: the published documents keep the rules of the standard.

    schema  the published JSON schema, where a person gave it; ImportError without the extra `deep`
    """
    if not report.holds:
        return replace(report, steps=(*report.steps, Step(StepName.REPORTS, done=False)))
    files = source.list_files().files
    paths = sorted(path for path in files if is_report(path))
    failures: list[Failure] = []
    for number, path in enumerate(paths):
        progress(StepName.REPORTS, number, len(paths))
        said = json.loads(read_sound(source, files, path))
        found = list(breaches(said))
        if schema is not None:
            found += against_schema(said, schema)
        failures += [Failure(one.rule, path, one.place, one.value) for one in found[:MOST_DIFFERENCES]]
    step = Step(StepName.REPORTS, {"reports": len(paths)}, tuple(failures))
    return replace(report, steps=(*report.steps, step))


def is_report(path: str) -> bool:
    """Whether a path is that of a report, in a drill too."""
    summaries = {data_path(nist_name(None), drill=drill) for drill in (False, True)}
    return path in summaries or path.startswith(FOLDER)
