"""What findings say: complete in every language, with their numbers, and nothing else's."""

import io
import re
from importlib import resources

import pytest
from babel.messages.pofile import read_po

from testigo.catalogue import LANGUAGES
from testigo.checks.registry import RULES
from testigo.checks.sentences import DOMAIN, Role, advice, name, sentence, severity_word
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity, findings_in
from tests import world
from tests.checks.checking import TEN_OPTIONS, Row, findings, good, votes

ODD_FORMS: list[Row] = [
    good(station="Z9-1.01"),
    good(red=0, blue=0, valid_votes=0, null_votes=0, total_votes=0),
    good(valid_votes=101),
    good(line_rose=1, line_sky=2),
    good(total_votes=501, null_votes=401),
    good(total_votes=500, null_votes=400),
    good(registered_voters=499),
    good(null_votes=None),
]
PLACEHOLDER = re.compile(r"{[a-z0-9_]+}")
FUSION = world.contest(lines=[("rose", "red"), ("sky", "blue")])


def said(rows: list[Row], code: str, language: str, of: Contest = FUSION) -> str:
    finding = next(each for each in findings_in(findings(rows, of=of)) if each.code == code)
    return sentence(finding, of, language)


def messages(language: str) -> dict[str, str]:
    po = resources.files("testigo") / "locale" / language / f"{DOMAIN}.po"
    read = read_po(io.BytesIO(po.read_bytes()), locale=language)
    return {str(message.id): str(message.string) for message in read if message.id}


def finding(code: str, **figures: int) -> Finding:
    return Finding(code, 1, Severity.WARNING, "A1-1.01", FUSION.contest, "r0", figures, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_its_words_in_every_language(code: str, language: str) -> None:
    assert name(code, language)
    assert all(advice(code, role, language) for role in Role)


def test_the_languages_have_the_same_messages_with_the_same_placeholders() -> None:
    first, *others = (messages(language) for language in LANGUAGES)
    placeholders = {key: sorted(PLACEHOLDER.findall(text)) for key, text in first.items()}
    for other in others:
        assert {key: sorted(PLACEHOLDER.findall(text)) for key, text in other.items()} == placeholders


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_holds_a_mark_that_a_page_would_take_for_its_own(language: str) -> None:
    """Pages escape names and numbers and trust the words around them."""
    assert [text for text in messages(language).values() if re.search("[<>&]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_of_a_rule_that_is_gone(language: str) -> None:
    codes = {key[:5] for key in messages(language) if re.match(r"[A-Z]\.[0-9]{3}\.", key)}
    assert codes == set(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_has_a_word(severity: Severity, language: str) -> None:
    assert severity_word(severity, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_odd_forms_can_be_said(language: str) -> None:
    odd = findings_in(findings(ODD_FORMS, of=FUSION))
    sentences = [sentence(each, FUSION, language) for each in odd]
    assert sentences
    assert all("{" not in each and "None" not in each for each in sentences)


def test_a_sum_says_both_numbers_and_the_figure() -> None:
    form = [good(valid_votes=101)]
    assert (
        said(form, "S.201", "en")
        == "The form has 101 as valid votes, but its parts add up to 100, as it was read."
    )
    assert (
        said(form, "S.201", "es")
        == "El acta dice 101 en votos válidos, pero sus partes suman 100, según se leyó."
    )


def test_a_missing_figure_is_named() -> None:
    text = said([good(null_votes=None, red=None)], "R.601", "en")
    assert (
        text == "Figures that the form prints and this reading does not have: 2 (votes of Red, null votes)."
    )


def test_a_copy_names_the_other_station() -> None:
    pair = [votes("A1-1.01", 20, 15, 10, 5), votes("B2-1.03", 20, 15, 10, 5)]
    assert "B2-1.03" in said(pair, "C.401", "en", TEN_OPTIONS)


def test_an_outlier_names_the_pair_and_both_sides() -> None:
    forms = [
        good(station=code, red=red, blue=400 - red, valid_votes=400, null_votes=0, total_votes=400)
        for code, red in (("A1-1.01", 300), ("A1-1.02", 100))
    ]
    text = said(forms, "N.501", "en")
    assert text.startswith("Here: votes of Red 300, votes of Blue 100.")
    assert "100 and 300" in text


def test_numbers_and_names_are_written_as_the_page_wants_them() -> None:
    said_so = finding("S.201", valid_votes=1101, sum=1100)
    text = sentence(
        said_so, FUSION, "en", show=lambda name, value: f"<{name} {value}>", text=lambda word: word.upper()
    )
    read = "The form has <valid_votes 1101> as VALID VOTES, but its parts add up to <sum 1100>"
    assert text == f"{read}, as it was read."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_advice_for_the_public_says_what_a_policy_may_have_changed(language: str) -> None:
    """A rule weighs what the policy says: where T.301 warns, "does not count" would be false."""
    said = {code: advice(code, Role.PUBLIC, language) for code in RULES if not code.startswith(("I.1", "D"))}
    lapsed = ("this reading does not count", "esta lectura no cuenta", "form counts", "El acta cuenta")
    assert [code for code, text in said.items() if any(words in text for words in lapsed)] == []


def test_differing_figures_are_said_with_by_how_much() -> None:
    expected = "The readings agree on the votes and differ on: null votes (3). That figure is left unknown."
    assert sentence(finding("D.701", null_votes=3), FUSION, "en") == expected
