"""The places below a place: one row each, and the sentence that says how differently they voted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from testigo.publication import charts
from testigo.publication.page_frame import link, place_path
from testigo.publication.shard import Record
from testigo.publication.view import View
from testigo.publication.votes import patterns
from testigo.publication.words import name

ROWS_A_PAGE = 26
"""More places than this go on pages of their own, so that every page stays small."""


@dataclass(frozen=True)
class Below:
    """The places below one, as views of the same contest, in the order of the definition."""

    views: tuple[View, ...]
    leads: Sequence[Record]  # LEADS of the place above


def table(view: View, below: Sequence[View], path: str, *, full: bool, whole: bool = True) -> dict[str, Any]:
    """Return the table of some places below `view`, on the page at `path`.

    full   with leads, drawn to the side of who leads, and stations; a front page has shares only
    whole  whether these are all places below: they are ordered by valid votes then, and else as they come

    Where nobody has a vote yet there are no shares, so that no option is shown before another.
    """
    say = view.say
    has_votes = any(each.has_votes for each in below)
    pair = view.pair if has_votes else ()
    are_known = any(each.tally.value("valid_votes") is not None for each in below)
    is_ordered = has_votes and are_known and len(below) > 1 and whole
    if is_ordered:
        below = sorted(below, key=lambda each: -(each.tally.value("valid_votes") or 0))
    widest = max((each.bounds.value("share_lead") or 0 for each in below), default=0)
    level = view.site.election.levels[min(view.place.level, len(view.site.election.levels) - 1)]
    return {
        "full": full,
        "level": say.level(level),
        "caption": Markup(" ").join(
            [
                *([say("places.diverging")] if full else []),
                *([say("places.by_votes")] if is_ordered else []),
                *([patterns(view)] if has_votes else []),
            ]
        ),
        "columns": [view.short(option) for option in pair],
        "rows": [_row(each, pair, path, widest if full else None) for each in below],
    }


def heading(view: View, below: Below) -> Markup:
    """Return how the places below differ: the leader's lowest and highest share, or who leads in how many."""
    say = view.say
    level = below.views[0].place.level
    if view.is_first_of_its_contest and (ends := _ends(view, below.views)):
        lowest, highest, column = ends
        leader = view.short(view.bounds.text("first"))
        if lowest.tally.value(column) == highest.tally.value(column):
            return say("places.same", option=leader, share=lowest.tally[column])
        return say(
            "places.range",
            option=leader,
            lowest=lowest.tally[column],
            lowest_place=lowest.place.called(view.language),
            highest=highest.tally[column],
            highest_place=highest.place.called(view.language),
        )
    leading = [record for record in below.leads if record["level"] == level]
    if not leading:
        return say.level(view.site.election.levels[level - 1])
    leading.sort(key=lambda record: -record["jurisdictions"])
    parts = [
        say(
            "places.leads",
            option=view.short(record["option"]),
            places=view.row("leads", record, view.place.jurisdiction, str(level), record["option"])[
                "jurisdictions"
            ],
        )
        for record in leading
    ]
    return say("places.who", places=say.level(view.site.election.levels[level - 1]), leads=say.listed(parts))


def strip(view: View, below: Sequence[View]) -> dict[str, Any] | None:
    """Return the strip of places by the leader's share; None where fewer than two have votes."""
    ends = _ends(view, below)
    if ends is None:
        return None
    lowest, highest, column = ends
    points = [
        (share, each.tally.value("valid_votes") or 0)
        for each in below
        if (share := each.tally.value(column)) is not None
    ]
    leader = view.bounds.text("first")
    return {
        "text": view.say("places.strip", option=view.short(leader)),
        "drawing": charts.strip(points, view.fill(leader)),
        "lowest": name(lowest.place.called(view.language)) + " " + lowest.tally[column],
        "highest": name(highest.place.called(view.language)) + " " + highest.tally[column],
    }


def _ends(view: View, below: Sequence[View]) -> tuple[View, View, str] | None:
    column = f"share_{view.bounds.text('first')}"
    known = [each for each in below if each.tally.value(column) is not None]
    if len(known) < 2:
        return None

    def share(each: View) -> int:
        return each.tally.value(column) or 0

    return min(known, key=share), max(known, key=share), column


def _row(view: View, pair: tuple[str, ...], path: str, widest: int | None) -> dict[str, Any]:
    return {
        "name": plain_name(view.place.called(view.language)),
        "href": link("../" * path.count("/") + place_path(view.place)),
        "stations": view.tally["stations_accepted"] if widest is not None else None,
        "shares": [view.tally[f"share_{option}"] for option in pair],
        "lead": None if widest is None else _lead(view),
        "drawing": _split(view, pair) if widest is None else _diverging(view, pair, widest),
    }


def plain_name(text: str) -> Markup:
    """Return a name, isolated only where it holds a digit: a long table stays small."""
    return name(text) if any(letter.isdigit() for letter in text) else escape(text)


def _lead(view: View) -> Markup:
    """Return the lead in votes, with the pattern and name of who has it."""
    if not view.has_votes:
        return view.say("nothing" if view.tally.value("stations_accepted") else "unknown")
    if not view.bounds.value("lead"):
        return view.say("tied")
    first = view.bounds.text("first")
    return charts.swatch(view.fill(first)) + view.short(first) + Markup(" ") + view.bounds["lead"]


def _split(view: View, pair: tuple[str, ...]) -> Markup:
    if not view.has_votes:
        return Markup()
    shares = [(view.tally.value(f"share_{option}") or 0, view.fill(option)) for option in pair]
    return charts.shares(shares)


def _diverging(view: View, pair: tuple[str, ...], widest: int) -> Markup:
    share, first = view.bounds.value("share_lead") or 0, view.bounds.text("first")
    if not share:
        return Markup()
    return charts.diverging(share, widest, view.fill(first), forward=first == pair[0])
