"""Stage 11, the report in words for a journalist, and as JSON for programs."""

import json
import re
from collections.abc import Iterator

from babel.dates import format_date

from testigo.catalogue import Catalogue, catalogue
from testigo.characters import printable_line
from testigo.publication.format import Unit, shown
from testigo.record.keys import spoken
from testigo.verification.releases import commit_of
from testigo.verification.report import Failure, Outcome, Report, Step

DOMAIN = "verification"
HASH = re.compile(r"[0-9a-f]{64}")
DATE_LOCALES = {"es": "es_VE", "en": "en_GB"}
MOST_SHOWN = 20
"""Failures in words; all of them are in the JSON."""
SIGNS = {Outcome.HOLDS: "✓", Outcome.FAILS: "✗", Outcome.NOT_CHECKED: "·"}


def in_words(report: Report, language: str) -> str:
    """Return the report for people, in one language of the catalogues."""
    words = catalogue(DOMAIN, language)
    blocks = [
        "\n".join([*heading(report, words), *other_software(report, words), *walls(report, words)]),
        "\n".join(step_line(number, step, words) for number, step in enumerate(report.steps, start=1)),
        "\n".join(failure_lines(report, words)),
        "\n".join(
            [words.text("open.heading"), *(f"  - {words.text(f'open.{name}')}" for name in report.open)]
        ),
        words.text(f"verdict.{report.exit_code}"),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def heading(report: Report, words: Catalogue) -> Iterator[str]:
    """Yield what was verified, and the two fingerprints to compare with radio and press."""
    said = report.announcement
    if said is None:
        yield words.text("heading.unsigned", address=report.address)
    else:
        day = format_date(said.day, "long", locale=DATE_LOCALES[words.language])
        origin = printable(said.origin)
        yield words.text("heading.publication", number=said.number, origin=origin, day=day)
        if said.drill:
            yield words.text("heading.drill")
    if report.newer is not None:
        day = format_date(report.newer.day, "long", locale=DATE_LOCALES[words.language])
        yield words.text("heading.newer", number=report.newer.number, day=day)
    if report.manifest is not None:
        yield words.text("heading.list", manifest=spoken(report.manifest))
    if report.fingerprint is not None:
        yield words.text("heading.key", fingerprint=spoken(report.fingerprint))


def other_software(report: Report, words: Catalogue) -> Iterator[str]:
    """Yield that another version made the publication: its rules may differ, and with them its figures."""
    if report.other_makers is not None:
        made, ours = report.other_makers
        yield words.text("heading.software", made=printable(made), ours=ours)
        if commit := commit_of(report.program or ""):
            yield words.text("heading.commit", commit=commit)
        elif report.program and HASH.fullmatch(report.program):
            yield words.text("heading.program", program=report.program)


def walls(report: Report, words: Catalogue) -> Iterator[str]:
    """Yield that this system could not wall off what it opened of the publication, if so."""
    if report.without_wall:
        names = (part.partition(" ")[0] for part in report.without_wall)
        yield words.text("heading.without_wall", lacking=", ".join(names))


def step_line(number: int, step: Step, words: Catalogue) -> str:
    """Return one line a step: sign, number, name, outcome and counts."""
    counts = ", ".join(
        words.text(f"checked.{name}", number=shown(count, Unit.COUNT, words.language))
        for name, count in step.checked.items()
    )
    line = f"{SIGNS[step.outcome]} {number}. {words.text(f'step.{step.name}')}: "
    return line + words.text(f"outcome.{step.outcome}") + (f" ({counts})" if counts else "")


def failure_lines(report: Report, words: Catalogue) -> Iterator[str]:
    """Yield the first failures and what could not be checked, and how many more there are of each."""
    for sign, found in (("✗", report.failures), ("·", report.unchecked), ("-", report.noted)):
        for failure in found[:MOST_SHOWN]:
            yield f"{sign} {failure_text(failure, words)}"
        if (left := len(found) - MOST_SHOWN) > 0:
            yield words.text("more", number=shown(left, Unit.COUNT, words.language))


def failure_text(failure: Failure, words: Catalogue) -> str:
    """Return one failure in words; what a stranger wrote cannot steer the terminal."""
    return words.text(
        failure.code,
        file=failure.file,
        cell=printable(failure.cell),
        published=printable(failure.published),
        expected=printable(failure.expected),
    )


def printable(text: str | None) -> str:
    """Return a text that steers no terminal, on one line."""
    return printable_line(text or "")


def in_json(report: Report, language: str) -> str:
    """Return the whole report as JSON: every failure, with its code and its words."""
    words = catalogue(DOMAIN, language)
    said = report.announcement
    whole = {
        "exit_code": report.exit_code,
        "verdict": words.text(f"verdict.{report.exit_code}"),
        "address": report.address,
        "origin": said and said.origin,
        "number": said and said.number,
        "day": said and said.day.isoformat(),
        "drill": said and said.drill,
        "manifest": report.manifest,
        "previous": said and said.previous,
        "newer": report.newer
        and {
            "number": report.newer.number,
            "day": report.newer.day.isoformat(),
            "manifest": report.newer.manifest,
        },
        "signing_key": report.fingerprint,
        "key_named": report.key_named,
        "software": report.software,
        "other_software": report.other_makers,
        "program": report.program,
        "commit": commit_of(report.program or ""),
        "without_wall": report.without_wall,
        "steps": [step_json(step, words) for step in report.steps],
        "cannot_be_checked": [
            {"code": f"open.{name}", "text": words.text(f"open.{name}")} for name in report.open
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def step_json(step: Step, words: Catalogue) -> dict[str, object]:
    """Return one step for programs."""
    return {
        "name": step.name,
        "outcome": step.outcome,
        "checked": dict(step.checked),
        "failures": [failure_json(failure, words) for failure in step.failures],
        "only_for_other_software": [failure_json(one, words) for one in step.unchecked],
        "noted": [failure_json(one, words) for one in step.noted],
    }


def failure_json(failure: Failure, words: Catalogue) -> dict[str, object]:
    """Return one failure for programs."""
    return {
        "code": failure.code,
        "file": failure.file,
        "cell": failure.cell,
        "published": failure.published,
        "expected": failure.expected,
        "text": failure_text(failure, words),
    }
