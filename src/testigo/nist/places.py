"""Stage 10, for NIST SP 1500-100: jurisdictions, polling places and polling stations as reporting units.

In   UNITS and what was counted of each contest.
Out  a `ReportingUnit` each.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.nist.contests import Counted, coverage, votes_allowed
from testigo.nist.terms import Json, Row, code_of_a_place, in_words
from testigo.nist.units import UnitKind, identifier

GEOGRAPHIC = frozenset(
    ("borough", "city", "country", "county", "municipality", "state", "town", "township", "village", "ward")
)
"""The names of levels that the standard has, too; any other is its `other`."""


def units_in(election: Election, frame: pl.DataFrame, contests: Sequence[Counted]) -> Iterator[Json]:
    """Yield the units of UNITS; in the report of a part of the country that itself stands alone, without
    parts."""
    parts: dict[str, list[str]] = {}
    for unit, whole in frame.select("unit", "whole").iter_rows():
        parts.setdefault(whole, []).append(unit)
    country = identifier(UnitKind.JURISDICTION, election.root)
    if country not in set(frame["unit"]):
        yield {"@id": country, "@type": "ElectionResults.ReportingUnit", **_type(election, 1)}
    for row in frame.iter_rows(named=True):
        unit = _unit(election, row, contests)
        yield {**unit, "ComposingGpUnitIds": parts[row["unit"]]} if row["unit"] in parts else unit


def _unit(election: Election, row: Row, contests: Sequence[Counted]) -> Json:
    counts = [(one.contest, one.rows[row["unit"]]) for one in contests if row["unit"] in one.rows]
    unit: Json = {
        "@id": row["unit"],
        "@type": "ElectionResults.ReportingUnit",
        "CountStatus": [_count_status([found for _, found in counts])],
        "ExternalIdentifier": code_of_a_place(row["code"]),
    }
    match row["kind"]:
        case UnitKind.STATION:
            unit["Type"] = "precinct"
        case UnitKind.PLACE:
            unit |= {"Type": "polling-place", **_coverage(counts)}
        case _:
            unit |= {**_type(election, row["level"]), **_coverage(counts)}
    if row["name"] is not None:
        unit["Name"] = in_words({election.languages[0]: row["name"]})
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


def _coverage(counts: Sequence[tuple[Contest, Row]]) -> Json:
    """Return accepted stations of all; none where several contests have each their own."""
    return coverage(counts[0][1]) if len(counts) == 1 else {}


def _fits(roll: int | None, counts: Sequence[tuple[Contest, Row]]) -> bool:
    """Whether the roll is known and no contest has more votes: the standard's readers refuse such a unit."""
    return roll is not None and all(
        sum(row[column] or 0 for column in contest.vote_columns) <= roll * votes_allowed(contest)
        for contest, row in counts
    )
