"""Stages 2 to 5, invented: a night played into an evidence store, as the real operation would fill it.

In   a `Night`, the image of each photo, a `Journal` and a store of exhibits.
Out  the photos as exhibits, then statements in the order of the night: *received*, *read* or *transcribed*,
     and an *imported* table a contest. And which exhibit each photo, and which statement each reading became.

Nothing is written beside the journal; but hundreds of statements share a transaction, which the real
operation could not wait for.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from testigo.columns import COUNT, TEXT, Method, Provenance
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Json, Kind, Statement
from testigo.simulate.night import ContestNight, Night
from testigo.simulate.papers import MINUTES_A_DAY
from testigo.simulate.readers import TABLE_DAY, THIRD_PARTY
from testigo.simulate.third_party import imported, mapping_of, table_of

WRITERS = 8  # exhibits written at a time: each waits for the disk
AT_ONCE = 500  # statements a transaction


@dataclass(frozen=True)
class Played:
    """What a night became in the evidence.

    exhibits    photo, exhibit (its SHA-256)
    statements  reading, statement (its number)
    """

    exhibits: pl.DataFrame
    statements: pl.DataFrame


@dataclass(frozen=True)
class _PlayedStatement:
    """One statement, and the readings that it makes."""

    minute: int
    statement: Statement
    readings: tuple[str, ...] = ()


def token(photo: str) -> bytes:
    """Return bytes that stand for a photo where none is drawn."""
    return f"Testigo simulation: {photo}. No image was drawn.\n".encode()


def play(
    night: Night,
    journal: Journal,
    exhibits: FolderStore,
    day: datetime.date,
    *,
    image: Callable[[str], bytes] = token,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> Played:
    """Say a whole night in the evidence.

    day       of the election; each statement has the day on which it happened
    image     a photo's name -> its bytes, asked for once a photo, by several threads
    progress  is told how many photos and statements were kept, of how many

    RefusedError or StoreError where the evidence does not take a statement; earlier hundreds stand.
    """
    nights = night.contests.values()
    names = list(dict.fromkeys(photo for one in nights for photo in one.papers.photos["photo"]))
    expected = len(names) + sum(one.papers.photos.height + one.readings.height for one in nights)
    photos = _keep(names, image, exhibits, lambda done: progress(done, expected))
    said: list[_PlayedStatement] = []
    for one in nights:
        said += [*_received(one, photos, day), *_read(one, photos, day), *_imported(one, exhibits, day)]
    said.sort(key=lambda each: each.minute)  # stable: at the same minute a photo goes before its readings
    numbers: list[int] = []
    for start in range(0, len(said), AT_ONCE):
        several = [each.statement for each in said[start : start + AT_ONCE]]
        numbers += [statement.number for statement in journal.append_all(several)]
        progress(min(expected, len(names) + len(numbers)), expected)
    progress(expected, expected)
    became = [(name, number) for each, number in zip(said, numbers, strict=True) for name in each.readings]
    return Played(
        pl.DataFrame(list(photos.items()), schema={"photo": TEXT, "exhibit": TEXT}, orient="row"),
        pl.DataFrame(became, schema={"reading": TEXT, "statement": COUNT}, orient="row"),
    )


def _keep(
    names: list[str], image: Callable[[str], bytes], exhibits: FolderStore, progress: Callable[[int], None]
) -> dict[str, str]:
    """Keep the photos as exhibits; return photo -> exhibit."""
    kept: dict[str, str] = {}
    with ThreadPoolExecutor(WRITERS) as pool:
        for name, exhibit in zip(names, pool.map(lambda name: exhibits.put(image(name)), names), strict=True):
            kept[name] = exhibit
            progress(len(kept))
    return kept


def _on(day: datetime.date, minute: int) -> datetime.date:
    return day + datetime.timedelta(days=minute // MINUTES_A_DAY)


def _received(one: ContestNight, photos: Mapping[str, str], day: datetime.date) -> Iterator[_PlayedStatement]:
    """Say *received* of every photo, as often as it came."""
    contest = one.contest.contest
    for photo, minute in one.papers.photos.select("photo", "minute").iter_rows():
        yield _PlayedStatement(minute, Statement(-1, _on(day, minute), Kind.RECEIVED, photos[photo], contest))


def _read(one: ContestNight, photos: Mapping[str, str], day: datetime.date) -> Iterator[_PlayedStatement]:
    """Say *read* of what a machine read of a photo, *transcribed* of what a person typed."""
    keys = ("station", "form", "method", "provenance_class", "document_class", "confidence")
    of_photos = one.readings.with_columns(one.marks["photo"], one.marks["minute"]).drop_nulls("photo")
    for row in of_photos.iter_rows(named=True):
        figures = {name: row[name] for name in one.figures if row[name] is not None}
        body: dict[str, Json] = {**{key: row[key] for key in keys}, "figures": figures}
        if row["method"] == Method.PERSON.value:
            kind, person = Kind.TRANSCRIBED, row["reader"]
        else:
            kind, person = Kind.READ, None
            body["reader"] = row["reader"]
        subject, contest = photos[row["photo"]], one.contest.contest
        when = _on(day, row["minute"])
        statement = Statement(-1, when, kind, subject, contest, person, body=body)
        yield _PlayedStatement(row["minute"], statement, (row["reading"],))


def _imported(one: ContestNight, exhibits: FolderStore, day: datetime.date) -> Iterator[_PlayedStatement]:
    """Say *imported* of the third party's table, where it has rows."""
    rows = one.readings.filter(pl.col("method") == Method.PUBLISHED_TABLE.value)["reading"]
    if rows.is_empty():
        return
    table = exhibits.put(table_of(one))
    part: Json = {
        "reader": THIRD_PARTY,
        "method": Method.PUBLISHED_TABLE.value,
        "provenance_class": Provenance.THIRD_PARTY.value,
    }
    body: dict[str, Json] = {
        "files": [table],
        "mapping": exhibits.put(mapping_of(one)),
        "readings": exhibits.put(imported(one)),
        "parts": [part],
        "rows": len(rows),
        "replaces": None,
    }
    minute = TABLE_DAY * MINUTES_A_DAY
    yield _PlayedStatement(
        minute, Statement(-1, _on(day, minute), Kind.IMPORTED, table, body=body), tuple(rows)
    )
