"""Stage 10: the results of a snapshot as election results reports of NIST SP 1500-100 version 2, in JSON.

In   a Snapshot, the day of the publication and the name of its software.
Out  (jurisdiction, bytes): for None a summary of every jurisdiction, then for each jurisdiction below the
     country a report with its polling places and stations. Equal input gives equal bytes.

Publication writes these bytes; verification makes them again and holds them against what lies there. Only
accepted forms count, as everywhere: a unit without a count has no accepted form that says it. What the
standard has no place for, and what we leave out, is in spec/nist-sp-1500-100.md.
"""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from testigo.election.definition import Election
from testigo.nist.contests import Counted, candidates, contest_of, parties
from testigo.nist.places import units_in
from testigo.nist.terms import Json, in_words
from testigo.nist.units import UnitKind, counted, identifier, placed, said_by_line, units_of
from testigo.snapshot import Snapshot

NOTES = (
    "Counts are sums of accepted results forms, made by a campaign or citizens and not by the authority. "
    "Undervotes are blank votes, and Overvotes are null votes whatever made them null, as the forms print "
    "them. A candidate on several party lines has a selection a line, which add up. A unit without a count "
    "has no accepted form that says it."
)


@dataclass(frozen=True)
class Series:
    """What all reports of a publication say: facts of the election, and how many reports there are."""

    election: Election
    day: datetime.date
    software: str
    is_complete: bool
    reports: int
    districts: Mapping[str, str]  # contest -> unit of the smallest jurisdiction with all its stations


def reports(snapshot: Snapshot, day: datetime.date, software: str) -> Iterator[tuple[str | None, bytes]]:
    """Yield the summary (None), then a report a jurisdiction below the country, in the definition's order.

    day       of the publication, UTC
    software  name and version of what makes the publication
    """
    election = snapshot.election
    units, stations = units_of(election), placed(election)
    every = [
        (Counted(contest, {}, said_by_line(snapshot, contest)), counted(snapshot, contest, stations))
        for contest in election.contests
    ]
    firsts = units.filter(kind=UnitKind.JURISDICTION.value)["first"].drop_nulls().unique(maintain_order=True)
    with_stations = set(stations["first"].drop_nulls())
    codes = [code for code in firsts if code in with_stations]
    series = Series(
        election, day, software, _is_complete(snapshot), 1 + len(codes), _districts(snapshot, stations)
    )
    yield None, written(_report(series, 1, "summary-contest", units.filter("in_summary"), every))
    of_first = units.partition_by("first", as_dict=True)
    for number, code in enumerate(codes, start=2):
        yield code, written(_report(series, number, "precinct-level", of_first[(code,)], every))


def written(report: Json) -> bytes:
    """Write a report: keys sorted, no spaces, one line end."""
    text = json.dumps(report, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + b"\n"


def _is_complete(snapshot: Snapshot) -> bool:
    """Whether every station of the country is accepted in every contest."""
    tallies = (tally.filter(pl.col("level") == 1).row(0, named=True) for tally in snapshot.tallies.values())
    return all(row["stations"] == row["stations_accepted"] for row in tallies)


def _districts(snapshot: Snapshot, stations: pl.DataFrame) -> dict[str, str]:
    levels = snapshot.election.level_columns
    found = {}
    for contest in snapshot.election.contests:
        voting = stations.filter(
            pl.col("station").is_in(snapshot.results[contest.contest]["station"].implode())
        )
        codes = [voting[level].unique() for level in levels]
        holding = [str(code.item()) for code in codes if len(code) == 1 and code[0] is not None]
        smallest = holding[-1] if holding else snapshot.election.root
        found[contest.contest] = identifier(UnitKind.JURISDICTION, smallest)
    return found


def _report(
    series: Series,
    number: int,
    detail: str,
    units: pl.DataFrame,
    every: Sequence[tuple[Counted, pl.DataFrame]],
) -> Json:
    """Return one report: the units of it, and what was counted in them."""
    inside = units["unit"].implode()
    tables = [(one, frame.filter(pl.col("unit").is_in(inside))) for one, frame in every]
    contests = [
        replace(one, rows={row["unit"]: row for row in frame.iter_rows(named=True)})
        for one, frame in tables
        if not frame.is_empty()
    ]
    election = series.election
    tested = {"IsTest": True, "TestType": "drill"} if election.drill else {"IsTest": False}
    return {
        "@type": "ElectionResults.ElectionReport",
        "Format": detail,
        "GeneratedDate": f"{series.day.isoformat()}T00:00:00Z",
        "Issuer": election.origin,
        "IssuerAbbreviation": election.origin.partition("/")[0],
        "Notes": NOTES,
        "SequenceStart": number,
        "SequenceEnd": series.reports,
        "Status": "unofficial-complete" if series.is_complete else "unofficial-partial",
        "VendorApplicationId": series.software,
        **tested,
        "GpUnit": list(units_in(election, units, contests)),
        "Party": [party for one in contests for party in parties(election, one.contest)],
        "Election": [_election(series, contests)],
    }


def _election(series: Series, contests: Sequence[Counted]) -> Json:
    election = series.election
    date = election.date.isoformat()
    return {
        "@type": "ElectionResults.Election",
        "Name": in_words(election.name),
        "Type": "other",
        "OtherType": "not classified",
        "StartDate": date,
        "EndDate": date,
        "ElectionScopeId": identifier(UnitKind.JURISDICTION, election.root),
        "BallotCounts": _ballots(contests),
        "Candidate": [candidate for one in contests for candidate in candidates(election, one.contest)],
        "Contest": [contest_of(election, one, series.districts[one.contest.contest]) for one in contests],
    }


def _ballots(contests: Sequence[Counted]) -> list[Json]:
    """Return the ballots cast; none where several contests have each their own."""
    if len(contests) != 1:
        return []
    return [
        {
            "@type": "ElectionResults.BallotCounts",
            "BallotsCast": row["total_votes"],
            "GpUnitId": unit,
            "Type": "total",
        }
        for unit, row in contests[0].rows.items()
        if row["total_votes"] is not None
    ]
