"""What messengers show of a page, and where cards and pages say that they lie."""

import html
import re
from dataclasses import replace

import pytest

from testigo.catalogue import LANGUAGES
from testigo.preview import LOCALES, text_of
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.page_frame import MOST_BYTES
from testigo.publication.site import pages
from testigo.snapshot import Snapshot
from tests.publication.conftest import made
from tests.publication.elections import DEFINITION, IMPRINT, html_pages

ADDRESS = "https://results.example/2030/"
PROPERTY = re.compile(r'<meta property="(og:[a-z_]+)" content="([^"]*)">')


def site_at(snapshot: Snapshot) -> dict[str, bytes]:
    imprint = replace(IMPRINT, address=ADDRESS)
    files = list(dataset(snapshot, DEFINITION, imprint))
    return dict(files) | dict(pages(snapshot, imprint, published_files(files)))


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return site_at(made("every state")[0])


def preview_of(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in PROPERTY.findall(page)}


def test_a_station_is_previewed_with_its_two_numbers_and_the_card_of_its_state(
    site: dict[str, bytes],
) -> None:
    said = preview_of(site["en/A/stations/A1-1.01.html"].decode())
    assert said["og:title"] == "Station A1-1.01: Ó 100, Rodríguez-Villavicencio 90"
    assert said["og:image"] == f"{ADDRESS}cards/en/A.png"
    assert said["og:url"] == f"{ADDRESS}en/A/stations/A1-1.01.html"
    assert said["og:locale"] == "en_GB"
    assert "Not an official site." in said["og:description"]


def test_every_page_is_previewed_with_what_it_says_and_a_card_that_is_there(site: dict[str, bytes]) -> None:
    for path, page in html_pages(site).items():
        said = preview_of(page)
        found = re.search(r"<h1(?: [^>]*)?>(.*?)</h1>", page, re.DOTALL)
        assert found, path
        assert said["og:title"] == text_of(found[1]), path
        assert said["og:image"].removeprefix(ADDRESS) in site, path
        assert f'<link rel="canonical" href="{ADDRESS}{path}">' in page


def test_the_preview_of_a_drill_begins_with_its_badge() -> None:
    page = site_at(made("a drill")[0])["en/index.html"].decode()
    assert preview_of(page)["og:title"].startswith("DRILL · ")


def test_without_an_address_nothing_is_previewed_and_no_address_named() -> None:
    for path, content in made("every state")[1].items():
        if path.endswith((".html", ".svg")):
            text = content.decode().replace("http://www.w3.org/2000/svg", "")
            assert "og:" not in text, path
            assert "://" not in text, path


def test_cards_and_pages_name_the_address(site: dict[str, bytes]) -> None:
    assert ADDRESS in site["cards/es/A.svg"].decode()
    assert f">{ADDRESS}</bdi>" in site["es/index.html"].decode()
    assert f">{ADDRESS}es/A/stations/A1-1.01.html</bdi>" in site["es/A/stations/A1-1.01.html"].decode()


def test_pages_stay_small_with_their_previews(site: dict[str, bytes]) -> None:
    sizes = {path: len(page.encode()) for path, page in html_pages(site).items()}
    assert {path: size for path, size in sizes.items() if size >= MOST_BYTES} == {}


def test_every_language_has_the_name_that_messengers_know() -> None:
    assert set(LOCALES) == set(LANGUAGES)
