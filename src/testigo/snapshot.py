"""The whole way in one function: from what stands in the evidence to the state that is shown.

`derive` asks nobody, reads no clock and draws no lot: a stranger with the same definition and the same
evidence gets the same frames. The stages are the rooms of the house, in the order of the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.election.definition import Election
from testigo.evidence.gather import Evidence
from testigo.forms.profile import FormProfile


@dataclass(frozen=True)
class Snapshot:
    """The whole state at one statement.

    findings      columns.FINDINGS, of checks, of pixels and of settlement
    results       contest -> RESULTS, a row a station that votes in it
    tallies       contest -> TALLY, a row a jurisdiction
    bounds        contest -> BOUNDS, a row a jurisdiction
    leads         contest -> LEADS
    by_basis      contest -> GROUPS; by_provenance the same
    discrepancies columns.DISCREPANCIES
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
