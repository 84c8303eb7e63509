"""Where many contests are voted: a list of them, each with a page of its own.

In   the contests of a place, where their pages are.
Out  the links of the list; the page that lists the front pages of all contests.
"""

from collections.abc import Iterable

from testigo.election.contests import Contest
from testigo.publication.format import safe_name
from testigo.publication.links import Link
from testigo.publication.page_frame import MANY_CONTESTS, Page, link, page, place_path
from testigo.publication.shard import Place, Site
from testigo.publication.words import name, words

ALL_CONTESTS = "contests.html"
"""The page of all contests, below the language's folder; only where they are many."""


def has_many(contests: Iterable[object]) -> bool:
    """Whether so many contests are listed and not shown on one page."""
    return len(list(contests)) > MANY_CONTESTS


def contest_path(site: Site, contest: str) -> str:
    """Return the path of a contest's front page below the language's folder."""
    first = site.election.contests[0].contest
    return "index.html" if contest == first else f"contest-{safe_name(contest)}.html"


def path_at(place: Place, contest: str) -> str:
    """Return the path of a contest's own page at a place below the whole, where many are voted there."""
    return f"{place_path(place).removesuffix('.html')}_k-{safe_name(contest)}.html"


def links_at(place: Place, contests: Iterable[Contest], language: str, path: str) -> list[Link]:
    """Return the links from the page at `path` to each contest of its place."""
    up = "../" * path.count("/")
    return [Link(name(of.called(language)), link(up + path_at(place, of.contest))) for of in contests]


def links_of_front(site: Site, contest: str, language: str) -> list[Link]:
    """Return the links from the front page of a contest to the others; where they are many, to their list."""
    contests = site.election.contests
    if has_many(contests):
        return [Link(words(language)("contests.all"), ALL_CONTESTS)]
    return [
        Link(name(other.called(language)), contest_path(site, other.contest))
        for other in contests
        if other.contest != contest
    ]


def all_contests_page(site: Site, language: str) -> Page:
    """Return the page that lists the front pages of all contests."""
    say = words(language)
    return page(
        site,
        language,
        ALL_CONTESTS,
        "contests.html",
        say("contests.all"),
        contests=[
            Link(name(of.called(language)), contest_path(site, of.contest)) for of in site.election.contests
        ],
    )
