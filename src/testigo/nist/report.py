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
from dataclasses import dataclass
from typing import Any

import polars as pl

from testigo.election.contests import Contest, Option
from testigo.election.definition import Election
from testigo.nist.units import Kind, counted, identifier, placed, units_of
from testigo.snapshot import Snapshot

Json = dict[str, Any]
Row = Mapping[str, Any]

NOTES = (
    "Counts are sums of accepted results forms, made by a campaign or citizens and not by the authority. "
    "Undervotes are blank votes and Overvotes are null votes, as the forms print them. A unit without a "
    "count has no accepted form that says it."
)
GEOGRAPHIC = frozenset(
    ("borough", "city", "country", "county", "municipality", "state", "town", "township", "village", "ward")
)
"""The names of levels that the standard has, too; any other is its `other`."""
VARIATIONS = {"plurality": "plurality", "majority": "majority", "first n": "n-of-m", "seats": "proportional"}


@dataclass(frozen=True)
class Counted:
    """A contest and what was counted in the units of one report: unit -> its row of COUNTED."""

    contest: Contest
    rows: Mapping[str, Row]


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
    every = [(contest, counted(snapshot, contest, stations)) for contest in election.contests]
    firsts = units.filter(kind=Kind.JURISDICTION.value)["first"].drop_nulls().unique(maintain_order=True)
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
        found[contest.contest] = identifier(Kind.JURISDICTION, smallest)
    return found


def _report(
    series: Series,
    number: int,
    detail: str,
    units: pl.DataFrame,
    every: Sequence[tuple[Contest, pl.DataFrame]],
) -> Json:
    """Return one report: the units of it, and what was counted in them."""
    inside = units["unit"].implode()
    tables = [(contest, frame.filter(pl.col("unit").is_in(inside))) for contest, frame in every]
    contests = [
        Counted(contest, {row["unit"]: row for row in frame.iter_rows(named=True)})
        for contest, frame in tables
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
        "GpUnit": list(_units(election, units, contests)),
        "Party": [party for one in contests for party in _parties(election, one.contest)],
        "Election": [_election(series, contests)],
    }


def _election(series: Series, contests: Sequence[Counted]) -> Json:
    election = series.election
    date = election.date.isoformat()
    return {
        "@type": "ElectionResults.Election",
        "Name": _text(election.name),
        "Type": "other",
        "OtherType": "not classified",
        "StartDate": date,
        "EndDate": date,
        "ElectionScopeId": identifier(Kind.JURISDICTION, election.root),
        "BallotCounts": _ballots(contests),
        "Candidate": [candidate for one in contests for candidate in _candidates(election, one.contest)],
        "Contest": [_contest(series, one) for one in contests],
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


# --- units ------------------------------------------------------------------------------------------------


def _units(election: Election, units: pl.DataFrame, contests: Sequence[Counted]) -> Iterator[Json]:
    """Yield the units; in the report of a part of the country that itself stands alone, without parts."""
    parts: dict[str, list[str]] = {}
    for unit, whole in units.select("unit", "whole").iter_rows():
        parts.setdefault(whole, []).append(unit)
    country = identifier(Kind.JURISDICTION, election.root)
    if country not in set(units["unit"]):
        yield {"@id": country, "@type": "ElectionResults.ReportingUnit", **_type(election, 1)}
    for row in units.iter_rows(named=True):
        unit = _unit(election, row, contests)
        yield {**unit, "ComposingGpUnitIds": parts[row["unit"]]} if row["unit"] in parts else unit


def _unit(election: Election, row: Row, contests: Sequence[Counted]) -> Json:
    counts = [(one.contest, one.rows[row["unit"]]) for one in contests if row["unit"] in one.rows]
    unit: Json = {
        "@id": row["unit"],
        "@type": "ElectionResults.ReportingUnit",
        "CountStatus": [_count_status([found for _, found in counts])],
        "ExternalIdentifier": [
            {"@type": "ElectionResults.ExternalIdentifier", "Type": "local-level", "Value": row["code"]}
        ],
    }
    match row["kind"]:
        case Kind.STATION:
            unit["Type"] = "precinct"
        case Kind.PLACE:
            unit["Type"] = "polling-place"
        case _:
            unit |= _type(election, row["level"])
    if row["name"] is not None:
        unit["Name"] = _text({election.languages[0]: row["name"]})
    if _fits(row["registered_voters"], counts):
        unit["VotersRegistered"] = row["registered_voters"]
    return unit


def _type(election: Election, level: int) -> Json:
    name = election.levels[level - 1]
    return {"Type": name} if name in GEOGRAPHIC else {"Type": "other", "OtherType": name}


def _count_status(counts: Sequence[Row]) -> Json:
    """Return how far a unit is: a declared frame may have stations that nobody listed."""
    touched = any(row["touched"] for row in counts)
    is_done = touched and all(row["accepted"] == row["stations"] for row in counts)
    status = "completed" if is_done else "in-process" if touched else "not-processed"
    return {"@type": "ElectionResults.CountStatus", "Status": status, "Type": "total"}


def _fits(roll: int | None, counts: Sequence[tuple[Contest, Row]]) -> bool:
    """Whether the roll is known and no contest has more votes: the standard's readers refuse such a unit."""
    return roll is not None and all(
        sum(row[column] or 0 for column in contest.vote_columns) <= roll * _votes_allowed(contest)
        for contest, row in counts
    )


# --- contests ---------------------------------------------------------------------------------------------


def _contest(series: Series, one: Counted) -> Json:
    contest, rows = one.contest, one.rows
    scope = next(iter(rows.values()))  # the widest unit of the report comes first
    found: Json = {
        "@id": identifier("contest", contest.contest),
        "@type": "ElectionResults.CandidateContest",
        "Name": contest.called(series.election.languages[0]),
        "ElectionDistrictId": series.districts[contest.contest],
        "VotesAllowed": _votes_allowed(contest),
        "SubUnitsReported": scope["accepted"],
        "ContestSelection": [_selection(one, option) for option in contest.options],
        "OtherCounts": [_other_counts(unit, row) for unit, row in rows.items() if _has_others(row)],
        "VoteVariation": VARIATIONS.get(contest.decides.rule, "other"),
    }
    if found["VoteVariation"] == "other":
        found["OtherVoteVariation"] = contest.decides.rule
    if contest.decides.winners is not None:
        found["NumberElected"] = contest.decides.winners
    if scope["stations"] is not None:
        found["TotalSubUnits"] = scope["stations"]
    return found


def _votes_allowed(contest: Contest) -> int:
    """Return how many votes a ballot may have: as many as win, where the first n win, else one."""
    return contest.decides.winners or 1


def _selection(one: Counted, option: Option) -> Json:
    contest = one.contest
    column = contest.vote_columns[contest.options.index(option)]
    lines = [line for line in contest.lines if line.option == option.option]
    found: Json = {
        "@id": identifier("selection", contest.contest, option.option),
        "@type": "ElectionResults.CandidateSelection",
        "CandidateIds": [identifier("candidate", contest.contest, option.option)],
        "VoteCounts": [
            {
                "@type": "ElectionResults.VoteCounts",
                "Count": row[column],
                "GpUnitId": unit,
                "Type": "total",
            }
            for unit, row in one.rows.items()
            if row[column] is not None
        ],
    }
    if lines:
        found["EndorsementPartyIds"] = [identifier("party", contest.contest, line.line) for line in lines]
    if option.position is not None:
        found["SequenceOrder"] = option.position
    return found


def _has_others(row: Row) -> bool:
    return row["blank_votes"] is not None or row["null_votes"] is not None


def _other_counts(unit: str, row: Row) -> Json:
    found: Json = {"@type": "ElectionResults.OtherCounts", "GpUnitId": unit}
    if row["blank_votes"] is not None:
        found["Undervotes"] = row["blank_votes"]
    if row["null_votes"] is not None:
        found["Overvotes"] = row["null_votes"]
    return found


def _candidates(election: Election, contest: Contest) -> Iterator[Json]:
    for option in contest.options:
        yield {
            "@id": identifier("candidate", contest.contest, option.option),
            "@type": "ElectionResults.Candidate",
            "BallotName": _text({language: option.called(language) for language in election.languages}),
        }


def _parties(election: Election, contest: Contest) -> Iterator[Json]:
    for line in contest.lines:
        yield {
            "@id": identifier("party", contest.contest, line.line),
            "@type": "ElectionResults.Party",
            "Name": _text({language: line.called(language) for language in election.languages}),
        }


def _text(words: Mapping[str, str]) -> Json:
    return {
        "@type": "ElectionResults.InternationalizedText",
        "Text": [
            {"@type": "ElectionResults.LanguageString", "Content": content, "Language": language}
            for language, content in words.items()
        ],
    }
