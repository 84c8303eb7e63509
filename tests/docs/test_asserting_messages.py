"""Each message of the pages is a label, advice, or a sentence with its condition and its test."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.docs.asserting_messages import ADVICE, ALWAYS, LABELS, SAID
from tests.publication.test_catalogues import messages

TESTS = Path(__file__).resolve().parents[1]
QUIET = (*LABELS.split(), *ADVICE.split())
ASSERTING = {
    key: test
    for test, keys in (*ALWAYS.items(), *((test, keys) for keys, _, test in SAID))
    for key in keys.split()
}


def keys() -> list[str]:
    of_pages = [key.replace(" ", "_") for key in messages("pages", "en")]
    return [*of_pages, *(f"official:{key}" for key in messages("official", "en"))]


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


@pytest.mark.parametrize("test", sorted(set(ASSERTING.values())))
def test_the_test_of_a_sentence_exists(test: str) -> None:
    file, _, name = test.partition("::")
    text = (TESTS / file).read_text(encoding="utf-8")
    assert not name or re.search(rf"def {name}\(", text)


def test_every_sentence_has_its_condition() -> None:
    assert [keys for keys, condition, _ in SAID if len(condition.split()) < 3] == []
