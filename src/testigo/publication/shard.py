"""What the pages are made from: `Site`, what every page knows, and `Shard`, what some of them show.

In   a Snapshot, the imprint.
Out  the Site. Shards are cut by `cutting`: one has some polling stations of one first jurisdiction, with the
     rows of every table that their pages show. Both travel between processes; nothing here is language.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import polars as pl

from testigo.catalogue import LANGUAGES
from testigo.columns import FrameKind
from testigo.election.contests import Contest, Names, names_of
from testigo.election.definition import Election
from testigo.election.geography import first_jurisdictions, made_of_results
from testigo.findings import Finding, findings_in
from testigo.forms.profile import FormProfile
from testigo.publication.imprint import Imprint
from testigo.publication.spelling import alphabetical
from testigo.snapshot import Snapshot
from testigo.statistics.disclosed import SAMPLE, has_simulated

Record = dict[str, Any]
Rows = Mapping[str, Record]


@dataclass(frozen=True)
class Place:
    """A jurisdiction as the pages need it."""

    jurisdiction: str
    parent: str | None
    level: int
    name: str
    frame: str
    source: str | None
    first: str  # the first jurisdiction, whose folder holds its page
    names: Names = ()

    def called(self, language: str) -> str:
        """Return the name in a language; `name` where there is none of its own."""
        return dict(self.names).get(language, self.name)


@dataclass(frozen=True)
class Claim:
    """Where and when the authority said something, such as a bulletin."""

    claim: str
    source: str
    day: datetime.date | None


@dataclass(frozen=True)
class Site:
    """What every page of a publication knows.

    election  without stations, ballots and geometry: those are large, and no page needs them whole
    pairs     contest -> the two options with most votes in all, the first one first: they have columns
    fills     contest -> the fill of each of them: f1 solid, f2 stripes, as they stand in the whole; all
              others are f3, dots
    parts     contest -> the places right below the whole in which it is voted, as in `children`
    claims    name of an official claim -> where and when it was made, in the order of the coordinator, and
              behind those that have none the newest first
    declared  jurisdiction -> rows of DECLARED: forms that somebody says to hold and to have scanned
    names_polling_places  whether the definition has a name of any: only then can one be looked for
    covered               contests of which some part knows how many stations it has
    sampled, tested       whether a sample, and whether simulated tests are disclosed: they have pages then
    """

    election: Election
    profiles: Mapping[str, FormProfile]
    imprint: Imprint
    places: Mapping[str, Place]
    children: Mapping[str, tuple[str, ...]]  # in alphabetical order of their names
    pairs: Mapping[str, tuple[str, ...]]
    fills: Mapping[str, Mapping[str, str]]
    claims: Mapping[str, Claim]
    parts: Mapping[str, tuple[str, ...]]
    declared: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    names_polling_places: bool = False
    sampled: bool = False
    tested: bool = False
    covered: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site: those of the election for which we have words."""
        return tuple(language for language in self.election.languages if language in LANGUAGES)

    @cached_property
    def root(self) -> str:
        """The jurisdiction above all others."""
        return next(place.jurisdiction for place in self.places.values() if place.parent is None)

    @cached_property
    def made_of_results(self) -> frozenset[str]:
        """The places whose list of stations was made of the results, with those that are sums of them."""
        places = self.places.values()
        return made_of_results((place.jurisdiction, place.parent, place.frame) for place in places)

    def palette(self, contest: str) -> str:
        """Return the class that holds a contest's colours in the style sheet."""
        return self._palettes[contest]

    @cached_property
    def _palettes(self) -> Mapping[str, str]:
        return {contest: f"k{number}" for number, contest in enumerate(self.pairs)}

    @cached_property
    def lists_stations(self) -> bool:
        """Whether the stations of any place were listed or declared, whatever its results."""
        known = (FrameKind.LISTED, FrameKind.DECLARED)
        return any(place.frame in known for place in self.places.values())

    def path_to(self, jurisdiction: str) -> tuple[Place, ...]:
        """Return the places from the root down to a jurisdiction."""
        way = [self.places[jurisdiction]]
        while (parent := way[-1].parent) is not None:
            way.append(self.places[parent])
        return tuple(reversed(way))

    def fill(self, contest: str, option: str | None) -> str:
        """Return the class of an option's fill."""
        return self.fills[contest].get(option or "", "f3")


@dataclass(frozen=True)
class Shard:
    """The rows that the pages of some stations, and of the jurisdictions above them, show.

    jurisdictions  whose pages are made from this shard, with every row of their children in the tables
    stations       whose pages are made, as rows of columns.STATIONS; whole polling places
    """

    first: str
    jurisdictions: tuple[str, ...]
    stations: pl.DataFrame
    place_names: pl.DataFrame
    listed: pl.DataFrame  # station, polling_place, jurisdiction of every station of these jurisdictions
    results: Mapping[str, pl.DataFrame]
    readings: Mapping[str, pl.DataFrame]
    completed: Mapping[str, pl.DataFrame]  # readings with the totals that follow: reading, figures
    decisions: Mapping[str, pl.DataFrame]
    findings: pl.DataFrame
    looked: pl.DataFrame  # checks.looked.LOOKED
    tallies: Mapping[str, pl.DataFrame]
    bounds: Mapping[str, pl.DataFrame]
    leads: Mapping[str, pl.DataFrame]
    discrepancies: pl.DataFrame
    contradictions: pl.DataFrame
    claims_below: pl.DataFrame  # official.levels.BELOW

    @cached_property
    def rows(self) -> "ShardRows":
        """The same as plain rows, found by their keys."""
        return ShardRows(self)


class ShardRows:
    """The frames of a shard as dictionaries, which a page looks up one by one."""

    def __init__(self, shard: Shard) -> None:
        # A contest that nobody here votes in has no rows, and of many contests most are such.
        self.results = defaultdict(dict, {code: _by(of, "station") for code, of in shard.results.items()})
        self.readings = {contest: _grouped(frame, "station") for contest, frame in shard.readings.items()}
        self.completed = {contest: _by(frame, "reading") for contest, frame in shard.completed.items()}
        self.decisions = {contest: _by(frame, "station") for contest, frame in shard.decisions.items()}
        self.findings = _findings(shard.findings)
        self.looked = _looked(shard.looked)
        self.tallies = defaultdict(
            dict, {code: _by(of, "jurisdiction") for code, of in shard.tallies.items()}
        )
        self.bounds = defaultdict(dict, {code: _by(of, "jurisdiction") for code, of in shard.bounds.items()})
        self.leads = defaultdict(
            dict, {code: _grouped(of, "jurisdiction") for code, of in shard.leads.items()}
        )
        self.stations = shard.stations.to_dicts()
        self.listed = _grouped(shard.listed, "jurisdiction")
        self.place_names: dict[str, str | None] = dict(shard.place_names.iter_rows())
        self.discrepancies = _grouped_by_two(shard.discrepancies, "contest", "place")
        self.contradictions = _grouped_by_two(shard.contradictions, "contest", "place")
        self.claims_below = _grouped_by_two(shard.claims_below, "contest", "jurisdiction")
        self.at_polling_place = _grouped(
            shard.stations.filter(pl.col("polling_place").is_not_null()), "polling_place"
        )


def site_of(snapshot: Snapshot, imprint: Imprint) -> Site:
    """Return what every page knows."""
    election = snapshot.election
    firsts = first_jurisdictions(election)
    places = {
        row["jurisdiction"]: Place(
            row["jurisdiction"],
            row["parent"],
            row["level"],
            row["name"],
            row["frame"],
            row["source"],
            firsts[row["jurisdiction"]],
            names_of(row, "name"),
        )
        for row in election.jurisdictions.iter_rows(named=True)
    }
    children: dict[str, list[str]] = defaultdict(list)
    for place in sorted(places.values(), key=lambda place: alphabetical(place.name)):
        if place.parent is not None:
            children[place.parent].append(place.jurisdiction)
    small = replace(
        election,
        stations=election.stations.clear(),
        ballots=election.ballots.clear(),
        polling_places=election.polling_places.clear(),
        jurisdictions=election.jurisdictions.clear(),
        geometry=None,
    )
    pairs = {contest.contest: pair_of(snapshot, contest) for contest in election.contests}
    fills = {contest.contest: fills_of(pairs[contest.contest]) for contest in election.contests}
    below = {parent: tuple(codes) for parent, codes in children.items()}
    declared = _grouped(snapshot.evidence.declared, "place")
    claims = claims_of(snapshot)
    parts = {code: parts_of(tally, below.get(election.root, ())) for code, tally in snapshot.tallies.items()}
    named = election.polling_places["name"].is_not_null().any()
    return Site(
        small,
        snapshot.profiles,
        imprint,
        places,
        below,
        pairs,
        fills,
        claims,
        parts,
        declared,
        named,
        SAMPLE in snapshot.evidence.statistics,
        has_simulated(snapshot.evidence.statistics),
        frozenset(code for code, tally in snapshot.tallies.items() if knows_stations(tally, parts[code])),
    )


def knows_stations(tally: pl.DataFrame, places: Sequence[str]) -> bool:
    """Say whether the coverage of any of some places is known."""
    of_places = tally.filter(pl.col("jurisdiction").is_in(list(places)))
    return bool(of_places["coverage_of_stations"].is_not_null().any())


def parts_of(tally: pl.DataFrame, places: Sequence[str]) -> tuple[str, ...]:
    """Return those of some places that have a row in TALLY: in which its contest is voted."""
    voted = set(tally.filter(pl.col("jurisdiction").is_in(list(places)))["jurisdiction"])
    return tuple(place for place in places if place in voted)


def claims_of(snapshot: Snapshot) -> dict[str, Claim]:
    """Return the claims by name, in the order that the coordinator gave; others behind, the newest first."""
    said = snapshot.evidence.claims.unique("claim", keep="first").select("claim", "source", "date", "order")
    found = [(order, Claim(claim, source or "", _day(day))) for claim, source, day, order in said.iter_rows()]
    found.sort(key=lambda one: (one[1].day or datetime.date.min, one[1].claim), reverse=True)
    found.sort(key=lambda one: (one[0] is None, one[0] or 0))
    return {claim.claim: claim for _, claim in found}


def _day(text: str | None) -> datetime.date | None:
    """Read an ISO date; what is none is left out of the page, and stands in the data as printed."""
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def pair_of(snapshot: Snapshot, contest: Contest) -> tuple[str, ...]:
    """Return the two options in front in the whole (fewer where fewer run); before any vote, the ballot's."""
    root = snapshot.bounds[contest.contest].row(
        by_predicate=pl.col("jurisdiction") == snapshot.election.root, named=True
    )
    leading = [option for option in (root["first"], root["second"]) if option is not None]
    rest = [option.option for option in contest.options if option.option not in leading]
    return tuple([*leading, *rest][:2])


def fills_of(pair: tuple[str, ...]) -> dict[str, str]:
    """Return the fill of the two options that have bars: who is in front of the whole is solid everywhere."""
    return {option: f"f{number}" for number, option in enumerate(pair, start=1)}


def _by(frame: pl.DataFrame, key: str) -> dict[str, Record]:
    return {row[key]: row for row in frame.iter_rows(named=True)}


def _grouped(frame: pl.DataFrame, key: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        groups[row[key]].append(row)
    return groups


def _grouped_by_two(frame: pl.DataFrame, one: str, two: str) -> dict[tuple[str, str], list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        groups[row[one], row[two]].append(row)
    return groups


def _findings(frame: pl.DataFrame) -> dict[tuple[str, str], list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings_in(frame):
        groups[finding.contest, finding.station].append(finding)
    return groups


def _looked(frame: pl.DataFrame) -> dict[tuple[str, str], frozenset[str]]:
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for contest, station, rule in frame.iter_rows():
        groups[contest, station].add(rule)
    return {key: frozenset(rules) for key, rules in groups.items()}


def chunks(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Cut a sequence into pieces of at most `size`; one empty piece for none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]
