"""axe finds no violation on any kind of page, on a phone and on a desk, in light and dark."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from testigo.catalogue import LANGUAGES, catalogue
from tests.amounts import LONG

KINDS = (
    "index.html",
    "404.html",
    "es/index.html",
    "en/index.html",
    "en/official.html",
    "en/contest-council_2f_45rie_201.html",
    "en/X/index_p2.html",
    "en/X/index_p3.html",
    "en/A/index.html",
    "en/A/A1.html",
    "es/A/stations/A1-1.01.html",
    "en/A/stations/A2-1.02.html",
    "en/A/stations/A1-1.03.html",
    "en/A/stations/A2-1.03.html",
    "en/B/stations/B1-1.02.html",
    "en/map-coverage.html",
    "es/map-lead.html",
    "en/map-turnout.html",
    "en/check.html",
    "en/errata.html",
    "en/verify.html",
    "en/files.html",
    "en/method.html",
    "en/findings.html",
    "en/rule-T.302.html",
    "en/answers.html",
    "en/data.html",
)


def kind(path: str) -> str:
    """What a page is, by its path: all pages of a kind are made of one template and one set of blocks."""
    _, _, below = path.partition("/")
    if "/stations/" in below:
        return "station"
    if below.startswith("rule-"):
        return "rule"
    if "_p" in below:
        return "further list"
    if "/" in below:
        return "first jurisdiction" if below.endswith("/index.html") else "jurisdiction"
    return re.sub(r"^contest-.*", "contest", below or path)


def test_every_kind_of_page_and_every_status_of_a_station_is_looked_at(site: Path) -> None:
    made_pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    without_contest = {re.sub(r"-council_2f_45rie_201", "", kind(path)) for path in made_pages}
    assert without_contest == {kind(path) for path in KINDS}
    stations = [(site / path).read_text() for path in KINDS if kind(path) == "station"]
    for status in ("disputed", "quarantined", "pending", "missing", "accepted"):
        words = [
            catalogue("pages", language).text(f"way.{status}", basis="\0").split("\0")[0]
            for language in LANGUAGES
        ]
        assert any(word in station for word in words for station in stations), status


LOOKS = [(360, "light"), (1280, "dark"), *[(1280, "light"), (360, "dark")] * LONG]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_no_violation(
    browser: Browser, site: Path, ballot_of_sixty: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page, found = context.new_page(), []
    for path in (*(site / kind for kind in KINDS), ballot_of_sixty / "en/index.html"):
        page.goto(path.as_uri())
        for violation in Axe().run(page).response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append((path.name, violation["id"], places))
    context.close()
    assert found == []
