"""The pages of rules, and of all findings: what each rule compares, how it weighs here, what it found where.

In   a Snapshot.
Out  `findings.html`, and the pages of every rule; one that found much goes on, up to MOST_FINDINGS.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from markupsafe import Markup

from testigo.cells import finding_counts, totals
from testigo.checks.registry import RULES, severity_of
from testigo.checks.sentences import Role, advice, compares, severity_word
from testigo.checks.sentences import name as rule_name
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity, findings_in
from testigo.publication.checked import said_of, said_once
from testigo.publication.figures import Row
from testigo.publication.format import data_path
from testigo.publication.page_frame import Page, Pages, page, place_path, station_path
from testigo.publication.rule_links import FINDINGS_PAGE, rule_link, rule_path
from testigo.publication.shard import Place, Record, Site
from testigo.publication.words import Words, code, name, words
from testigo.snapshot import Snapshot

MOST_FINDINGS = 2_000
"""Findings of a rule on its pages, in their order; the table has all of them."""
MOST_BYTES_OF_ROWS = 18_000
"""Rows of a page together stay below this, so that every page stays small."""


@dataclass(frozen=True)
class Found:
    """One finding as a row: where, with its link if it has a page, and what it says."""

    station: Markup
    href: str | None
    place: Markup | None
    contest: Markup | None
    sentence: Markup

    @property
    def length(self) -> int:
        """About how many bytes the row is."""
        parts = (self.station, self.place, self.contest, self.sentence)
        return 160 + sum(len(part.encode()) for part in parts if part is not None)


@dataclass(frozen=True)
class RuleLine:
    """A rule in the list of rules: `found` is whether it found anything."""

    name: str
    reference: Markup
    href: str
    compares: str
    means: str
    weight: str
    blocking: bool
    changed: bool
    found: bool
    findings: Markup
    stations: Markup


@dataclass(frozen=True)
class PartLink:
    """A part of a rule's pages; None is the one that is shown."""

    number: int
    href: str | None


def rule_lines(snapshot: Snapshot, site: Site, language: str) -> list[RuleLine]:
    """Return every rule with its weight in this election and how much it found."""
    say, policy = words(language), site.election.policy
    counts = {row["code"]: row for row in finding_counts(snapshot.findings).iter_rows(named=True)}
    lines = []
    for rule in RULES:
        severity = severity_of(rule, policy)
        row = Row(counts.get(rule, {}), language, say("none"), "finding_counts", rule)
        lines.append(
            RuleLine(
                rule_name(rule, language),
                rule_link(rule, ""),
                rule_path(rule),
                compares(rule, language),
                advice(rule, Role.PUBLIC, language),
                severity_word(severity, language),
                blocking=severity is Severity.BLOCKING,
                changed=rule in policy.severity,
                found=rule in counts,
                findings=row["findings"],
                stations=row["stations"],
            )
        )
    return lines


def rule_pages(snapshot: Snapshot, site: Site, language: str) -> Pages:
    """Yield the page of all findings, and the pages of every rule, in one language."""
    lines = rule_lines(snapshot, site, language)
    yield findings_page(snapshot, site, language, lines)
    where = Where(snapshot, site, language)
    for rule, line in zip(RULES, lines, strict=True):
        found = snapshot.findings.filter(pl.col("code") == rule)
        rows = list(where.rows(found.head(MOST_FINDINGS)))
        parts = list(cut(rows)) or [[]]
        for number, part in enumerate(parts, start=1):
            yield page(
                site,
                language,
                rule_path(rule, number),
                "rule.html",
                line.name,
                rule=line,
                code=code(rule),
                rows=part,
                once=len(rows) < min(found.height, MOST_FINDINGS),
                more=found.height > MOST_FINDINGS,
                several=len(site.election.contests) > 1,
                first=number == 1,
                pages=part_links(rule, number, len(parts)),
                table=data_path("findings.csv", drill=site.election.drill),
            )


def findings_page(snapshot: Snapshot, site: Site, language: str, lines: Sequence[RuleLine]) -> Page:
    """Return the page of all findings: every rule that found something, and those that did not."""
    say, number = words(language), snapshot.findings.height
    count = Row(_findings_in_all(snapshot), language, say("none"), "totals", "findings")["value"]
    return page(
        site,
        language,
        FINDINGS_PAGE,
        "findings.html",
        say("findings.title"),
        heading=say.counted("findings.heading", number, findings=count) if number else say("findings.none"),
        found=[line for line in lines if line.found],
        silent=[line for line in lines if not line.found],
        table=data_path("findings.csv", drill=site.election.drill),
    )


def _findings_in_all(snapshot: Snapshot) -> Record:
    return totals(snapshot).row(by_predicate=pl.col("name") == "findings", named=True)


def part_links(rule: str, current: int, count: int) -> list[PartLink]:
    """Return the links between the pages of a rule; none where one page holds it."""
    if count == 1:
        return []
    return [
        PartLink(number, None if number == current else rule_path(rule, number))
        for number in range(1, count + 1)
    ]


def cut(rows: Sequence[Found]) -> Iterator[list[Found]]:
    """Cut rows into the parts that a page holds."""
    part: list[Found] = []
    length = 0
    for row in rows:
        if part and length + row.length > MOST_BYTES_OF_ROWS:
            yield part
            part, length = [], 0
        part.append(row)
        length += row.length
    if part:
        yield part


@dataclass(frozen=True)
class Where:
    """Findings as rows in one language: each with the page of its station, if that has one."""

    snapshot: Snapshot
    site: Site
    language: str

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """Station -> its jurisdiction, of the stations at which anything was found."""
        stations = self.snapshot.election.stations.select("station", "jurisdiction")
        return dict(stations.join(self.snapshot.findings, on="station", how="semi").iter_rows())

    @cached_property
    def _say(self) -> Words:
        return words(self.language)

    def rows(self, findings: pl.DataFrame) -> Iterator[Found]:
        """Yield the findings of one rule; what is said of several readings of a station alike, once."""
        together: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings_in(findings):
            together.setdefault((finding.contest, finding.station), []).append(finding)
        for (contest, _), of_station in together.items():
            for finding, nth, _ in said_once(of_station):
                yield self._found(self.site.election.contest(contest), finding, nth)

    def _found(self, contest: Contest, finding: Finding, nth: int) -> Found:
        jurisdiction = self._places.get(finding.station)
        place = None if jurisdiction is None else self.site.places[jurisdiction]
        return Found(
            code(finding.station),
            None if place is None else self._path(place, finding.station),
            None if place is None else self._named(place),
            name(contest.called(self.language)) if len(self.site.election.contests) > 1 else None,
            said_of(contest, self.language, finding, nth),
        )

    def _named(self, place: Place) -> Markup:
        """Return the name of a place, and of the first jurisdiction that it is in: names come twice."""
        places = dict.fromkeys((place.jurisdiction, place.first))
        return Markup(", ").join(name(self.site.places[each].called(self.language)) for each in places)

    def _path(self, place: Place, station: str) -> str:
        if self.site.election.has_station_pages(place.first):
            return station_path(place.first, station)
        return place_path(place)
