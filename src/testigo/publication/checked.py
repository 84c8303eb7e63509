"""What was checked at a station: every finding as a sentence, and every rule that found nothing.

A rule that could not ask, because what it compares was not read, is not said to have found nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from testigo.checks.registry import RULES
from testigo.checks.words import sentence
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity
from testigo.publication.figures import Row
from testigo.publication.shard import Record
from testigo.publication.words import code, name, words

NEEDED_BY = {
    "S.201": ("valid_votes",),
    "T.301": ("registered_voters", "valid_votes"),
    "T.302": ("registered_voters", "valid_votes"),
    "T.303": ("registered_voters",),
}
"""Figures without which a rule has nothing to say."""

EVIDENCE_OF = {
    "S.201": ("valid_votes",),
    "T.301": ("valid_votes", "null_votes", "registered_voters"),
    "T.303": ("registered_voters",),
}
"""Figures that a rule compared when it found nothing, shown beside its code."""


def checked(
    contest: Contest,
    language: str,
    findings: Sequence[Finding],
    readings: Sequence[Record],
    results: Row,
    roll: int | None,
    labels: Mapping[str, Markup],
) -> list[dict[str, Any]]:
    """Return the lines of "What was checked" for one contest at one station; none without a reading.

    results  the station's row of RESULTS
    roll     its registered voters in the definition
    labels   reading -> what its column is called, to say whose finding it is where there are several
    """
    if not readings:
        return []
    found = {finding.code for finding in findings}
    silent = [code_ for code_ in RULES if code_ not in found and was_asked(code_, contest, readings, roll)]
    return [
        *(_finding(contest, language, finding, nth, labels) for finding, nth in numbered(findings)),
        *(_silent(language, code_, results) for code_ in silent),
    ]


def was_asked(rule: str, contest: Contest, readings: Sequence[Record], roll: int | None) -> bool:
    """Whether a rule that we have words for had what it compares, in any reading."""
    if f"checked.{rule}" not in words("en"):
        return False
    if rule == "S.202":
        return any(reading[column] is not None for reading in readings for column in contest.line_columns)
    if rule == "T.303" and roll is None:
        return False
    needed = NEEDED_BY.get(rule, ())
    return any(all(reading[column] is not None for column in needed) for reading in readings)


def numbered(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Number the findings of each rule from 1, in their order, as `cells` does."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        found.append((finding, seen[finding.code]))
    return found


def _finding(
    contest: Contest, language: str, finding: Finding, nth: int, labels: Mapping[str, Markup]
) -> dict[str, Any]:
    say = words(language)
    address = ("findings", contest.contest, finding.station, finding.code, str(nth))

    def show(figure: str, value: int) -> str:
        return Row({"value": value}, language, Markup(), *address, figure)["value"]

    said = sentence(finding, contest, language, show, name)
    blocking = finding.severity is Severity.BLOCKING
    details = [code(finding.code), say("severity.blocking" if blocking else "severity.warning")]
    if len(labels) > 1 and (label := labels.get(finding.reading or "")):
        details.append(label)
    return {
        "icon": "warn",
        "extra": "warn",
        "label": say("icon.note"),
        "sentence": Markup(said),  # noqa: S704
        "detail": Markup(" · ").join(details),
    }


def _silent(language: str, rule: str, results: Row) -> dict[str, Any]:
    say = words(language)
    compared = [column for column in EVIDENCE_OF.get(rule, ()) if results.value(column) is not None]
    return {
        "icon": "ok",
        "extra": "",
        "label": say("icon.agrees"),
        "sentence": say(f"checked.{rule}"),
        "detail": Markup(" · ").join([code(rule), *(results[column] for column in compared)]),
    }
