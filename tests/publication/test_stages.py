"""Held, scanned, read, published: four counts, the declared ones hollow."""

import re
from dataclasses import replace

import polars as pl
import pytest

from testigo.columns import DECLARED
from testigo.publication.format import MARK
from testigo.publication.shard import site_of
from testigo.publication.site import pages
from testigo.snapshot import Snapshot
from tests.elements import stray_numerals
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT, html_pages


def with_declared(*rows: tuple[str, int | None, int | None, str]) -> Snapshot:
    snapshot = made("every state")[0]
    frame = pl.DataFrame(rows, schema=DECLARED, orient="row")
    return replace(snapshot, evidence=replace(snapshot.evidence, declared=frame))


def items(page: str) -> list[str]:
    listed = re.search(r'<ol class="cov">(.*?)</ol>', page, re.DOTALL)
    assert listed is not None
    return re.findall(r"<li>.*?</li>", listed[1], re.DOTALL)


@pytest.fixture(scope="module")
def declared() -> dict[str, str]:
    snapshot = with_declared(("X", 18, None, "Coalition <1>"), ("A", 5, 4, "Coalition <1>"))
    return html_pages(dict(pages(snapshot, IMPRINT, {})))


def test_what_was_declared_is_hollow_and_names_its_source(declared: dict[str, str]) -> None:
    held, scanned, read, published = items(declared["en/index.html"])
    assert "Nobody has declared it" in scanned
    assert 'class="ghost"' in held
    assert "Coalition &lt;1&gt;" in held
    assert "cannot be checked here yet" in held
    assert 'data-cell="declared/X/Coalition %3C1%3E/held">18</data>' in held
    assert 'class="ink"' in read
    assert 'class="ink"' in published


def test_a_place_has_its_own_counts(declared: dict[str, str]) -> None:
    assert [item.count("<data") for item in items(declared["es/A/index.html"])] == [1, 1, 1, 1]
    assert [item.count("<data") for item in items(declared["es/B/index.html"])] == [0, 0, 1, 1]


@pytest.mark.parametrize("page", ["index", "contest-council_2f_45rie_201", "A/index", "A/A1", "B/B1"])
def test_every_place_has_four_counts(every_state: dict[str, str], page: str) -> None:
    held, scanned, read, published = (
        re.sub("<[^>]*>", " ", each).split() for each in items(every_state[f"en/{page}.html"])
    )
    assert (held[0], scanned[0], read[0], published[0]) == ("Held", "Scanned", "Read", "Published")


def test_where_nobody_declared_there_is_nothing_hollow(every_state: dict[str, str]) -> None:
    assert 'class="ghost"' not in "".join(items(every_state["en/index.html"]))
    assert "cannot be checked here yet" not in every_state["en/index.html"]


def test_read_counts_every_station_with_a_reading(every_state: dict[str, str]) -> None:
    values = [int(found["value"]) for found in MARK.finditer("".join(items(every_state["en/index.html"])))]
    assert values == [9, 6]


def test_no_digit_stands_outside_a_cell(declared: dict[str, str]) -> None:
    assert [path for path, page in declared.items() if stray_numerals(page)] == []
    assert site_of(with_declared(), IMPRINT).declared == {}
