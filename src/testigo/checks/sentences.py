"""What findings say to people, in each language: the words of stage 4 (`locale/<language>/checks.po`).

In   a finding and its contest.
Out  a sentence with its figures, the rule's name, and what to do about it, by role.

The rule and its threshold stand in the rule's function; here are words only.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from testigo.catalogue import catalogue
from testigo.columns import COUNTERS, line_column, votes_column
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity

DOMAIN = "checks"


class Role(StrEnum):
    """Who is advised."""

    REVIEWER = "reviewer"  # reads and decides on forms
    COORDINATOR = "coordinator"  # answers for the operation
    PUBLIC = "public"  # reads a publication


def digits(name: str, value: int) -> str:
    """Show a number of a finding by its digits."""
    return str(value)


def unchanged(text: str) -> str:
    """Show a name or a code as it is."""
    return text


def sentence(
    finding: Finding,
    contest: Contest,
    language: str,
    show: Callable[[str, int], str] = digits,
    text: Callable[[str], str] = unchanged,
) -> str:
    """Say a finding in a sentence with its numbers.

    show   how a number is written, given its name in the finding; a page marks it with its cell
    text   how a name or a code is written; a page escapes it

    KeyError where the catalogue lacks the rule.
    """
    words = catalogue(DOMAIN, language)
    return words.text(f"{finding.code}.sentence", **placeholders(finding, contest, language, show, text))


def placeholders(
    finding: Finding,
    contest: Contest,
    language: str,
    show: Callable[[str, int], str],
    text: Callable[[str], str],
) -> Mapping[str, str]:
    """Return what a rule's sentence may name.

    Every figure by its name, and in order as `value_1` with its word `figure_1`, and so on; `station` and
    `related`; `names`, the words of the figures without a value; `differences`, each word with its value.
    """
    values = {"station": text(finding.station), "related": text(finding.related or "")}
    names, differences = [], []
    for number, (figure, value) in enumerate(finding.figures.items(), start=1):
        word = text(figure_word(figure, contest, language))
        values[f"figure_{number}"] = word
        if value is None:
            names.append(word)
            continue
        values[figure] = values[f"value_{number}"] = show(figure, value)
        differences.append(f"{word} ({values[figure]})")
    return values | {"names": ", ".join(names), "differences": ", ".join(differences)}


def figure_word(figure: str, contest: Contest, language: str) -> str:
    """Return what a figure of a contest is called; a field of one form only has its own name."""
    words = catalogue(DOMAIN, language)
    if figure in COUNTERS:
        return words.text(f"figure.{figure}")
    for option in contest.options:
        if figure == votes_column(option.option):
            return words.text("figure.option", name=option.called(language))
    for line in contest.lines:
        if figure == line_column(line.line):
            return words.text("figure.line", name=line.called(language))
    return figure.removeprefix("other_").replace("_", " ")


def name(code: str, language: str) -> str:
    """Return the name of a rule."""
    return catalogue(DOMAIN, language).text(f"{code}.name")


def compares(code: str, language: str) -> str:
    """Return what a rule holds against what."""
    return catalogue(DOMAIN, language).text(f"{code}.compares")


def advice(code: str, role: Role, language: str) -> str:
    """Return what a rule's finding means for somebody, and what to do."""
    return catalogue(DOMAIN, language).text(f"{code}.advice.{role.value}")


def severity_word(severity: Severity, language: str) -> str:
    """Return the word for a severity."""
    return catalogue(DOMAIN, language).text(f"severity.{severity.value}")
