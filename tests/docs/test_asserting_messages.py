"""Each message of every catalogue is a label, advice, or a sentence with its condition and its test."""

import ast
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from testigo.catalogue import LANGUAGES
from tests.docs import asserting_elsewhere, asserting_messages, asserting_statistics
from tests.publication.test_catalogues import DOMAINS, messages

TESTS = Path(__file__).resolve().parents[1]
LISTS = (asserting_messages, asserting_elsewhere, asserting_statistics)
QUIET = tuple(key for each in LISTS for key in (*each.LABELS.split(), *each.ADVICE.split()))
SAID = tuple(row for each in LISTS for row in each.SAID)
ALWAYS = tuple(item for each in LISTS for item in each.ALWAYS.items())
ASSERTING = {
    key: test for test, keys in (*ALWAYS, *((test, keys) for keys, _, test in SAID)) for key in keys.split()
}


def keys() -> list[str]:
    """Every message of every catalogue; those of the pages without the name of theirs."""
    return [
        ("" if domain == "pages" else f"{domain}:") + key.replace(" ", "_")
        for domain in DOMAINS
        for key in messages(domain, "en")
    ]


def test_every_message_is_listed() -> None:
    unlisted = [key for key in keys() if not any(fnmatchcase(key, listed) for listed in (*QUIET, *ASSERTING))]
    assert unlisted == []


def test_nothing_is_listed_that_no_catalogue_has() -> None:
    known = keys()
    assert [
        listed for listed in (*QUIET, *ASSERTING) if not any(fnmatchcase(key, listed) for key in known)
    ] == []


def test_no_message_is_both_a_label_and_a_sentence() -> None:
    assert [key for key in ASSERTING if any(fnmatchcase(key, listed) for listed in QUIET)] == []


def collected(file: str) -> set[str]:
    """The names of the tests that pytest finds in a file: functions of it, and of its classes."""
    body = ast.parse((TESTS / file).read_text(encoding="utf-8")).body
    classes = [each.body for each in body if isinstance(each, ast.ClassDef) and each.name.startswith("Test")]
    functions = (each for part in (body, *classes) for each in part if isinstance(each, ast.FunctionDef))
    return {each.name for each in functions if each.name.startswith("test_")}


@pytest.mark.parametrize("test", sorted(set(ASSERTING.values())))
def test_the_test_of_a_sentence_exists(test: str) -> None:
    file, _, name = test.partition("::")
    assert name in collected(file)


def test_every_sentence_has_its_condition() -> None:
    assert [keys for keys, condition, _ in SAID if len(condition.split()) < 3] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_whose_weight_a_policy_may_change_says_what_counts(language: str) -> None:
    """A policy may let a rule block or warn, and another may hold the form: a rule alone knows neither."""
    counts = {"es": r"(actas?|votos) cuentan?\b", "en": r"\b(forms?|votes) counts?\b"}[language]
    holds = {"es": r"lectura no cuenta\b", "en": r"reading does not count\b"}[language]
    stops = {"es": "detenga|detiene|regla", "en": "Where this rule stops"}[language]
    for key, message in messages("checks", language).items():
        if key.endswith(".advice.public"):
            assert not re.search(counts, str(message.string)), key
            assert not re.search(holds, str(message.string)) or re.search(stops, str(message.string)), key
