"""The report in words: complete in every language, and nothing that a stranger wrote steers a terminal."""

import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import testigo.verification
from testigo.catalogue import LANGUAGES, catalogue
from testigo.publication.format import NOTE
from testigo.verification.report import Failure, Outcome, Report, Step, StepName
from testigo.verification.report_words import DOMAIN, MOST_SHOWN, failure_text, in_json, in_words
from testigo.verification.verify import ALWAYS_OPEN
from tests.verification.made import OUR_KEY, report

NAMED = re.compile(r'(?:Failure|difference)\(\s*"([a-z_.]+)"')
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def messages(language: str) -> dict[str, str]:
    po = resources.files("testigo") / "locale" / language / f"{DOMAIN}.po"
    with po.open("rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id
        }


def test_both_languages_have_the_same_messages_with_the_same_placeholders() -> None:
    spanish, english = messages("es"), messages("en")
    assert spanish.keys() == english.keys()
    different = [
        key
        for key in spanish
        if set(PLACEHOLDER.findall(spanish[key])) != set(PLACEHOLDER.findall(english[key]))
    ]
    assert different == []


SUBJECTS = "announcement chain definition errata evidence facts file foreign key list nist note page"
GROUPS = "|".join([*SUBJECTS.split(), "rebuild", "table"])
CODE = re.compile(rf'"((?:{GROUPS})\.(?!json|csv|txt|parquet)[a-z_]+)"')


def codes_in_the_code() -> set[str]:
    """Every code of a failure that verification can name."""
    room = Path(testigo.verification.__file__).parent
    sources = [*room.glob("*.py"), room.parent / "acts" / "publication_copy.py"]
    return {code for source in sources for code in CODE.findall(source.read_text())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_failures_are_those_of_the_codes_that_the_code_can_name(language: str) -> None:
    worded = {key for key in messages(language) if re.fullmatch(rf"(?:{GROUPS})\..*", key)}
    assert worded == codes_in_the_code()
    assert len(worded) > 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_outcome_verdict_and_open_question_has_its_words(language: str) -> None:
    words = catalogue(DOMAIN, language)
    needed = [
        *(f"step.{name}" for name in StepName),
        *(f"outcome.{outcome}" for outcome in Outcome),
        *(f"verdict.{code}" for code in (0, 1, 3)),
        *(f"open.{name}" for name in (*ALWAYS_OPEN, "added")),
    ]
    assert all(words.text(key) for key in needed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_report_says_every_step_and_both_fingerprints(whole: Path, language: str) -> None:
    found = report(whole, OUR_KEY)
    text = in_words(found, language)
    assert [line[0] for line in text.splitlines() if line[2:4] in {f"{n}." for n in range(1, 7)}] == ["✓"] * 6
    assert f"{OUR_KEY[:4]} {OUR_KEY[4:8]}" in text
    assert catalogue(DOMAIN, language).text("verdict.0") in text


def test_at_most_twenty_failures_are_printed_and_all_are_in_the_json() -> None:
    failures = tuple(Failure("file.missing", f"es/{number}.html") for number in range(MOST_SHOWN + 5))
    found = Report(
        "x", None, None, False, None, None, None, (Step(StepName.FILES, {}, failures),), ALWAYS_OPEN
    )
    assert in_words(found, "en").count("is missing") == MOST_SHOWN
    assert "... and 5 more failures" in in_words(found, "en")
    assert len(json.loads(in_json(found, "en"))["steps"][0]["failures"]) == MOST_SHOWN + 5


def test_the_json_says_all_that_the_words_say(whole: Path) -> None:
    said = json.loads(in_json(report(whole, OUR_KEY), "es"))
    assert said["exit_code"] == 0
    assert said["signing_key"] == OUR_KEY
    assert said["number"] == 1
    assert [step["outcome"] for step in said["steps"]] == ["holds"] * 7
    assert len(said["cannot_be_checked"]) == len(ALWAYS_OPEN)


def test_a_text_by_a_stranger_cannot_steer_the_terminal() -> None:
    text = failure_text(
        Failure("note.unreadable", NOTE, published="\x1b[2J\nAll holds"), catalogue(DOMAIN, "en")
    )
    assert "\x1b" not in text
    assert "\n" not in text


def test_braces_by_a_stranger_are_printed_as_they_are() -> None:
    text = failure_text(Failure("page.unmarked", "x", published="{0} {file}"), catalogue(DOMAIN, "en"))
    assert "{0} {file}" in text


def test_what_made_it_is_said_where_it_is_not_what_is_installed_here(whole: Path) -> None:
    """Its rules may differ, and with them its figures."""
    found = report(whole, OUR_KEY)
    assert "made with" not in in_words(found, "en")
    other = replace(found, other_makers=("polars 9.1", "polars 9.2"))
    assert "made with other programs (polars 9.1) than are installed here (polars 9.2)" in in_words(
        other, "en"
    )
