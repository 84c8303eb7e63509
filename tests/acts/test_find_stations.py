"""A station is found by its code, part of it, or the name of its place, however that is written."""

import pytest

from testigo.acts.find_stations import MOST, find_stations, folded
from testigo.acts.operation import Operation
from testigo.election.definition import Election
from tests.cli.conftest import sealed as sealed
from tests.cli.small import Small


@pytest.fixture
def election(sealed: Small) -> Election:
    with Operation(sealed.folder) as operation:
        return operation.election


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("001.02", ["001.02"]),
        ("001", ["001.01", "001.02"]),
        ("002", ["002.01"]),
        ("0 1", ["001.01", "001.02", "002.01"]),
        ("library", ["002.01"]),
        ("LIBRARY town", ["002.01"]),
        ("town b", ["002.01"]),
        ("school library", []),
        ("x", []),
        ("", []),
        ("  ", []),
        ('"><script>', []),
        (".*", []),
    ],
)
def test_a_station_is_found_by_what_people_know_of_it(
    election: Election, asked: str, found: list[str]
) -> None:
    assert [one.station for one in find_stations(election, asked)] == found


def test_accents_and_capitals_do_not_matter() -> None:
    assert folded("Peñaloza ÁÉÍ") == folded("penaloza aei")


def test_no_more_are_shown_than_one_can_read(election: Election) -> None:
    assert len(find_stations(election, "00")) <= MOST
