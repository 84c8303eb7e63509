"""The link checker finds what is dead, and leaves alone what lives."""

from pathlib import Path

import pytest
from scripts.check_links import Page, fault


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text('<h1 id="top-of-it">There</h1>', encoding="utf-8")
    page = tmp_path / "here.html"
    page.write_text('<h1 id="title">Here</h1><a name="old">old</a>', encoding="utf-8")
    return page


@pytest.mark.parametrize(
    "link",
    [
        "#title",
        "#old",
        "#",
        "here.html",
        "here.html#title",
        "folder/",
        "folder/index.html#top-of-it",
        "folder/index%2Ehtml",
        "https://example.org/page#anything",
        "data:image/svg+xml,x",
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(link: str, here: Path) -> None:
    assert fault(link, here) is None


@pytest.mark.parametrize(
    "link",
    [
        "#nowhere",
        "gone.html",
        "folder/gone.html",
        "folder/index.html#gone",
        "http://example.org/",
        "https://",
        "https://localhost/",
        "//example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:somebody@example.org",
    ],
)
def test_a_link_that_leads_nowhere_or_elsewhere_is_a_fault(link: str, here: Path) -> None:
    assert fault(link, here) is not None


def test_links_of_every_kind_are_found_in_a_page() -> None:
    page = Page('<a href="a">x</a><img src="b"><link href="c"><script src="d"></script><a id="e"></a>')
    assert page.links == ["a", "b", "c", "d"]
    assert "e" in page.anchors
