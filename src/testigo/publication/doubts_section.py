"""What is in doubt, for the page of corrections: which forms, why, and what they would do to the result.

In   the snapshot; the page's words.
Out  the heading, the cards, the effect in votes, the forms under review and to be incorporated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
from markupsafe import Markup

from testigo.cells import completed_readings, doubt_counts, doubts_of, standing_of
from testigo.checks.sentences import name as rule_name
from testigo.columns import Method, Status
from testigo.election.contests import Contest
from testigo.findings import Severity
from testigo.publication.coverage import ICONS
from testigo.publication.figures import Row
from testigo.publication.official import figure_name
from testigo.publication.page_frame import place_path, station_path
from testigo.publication.shard import Record, Site
from testigo.publication.view import View
from testigo.publication.words import Words, code, name, words
from testigo.snapshot import Snapshot
from testigo.tally.doubts import SIDES, STATUSES, Doubt, excluded_stations

MOST_FORMS = 12
"""Forms under review on the page; the table of results has every status."""
MOST_LISTED = 30
"""Forms to be incorporated on the page."""
MOST_CONTESTS = 3
"""Contests whose effect in votes is on the page: those with most forms in doubt."""
METHODS = tuple(Method)


@dataclass(frozen=True)
class Doubts:
    """What is in doubt in a snapshot, in one language."""

    snapshot: Snapshot
    site: Site
    language: str

    @cached_property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.language)

    @cached_property
    def _completed(self) -> dict[str, pl.DataFrame]:
        """READINGS with the totals that follow: a code of party lines has the votes of its options."""
        return completed_readings(self.snapshot)

    @cached_property
    def each(self) -> pl.DataFrame:
        """DOUBTS of each contest."""
        return doubts_of(self.snapshot)

    @cached_property
    def rows(self) -> dict[tuple[str, str], Row]:
        """DOUBTS by contest and doubt."""
        return {
            (row["contest"], row["doubt"]): self._row(row, "doubts", row["contest"], row["doubt"])
            for row in self.each.iter_rows(named=True)
        }

    @cached_property
    def counts(self) -> dict[str, Row]:
        """How many forms of all contests are in doubt."""
        rows = doubt_counts(self.each).iter_rows(named=True)
        return {row["doubt"]: self._row(row, "doubt_counts", row["doubt"]) for row in rows}

    def _row(self, row: Record, *address: str) -> Row:
        return Row(row, self.language, self.say("unknown"), *address)

    def number(self, doubt: Doubt, contest: str | None = None) -> int:
        """Return how many forms are in doubt, of one contest or of all."""
        if contest is None:
            return self.counts[doubt].value("forms") or 0
        return self.rows[contest, doubt].value("stations") or 0

    @property
    def contests(self) -> list[Contest]:
        """The contests with anything in doubt, most first."""
        return self._contests_with(*Doubt)[:MOST_CONTESTS]

    def _contests_with(self, *doubts: Doubt) -> list[Contest]:
        """Return every contest with forms in one of these doubts, most first."""
        each = self.snapshot.election.contests
        counted = {
            contest.contest: sum(self.number(doubt, contest.contest) for doubt in doubts) for contest in each
        }
        found = [contest for contest in each if counted[contest.contest]]
        return sorted(found, key=lambda contest: -counted[contest.contest])

    def heading(self) -> Markup | None:
        """Return how many forms are in doubt, and whether they can change who is first; None for none."""
        parts = [
            self.say.counted(f"doubt.heading.{doubt}", number, forms=self.counts[doubt]["forms"])
            for doubt in Doubt
            if (number := self.number(doubt))
        ]
        if not parts:
            return None
        forms, verdict = self.say.listed(parts), self._verdict()
        return self.say("doubt.heading", forms=forms, verdict=verdict) if verdict else forms

    def _verdict(self) -> Markup:
        """Say whether what waits can change who is first (`tally.answer`); empty where nobody is."""
        if not any(self.number(doubt) for doubt in STATUSES):
            return Markup()
        waiting = [contest for contest in self.snapshot.election.contests if self._waits(contest)]
        roots = [self._bounds(contest) for contest in waiting]
        if not any(root["first_votes"] for root in roots):
            return Markup()
        could = [root["unsettled_could_change"] for root in roots]
        asked = {contest.decides.by_half for contest in waiting}
        question = ".both" if len(asked) > 1 else ".half" if True in asked else ""
        answer = "could" if True in could else "unknown" if None in could else "cannot"
        return self.say(f"doubt.{answer}{question}")

    def _waits(self, contest: Contest) -> bool:
        return any(self.number(doubt, contest.contest) for doubt in STATUSES)

    def _bounds(self, contest: Contest) -> Record:
        root = pl.col("jurisdiction") == self.snapshot.election.root
        return self.snapshot.bounds[contest.contest].row(by_predicate=root, named=True)

    def cards(self) -> list[dict[str, Any]]:
        """Return the four numbers that the page begins with."""
        shown = [doubt for doubt in Doubt if doubt is not Doubt.EXCLUDED or self.number(doubt)]
        cards = [
            {
                "name": self.say(f"doubt.{doubt}"),
                "number": self.counts[doubt]["forms"],
                "note": self._note(doubt),
            }
            for doubt in shown
        ]
        return [*cards, *(self._lead(contest) for contest in self.contests[:1] if self._waits(contest))]

    def _note(self, doubt: Doubt) -> Markup:
        if doubt is Doubt.TO_BE_INCORPORATED and self.snapshot.unknown_readings:
            return self.say("doubt.to be incorporated.unlisted", readings=self._unlisted)
        return self.say(f"doubt.{doubt}.note")

    @cached_property
    def _unlisted(self) -> Markup:
        """How many readings are of stations that the definition does not have."""
        number = {"value": self.snapshot.unknown_readings}
        return Row(number, self.language, self.say("none"), "totals", "unknown_readings")["value"]

    def _lead(self, contest: Contest) -> dict[str, Any]:
        """Return what accepting the forms under review would do to the lead, or else those that wait."""
        doubt = next(doubt for doubt in STATUSES if self.number(doubt, contest.contest))
        first, second = self._pair(contest)
        note = self.say("doubt.lead.note", first=first, second=second)
        return {
            "name": self.say(f"doubt.lead.{doubt}"),
            "number": self._between(contest, doubt, "lead"),
            "note": note,
        }

    def _pair(self, contest: Contest) -> tuple[Markup, Markup]:
        root, view = self._bounds(contest), self.view(contest)
        return view.short(root["first"]), view.short(root["second"])

    def view(self, contest: Contest) -> View:
        """Return the contest in the language, to name its figures."""
        return View(self.site, self.language, contest, self.site.places[self.snapshot.election.root], {}, {})

    def _between(self, contest: Contest, doubt: Doubt, side: str) -> Markup:
        """Return votes that would be added: one number, or from one to another."""
        row = self.rows[contest.contest, doubt]
        lowest, highest = f"{side}_lowest", f"{side}_highest"
        if row.value(lowest) == row.value(highest):
            return row.signed(lowest)
        return self.say("doubt.between", lowest=row.signed(lowest), highest=row.signed(highest))

    def effects(self) -> list[dict[str, Any]]:
        """Return the effect in votes, a table a contest with a pair in front and anything in doubt."""
        several = len(self.snapshot.election.contests) > 1
        return [
            {
                "contest": name(contest.called(self.language)) if several else None,
                "columns": [*self._pair(contest), self.say("lead")],
                "rows": [
                    {
                        "name": self.say(f"doubt.effect.{doubt}"),
                        "cells": [self._between(contest, doubt, side) for side in SIDES],
                    }
                    for doubt in Doubt
                    if doubt is not Doubt.EXCLUDED and self.number(doubt, contest.contest)
                ],
            }
            for contest in self.contests
            if self._bounds(contest)["second"] is not None
        ]

    def under_review(self) -> dict[str, Any]:
        """Return the forms that are disputed or held back, with what differs between their readings."""
        contests = self._contests_with(Doubt.UNDER_REVIEW)[:MOST_FORMS]
        forms = [form for contest in contests for form in self._forms(contest)]
        shown = forms[:MOST_FORMS]
        differing = {method for form in shown for row in form["rows"] for method in row["values"]}
        methods = [method for method in METHODS if method in differing]
        return {
            "methods": [self.say(f"doubt.method.{method}") for method in methods],
            "forms": [
                {**form, "rows": [self._cells(row, methods) for row in form["rows"]]} for form in shown
            ],
            "more": self.number(Doubt.UNDER_REVIEW) > len(shown),
        }

    def _cells(self, row: dict[str, Any], methods: Sequence[Method]) -> dict[str, Any]:
        values = [Markup(" / ").join(row["values"].get(method, [])) for method in methods]
        return {"figure": row["figure"], "cells": [value or self.say("errata.no_figure") for value in values]}

    def _forms(self, contest: Contest) -> Iterator[dict[str, Any]]:
        results = self.snapshot.results[contest.contest]
        statuses = [status.value for status in STATUSES[Doubt.UNDER_REVIEW]]
        excluded = excluded_stations(results, standing_of(self.snapshot, contest.contest))
        open_ = results.filter(pl.col("status").is_in(statuses)).join(
            excluded, on="station", how="anti", maintain_order="left"
        )
        doubted = open_.head(MOST_FORMS)
        readings = self._completed[contest.contest].join(doubted, on="station", how="semi")
        by_station = readings.partition_by("station", as_dict=True)
        for station, status in doubted.select("station", "status").iter_rows():
            mine = by_station.get((station,), readings.clear())
            yield {
                **self._place(station),
                "icon": ICONS[Status(status)],
                "status": self.say(f"status.{status}"),
                "findings": self._findings(contest, station),
                "rows": list(self._differing(contest, mine)),
            }

    def _differing(self, contest: Contest, readings: pl.DataFrame) -> Iterator[dict[str, Any]]:
        """Yield the options, else the party lines, on which the readings of a form differ."""
        view = self.view(contest)
        rows = readings.to_dicts()
        for columns in (contest.vote_columns, contest.line_columns):
            differ = [column for column in columns if readings[column].drop_nulls().n_unique() > 1]
            for column in differ:
                values: dict[Method, dict[int, Markup]] = {}
                for row in rows:
                    if row[column] is not None:
                        address = ("completed", contest.contest, row["reading"])
                        mark = Row(row, self.language, self.say("unknown"), *address)[column]
                        values.setdefault(Method(row["method"]), {}).setdefault(row[column], mark)
                yield {
                    "figure": figure_name(view, column),
                    "values": {method: list(marks.values()) for method, marks in values.items()},
                }
            if differ:
                return

    def _findings(self, contest: Contest, station: str) -> list[Markup]:
        """Return the names of the rules that hold a form back."""
        found = self.snapshot.findings.filter(
            (pl.col("station") == station)
            & (pl.col("contest") == contest.contest)
            & (pl.col("severity") == Severity.BLOCKING.value)
        )
        return [name(rule_name(rule, self.language)) for rule in found["code"].unique(maintain_order=True)]

    def _place(self, station: str) -> dict[str, Any]:
        """Return a station as the page names it: its code, where its page is, and the place above it."""
        row = self.snapshot.election.stations.row(by_predicate=pl.col("station") == station, named=True)
        place = self.site.places[row["jurisdiction"]]
        own = self.site.election.has_station_pages(place.first)
        return {
            "station": code(station),
            "href": station_path(place.first, station) if own else place_path(place),
            "place": name(self.site.places[place.first].called(self.language)),
        }

    def to_be_incorporated(self) -> dict[str, Any]:
        """Return the stations that somebody read and that no total counts."""
        stations = [
            self._place(station)
            for contest in self._contests_with(Doubt.TO_BE_INCORPORATED)[:MOST_LISTED]
            for station in self._pending(contest).head(MOST_LISTED)
        ]
        unknown = self.snapshot.unknown_readings
        return {
            "stations": stations[:MOST_LISTED],
            "text": self._read_by_somebody(),
            "more": self.number(Doubt.TO_BE_INCORPORATED) > MOST_LISTED,
            "unknown": self.say.counted("doubt.unlisted", unknown, readings=self._unlisted)
            if unknown
            else None,
        }

    def _read_by_somebody(self) -> Markup:
        number = self.number(Doubt.TO_BE_INCORPORATED)
        if not number:
            return self.say("doubt.pending.none")
        forms = self.counts[Doubt.TO_BE_INCORPORATED]["forms"]
        return self.say.counted("doubt.pending.text", number, forms=forms)

    def _pending(self, contest: Contest) -> pl.Series:
        results = self.snapshot.results[contest.contest]
        return results.filter(pl.col("status") == Status.PENDING.value)["station"]
