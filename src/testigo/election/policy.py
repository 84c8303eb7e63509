"""The policy: which combinations of agreeing independent readings suffice, and how heavy a rule is.

A combination is written in `election.toml` as a sentence of a small grammar, and the same sentence is
printed as the basis of every result that it made:

    "one row of a published table"
    "one machine code whose sums hold"
    "two persons"
    "one person and one machine reading of the same cells"
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from testigo.errors import Place, Problem
from testigo.findings import Severity

RULE_CODE = re.compile(
    r"I\.1[0-9]{2}|S\.2[0-9]{2}|T\.3[0-9]{2}|C\.4[0-9]{2}|N\.5[0-9]{2}|R\.6[0-9]{2}|D\.7[0-9]{2}"
)

NUMBERS = {"one": 1, "two": 2, "three": 3}
PART = re.compile(
    r"(?P<number>one|two|three) (?P<what>person|machine code|machine reading|row of a published table|row)s?"
    r"(?: of published tables)?(?P<sums> whose sums hold)?(?P<same> of the same cells)?"
)


@dataclass(frozen=True)
class Combination:
    """How many independent readings of each method must agree."""

    name: str  # the sentence, canonical
    persons: int = 0  # different people
    machine_codes: int = 0  # of different exhibits
    machine_readings: int = 0  # of different exhibits
    published_tables: int = 0  # by different publishers
    sums_must_hold: bool = False  # no finding of a sum, of whatever severity, against the machine code
    same_form: bool = False  # the machine read the exhibit that the person read


@dataclass(frozen=True)
class Policy:
    """What the coordinator decided before the vote, sealed with the definition."""

    sufficient: tuple[Combination, ...]  # the first that holds is the basis
    severity: Mapping[str, Severity]  # rule code -> severity where it differs from the shipped one
    signatures: bool = (
        False  # whether everybody who decides, corrects, withdraws or amends must sign with a key
    )


def parse_policy(sufficient: Sequence[str], severity: Mapping[str, str]) -> tuple[Policy, list[Problem]]:
    """Read `[policy]` of election.toml: what can be read of it, and a problem for all else."""
    problems: list[Problem] = []
    combinations: list[Combination] = []
    for sentence in sufficient:
        combination = parse_combination(sentence)
        if combination is not None:
            combinations.append(combination)
            continue
        remedy = (
            'Write for example "two persons", "one machine code whose sums hold", '
            '"two rows of published tables".'
        )
        place = Place("election.toml", None, "policy.sufficient")
        problems.append(Problem(place, sentence, "This combination of readings is not known", remedy))
    severities: dict[str, Severity] = {}
    for code, word in severity.items():
        place = Place("election.toml", None, f"policy.severity.{code}")
        if not RULE_CODE.fullmatch(code):
            problems.append(
                Problem(place, code, "This is not the code of a rule", 'Write for example "S.202".')
            )
        elif word not in set(Severity):
            problems.append(Problem(place, word, "The word is not known", "Write `blocking` or `warning`."))
        else:
            severities[code] = Severity(word)
    return Policy(tuple(combinations), severities), problems


def parse_combination(sentence: str) -> Combination | None:
    """Read a combination; None where the sentence is not of the grammar.

    Only the canonical spelling is accepted: what `sentence_of` would write.
    """
    counts = {"person": 0, "machine code": 0, "machine reading": 0, "row": 0}
    sums = same = False
    for text in sentence.split(" and "):
        part = PART.fullmatch(text)
        if part is None:
            return None
        what = "row" if part["what"].startswith("row") else part["what"]
        if counts[what]:
            return None
        counts[what] = NUMBERS[part["number"]]
        sums |= part["sums"] is not None
        same |= part["same"] is not None
    combination = Combination(
        sentence,
        counts["person"],
        counts["machine code"],
        counts["machine reading"],
        counts["row"],
        sums,
        same,
    )
    return combination if sentence_of(combination) == sentence else None


def sentence_of(combination: Combination) -> str:
    """Write a combination as its sentence."""

    def counted(number: int, one: str, many: str) -> str:
        word = next(word for word, value in NUMBERS.items() if value == number)
        return f"{word} {one if number == 1 else many}"

    parts = []
    if combination.persons:
        parts.append(counted(combination.persons, "person", "persons"))
    if combination.machine_codes:
        suffix = " whose sums hold" if combination.sums_must_hold else ""
        parts.append(counted(combination.machine_codes, "machine code", "machine codes") + suffix)
    if combination.machine_readings:
        suffix = " of the same cells" if combination.same_form else ""
        parts.append(counted(combination.machine_readings, "machine reading", "machine readings") + suffix)
    if combination.published_tables:
        parts.append(
            counted(combination.published_tables, "row of a published table", "rows of published tables")
        )
    return " and ".join(parts)
