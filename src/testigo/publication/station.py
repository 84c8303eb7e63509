"""The page of a polling station: its figures, who read them, what was checked, and how to check it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from testigo.columns import BASIS_OF_PEOPLE, Decision, Method, Status
from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.election.contests import Contest
from testigo.publication import charts
from testigo.publication.checked import checked
from testigo.publication.coverage import ICONS
from testigo.publication.figures import Row
from testigo.publication.format import safe_name
from testigo.publication.jurisdiction import polling_place_name
from testigo.publication.page_frame import Page, Pages, crumb, page, station_path
from testigo.publication.shard import Record, Shard, Site
from testigo.publication.words import Words, code, name, words
from testigo.record.disclose import is_pseudonym

MOST_OTHER_STATIONS = 12
"""With more stations in a polling place than this, its other stations are links without figures."""


def station_pages(site: Site, shard: Shard) -> Pages:
    """Yield the page of every station of a shard, in every language; none where the definition wants none."""
    if not site.election.has_station_pages(shard.first):
        return
    for language in site.languages:
        for station in shard.rows.stations:
            yield station_page(site, shard, station, language)


def station_page(site: Site, shard: Shard, station: Record, language: str) -> Page:
    """Return the page of one station in one language."""
    say, path = words(language), station_path(shard.first, station["station"])
    contests = [
        OfContest(site, shard, station, contest, language)
        for contest in site.election.contests
        if station["station"] in shard.rows.results[contest.contest]
    ]
    several = len(site.election.contests) > 1
    place = site.places[station["jurisdiction"]]
    shown = code(station["station"])
    together = other_stations_here(site, shard, station, contests[0]) if contests else None
    return page(
        site,
        language,
        path,
        "station.html",
        f"{say('station')} {station['station']}",
        crumb=[
            *crumb(site, path, place.jurisdiction, language),
            *_last_steps(shard, station, language, "#a5" if together else None),
        ],
        folder=safe_name(shard.first),
        headline=contests[0].headline() if contests else say("station.only", station=shown),
        lead=_lead(contests, language),
        unknown_place=place.parent is None,
        palettes=[site.palette(of.contest.contest) for of in contests[:1]],  # only other stations have bars
        palette=site.palette(contests[0].contest.contest) if contests else "",
        parts=[of.part(several=several) for of in contests],
        self_table=say("self.table", station=shown, href="../" * path.count("/") + "data.html"),
        self_verify=say("self.verify", href="../" * path.count("/") + "verify.html"),
        sisters=together,
        code=shown,
        send=_send(site, language, path),
    )


def _lead(contests: Sequence["OfContest"], language: str) -> Markup | None:
    if not contests:
        return words(language)("station.no_contest")
    return contests[0].basis() if len(contests) == 1 else words(language)("station.several")


def _send(site: Site, language: str, path: str) -> Markup:
    """Return where the page is: under the publication's address, else in any copy of it."""
    say, address = words(language), site.imprint.address
    where = code(f"{address or ''}{language}/{path}")
    return say("send.address", path=where) if address else say("send.copy", path=where)


def _last_steps(
    shard: Shard, station: Record, language: str, polling_place_at: str | None
) -> list[dict[str, Any]]:
    place = station["polling_place"]
    steps: list[dict[str, Any]] = []
    if place is not None:
        steps.append(
            {"name": polling_place_name(language, place, shard.rows.place_names), "href": polling_place_at}
        )
    return [*steps, {"name": code(station["station"]), "href": None}]


class OfContest:
    """One contest at one station."""

    def __init__(self, site: Site, shard: Shard, station: Record, contest: Contest, language: str) -> None:
        rows, self.code = shard.rows, station["station"]
        self._station = station
        self.site, self.contest, self.language = site, contest, language
        self.say = words(language)
        self.record = rows.results[contest.contest][self.code]
        self.status = Status(self.record["status"])
        self.results = self.row("results", self.record, self.code)
        self._readings = rows.readings.get(contest.contest, {}).get(self.code, [])
        self._completed = rows.completed.get(contest.contest, {})
        self._decision = rows.decisions.get(contest.contest, {}).get(self.code)
        self._findings = rows.findings.get((contest.contest, self.code), [])
        self._names = {option.option: option for option in contest.options}
        self._looked = rows.looked.get((contest.contest, self.code), frozenset())

    def row(self, table: str, values: Record, *keys: str) -> Row:
        """Return a row of a table of this contest."""
        return Row(values, self.language, self.say("unknown"), table, self.contest.contest, *keys)

    def headline(self) -> Markup:
        """Return the finding with its two numbers; without an accepted result, that it does not count."""
        shown = code(self.code)
        if self.status is not Status.ACCEPTED:
            return self.say(f"station.{self._state}", station=shown)
        voted = [option for option in self.contest.options if self.results.value(f"votes_{option.option}")]
        first = sorted(voted, key=lambda option: -(self.results.value(f"votes_{option.option}") or 0))[:2]
        if not voted:
            return self.say("station.nobody", station=shown)
        if len(first) < 2:
            first = list(self.contest.options[:2])
        if len(first) < 2:
            only, has = first[0], self.results[f"votes_{first[0].option}"]
            return self.say(
                "station.alone", station=shown, first=name(only.called_in_short(self.language)), a=has
            )
        names = {
            which: name(option.called_in_short(self.language))
            for which, option in zip(("first", "second"), first, strict=True)
        }
        votes = {"a": self.results[f"votes_{first[0].option}"], "b": self.results[f"votes_{first[1].option}"]}
        return self.say("station.votes", station=shown, **names, **votes)

    @property
    def _is_excluded(self) -> bool:
        """Whether people who knew every reading that stands decided that the form counts nowhere."""
        decision = self._decision
        if decision is None or decision["decision"] != Decision.EXCLUDE.value:
            return False
        knew = {reading["reading"] for reading in self._readings} <= set(decision["knew"])
        return knew and self.status is Status.QUARANTINED

    @property
    def _decision_stands(self) -> bool:
        """Whether what people decided is the status of the station: a new reading reopens it."""
        return self._is_excluded or self.record["basis"] == BASIS_OF_PEOPLE

    @property
    def _state(self) -> str:
        """Return the status in the words of the page: what people excluded waits for nobody."""
        return "excluded" if self._is_excluded else self.status.value

    def basis(self) -> Markup | None:
        """Return why the result stands; where there is none, an alert says why."""
        if self.status is not Status.ACCEPTED:
            return None
        return self.say("station.basis", basis=self.say.basis(self.record["basis"]))

    def part(self, *, several: bool) -> dict[str, Any]:
        """Return this contest's part of the page."""
        return {
            "several": several,
            "palette": self.site.palette(self.contest.contest),
            "heading": name(self.contest.called(self.language)) if several else self.say("figures.heading"),
            "headline": self._sentences() if several else None,
            "alert": self._alert(),
            "caption": self._caption(),
            "options_are": self.say(f"options_are.{self.contest.options_are}"),
            "readings": self._labels,
            "rows": self._figures() if self._readings or self.status is Status.ACCEPTED else None,
            "struck": self.status is Status.QUARANTINED,
            "lines": self._lines(),
            "checked": self._checked(),
            "way": self._way(),
        }

    def _sentences(self) -> Markup:
        basis = self.basis()
        return self.headline() + Markup(".") + (Markup(" ") + basis if basis else Markup())

    def _alert(self) -> dict[str, Any] | None:
        if self.status is Status.ACCEPTED:
            return None
        return {
            "icon": ICONS[self.status],
            "heading": self.say(f"alert.{self._state}.heading"),
            "text": self._alert_text(),
        }

    def _alert_text(self) -> Markup:
        if not self._is_excluded or self._decision is None:
            return self.say(f"alert.{self.status.value}")
        return self.say("alert.excluded", reason=name(self._decision["reason"] or ""))

    def _caption(self) -> Markup:
        methods = dict.fromkeys(reading["method"] for reading in self._readings)
        return Markup(" ").join(self.say(f"method.{method}") for method in methods)

    @cached_property
    def _labels(self) -> list[Markup]:
        """Return a heading for each reading: the institution that read it, or its method, with a letter where
        several were made alike."""
        methods = [reading["method"] if institution(reading) is None else None for reading in self._readings]
        labels = []
        for number, method in enumerate(methods):
            named = institution(self._readings[number])
            if named is not None:
                labels.append(name(named))
                continue
            letter = "" if methods.count(method) == 1 else " " + chr(65 + methods[:number].count(method))
            labels.append(self.say(f"method.short.{method}") + letter)
        return labels

    def _figures(self) -> list[dict[str, Any]]:
        columns = [
            (f"votes_{option.option}", name(option.called(self.language))) for option in self.contest.options
        ]
        read = [self._read(reading) for reading in self._readings]
        columns += [
            (column, name(line.called(self.language)))
            for line, column in zip(self.contest.lines, self.contest.line_columns, strict=True)
            if _differ(read, column)
        ]
        for column in (
            "valid_votes",
            "blank_votes",
            "null_votes",
            *self._others(),
            "total_votes",
            "registered_voters",
        ):
            is_read = any(row.value(column) is not None for row in read)
            if is_read or self.results.value(column) is not None:
                key = f"figure.{column}"
                label = (
                    self.say(key)
                    if key in self.say
                    else name(column.removeprefix("other_").replace("_", " "))
                )
                columns.append((column, label))
        return [
            {
                "name": label,
                "differs": _differ(read, column),
                "read": [row[column] for row in read],
                "published": self.results[column],
            }
            for column, label in columns
        ]

    def _read(self, reading: Record) -> "ReadFigures":
        """Return the figures of a reading, and those that follow from them."""
        whole = self._completed.get(reading["reading"], {})
        return ReadFigures(
            self.row("readings", reading, reading["reading"]),
            self.row("completed", whole, reading["reading"]),
            self.say,
        )

    def _others(self) -> tuple[str, ...]:
        return self.site.profiles[self.contest.form].other_columns

    def _lines(self) -> list[dict[str, Any]]:
        source = self.results if self.status is Status.ACCEPTED else None
        if source is None or all(source.value(column) is None for column in self.contest.line_columns):
            return []
        return [
            {"name": name(line.called(self.language)), "votes": source[column]}
            for line, column in zip(self.contest.lines, self.contest.line_columns, strict=True)
        ]

    def _checked(self) -> list[dict[str, Any]]:
        named = dict(zip((reading["reading"] for reading in self._readings), self._labels, strict=True))
        defined = Row(self._station, self.language, self.say("unknown"), "stations", self.code)
        found, looked = self._findings, self._looked
        return checked(
            self.contest, self.language, found, self._readings, self.results, defined, looked, named
        )

    def _way(self) -> list[Markup]:
        say, record = self.say, self.record
        steps = []
        if not self._readings:
            return [say("way.missing")]
        classes = dict.fromkeys(reading["provenance_class"] for reading in self._readings)
        steps.append(say("way.have", ways=say.listed([say(f"provenance.{each}") for each in classes])))
        methods = dict.fromkeys(reading["method"] for reading in self._readings)
        read = say.listed([say(f"method.read.{method}") for method in methods])
        steps.append(
            say.counted("way.read", len(self._readings), ways=read, readings=self.results["readings"])
        )
        if self._decision is not None and self._decision_stands:
            steps.append(say("way.decided", reason=name(self._decision["reason"] or "")))
        key = f"way.{self._state}"
        steps.append(
            say(key, basis=say.basis(record["basis"])) if self.status is Status.ACCEPTED else say(key)
        )
        return steps


def institution(reading: Record) -> str | None:
    """Return the institution that made a reading; None where a person or a program did."""
    reader = reading["reader"]
    if reader is None or reading["method"] == Method.PERSON.value or is_pseudonym(reader):
        return None
    return str(reader)


@dataclass(frozen=True)
class ReadFigures:
    """The figures of one reading: as read, else as the sum of what was read, and then it says so."""

    read: Row
    whole: Row
    say: Words

    def __getitem__(self, column: str) -> Markup:
        if self.read.value(column) is not None or self.whole.value(column) is None:
            return self.read[column]
        return self.say("figure.added_up", figure=self.whole[column])

    def value(self, column: str) -> int | None:
        """Return the number, None where it was not read and does not follow."""
        return self.whole.value(column)


def _differ(read: Sequence[ReadFigures], column: str) -> bool:
    """Return whether readings have different numbers of a figure."""
    return len(read) > 1 and len({row.value(column) for row in read} - {None}) > 1


def other_stations_here(site: Site, shard: Shard, station: Record, of: OfContest) -> dict[str, Any] | None:
    """Return the stations of the polling place: with their figures, or as links where there are many."""
    together: Sequence[Record] = shard.rows.at_polling_place.get(station["polling_place"], [])
    results = shard.rows.results[of.contest.contest]
    together = [other for other in together if other["station"] in results]
    if len(together) < 2:
        return None
    pair = site.pairs[of.contest.contest]
    short = {option.option: option.called_in_short(of.language) for option in of.contest.options}
    columns = [name(short[option]) for option in pair]
    if len(together) > MOST_OTHER_STATIONS:
        links = [{"code": code(each["station"]), "href": _href(each, station)} for each in together]
        return {"rows": [], "links": links, "columns": columns}
    return {
        "columns": columns,
        "rows": [_other_station(site, of, each, station, results, pair) for each in together],
    }


def _other_station(
    site: Site,
    of: OfContest,
    other: Record,
    station: Record,
    results: dict[str, Record],
    pair: tuple[str, ...],
) -> dict[str, Any]:
    record = results[other["station"]]
    row = of.row("results", record, other["station"])
    valid = sum(row.value(column) or 0 for column in of.contest.vote_columns)
    drawing = Markup()
    if valid:
        shares = [
            (WHOLE * (row.value(f"votes_{option}") or 0) // valid, site.fill(of.contest.contest, option))
            for option in pair
        ]
        drawing = charts.row(shares)
    return {
        "code": code(other["station"]),
        "href": _href(other, station),
        "drawing": drawing,
        "figures": [row[f"votes_{option}"] for option in pair],
    }


def _href(other: Record, station: Record) -> str | None:
    same = other["station"] == station["station"]
    return None if same else f"{safe_name(other['station'])}.html"
