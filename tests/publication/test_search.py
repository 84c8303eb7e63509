"""The files of the search: one for a country of ordinary size, by area above that, and nothing is lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from testigo.publication import search_data
from testigo.publication.search_data import search_files
from testigo.publication.shard import site_of
from testigo.snapshot import Snapshot
from tests import world
from tests.publication.elections import IMPRINT, html_pages, site_of_election, snapshot_of

Json = Any


@pytest.fixture
def country() -> Snapshot:
    """Country X: states A and B of two towns each; every town has one polling place of three stations."""
    return snapshot_of((world.contest(),), {})


def files_of(snapshot: Snapshot) -> dict[str, Json]:
    """Name -> value of each file."""
    return dict(read(snapshot))


def read(snapshot: Snapshot) -> Iterator[tuple[str, Json]]:
    for path, content in search_files(snapshot, site_of(snapshot, IMPRINT)):
        name, value = content.decode().removeprefix("testigo.take(").removesuffix(");\n").split(",", 1)
        assert path == f"assets/{json.loads(name)}.js"
        yield json.loads(name), json.loads(value)


def places_in(files: dict[str, Json]) -> dict[str, list[str]]:
    """File -> polling places, and the jurisdiction that each is said to be in."""
    known = [each[2] for each in files["search-places"]["jurisdictions"]]
    found = {}
    for name, *_ in files["search-places"]["files"]:
        pages = known + [each[2] for each in files[name].get("jurisdictions", ())]
        found[name] = [f"{row[0]} in {pages[row[2]]}" for row in files[name]["rows"]]
    return found


EVERY_PLACE = [
    "A1-1 in A/A1.html",
    "A2-1 in A/A2.html",
    "B1-1 in B/B1.html",
    "B2-1 in B/B2.html",
]


def test_a_country_of_ordinary_size_is_one_file(country: Snapshot) -> None:
    files = files_of(country)
    assert list(files) == ["search-places", "search-1"]
    assert places_in(files) == {"search-1": EVERY_PLACE}
    assert files["search-1"]["rows"][0] == ["A1-1", None, 3, ["~.01", "~.02", "~.03"]]


def test_a_larger_country_has_a_file_an_area_with_its_range_of_codes(
    country: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_data, "PLACES_IN_ONE_FILE", 3)
    monkeypatch.setattr(search_data, "PLACES_A_FILE", 2)
    files = files_of(country)
    assert places_in(files) == {"search-1": EVERY_PLACE[:2], "search-2": EVERY_PLACE[2:]}
    areas = files["search-places"]["jurisdictions"]
    assert [
        (areas[number][1], first, last) for _, number, first, last in files["search-places"]["files"]
    ] == [
        ("Place A", "a1 1", "a2 1"),
        ("Place B", "b1 1", "b2 1"),
    ]


def test_an_area_that_is_too_large_is_cut_by_the_areas_below_it(
    country: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_data, "PLACES_IN_ONE_FILE", 1)
    monkeypatch.setattr(search_data, "PLACES_A_FILE", 1)
    assert [place for places in places_in(files_of(country)).values() for place in places] == EVERY_PLACE
    assert len(files_of(country)) == 5


def test_an_area_without_parts_is_cut_by_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_data, "PLACES_IN_ONE_FILE", 1)
    monkeypatch.setattr(search_data, "PLACES_A_FILE", 1)
    monkeypatch.setattr(search_data, "JURISDICTIONS_AT_ONCE", 1)
    files = files_of(snapshot_of((world.contest(),), {}))
    ranges = [(number, first) for _, number, first, _ in files["search-places"]["files"]]
    assert ranges == [(0, "a1 1"), (0, "a2 1"), (0, "b1 1"), (0, "b2 1")]


def test_jurisdictions_that_are_too_many_for_every_search_stand_in_the_files_of_their_areas(
    country: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_data, "JURISDICTIONS_AT_ONCE", 3)
    files = files_of(country)
    assert [each[2] for each in files["search-places"]["jurisdictions"]] == [
        "index.html",
        "A/index.html",
        "B/index.html",
    ]
    assert [each[2:4] for each in files["search-1"]["jurisdictions"]] == [
        ["A/A1.html", 1],
        ["A/A2.html", 1],
        ["B/B1.html", 2],
        ["B/B2.html", 2],
    ]
    assert places_in(files) == {"search-1": EVERY_PLACE}


def test_the_hint_speaks_of_names_of_polling_places_only_where_there_are_any(country: Snapshot) -> None:
    named = pl.DataFrame({"polling_place": ["A1-1"], "name": ["School"]})
    election = replace(country.election, polling_places=named)
    hints = [
        html_pages(site_of_election(snapshot))["en/index.html"]
        for snapshot in (country, replace(country, election=election))
    ]
    assert ["Name of the polling place" in hint for hint in hints] == [False, True]
    assert "Code of the station or of its polling place" in hints[0]
