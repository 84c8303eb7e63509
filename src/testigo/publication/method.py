"""The page of method and limits: the policy, every rule with its weight, and what is not known."""

from testigo.columns import FrameKind, Status
from testigo.publication.amendments import published_amendments
from testigo.publication.format import data_path
from testigo.publication.page_frame import Page, page
from testigo.publication.rule_pages import rule_lines
from testigo.publication.shard import Site
from testigo.publication.words import code, name, words
from testigo.snapshot import Snapshot

STATUSES = ("decision", Status.DISPUTED, Status.QUARANTINED, Status.PENDING, Status.ACCEPTED, Status.MISSING)
"""The order in which settlement asks; the first that holds is the status of a station."""

SUMS = ("reading", "unread", "at_least", "shares", "decided", "repair")
UNKNOWN = ("images", "genuine", "free", "frames", "log")


def method_page(snapshot: Snapshot, site: Site, language: str) -> Page:
    """Return the page in one language."""
    say, policy = words(language), site.election.policy
    return page(
        site,
        language,
        "method.html",
        "method.html",
        say("nav.method"),
        sufficient=[say.combination(combination) for combination in policy.sufficient],
        statuses=[say(f"method.status.{status}") for status in STATUSES],
        rules=rule_lines(snapshot, site, language),
        sums=[say(f"method.sum.{line}") for line in SUMS],
        unknown=[say(f"method.unknown.{line}") for line in UNKNOWN if _holds(site, line)],
        amendments=[
            {
                "reason": name(amendment.reason),
                "table": code(amendment.table),
                "path": data_path(amendment.name, drill=site.election.drill),
            }
            for amendment in published_amendments(snapshot.election)
        ],
        sources=[
            {"name": name(source), "terms": name(terms)} for source, terms in site.election.sources.items()
        ],
    )


def _holds(site: Site, line: str) -> bool:
    if line != "frames":
        return True
    return any(place.frame in (FrameKind.UNKNOWN, FrameKind.FROM_RESULTS) for place in site.places.values())
