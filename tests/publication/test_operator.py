"""Who publishes: on every page where the definition says it, and the ways to check outside the page."""

import re
from dataclasses import replace

import pytest

from testigo.election.operator import Operator, is_mail, operator_problems
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT, html_pages, site_of_election

WRITERS = {"es": "Observadores de ejemplo", "en": "Observers of example"}


def of_operator(archives: str | None = None, contact: str = "forms@example.org") -> dict[str, str]:
    """The pages of a small election whose definition says who publishes."""
    snapshot = made("every state")[0]
    election = replace(snapshot.election, operator=Operator(WRITERS, contact, archives))
    return html_pages(site_of_election(replace(snapshot, election=election)))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return of_operator("https://files.example/")


def test_every_page_of_a_language_says_who_publishes_and_how_to_write_to_them(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        if (language := path[:2]) in WRITERS and path[2] == "/":
            foot = page[page.index("<footer>") :]
            assert WRITERS[language] in foot, path
            assert 'href="mailto:forms@example.org"' in foot, path


def test_where_nobody_said_who_publishes_the_page_says_that(every_state: dict[str, str]) -> None:
    page = every_state["en/verify.html"]
    assert "does not say who publishes" in page
    assert "mailto:" not in page


def test_a_page_to_write_on_is_linked_as_it_is() -> None:
    page = of_operator(contact="https://example.org/contact/")["en/verify.html"]
    assert page.count('href="https://example.org/contact/"') == 2


def test_the_zip_and_its_hash_are_linked_where_the_definition_says_they_lie(
    pages: dict[str, str], every_state: dict[str, str]
) -> None:
    for end in ("", ".sha256"):
        assert f'href="https://files.example/publication-0003.zip{end}"' in pages["es/verify.html"]
    assert "publication-0003.zip" not in every_state["es/verify.html"]


def test_no_command_holds_a_key_that_the_page_itself_brings(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        assert IMPRINT.fingerprint not in page, path
    commands = re.findall(r"<code>(testigo verify [^<]*)</code>", pages["en/verify.html"])
    assert commands == ['testigo verify . --key "FINGERPRINT"']


def test_a_publication_that_tells_its_address_says_how_to_verify_it_there() -> None:
    snapshot = made("every state")[0]
    files = site_of_election(snapshot, replace(IMPRINT, address="https://results.example/"))
    text = re.sub(r"</?bdi[^>]*>", "", files["en/verify.html"].decode())
    assert 'testigo verify https://results.example/ --key "FINGERPRINT"' in text


def test_the_page_of_a_mistaken_address_leads_to_the_told_one() -> None:
    told = replace(IMPRINT, address="https://results.example/")
    page = site_of_election(made("every state")[0], told)["404.html"].decode()
    assert page.count('<a href="https://results.example/">') == 2


@pytest.mark.parametrize(
    "command",
    [
        "certutil -hashfile manifest.txt SHA256",
        "shasum -a 256 manifest.txt",
        "sha256sum manifest.txt",
        "sha256sum -c manifest.txt",
        "Get-FileHash",
    ],
)
def test_the_commands_of_each_system_are_there(pages: dict[str, str], command: str) -> None:
    assert command in pages["es/verify.html"]
    assert command in pages["en/verify.html"]


@pytest.mark.parametrize("contact", ["forms@example.org", "a.b-c+d@mail.example.org"])
def test_a_mail_address_of_an_organisation_is_a_contact(contact: str) -> None:
    assert is_mail(contact)


@pytest.mark.parametrize(
    ("contact", "archives", "wrong"),
    [
        ("call us", None, ["operator.contact"]),
        ("A@EXAMPLE.ORG", None, ["operator.contact"]),
        ("a@b", None, ["operator.contact"]),
        ("javascript:alert(1)", None, ["operator.contact"]),
        ("http://example.org/", None, ["operator.contact"]),
        ("a@example.org", "files.example", ["operator.archives"]),
        ("https://example.org/contact/", "https://files.example/", []),
    ],
)
def test_what_no_reader_could_use_is_refused(contact: str, archives: str | None, wrong: list[str]) -> None:
    found = operator_problems("election.toml", Operator(WRITERS, contact, archives))
    assert [one.place.column for one in found] == wrong
