"""Which maps a contest has, and where they are."""

from enum import StrEnum

from testigo.publication.format import safe_name
from testigo.publication.links import Link
from testigo.publication.shard import Site
from testigo.publication.view import View

MOST_PLACES = 120
"""With more places than this below the whole there is no map: its table would not fit on a small page."""


class Map(StrEnum):
    """What a map shows."""

    COVERAGE = "coverage"
    LEAD = "lead"
    TURNOUT = "turnout"


def has_maps(site: Site, contest: str) -> bool:
    """Whether a contest is voted in several places below the whole, and in few enough for one page."""
    return 2 <= len(site.parts[contest]) <= MOST_PLACES


def maps_of(site: Site, contest: str) -> list[Map]:
    """Return the maps of a contest: that of coverage only where some place knows how many stations it has."""
    return [kind for kind in Map if kind is not Map.COVERAGE or contest in site.covered]


def map_path(site: Site, contest: str, kind: Map) -> str:
    """Return the path of a map below the language's folder."""
    first = site.election.contests[0].contest
    return f"map-{kind}.html" if contest == first else f"map-{kind}-{safe_name(contest)}.html"


def map_links(view: View, here: Map | None = None) -> list[Link]:
    """Return the links to the maps of a contest; none where it has no maps."""
    if not has_maps(view.site, view.contest.contest):
        return []
    return [
        Link(
            view.say(f"map.{kind}"),
            None if kind is here else map_path(view.site, view.contest.contest, kind),
        )
        for kind in maps_of(view.site, view.contest.contest)
    ]
