"""A map of coverage that a release before made where ours has none: read like the other maps beside it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from testigo.publication.maps import map_pages
from testigo.publication.shard import site_of
from testigo.verification.foreign import of_strange
from testigo.verification.remaking import Published, explain
from testigo.verification.source import Source
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT
from tests.publication.test_maps import SQUARES

COVERAGE, TURNOUT = "en/map-coverage.html", "en/map-turnout.html"


@pytest.fixture(params=[SQUARES, None], ids=["drawn", "tiles"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The map of turnout of the small country, and one of coverage of which other places are dark."""
    snapshot = made("every state")[0]
    snapshot = replace(snapshot, election=replace(snapshot.election, geometry=request.param))
    pages = dict(map_pages(snapshot, site_of(snapshot, IMPRINT)))
    (tmp_path / "en").mkdir()
    (tmp_path / TURNOUT).write_bytes(pages[TURNOUT])
    (tmp_path / COVERAGE).write_bytes(re.sub(rb'class="s[0-9u]"', b'class="s3"', pages[TURNOUT]))
    return tmp_path


def failures(folder: Path) -> list[str]:
    published = Published(Source(folder, "maps"), frozenset(), explain)
    return [failure.code for failure in of_strange(published, COVERAGE)]


def test_it_is_read_and_nothing_in_it_fails(folder: Path) -> None:
    assert failures(folder) == []


@pytest.mark.parametrize(
    "strange",
    [
        '<iframe src="a.html"></iframe>',
        '<svg class="map"><path class="f1" d="M0 0l9 9z"/></svg>',
        "<p>Red 100</p>",
    ],
)
def test_anything_else_in_it_fails(folder: Path, strange: str) -> None:
    page = folder / COVERAGE
    page.write_text(page.read_text().replace("</main>", f"{strange}</main>"))
    assert failures(folder) != []
