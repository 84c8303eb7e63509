"""A preview says what its page says, under the address that the publication announces."""

import shutil
from pathlib import Path

import pytest

from tests.verification import made
from tests.verification.made import found_by_bytes, found_by_rules

ADDRESS = "https://results.example/"
PAGE = "en/index.html"


@pytest.fixture(scope="session")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication that announces an address; never changed by a test."""
    return made.publication(tmp_path_factory.mktemp("addressed"), address=ADDRESS)


@pytest.fixture
def copy(addressed: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(addressed, tmp_path / "copy"))


def change(folder: Path, path: str, old: str, new: str) -> None:
    page = (folder / path).read_text()
    assert old in page
    (folder / path).write_text(page.replace(old, new, 1))


def test_a_publication_with_an_address_holds(copy: Path) -> None:
    assert found_by_bytes(copy) == set()


def test_a_figure_that_only_the_preview_tells_is_refused(copy: Path) -> None:
    change(copy, PAGE, 'og:description" content="', 'og:description" content="9,999 votes. ')
    assert {("page.preview", PAGE), ("page.tag", PAGE)} <= found_by_rules(copy)


def test_a_preview_without_figures_that_says_other_words_is_refused(copy: Path) -> None:
    change(copy, PAGE, 'og:title" content="', 'og:title" content="Cancelled: ')
    assert ("page.preview", PAGE) in found_by_rules(copy)


def test_a_second_description_is_refused(copy: Path) -> None:
    change(copy, PAGE, "</title>", '</title><meta name="description" content="lost by a lot">')
    assert ("page.tag", PAGE) in found_by_rules(copy)


def test_the_picture_of_another_site_is_refused(copy: Path) -> None:
    change(copy, PAGE, f'og:image" content="{ADDRESS}', 'og:image" content="https://other.example/')
    assert ("page.preview", PAGE) in found_by_rules(copy)


def test_a_page_without_its_preview_is_refused(copy: Path) -> None:
    change(copy, PAGE, '<meta property="og:type" content="website">\n', "")
    assert ("page.preview", PAGE) in found_by_rules(copy)


def test_a_card_that_names_another_address_is_refused(copy: Path) -> None:
    change(copy, "cards/en/X.svg", ADDRESS, "https://other.example/")
    assert ("page.unmarked", "cards/en/X.svg") in found_by_rules(copy)


def test_an_announced_address_that_is_none_is_refused(copy: Path) -> None:
    change(copy, "data/publication.json", ADDRESS, "javascript:alert(1)")
    assert ("facts.address", "data/publication.json") in found_by_rules(copy)


def test_a_page_must_not_have_a_preview_where_no_address_is_announced(copy: Path) -> None:
    change(copy, "data/publication.json", f'"{ADDRESS}"', "null")
    assert ("page.tag", PAGE) in found_by_rules(copy)
