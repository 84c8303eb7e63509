"""The whole way in one function: from what stands in the evidence to the state that is shown.

`derive` asks nobody, reads no clock and draws no lot: a stranger with the same definition and the same
evidence gets the same frames. The stages are the rooms of the house, in the order of the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.checks.run import run, weighed
from testigo.columns import FINDINGS, conform, decisions_schema, empty, readings_schema, tally_schema
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.geography import with_all_above
from testigo.election.stations import places_of, stations_of
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.official.compare import compare
from testigo.official.contradiction import contradictions
from testigo.review.settlement import settle
from testigo.standing.gather import Evidence
from testigo.tally.add_up import add_up
from testigo.tally.ballots_read import ballots_read
from testigo.tally.bounds import bounds
from testigo.tally.coverage import cover
from testigo.tally.groups import by, leads
from testigo.tally.not_listed import not_listed
from testigo.tally.readers import by_reader
from testigo.tally.undo import forms_to_undo


@dataclass(frozen=True)
class Snapshot:
    """The whole state at one statement.

    findings       columns.FINDINGS, of checks, of pixels and of settlement
    results        contest -> RESULTS, a row a station that votes in it
    tallies        contest -> TALLY, a row a jurisdiction in which it is voted or claimed
    bounds         contest -> BOUNDS, the same rows
    leads          contest -> LEADS
    by_basis       contest -> GROUPS; by_provenance the same
    discrepancies  columns.DISCREPANCIES
    contradictions columns.CONTRADICTIONS
    """

    election: Election
    profiles: Mapping[str, FormProfile]
    evidence: Evidence
    findings: pl.DataFrame
    results: Mapping[str, pl.DataFrame]
    tallies: Mapping[str, pl.DataFrame]
    bounds: Mapping[str, pl.DataFrame]
    leads: Mapping[str, pl.DataFrame]
    by_basis: Mapping[str, pl.DataFrame]
    by_provenance: Mapping[str, pl.DataFrame]
    discrepancies: pl.DataFrame
    contradictions: pl.DataFrame
    unknown_readings: int

    def by_reader(self, contest: str) -> pl.DataFrame:
        """Return READERS of a contest: the sums of what each institution read, and others by their method."""
        of = self.election.contest(contest)
        return by_reader(
            self.evidence.readings[contest],
            self.results[contest],
            self.evidence.institutions,
            figures(of, self.profiles[of.form]),
        )

    def not_listed(self, contest: str) -> pl.DataFrame:
        """Return NOT_LISTED of a contest: where the stations are that are declared and on no list."""
        return not_listed(self.tallies[contest], self.election.jurisdictions)


@dataclass(frozen=True)
class ContestState:
    """What is derived of one contest."""

    findings: pl.DataFrame
    results: pl.DataFrame
    tally: pl.DataFrame
    bounds: pl.DataFrame


def derive(
    election: Election,
    profiles: Mapping[str, FormProfile],
    evidence: Evidence,
    *,
    in_every_place: bool = False,
) -> Snapshot:
    """Derive the whole state from what stands in the evidence.

    in_every_place  every contest has a row of every jurisdiction, as publications had before the places knew
                    which contests are voted in them; only to make such a publication again
    """
    seen = weighed(evidence.pixel_findings, election.policy)
    checked = pl.concat([run(evidence.readings, election, profiles, seen), seen])
    states = {
        contest.contest: _derive_contest(
            election,
            profiles[contest.form],
            contest,
            evidence,
            checked,
            election.jurisdictions if in_every_place else _places(election, contest, evidence.claims),
        )
        for contest in election.contests
    }
    results = {code: state.results for code, state in states.items()}
    tallies = {code: state.tally for code, state in states.items()}
    found = pl.concat([checked, *(state.findings for state in states.values())])
    known = election.stations["station"].implode()
    unknown = sum(
        frame.filter(~pl.col("station").is_in(known)).height for frame in evidence.readings.values()
    )
    return Snapshot(
        election=election,
        profiles=profiles,
        evidence=evidence,
        findings=conform(found, FINDINGS).sort(
            "contest", "station", "code", "reading", "related", maintain_order=True
        ),
        results=results,
        tallies=tallies,
        bounds={code: state.bounds for code, state in states.items()},
        leads={code: leads(state.bounds, election.jurisdictions) for code, state in states.items()},
        by_basis={code: by(frame, "basis") for code, frame in results.items()},
        by_provenance={code: by(frame, "provenance_class") for code, frame in results.items()},
        discrepancies=compare(evidence.claims, tallies, results, election),
        contradictions=contradictions(evidence.claims, tallies, results, election),
        unknown_readings=unknown + evidence.unknown_readings,
    )


def _places(election: Election, contest: Contest, claims: pl.DataFrame) -> pl.DataFrame:
    """Return the jurisdictions of a contest's tally: where it is voted, and where the authority claims so."""
    voted = places_of(election, contest)
    if voted.height == election.jurisdictions.height:
        return voted
    claimed = claims.filter(pl.col("contest") == contest.contest).select(jurisdiction="place").unique()
    return with_all_above(election.jurisdictions, pl.concat([voted.select("jurisdiction"), claimed]))


def _derive_contest(
    election: Election,
    profile: FormProfile,
    contest: Contest,
    evidence: Evidence,
    checked: pl.DataFrame,
    places: pl.DataFrame,
) -> ContestState:
    columns = figures(contest, profile)
    stations = stations_of(election, contest)
    readings = evidence.readings.get(contest.contest, empty(readings_schema(columns)))
    decisions = evidence.decisions.get(contest.contest, empty(decisions_schema(columns)))
    settled = settle(readings, checked, decisions, stations, contest, profile, election.policy)
    read = ballots_read(readings, checked, settled.results, decisions, contest, profile)
    tally, bounded = _tally(election, contest, columns, settled.results, stations, read, places)
    return ContestState(settled.findings, settled.results, tally, bounded)


def _tally(
    election: Election,
    contest: Contest,
    columns: tuple[str, ...],
    results: pl.DataFrame,
    stations: pl.DataFrame,
    read: pl.DataFrame,
    places: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    levels, votes = election.level_columns, contest.vote_columns
    sums = add_up(results, stations, places, levels, columns, votes, read)
    whole = cover(sums, places, columns, votes)
    bounded = forms_to_undo(bounds(whole, places, contest), whole, results, stations, levels)
    return conform(whole, tally_schema(columns, votes)), bounded
