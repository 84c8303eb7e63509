"""The page of a jurisdiction: what happened here, how much of it is known, and the way down to a station.

Places and stations that do not fit on one small page go on further pages of the same jurisdiction; those of
the whole, whose first page is the front page, start with the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from testigo.columns import Status
from testigo.election.contests import Contest
from testigo.publication.answer import panel
from testigo.publication.contest_list import has_many, links_at, path_at
from testigo.publication.coverage import ICONS, coverage
from testigo.publication.format import card_path, data_path, safe_name
from testigo.publication.links import Link
from testigo.publication.named import workbook_name
from testigo.publication.official import Claimed, official
from testigo.publication.page_frame import Pages, crumb, link, page, place_path
from testigo.publication.places import ROWS_A_PAGE, Below, heading, plain_name, table
from testigo.publication.shard import Place, Record, Shard, Site, chunks
from testigo.publication.view import View
from testigo.publication.votes import finding, headline, votes
from testigo.publication.words import code, name, words
from testigo.workbook import MOST_ROWS

STATIONS_A_PAGE = 42


@dataclass(frozen=True)
class Part:
    """What one page of a jurisdiction lists: some of the places below it, or some of its stations."""

    places: tuple[str, ...] = ()
    stations: tuple[Record, ...] = ()


def jurisdiction_pages(site: Site, shard: Shard) -> Pages:
    """Yield every page of the jurisdictions of a shard, in every language."""
    for language in site.languages:
        for jurisdiction in shard.jurisdictions:
            yield from pages_of(site, shard, site.places[jurisdiction], language)


def pages_of(site: Site, shard: Shard, place: Place, language: str) -> Pages:
    """Yield the pages of one jurisdiction in one language."""
    parts = parts_of(site, shard, place)
    for number, part in enumerate(parts, start=1):
        if place.parent is None and number == 1:
            continue
        path = place_path(place, number)
        shown = PlaceContent(site, shard, place, language, path)
        yield page(
            site,
            language,
            path,
            "jurisdiction.html",
            place.called(language),
            folder=safe_name(place.first),
            card=link(card_path(language, place.jurisdiction)) if place.level == 2 else None,
            workbooks=shown.workbooks(),
            **(shown.findings() if number == 1 else shown.continued(number)),
            **shown.lists(part),
            pages=page_links(place, number, len(parts)),
        )
    if place.parent is not None:
        yield from contest_pages(site, shard, place, language)


def contest_pages(site: Site, shard: Shard, place: Place, language: str) -> Pages:
    """Yield the page of each contest of a jurisdiction where many are voted; else its first page has all."""
    contests = [view.contest for view in PlaceContent(site, shard, place, language, "").views()]
    if not has_many(contests):
        return
    children = site.children.get(place.jurisdiction, ())
    for contest in contests:
        path = path_at(place, contest.contest)
        shown = PlaceContent(site, shard, place, language, path, contest)
        yield page(
            site,
            language,
            path,
            "jurisdiction.html",
            f"{place.called(language)}: {contest.called(language)}",
            folder=safe_name(place.first),
            card=None,
            workbooks=shown.workbooks(),
            **shown.findings(),
            **shown.lists(Part(places=children if len(children) <= ROWS_A_PAGE else ())),
            pages=[],
        )


def parts_of(site: Site, shard: Shard, place: Place) -> list[Part]:
    """Cut the places and stations below a jurisdiction into the parts that its pages list."""
    children = site.children.get(place.jurisdiction, ())
    of_places = [Part(places=tuple(piece)) for piece in chunks(children, ROWS_A_PAGE) if piece]
    ordered = sorted(
        shard.rows.listed.get(place.jurisdiction, []),
        key=lambda row: (row["polling_place"] is None, row["polling_place"] or "", row["station"]),
    )
    of_stations = [Part(stations=tuple(piece)) for piece in chunks(ordered, STATIONS_A_PAGE) if piece]
    front = [Part()] if place.parent is None else []
    return [*front, *of_places, *of_stations] or [Part()]


def page_links(place: Place, current: int, count: int) -> list[dict[str, Any]]:
    """Return the links between the pages of a jurisdiction; none where one page holds it."""
    if count == 1:
        return []
    up = "../" * place_path(place, current).count("/")
    return [
        {"number": number, "href": None if number == current else link(up + place_path(place, number))}
        for number in range(1, count + 1)
    ]


class PlaceContent:
    """What the pages of one jurisdiction in one language show."""

    def __init__(
        self,
        site: Site,
        shard: Shard,
        place: Place,
        language: str,
        path: str,
        contest: Contest | None = None,
    ) -> None:
        """`contest` is the only one of the page; None where it shows or lists all of the place."""
        self._site, self._rows, self._place = site, shard.rows, place
        self._language, self._path, self._contest = language, path, contest
        self._say = words(language)

    def of_places(self) -> Contest:
        """Return the contest with whose figures the places below are listed: voted in most of them."""
        if self._contest is not None:
            return self._contest
        below = self._site.children.get(self._place.jurisdiction, ())
        tallies = self._rows.tallies

        def voted(contest: Contest) -> int:
            return sum(place in tallies[contest.contest] for place in below)

        here = [of for of in self._site.election.contests if self._place.jurisdiction in tallies[of.contest]]
        return max(here, key=voted)

    def workbooks(self) -> list[dict[str, Any]]:
        """Return where the workbooks of a first jurisdiction are, for the contests of this page."""
        if self._place.level != 2:
            return []
        views = (
            []
            if self._contest is None and has_many([view.contest for view in self.views()])
            else self.views()
        )
        return [
            {"path": link(self._workbook(view.contest)), "contest": name(view.contest.called(self._language))}
            for view in views
            if 0 < (view.tally.value("stations_listed") or 0) <= MOST_ROWS
        ]

    def _workbook(self, contest: Contest) -> str:
        file = workbook_name(contest, self._place.jurisdiction)
        return data_path(file, drill=self._site.election.drill)

    def view(self, contest: str, jurisdiction: str) -> View | None:
        """Return the numbers of a jurisdiction in a contest; None where nobody there votes in it."""
        tally = self._rows.tallies[contest].get(jurisdiction)
        bounds = self._rows.bounds[contest].get(jurisdiction)
        if tally is None or bounds is None:
            return None
        of = self._site.election.contest(contest)
        return View(self._site, self._language, of, self._site.places[jurisdiction], tally, bounds)

    def views(self) -> list[View]:
        """Return this jurisdiction in every contest."""
        contests = self._site.election.contests if self._contest is None else (self._contest,)
        found = [self.view(contest.contest, self._place.jurisdiction) for contest in contests]
        return [view for view in found if view is not None]

    def findings(self) -> dict[str, Any]:
        """Return the first page's part: the finding, votes, coverage and claims of every contest."""
        views = self.views()
        several = len(self._site.election.contests) > 1
        if has_many(views):
            return self._listed([view.contest for view in views])
        return {
            "contests": [],
            "headline": headline(views[0]),
            "lead": lead(views[0]),
            "parts": [self._part(view, several=several) for view in views],
            "crumb": self._crumb(),
            "palettes": [self._site.palette(view.contest.contest) for view in views],
            "palette": self._site.palette(self.of_places().contest),
        }

    def _listed(self, contests: Sequence[Contest]) -> dict[str, Any]:
        """Return the first page's part where the contests are many: their list."""
        first = self.of_places().contest
        place = name(self._place.called(self._language))
        return {
            "contests": links_at(self._place, contests, self._language, self._path),
            "headline": self._say("contests.of_place", place=place),
            "lead": None,
            "parts": [],
            "crumb": self._crumb(),
            "palettes": [self._site.palette(first)],
            "palette": self._site.palette(first),
        }

    def continued(self, number: int) -> dict[str, Any]:
        """Return the head of a further page."""
        first = self.of_places().contest
        return {
            "contests": [],
            "headline": self._say("continued", place=name(self._place.called(self._language))),
            "lead": None,
            "parts": [],
            "crumb": [
                *crumb(self._site, self._path, self._place.jurisdiction, self._language),
                {"name": self._say("continued.part", number=name(str(number))), "href": None},
            ],
            "palettes": [self._site.palette(first)],
            "palette": self._site.palette(first),
        }

    def lists(self, part: Part) -> dict[str, Any]:
        """Return the lists of a page: places below with the figures of one contest, or polling places."""
        contest = self.of_places().contest
        here = self.view(contest, self._place.jurisdiction)
        below = [view for code_ in part.places if (view := self.view(contest, code_)) is not None]
        shown = None
        if below and here is not None:
            leads = self._rows.leads[contest].get(self._place.jurisdiction, [])
            children = self._site.children.get(self._place.jurisdiction, ())
            shown = table(here, below, self._path, full=True, whole=len(part.places) == len(children))
            shown |= {"heading": heading(here, Below(tuple(below), leads)), "more": None}
        unknown = (
            self._say("continued.unknown_place")
            if here and not below and self._place.parent is None
            else None
        )
        shown_below = {view.place.jurisdiction for view in below}
        has_pages = self._site.election.has_station_pages(self._place.first)
        return {
            "table": shown,
            "other_places": [
                self._link(each) for each in part.places if each not in shown_below and self._contest is None
            ],
            "polling_places": self._polling_places(part, here),
            "station_columns": self._station_columns(here) if part.stations else (),
            "stations_of": self._stations_of(here),
            "polling_places_text": self._say(
                "polling_places.text" if has_pages else "polling_places.no_pages"
            ),
            "unknown_place": unknown,
        }

    def _part(self, view: View, *, several: bool) -> dict[str, Any]:
        key = (view.contest.contest, self._place.jurisdiction)
        rows = (self._rows.discrepancies, self._rows.contradictions, self._rows.claims_below)
        claimed = Claimed(*(of.get(key, []) for of in rows))
        return {
            "contest": name(view.contest.called(view.language)) if several else None,
            "headline": headline(view) if several else None,
            "palette": self._site.palette(view.contest.contest),
            "votes": votes(view),
            "coverage": coverage(view),
            "panel": panel(view),
            "claims": official(view, claimed) if claimed.is_something else None,
        }

    def _link(self, place: str) -> Link:
        of = self._site.places[place]
        up = "../" * self._path.count("/")
        return Link(plain_name(of.called(self._language)), link(up + place_path(of)))

    def _crumb(self) -> list[dict[str, Any]]:
        steps = crumb(self._site, self._path, self._place.jurisdiction, self._language)
        if self._contest is not None:
            return [*steps, {"name": name(self._contest.called(self._language)), "href": None}]
        return [*steps[:-1], {"name": steps[-1]["name"], "href": None}]

    def _stations_of(self, here: View | None) -> Markup | None:
        """Return the name of the contest whose votes stations have here; None where it is the only one."""
        if here is None or len(self._site.election.contests) == 1:
            return None
        return name(here.contest.called(self._language))

    def _station_columns(self, here: View | None) -> tuple[Markup, ...]:
        """Return the names of the options whose votes at each station are listed."""
        return () if here is None else tuple(here.short(option) for option in here.pair)

    def _polling_places(self, part: Part, here: View | None) -> list[dict[str, Any]]:
        found: dict[str | None, list[dict[str, Any]]] = {}
        for row in part.stations:
            found.setdefault(row["polling_place"], []).append(self._station(row["station"], here))
        return [
            {"name": polling_place_name(self._language, place, self._rows.place_names), "stations": stations}
            for place, stations in found.items()
        ]

    def _station(self, station: str, here: View | None) -> dict[str, Any]:
        """Return a station with its status and the votes of the two in the contest that is listed.

        Where it does not vote in that contest: with the status of one that is open, if any is.
        """
        of = {
            contest: rows[station]["status"]
            for contest, rows in self._rows.results.items()
            if station in rows
        }
        listed = None if here is None else of.get(here.contest.contest)
        open_ = next((each for each in of.values() if each != Status.ACCEPTED), Status.ACCEPTED.value)
        status = listed or open_
        has_page = self._site.election.has_station_pages(self._place.first)
        return {
            "code": code(station),
            "file": f"{safe_name(station)}.html" if has_page else None,
            "icon": ICONS[Status(status)],
            "word": self._say(f"status.{status}"),
            "is_open": status != Status.ACCEPTED,
            "votes": [] if here is None else self._votes(station, here),
        }

    def _votes(self, station: str, here: View) -> list[Markup]:
        record = self._rows.results[here.contest.contest].get(station)
        if record is None:
            return [Markup() for _ in here.pair]
        row = here.row("results", record, station)
        return [row[f"votes_{option}"] for option in here.pair]


def lead(view: View) -> Markup:
    """Return the sentence below the finding: the two in front with their votes and shares."""
    if finding(view) in ("none", "nobody", "alone"):
        return Markup()
    bounds = view.bounds
    return view.say(
        "lead.shares",
        first=view.short(bounds.text("first")),
        second=view.short(bounds.text("second")),
        **{
            column: bounds[column]
            for column in ("first_votes", "second_votes", "share_first", "share_second")
        },
    )


def polling_place_name(language: str, place: str | None, names: dict[str, str | None]) -> Markup:
    """Return a polling place's code, and its name where there is one."""
    if place is None:
        return words(language)("polling_place.unknown")
    known = names.get(place)
    return code(place) + (Markup(" ") + name(known) if known else Markup())
