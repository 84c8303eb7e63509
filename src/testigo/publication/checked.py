"""What was checked at a station: every finding as a sentence, and every rule that found nothing.

A rule that did not look (checks.looked) is not said to have found nothing; of sums it is said that none could
be checked.
"""

from collections.abc import Mapping, Sequence, Set
from functools import cache
from typing import Any

from markupsafe import Markup

from testigo.checks.registry import RULES
from testigo.checks.sentences import sentence
from testigo.columns import DocumentClass
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity
from testigo.publication.figures import Row
from testigo.publication.shard import Record
from testigo.publication.words import code, name, words

SUMS = "S.201"
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
    looked: Set[str],
    labels: Mapping[str, Markup],
) -> list[dict[str, Any]]:
    """Return the lines of "What was checked" for one contest at one station; none without a reading.

    results  the station's row of RESULTS
    looked   the rules that had what they compare, in one reading at least
    labels   reading -> what its column is called, to say whose finding it is where there are several
    """
    if not readings:
        return []
    found = {finding.code for finding in findings}
    silent = [code_ for code_ in _worded() if code_ not in found and code_ in looked]
    return [
        *(_finding(contest, language, *each, labels) for each in said_once(findings)),
        *(_silent(language, code_, results) for code_ in silent),
        *([] if SUMS in found | looked or not _are_results(readings) else [_no_sum(language)]),
    ]


@cache
def _worded() -> tuple[str, ...]:
    """Return the rules of which is said that they found nothing."""
    return tuple(code_ for code_ in RULES if f"checked.{code_}" in words("en"))


def _are_results(readings: Sequence[Record]) -> bool:
    return any(reading["document_class"] in (None, DocumentClass.RESULT.value) for reading in readings)


def _no_sum(language: str) -> dict[str, Any]:
    say = words(language)
    return {
        "icon": "unk",
        "extra": "",
        "label": say("icon.unknown"),
        "sentence": say("unchecked.S.201"),
        "detail": code(SUMS),
    }


def numbered(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Number the findings of each rule from 1, in their order, as `cells` does."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        found.append((finding, seen[finding.code]))
    return found


def said_once(findings: Sequence[Finding]) -> list[tuple[Finding, int, list[str]]]:
    """Return each finding once: itself, its number, and the readings of which it says the very same."""
    found: dict[tuple[object, ...], tuple[Finding, int, list[str]]] = {}
    for finding, nth in numbered(findings):
        same = (finding.code, tuple(finding.figures.items()), finding.related)
        _, _, readings = found.setdefault(same, (finding, nth, []))
        if finding.reading is not None:
            readings.append(finding.reading)
    return list(found.values())


def _finding(
    contest: Contest,
    language: str,
    finding: Finding,
    nth: int,
    readings: Sequence[str],
    labels: Mapping[str, Markup],
) -> dict[str, Any]:
    say = words(language)
    address = ("findings", contest.contest, finding.station, finding.code, str(nth))

    def show(figure: str, value: int) -> str:
        return Row({"value": value}, language, Markup(), *address, figure)["value"]

    said = sentence(finding, contest, language, show, name)
    blocking = finding.severity is Severity.BLOCKING
    details = [code(finding.code), say("severity.blocking" if blocking else "severity.warning")]
    if len(labels) > 1:
        details += [labels[reading] for reading in readings if reading in labels]
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
