"""The catalogue gate: every message in every language, with the same placeholders."""

import functools
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from testigo.catalogue import LANGUAGES

LOCALE = resources.files("testigo") / "locale"
DOMAINS = sorted(
    file.name.removesuffix(".po") for file in (LOCALE / "es").iterdir() if file.name.endswith(".po")
)


def messages(domain: str, language: str) -> dict[str, Message]:
    text = (LOCALE / language / f"{domain}.po").read_text(encoding="utf-8")
    read = read_po(text.splitlines(keepends=True), locale=language, domain=domain)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in read
        if message.id
    }


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_there_in_every_language(domain: str) -> None:
    keys = [set(messages(domain, language)) for language in LANGUAGES]
    assert all(found == keys[0] for found in keys)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_message_is_empty_or_fuzzy(domain: str, language: str) -> None:
    for key, message in messages(domain, language).items():
        assert all(forms(message)), key
        assert not message.fuzzy, key


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_message_has_the_same_placeholders_in_every_form_and_language(domain: str) -> None:
    one, *others = (messages(domain, language) for language in LANGUAGES)
    for key, message in one.items():
        expected = placeholders(forms(message)[0])
        for other in (one, *others):
            assert all(placeholders(form) == expected for form in forms(other[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_message_that_counts_has_every_plural_form_of_its_language(domain: str, language: str) -> None:
    text = (LOCALE / language / f"{domain}.po").read_text(encoding="utf-8")
    needed = read_po(text.splitlines(keepends=True), locale=language, domain=domain).num_plurals
    for key, message in messages(domain, language).items():
        if isinstance(message.id, tuple):
            assert len(forms(message)) == needed, key


def is_used(key: str, text: str) -> bool:
    """Whether a key stands in the code: whole, or cut at one of its dots, where the code puts it together."""
    if f'"{key}"' in text:
        return True
    halves = [(key[: at + 1], key[at + 1 :]) for at in range(len(key)) if key[at] in ".-_ "]
    return bool(re.search(rf"(?<![a-z_.]){re.escape(key)}(?![a-z_.])", text)) or any(
        f"{begins}{{" in text
        or f'"{begins}"' in text
        or f"}}{key[len(begins) - 1]}{ends}" in text
        or f'"{ends}"' in text
        for begins, ends in halves
    )


@functools.cache
def sources(*endings: str) -> str:
    """The text of every file of the package that has one of the endings."""
    package = Path(str(resources.files("testigo")))
    return "\n".join(file.read_text() for file in sorted(package.rglob("*")) if file.suffix in endings)


@pytest.mark.parametrize("domain", ["errors", "official", "pages", "scripts", "verification"])
def test_no_message_is_unused(domain: str) -> None:
    """Those of rules and of columns have tests of their own: each rule and each column has its messages."""
    text = sources(".py", ".html", ".js")
    assert [key for key in messages(domain, "en") if not is_used(key, text)] == []


def test_every_word_that_a_script_says_is_in_its_catalogue() -> None:
    said = set(re.findall(r'words\["([a-z_.]+)"\]', sources(".js")))
    asked = set(re.findall(r'\? "([a-z]+\.[a-z_.]+)" : ', sources(".js")))
    assert said
    assert said | asked <= set(messages("scripts", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_of_the_pages_holds_a_digit_outside_code(language: str) -> None:
    for key, message in messages("pages", language).items():
        for form in forms(message):
            assert not re.search(r"\d", re.sub(r"<code>.*?</code>", "", form)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_of_a_message_is_closed(language: str) -> None:
    for key, message in messages("pages", language).items():
        for form in forms(message):
            assert len(re.findall(r"<[a-z]", form)) - form.count("<br>") == form.count("</"), key
