"""Stage 4 of the life of a form: every rule over every reading.

In   READINGS of every contest, the definition, the form profiles.
Out  FINDINGS, sorted by contest, station, rule and reading.

A finding never changes a figure, and no reading is dropped for one: what a blocking finding means is for
settlement to say. The same readings give the same findings, whatever their order.
"""

from collections.abc import Mapping

import polars as pl

from testigo.checks.formless import without_form
from testigo.checks.registry import RULES, Context, Rule, severity_of
from testigo.columns import FINDINGS, conform, empty
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.policy import Policy
from testigo.election.stations import stations_of
from testigo.forms.profile import FormProfile

UNKNOWN_STATION = "I.101"
COMPARING = frozenset({"C.401", "C.403", "N.501", "R.602"})
"""Rules that hold the figures of one reading against those of others."""


def run(
    readings: Mapping[str, pl.DataFrame],
    election: Election,
    profiles: Mapping[str, FormProfile],
    on_pixels: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the findings on all readings (columns.FINDINGS).

    readings   contest -> READINGS of that contest
    profiles   name of a form -> its profile
    on_pixels  FINDINGS made on pixels, of any contest; None where there are none

    A reading of an unknown station gets I.101 and reaches no other rule. One that waits for a person to class
    its photo (`formless`) is held against no other: a bare code would make a finding on an honest form.
    """
    seen = empty(FINDINGS) if on_pixels is None else on_pixels
    found = [
        _findings(frame, without_form(frame, seen, contest), election.contest(contest), election, profiles)
        for contest, frame in readings.items()
        if not frame.is_empty()
    ]
    if not found:
        return empty(FINDINGS)
    order = ["contest", "station", "code", "reading"]
    return pl.concat(found).sort(order, maintain_order=True, nulls_last=True)


def weighed(findings: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return findings that others made (columns.FINDINGS), as heavy as the policy has their rules."""
    heavier = {code: severity.value for code, severity in policy.severity.items()}
    severity = pl.col("code").replace_strict(heavier, default=pl.col("severity"), return_dtype=pl.String)
    return findings.with_columns(severity=severity) if heavier else findings


def _findings(
    readings: pl.DataFrame,
    waiting: pl.Series,
    contest: Contest,
    election: Election,
    profiles: Mapping[str, FormProfile],
) -> pl.DataFrame:
    context = context_of(contest, election, profiles)
    known = with_definition(readings, election)
    unknown = readings.join(election.stations, on="station", how="anti", maintain_order="left")
    on_paper = known.filter(~pl.col("reading").is_in(waiting.implode()))
    of_rule = {UNKNOWN_STATION: unknown, **dict.fromkeys(COMPARING, on_paper)}
    said = [_apply(rule, of_rule.get(code, known), context, election.policy) for code, rule in RULES.items()]
    return pl.concat([empty(FINDINGS), *(frame for frame in said if not frame.is_empty())])


def context_of(contest: Contest, election: Election, profiles: Mapping[str, FormProfile]) -> Context:
    """Return what rules may know of a contest beside its readings."""
    return Context(contest, profiles[contest.form], stations_of(election, contest)["station"])


def with_definition(readings: pl.DataFrame, election: Election) -> pl.DataFrame:
    """Return the readings of known stations with `polling_place` and `roll` of the definition."""
    definition = election.stations.select("station", "polling_place", roll="registered_voters")
    return readings.join(definition, on="station", how="inner", maintain_order="left")


def _apply(rule: Rule, readings: pl.DataFrame, context: Context, policy: Policy) -> pl.DataFrame:
    if rule.find is None or readings.is_empty():
        return empty(FINDINGS)
    found = rule.find(readings, context)
    if found.is_empty():
        return empty(FINDINGS)
    said = found.with_columns(
        code=pl.lit(rule.code),
        version=pl.lit(rule.version),
        severity=pl.lit(severity_of(rule.code, policy).value),
        contest=pl.lit(context.contest.contest),
    )
    return conform(said, FINDINGS)
