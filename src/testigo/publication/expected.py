"""Stage 10 of the way of a form, before it is taken: how many pages there would be, how large, how long.

In   a Snapshot, the Site, a clock.
Out  what is expected, told by a few pages of stations and places that are made and thrown away.

Nothing is guessed from other countries: pages of many contests are large, and machines differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from testigo.election.geography import with_first_jurisdiction
from testigo.publication.cutting import shards
from testigo.publication.jurisdiction import jurisdiction_pages
from testigo.publication.page_frame import Page
from testigo.publication.shard import Shard, Site
from testigo.publication.station import station_pages
from testigo.snapshot import Snapshot

FEW = 100

Clock = Callable[[], float]
"""Seconds since any moment."""


@dataclass(frozen=True)
class Expected:
    """What publishing would take, without the data files.

    stations  polling stations that get pages; `without` those that get none, by the definition
    places    jurisdictions
    pages     of both, in every language
    length    of them (bytes)
    seconds   of one process
    """

    stations: int
    without: int
    places: int
    pages: int
    length: int
    seconds: float


@dataclass(frozen=True)
class _Made:
    """Pages that were made: how many, how large, and how long it took."""

    pages: int
    length: int
    seconds: float


def expected(snapshot: Snapshot, site: Site, clock: Clock) -> Expected:
    """Return what publishing is expected to take; `clock` is read around the pages that are made."""
    all_stations = snapshot.election.stations
    firsts = with_first_jurisdiction(snapshot.election, all_stations)["first_jurisdiction"]
    stations = sum(site.election.has_station_pages(first) for first in firsts)
    few = _few(snapshot, site)
    per_place = _made(jurisdiction_pages(site, few), clock)
    per_station = _made(station_pages(site, few), clock)
    languages, places = len(site.languages), len(site.places)
    wanted = ((per_place, places * languages), (per_station, stations * languages))
    return Expected(
        stations=stations,
        without=all_stations.height - stations,
        places=places,
        pages=sum(pages for _, pages in wanted),
        length=sum(made.length * pages // max(1, made.pages) for made, pages in wanted),
        seconds=sum(made.seconds * pages / max(1, made.pages) for made, pages in wanted),
    )


def _few(snapshot: Snapshot, site: Site) -> Shard:
    """Return a few stations, where possible of those that get pages, and the lowest places above them."""
    wanted = site.election.station_pages

    def fits(shard: Shard) -> bool:
        return bool(shard.stations.height and shard.jurisdictions and (not wanted or shard.first in wanted))

    here = next(filter(fits, shards(snapshot)), None) or next(shards(snapshot))
    few = replace(here, stations=here.stations.head(FEW), jurisdictions=here.jurisdictions[-FEW:])
    _ = few.rows  # looked up once a shard, which is not what a page costs
    return few


def _made(pages: Iterable[Page], clock: Clock) -> _Made:
    begun = clock()
    lengths = [len(content) for _, content in pages]
    return _Made(len(lengths), sum(lengths), clock() - begun)
