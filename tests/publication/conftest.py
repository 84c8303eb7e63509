"""The small elections of this room's tests, made once each."""

from collections.abc import Mapping

import pytest

from testigo.snapshot import Snapshot
from tests.publication.elections import ELECTIONS, html_pages, site_of_election

Made = tuple[Snapshot, Mapping[str, bytes]]
_MADE: dict[str, Made] = {}


def made(name: str) -> Made:
    """Return a snapshot and all files of its publication."""
    if name not in _MADE:
        snapshot = ELECTIONS[name]()
        _MADE[name] = snapshot, site_of_election(snapshot)
    return _MADE[name]


@pytest.fixture(params=list(ELECTIONS))
def publication(request: pytest.FixtureRequest) -> Made:
    """Every small election in turn: its snapshot, and path -> bytes of its publication."""
    return made(request.param)


@pytest.fixture
def every_state() -> dict[str, str]:
    """The pages of the country where a station is in each status."""
    return html_pages(made("every state")[1])
