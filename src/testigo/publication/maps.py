"""The maps of a contest: coverage, lead and turnout, each on a page with its table.

In   a Snapshot, the Site, the outlines of the places below the whole.
Out  pages. A map says nothing that its table does not: its shapes bear names and no figure. Without outlines
     the places are tiles, the highest first. Where no place knows how many stations it has there is no map of
     coverage: how many forms each has is a count, and dark would only mean large.

Never colour alone: who leads is a pattern (solid: who is in front of the whole), how much is one of few
steps of lightness, and the legend names each step by the figures of its lowest and its highest place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from testigo.election.contests import Contest
from testigo.publication import charts
from testigo.publication.contest_list import contest_path
from testigo.publication.coverage import coverage
from testigo.publication.map_links import Map, has_maps, map_links, map_path, maps_of
from testigo.publication.map_names import map_names, scale_of, shape_of
from testigo.publication.national import views
from testigo.publication.outlines import WIDTH, Outlines, outlines
from testigo.publication.page_frame import Page, Pages, page, place_path
from testigo.publication.places import Below, heading, strip
from testigo.publication.shard import Site
from testigo.publication.view import View
from testigo.publication.words import name
from testigo.snapshot import Snapshot

STEPS = 4


@dataclass(frozen=True)
class MappedPlace:
    """One place on a map: `share` (hundredths of a percent) chooses its step, None = not known."""

    view: View
    share: int | None
    figure: Markup
    fill: str
    cells: Sequence[Markup]


def map_pages(snapshot: Snapshot, site: Site) -> Pages:
    """Yield the maps of every contest in every language; none of a contest without several places to draw."""
    contests = [contest for contest in snapshot.election.contests if has_maps(site, contest.contest)]
    if not contests:
        return
    geometry = snapshot.election.geometry
    drawn = None if geometry is None else outlines(geometry, site.children.get(site.root, ()))
    for language in site.languages:
        for contest in contests:
            for kind in maps_of(site, contest.contest):
                yield map_page(snapshot, site, language, contest, kind, drawn)


def map_page(
    snapshot: Snapshot, site: Site, language: str, contest: Contest, kind: Map, drawn: Outlines | None
) -> Page:
    """Return one map in one language."""
    view, below = views(snapshot, site, language, contest)
    places = places_of(kind, below)
    steps = steps_of(places)
    say = view.say
    return page(
        site,
        language,
        map_path(site, contest.contest, kind),
        "map.html",
        say(f"map.{kind}"),
        palettes=(site.palette(contest.contest),),
        palette=site.palette(contest.contest),
        heading=finding(view, below, kind),
        text=say(f"map.{kind}.text"),
        contest=name(contest.called(language)) if len(site.election.contests) > 1 else None,
        back=contest_path(site, contest.contest),
        maps=map_links(view, kind),
        drawing=None if drawn is None else drawing(places, steps, drawn),
        names=[] if drawn is None else map_names(drawn, names_of(places, drawn)),
        shape="" if drawn is None else shape_of(drawn),
        scale=None if drawn is None else scale_of(drawn, language),
        unit=say(f"map.{kind}.unit"),
        tiles=[] if drawn is not None else tiles(places, steps),
        legend=legend(view, kind, places, steps),
        strip=strip(view, below.views) if kind is Map.LEAD else None,
        level=say.level(site.election.levels[min(1, len(site.election.levels) - 1)]),
        columns=[say(f"map.{kind}.{column}") for column in COLUMNS[kind]],
        rows=[
            {"name": called(each), "href": place_path(each.view.place), "cells": each.cells}
            for each in places
        ],
    )


COLUMNS = {
    Map.COVERAGE: ("accepted", "stations", "share"),
    Map.LEAD: ("first", "votes", "share"),
    Map.TURNOUT: ("voters", "share"),
}


def places_of(kind: Map, below: Below) -> list[MappedPlace]:
    """Return what a map and its table say of every place."""
    return [place(kind, each) for each in below.views]


def place(kind: Map, view: View) -> MappedPlace:
    """Return what a map and its table say of one place."""
    tally, bounds = view.tally, view.bounds
    if kind is Map.COVERAGE:
        covered = tally["coverage_of_stations"]
        cells = [tally["stations_accepted"], tally["stations"], covered]
        return MappedPlace(view, tally.value("coverage_of_stations"), covered, "", cells)
    if kind is Map.TURNOUT:
        share = tally.value("turnout") if tally.value("turnout_stations") else None
        figure = view.say("unknown") if share is None else tally["turnout"]
        return MappedPlace(view, share, figure, "", [tally["turnout_registered_voters"], figure])
    first = bounds.text("first") if view.has_votes and bounds.value("lead") != 0 else None
    if first is None:
        word = view.say("tied" if view.has_votes else "nothing")
        return MappedPlace(view, None, word, "", [word, bounds["lead"], bounds["share_lead"]])
    who = charts.swatch(view.fill(first)) + view.short(first)
    return MappedPlace(
        view,
        bounds.value("share_lead"),
        bounds["share_lead"],
        view.fill(first),
        [who, bounds["lead"], bounds["share_lead"]],
    )


def called(each: MappedPlace) -> str:
    """Return the name of a place in the language of the page."""
    return each.view.place.called(each.view.language)


def names_of(places: Sequence[MappedPlace], drawn: Outlines) -> dict[str, str]:
    """Return what the drawn places are called."""
    return {code: called(each) for each in places if (code := each.view.place.jurisdiction) in drawn.paths}


def steps_of(places: Sequence[MappedPlace]) -> dict[str, int]:
    """Return the step (1 = lowest) of every place whose share is known: equal parts of the whole range."""
    known = {each.view.place.jurisdiction: each.share for each in places if each.share is not None}
    if not known:
        return {}
    lowest = min(known.values())
    span = max(known.values()) - lowest + 1
    return {code: 1 + STEPS * (share - lowest) // span for code, share in known.items()}


def css_class(each: MappedPlace, steps: dict[str, int]) -> str:
    """Return the classes of a shape: its pattern and its step."""
    step = steps.get(each.view.place.jurisdiction)
    if step is None:
        return "su"
    return f"{each.fill} o{step}" if each.fill else f"s{step}"


def drawing(places: Sequence[MappedPlace], steps: dict[str, int], drawn: Outlines) -> Markup:
    """Draw the outlines, each a link to the page of its place."""
    shape = Markup('<a href="{}"><path class="{}" d="{}"><title>{}</title></path></a>')
    shapes = [
        shape.format(
            place_path(each.view.place),
            css_class(each, steps),
            drawn.paths[each.view.place.jurisdiction],
            called(each),
        )
        for each in places
        if each.view.place.jurisdiction in drawn.paths
    ]
    box = Markup('<svg class="map" viewBox="-4 -4 {} {}" role="group" aria-labelledby="h-m">{}</svg>')
    return box.format(WIDTH + 8, drawn.height + 8, Markup().join(shapes))


def tiles(places: Sequence[MappedPlace], steps: dict[str, int]) -> list[dict[str, Any]]:
    """Return the places as tiles, the highest share first and the unknown last."""
    ordered = sorted(places, key=lambda each: -1 if each.share is None else each.share, reverse=True)
    return [
        {
            "name": called(each),
            "href": place_path(each.view.place),
            "figure": each.figure,
            "swatch": charts.swatch(css_class(each, steps)),
        }
        for each in ordered
    ]


def legend(
    view: View, kind: Map, places: Sequence[MappedPlace], steps: dict[str, int]
) -> list[dict[str, Markup]]:
    """Return the legend: each step by its lowest and highest figure, each pattern by its name."""
    found: list[dict[str, Markup]] = []
    fills = sorted({each.fill for each in places if each.fill})
    for fill in fills:
        found.append({"swatch": charts.swatch(fill), "text": pattern_name(view, places, fill)})
    for step in range(1, STEPS + 1):
        within = [each for each in places if steps.get(each.view.place.jurisdiction) == step]
        if within:
            ends = sorted(within, key=lambda each: each.share or 0)
            lowest, highest = ends[0].figure, ends[-1].figure
            one = ends[0].share == ends[-1].share
            text = lowest if one else view.say("map.step", lowest=lowest, highest=highest)
            drawn = (
                f"s{step}" if kind is not Map.LEAD else f"{fills[0] if len(fills) == 1 else 'ink'} o{step}"
            )
            found.append({"swatch": charts.swatch(drawn), "text": text})
    if len(steps) < len(places):
        found.append({"swatch": charts.swatch("su"), "text": view.say(f"map.{kind}.unknown")})
    return found


def pattern_name(view: View, places: Sequence[MappedPlace], fill: str) -> Markup:
    """Return who leads where a pattern is drawn: one name, or several for the dots of all others."""
    options = dict.fromkeys(each.view.bounds.text("first") for each in places if each.fill == fill)
    return view.say.listed([view.short(option) for option in options])


def finding(view: View, below: Below, kind: Map) -> Markup:
    """Return the heading of a map: what it shows, as a sentence."""
    if kind is Map.LEAD:
        return heading(view, below)
    if kind is Map.COVERAGE:
        return coverage(view).heading
    known = [each for each in places_of(kind, below) if each.share is not None]
    if not known:
        return view.say("map.turnout.none")
    if len(known) == 1:
        return view.say("map.turnout.one", share=known[0].figure, place=name(called(known[0])))
    ends = sorted(known, key=lambda each: each.share or 0)
    return view.say(
        "map.turnout.range",
        lowest=ends[0].figure,
        lowest_place=name(called(ends[0])),
        highest=ends[-1].figure,
        highest_place=name(called(ends[-1])),
    )
