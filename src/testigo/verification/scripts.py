"""Stage 11, step 7, the scripts: no code but ours, and every figure that it compares with is published.

In   the sound files of the publication, the snapshot that was derived.
Out  what does not hold, by file and cell.

A script can show anything, so there is none but the code that this program ships (`shipped`), and data in
the one form of `format.write_script`: the words and names of the search, which are not figures, and the
results that "check this form" compares with (spec/check-form.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from testigo.columns import Status
from testigo.errors import ProofError
from testigo.publication.format import ASSETS, SCRIPTS, cell_address, parse_script, script_path
from testigo.snapshot import Snapshot
from testigo.verification.report import Failure
from testigo.verification.source import Source, UnreadableError

FORMS = script_path("check-forms")
STATIONS = f"{ASSETS}/check-"
NAMES = (f"{ASSETS}/search-", f"{ASSETS}/words-")
MOST_SCRIPT_BYTES = 32 << 20
SHOWN = 5
"""Figures of one file that a report names."""


def script_failures(source: Source, sound: Iterable[str], snapshot: Snapshot) -> Iterator[Failure]:
    """Yield what is wrong with the scripts of a publication."""
    scripts = sorted(path for path in sound if path.endswith(".js"))
    code = {f"{ASSETS}/{script}" for script in SCRIPTS}
    forms = _value(source, FORMS) if FORMS in scripts else None
    published = _published(snapshot)
    for path in scripts:
        if path in code:
            continue  # held to the byte by `shipped`
        if (value := _value(source, path)) is None:
            yield Failure("page.script", path)
        elif path.startswith(STATIONS) and path != FORMS:
            yield from _figure_failures(path, value, forms, published)
        elif path != FORMS and not path.startswith(NAMES):
            yield Failure("page.script", path)


def _figure_failures(
    path: str, stations: Any, forms: Any, published: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> Iterator[Failure]:
    """Yield the figures of one file that are not those of the results; another shape fails whole."""
    try:
        contests = [(one["contest"], one["columns"]) for one in forms["contests"]]
        found = [
            Failure("page.script_figure", path, cell_address("results", contest, station), str(shown)[:80])
            for station, (_, _, of_contests) in stations.items()
            for (contest, columns), shown in zip(contests, of_contests, strict=True)
            if not _is_published(published[contest].get(station), columns, shown)
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        yield Failure("page.script", path)
        return
    yield from found[:SHOWN]


def _is_published(result: Mapping[str, Any] | None, columns: list[str], shown: Any) -> bool:
    if result is None:
        return shown is None
    if result["status"] == Status.ACCEPTED.value:
        return bool(shown == [result[column] for column in columns])
    return bool(shown == result["status"])


def _published(snapshot: Snapshot) -> dict[str, dict[str, dict[str, Any]]]:
    """Return contest -> station -> its result."""
    return {
        contest: {row["station"]: row for row in results.select(pl.exclude("readings")).iter_rows(named=True)}
        for contest, results in snapshot.results.items()
    }


def _content(source: Source, path: str) -> bytes | None:
    try:
        return source.read(path, MOST_SCRIPT_BYTES)
    except UnreadableError:
        return None


def _value(source: Source, path: str) -> Any:
    """Return the value of a file of data; None where it is not one, or bears another name than its own."""
    content = _content(source, path)
    try:
        name, value = parse_script(content or b"")
    except ProofError:
        return None
    return value if script_path(name) == path else None
