"""Numbers, plural forms and direction of our languages are those of CLDR."""

import gettext
import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from testigo.catalogue import LANGUAGES
from testigo.publication.format import STYLES
from testigo.publication.words import LOCALES
from tests.shared import VECTORS, needs_vectors

pytestmark = needs_vectors
SAMPLES = re.compile(r"@integer ([^@]*)")


def cldr(name: str) -> dict[str, Any]:
    path = VECTORS / "cldr" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    return found


def whole_numbers(rule: str) -> Iterator[int]:
    """The whole numbers among the samples of a rule: `2~16, 100, 1c6` is 2 to 16 and 100."""
    for sample in SAMPLES.findall(rule):
        for part in sample.replace("…", "").split(","):
            first, _, last = part.strip().partition("~")
            if first.isdecimal():
                yield from range(int(first), int(last or first) + 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sample_of_a_plural_has_the_form_of_our_catalogues(language: str) -> None:
    rules = cldr("plurals")["plurals-type-cardinal"][language]
    for path in (resources.files("testigo") / "locale" / language).iterdir():
        with path.open("rb") as file:
            form = gettext.c2py(read_po(file, locale=language).plural_expr)
        for rule, samples in rules.items():
            expected = 0 if rule.endswith("-one") else 1  # `many` (a million) is written as every other is
            assert {form(number) for number in whole_numbers(samples)} == {expected}, (path.name, rule)


@pytest.mark.parametrize("language", LANGUAGES)
def test_babel_and_the_published_rules_agree_on_every_sample(language: str) -> None:
    for kind, rule_of in (("cardinal", "plural_form"), ("ordinal", "ordinal_form")):
        file = "plurals" if kind == "cardinal" else "ordinals"
        for rule, samples in cldr(file)[f"plurals-type-{kind}"][language].items():
            says = getattr(Locale.parse(language), rule_of)
            assert {says(number) for number in whole_numbers(samples)} <= {
                rule.removeprefix("pluralRule-count-")
            }


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_as_the_country_of_our_words_writes_them(language: str) -> None:
    published = cldr("numbers")
    place = LOCALES[language].replace("_", "-")
    said = published.get(place, published[language])
    assert said["defaultNumberingSystem"] == "latn"
    assert STYLES[language].thousands == said["symbols-latn"]["group"]
    assert STYLES[language].decimal == said["symbols-latn"]["decimal"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_written_in_the_direction_of_their_language(language: str) -> None:
    order = {"left-to-right": "ltr", "right-to-left": "rtl"}[cldr("layout")[language]["characterOrder"]]
    assert Locale.parse(LOCALES[language]).text_direction == order
