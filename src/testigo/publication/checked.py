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
from testigo.publication.rule_links import rule_link
from testigo.publication.shard import Record
from testigo.publication.words import name, words

SUMS = "S.201"
SAME_ROLL = "T.303"
BALLOTS_BESIDE_ROLL = {"T.301": Markup(" ≤ "), "T.302": Markup(" / ")}
ROLL = "registered_voters"
TO_RULES = "../../"
"""The way from the page of a station to the language's folder, in which the pages of rules are."""


def checked(
    contest: Contest,
    language: str,
    findings: Sequence[Finding],
    readings: Sequence[Record],
    results: Row,
    defined: Row,
    looked: Set[str],
    labels: Mapping[str, Markup],
) -> list[dict[str, Any]]:
    """Return the lines of "What was checked" for one contest at one station; none without a reading.

    results  the station's row of RESULTS
    defined  the station's row in the definition
    looked   the rules that had what they compare, in one reading at least
    labels   reading -> what its column is called, to say whose finding it is where there are several
    """
    if not readings:
        return []
    found = {finding.code for finding in findings}
    silent = [code_ for code_ in _worded() if code_ not in found and code_ in looked]
    return [
        *(_finding(contest, language, *each, labels) for each in said_once(findings)),
        *(_silent(contest, language, code_, results, defined) for code_ in silent),
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
        "detail": rule_link(SUMS, TO_RULES),
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


def said_of(contest: Contest, language: str, finding: Finding, nth: int) -> Markup:
    """Return a finding as a sentence, every number the mark of its cell; `nth` as `numbered` counts."""
    address = ("findings", contest.contest, finding.station, finding.code, str(nth))

    def show(figure: str, value: int) -> str:
        return Row({"value": value}, language, Markup(), *address, figure)["value"]

    return Markup(sentence(finding, contest, language, show, name))  # noqa: S704


def _finding(
    contest: Contest,
    language: str,
    finding: Finding,
    nth: int,
    readings: Sequence[str],
    labels: Mapping[str, Markup],
) -> dict[str, Any]:
    say = words(language)
    blocking = finding.severity is Severity.BLOCKING
    details = [
        rule_link(finding.code, TO_RULES),
        say("severity.blocking" if blocking else "severity.warning"),
    ]
    if len(labels) > 1:
        details += [labels[reading] for reading in readings if reading in labels]
    return {
        "icon": "warn",
        "extra": "warn",
        "label": say("icon.note"),
        "sentence": said_of(contest, language, finding, nth),
        "detail": Markup(" · ").join(details),
    }


def _silent(contest: Contest, language: str, rule: str, results: Row, defined: Row) -> dict[str, Any]:
    say = words(language)
    numbers = compared_numbers(contest, rule, results, defined)
    return {
        "icon": "ok",
        "extra": "",
        "label": say("icon.agrees"),
        "sentence": say(f"checked.{rule}"),
        "detail": Markup(" · ").join([rule_link(rule, TO_RULES), *numbers]),
    }


def compared_numbers(contest: Contest, rule: str, results: Row, defined: Row) -> list[Markup]:
    """Return the numbers that a rule compared where it found nothing, such as 548 = 548; none where the
    result lacks one of them, or is not what was compared."""
    roll = defined if defined.value(ROLL) is not None else results
    if rule == SUMS:
        votes = [results.value(column) for column in contest.vote_columns]
        whole = results.value("valid_votes")
        if whole is not None and None not in votes and sum(filter(None, votes)) == whole:
            return [Markup(" = ").join([results["valid_votes"]] * 2)]
    elif rule in BALLOTS_BESIDE_ROLL and roll.value(ROLL) is not None:
        cast, most = results.value("total_votes"), roll.value(ROLL) or 0
        if cast is not None and cast <= most:
            return [results["total_votes"] + BALLOTS_BESIDE_ROLL[rule] + roll[ROLL]]
    elif rule == SAME_ROLL and results.value(ROLL) == defined.value(ROLL) is not None:
        return [results[ROLL] + Markup(" = ") + defined[ROLL]]
    return []
