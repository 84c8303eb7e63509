"""Which messages stand on which page: pages of small elections in which each message names itself.

A page is made here with catalogues whose every message begins with `[[its key]]`, so that what a page says
is known exactly, whatever stands in the places of a message. Only English is made: which message is said does
not hang on the language.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from testigo.catalogue import Catalogue
from testigo.publication import words
from testigo.publication.contest_list import contest_path
from testigo.publication.cutting import shards
from testigo.publication.errata import errata_page
from testigo.publication.files import published_files
from testigo.publication.format import safe_name
from testigo.publication.maps import map_pages
from testigo.publication.method import method_page
from testigo.publication.national import national_pages
from testigo.publication.page_frame import Pages, place_path
from testigo.publication.rule_pages import rule_pages
from testigo.publication.shard import site_of
from testigo.publication.site import station_and_place_pages
from testigo.snapshot import Snapshot
from tests.publication.elections import IMPRINT

NAMED = re.compile(r"\[\[([^\]]+)\]\]")
Row = Mapping[str, object]


@contextmanager
def every_message_names_itself() -> Iterator[None]:
    """Make every message of a catalogue begin with its key."""
    text, counted = Catalogue.text, Catalogue.counted
    patched = pytest.MonkeyPatch()
    patched.setattr(Catalogue, "text", lambda self, key, /, **v: f"[[{key}]]" + text(self, key, **v))
    patched.setattr(
        Catalogue, "counted", lambda self, key, number, /, **v: f"[[{key}]]" + counted(self, key, number, **v)
    )
    caches = (words.words, words.words_of_answers)
    for cached in caches:
        cached.cache_clear()
    try:
        yield
    finally:
        patched.undo()
        for cached in caches:
            cached.cache_clear()


def named_pages(snapshot: Snapshot) -> dict[str, str]:
    """Return the English pages that speak of an election's state, each message with its key before it."""
    english = replace(snapshot, election=replace(snapshot.election, languages=("en",)))
    with every_message_names_itself():
        return {path: content.decode() for path, content in _made(english)}


def _made(snapshot: Snapshot) -> Pages:
    files = published_files([])
    site = site_of(snapshot, IMPRINT)
    yield from national_pages(snapshot, site, files)
    yield from map_pages(snapshot, site)
    yield method_page(snapshot, site, "en")
    yield from rule_pages(snapshot, site, "en")
    yield errata_page(snapshot, site, "en", files)
    for shard in shards(snapshot):
        yield from station_and_place_pages(site, shard)


def keys_of(page: str) -> frozenset[str]:
    """Return the keys of the messages that stand on such a page."""
    return frozenset(NAMED.findall(page))


def says(page: str, key: str) -> bool:
    """Whether such a page has a message."""
    return f"[[{key}]]" in page


@dataclass(frozen=True)
class Here:
    """A page, and what it is of: of a place each contest there, of a station its status in each contest."""

    election: str
    path: str
    page: str
    snapshot: Snapshot
    of: tuple[tuple[str, str], ...] = ()
    statuses: Mapping[str, str] | None = None

    @functools.cached_property
    def keys(self) -> frozenset[str]:
        """The messages of the page."""
        return keys_of(self.page)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of `tallies` or `bounds` that the page is of."""
        return [row_of(self.snapshot, table, contest, place) for contest, place in self.of]

    def contests(self) -> list[object]:
        """Return the contests that the page is of."""
        codes = {contest for contest, _ in self.of}
        return [each for each in self.snapshot.election.contests if each.contest in codes]


def row_of(snapshot: Snapshot, table: str, contest: str, place: str) -> Row:
    """Return the row of a place in `tallies` or `bounds` of a contest."""
    frame = getattr(snapshot, table)[contest]
    (row,) = frame.filter(frame["jurisdiction"] == place).iter_rows(named=True)
    return row  # type: ignore[no-any-return]


def pages_of_places(name: str, snapshot: Snapshot, made: Mapping[str, str]) -> Iterator[Here]:
    """Yield the page of each contest and of each place."""
    site = site_of(snapshot, IMPRINT)
    voted = {code: set(tally["jurisdiction"]) for code, tally in snapshot.tallies.items()}
    for contest in snapshot.election.contests:
        path = f"en/{contest_path(site, contest.contest)}"
        yield Here(name, path, made[path], snapshot, ((contest.contest, site.root),))
    for place in site.places.values():
        path = f"en/{place_path(place)}"
        here = tuple(
            (code, place.jurisdiction) for code, places in voted.items() if place.jurisdiction in places
        )
        if place.parent is not None and path in made:
            yield Here(name, path, made[path], snapshot, here)


def pages_of_stations(name: str, snapshot: Snapshot, made: Mapping[str, str]) -> Iterator[Here]:
    """Yield the page of each station."""
    for path, page in made.items():
        if "/stations/" in path:
            statuses = {
                contest: str(row["status"])
                for contest, results in snapshot.results.items()
                for row in results.iter_rows(named=True)
                if path.endswith(f"/stations/{safe_name(row['station'])}.html")
            }
            yield Here(name, path, page, snapshot, statuses=statuses)
