"""Stages 2 to 5, invented: a night played into an evidence store, as the real operation would fill it.

In   a `Night`, the image of each photo, a `Journal` and a store of exhibits.
Out  the photos as exhibits, then statements in the order of arrival: *received*, and *read* or
     *transcribed*; at the end an *imported* table a contest. And which exhibit each photo, and which
     statement each reading became.

Nothing is written beside the journal, and every statement is one durable transaction, as in the real
operation: a night of 30,000 stations takes about half a minute.
"""

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import polars as pl

from testigo.columns import COUNT, TEXT, Method, Provenance
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Json, Kind
from testigo.simulate.night import ContestNight, Night
from testigo.simulate.papers import MINUTES_A_DAY
from testigo.simulate.readers import TABLE_DAY, THIRD_PARTY
from testigo.simulate.third_party import imported, mapping_of, table_of

WRITERS = 8  # exhibits written at a time: each waits for the disk
Row = dict[str, Any]
"""A reading: READINGS by column."""


@dataclass(frozen=True)
class Played:
    """What a night became in the evidence.

    exhibits    photo, exhibit (its SHA-256)
    statements  reading, statement (its number)
    """

    exhibits: pl.DataFrame
    statements: pl.DataFrame


@dataclass(frozen=True, order=True)
class _Event:
    """One thing to be said; sorted by minute, a photo before its readings."""

    minute: int
    contest: str
    photo: str
    rank: int  # 0 = received, then its readings


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

    RefusedError or StoreError where the evidence does not take a statement; those before it stand.
    """
    steps = sorted(_steps(night), key=lambda step: step[0])
    names = list(dict.fromkeys(event.photo for event, _ in steps))
    total = len(names) + len(steps)
    photos = _keep(names, image, exhibits, lambda done: progress(done, total))
    statements: list[tuple[str, int]] = []
    for done, (event, reading) in enumerate(steps, start=len(names) + 1):
        when = day + datetime.timedelta(days=event.minute // MINUTES_A_DAY)
        one, subject = night.contests[event.contest], photos[event.photo]
        if reading is None:
            journal.append(when, Kind.RECEIVED, subject=subject, contest=event.contest)
        else:
            statements.append((reading["reading"], _say(journal, when, subject, one, reading)))
        progress(done, total)
    for one in night.contests.values():
        statements += _import(one, journal, exhibits, day + datetime.timedelta(days=TABLE_DAY))
    return Played(
        pl.DataFrame(list(photos.items()), schema={"photo": TEXT, "exhibit": TEXT}, orient="row"),
        pl.DataFrame(statements, schema={"reading": TEXT, "statement": COUNT}, orient="row"),
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


def _steps(night: Night) -> Iterator[tuple[_Event, Row | None]]:
    for code, one in night.contests.items():
        for photo, minute in one.papers.photos.select("photo", "minute").iter_rows():
            yield _Event(minute, code, photo, 0), None
        readings = one.readings.with_columns(one.marks["photo"], one.marks["minute"]).filter(
            pl.col("photo").is_not_null()
        )
        for rank, row in enumerate(readings.iter_rows(named=True), start=1):
            yield _Event(row["minute"], code, row["photo"], rank), row


def _say(journal: Journal, day: datetime.date, subject: str, one: ContestNight, reading: Row) -> int:
    """Write *read* for a machine, *transcribed* for a person; return the statement's number."""
    keys = ("station", "form", "method", "provenance_class", "document_class", "confidence")
    figures = {name: reading[name] for name in one.figures if reading[name] is not None}
    body: dict[str, Json] = {**{key: reading[key] for key in keys}, "figures": figures}
    contest, reader = one.contest.contest, str(reading["reader"])
    if reading["method"] == Method.PERSON.value:
        kind, person = Kind.TRANSCRIBED, reader
    else:
        kind, person = Kind.READ, None
        body["reader"] = reader
    return journal.append(day, kind, subject=subject, contest=contest, person=person, body=body).number


def _import(
    one: ContestNight, journal: Journal, exhibits: FolderStore, day: datetime.date
) -> list[tuple[str, int]]:
    """Import the table of the third party, where it has rows; return which statement its readings have."""
    rows = one.readings.filter(pl.col("method") == Method.PUBLISHED_TABLE.value)
    if rows.is_empty():
        return []
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
        "rows": rows.height,
        "replaces": None,
    }
    said = journal.append(day, Kind.IMPORTED, subject=table, body=body)
    return [(reading, said.number) for reading in rows["reading"]]
