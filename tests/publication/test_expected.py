"""What a publication is expected to take, before it is made."""

from collections.abc import Callable
from itertools import count

from testigo.publication.cutting import shards
from testigo.publication.expected import expected
from testigo.publication.shard import site_of
from testigo.publication.site import station_and_place_pages
from tests.publication.elections import IMPRINT, every_state


def ticking() -> Callable[[], float]:
    """A clock that goes on by a second each time that it is read."""
    seconds = count()
    return lambda: float(next(seconds))


def test_a_small_country_is_made_whole_to_tell_and_told_as_it_is() -> None:
    snapshot = every_state()
    site = site_of(snapshot, IMPRINT)
    told = expected(snapshot, site, ticking())
    pages = [page for shard in shards(snapshot) for page in station_and_place_pages(site, shard)]
    assert (told.stations, told.without, told.places) == (snapshot.election.stations.height, 0, 7)
    assert told.pages == 2 * (told.stations + told.places)
    assert abs(told.pages - len(pages)) <= 2  # the front page is the page of the whole
    real = sum(len(content) for _, content in pages)
    assert 0.5 < told.length / real < 2


def test_the_clock_is_read_around_the_pages_and_scaled_to_all() -> None:
    snapshot = every_state()
    told = expected(snapshot, site_of(snapshot, IMPRINT), ticking())
    assert told.seconds > 2.0
