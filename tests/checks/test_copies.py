"""Rules C.401 to C.403: do other stations have the very same figures, or the very same photo?"""

import polars as pl
import pytest

from testigo.columns import DocumentClass
from tests.checks.checking import TEN_OPTIONS, figures, findings, fires, good, votes
from tests.world import STATION_CODES


def twins(*of_options: int, **changed: object) -> tuple[dict[str, object], dict[str, object]]:
    return votes("A1-1.01", *of_options, **changed), votes("B2-1.03", *of_options, **changed)


def test_c401_fires_at_both_stations_that_share_all_figures() -> None:
    said = findings(twins(20, 15, 10, 5), of=TEN_OPTIONS)
    assert said.select("code", "station", "related").rows() == [
        ("C.401", "A1-1.01", "B2-1.03"),
        ("C.401", "B2-1.03", "A1-1.01"),
    ]


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ((20, 15, 10, 4), 0),  # 49 votes
        ((20, 15, 10, 5), 2),  # 50
        ((20, 15, 10, 6), 2),  # 51
        ((30, 15, 10), 0),  # three options have votes
        ((30, 15, 10, 1), 2),  # four
        ((0, 0, 1, 10, 15, 30), 2),  # whichever they are
    ],
)
def test_c401_fires_only_for_figures_that_chance_hardly_repeats(
    shared: tuple[int, ...], expected: int
) -> None:
    assert fires("C.401", *twins(*shared), of=TEN_OPTIONS) == expected


def test_c401_is_silent_where_one_option_differs_by_one_vote() -> None:
    pair = votes("A1-1.01", 20, 15, 10, 5), votes("B2-1.03", 20, 15, 10, 6)
    assert fires("C.401", *pair, of=TEN_OPTIONS) == 0


def test_c401_is_silent_where_two_options_are_exchanged() -> None:
    pair = votes("A1-1.01", 20, 15, 10, 5), votes("B2-1.03", 15, 20, 10, 5)
    assert fires("C.401", *pair, of=TEN_OPTIONS) == 0


def test_c401_is_silent_for_two_readings_of_one_station() -> None:
    pair = votes("A1-1.01", 20, 15, 10, 5), votes("A1-1.01", 20, 15, 10, 5)
    assert fires("C.401", *pair, of=TEN_OPTIONS) == 0


def test_c401_is_silent_where_an_option_was_not_read() -> None:
    assert fires("C.401", *twins(20, 15, 10, 5, o9=None), of=TEN_OPTIONS) == 0


@pytest.mark.parametrize("declared", [DocumentClass.ANNULLED, DocumentClass.NOT_INSTALLED])
def test_c401_is_silent_for_forms_that_count_no_votes(declared: DocumentClass) -> None:
    assert fires("C.401", *twins(20, 15, 10, 5, document_class=declared), of=TEN_OPTIONS) == 0


def test_c401_names_the_first_other_station_of_three() -> None:
    codes = ("B1-1.02", "A1-1.02", "A2-1.01")
    said = findings([votes(code, 20, 15, 10, 5) for code in codes], of=TEN_OPTIONS)
    assert said.select("station", "related").rows() == [
        ("A1-1.02", "A2-1.01"),
        ("A2-1.01", "A1-1.02"),
        ("B1-1.02", "A1-1.02"),
    ]
    stations = said.select(pl.col("figures").list.first().struct.field("value")).to_series()
    assert stations.to_list() == [3, 3, 3]


def test_c402_fires_where_one_photo_was_read_for_two_stations() -> None:
    said = findings([good(form="paper"), good(station="A1-1.02", form="paper", red=61, blue=39)])
    told = said.filter(pl.col("code") == "C.402")
    assert told.select("station", "related").rows() == [("A1-1.01", "A1-1.02"), ("A1-1.02", "A1-1.01")]


def test_c402_is_silent_for_readings_of_one_station_and_for_rows_of_tables() -> None:
    assert fires("C.402", good(form="paper"), good(form="paper", reader="another")) == 0
    assert fires("C.402", good(form="paper"), good(station="A1-1.02", form="another paper")) == 0
    assert fires("C.402", good(), good(station="A1-1.02")) == 0


def same(stations: int, others: int, red: int = 126, blue: int = 126) -> list[dict[str, object]]:
    """Stations with the same two figures, and others that have each their own."""
    alike = [good(station=code, red=red, blue=blue) for code in STATION_CODES[:stations]]
    rest = STATION_CODES[stations : stations + others]
    return [*alike, *(good(station=code, red=50 + n, blue=90 - n) for n, code in enumerate(rest))]


@pytest.mark.parametrize(("alike", "others"), [(5, 0), (12, 0), (5, 4), (7, 5)])
def test_c403_fires_where_most_stations_have_the_very_same_figures(alike: int, others: int) -> None:
    assert fires("C.403", *same(alike, others)) == alike


@pytest.mark.parametrize(("alike", "others"), [(4, 0), (5, 5), (6, 6), (1, 11)])
def test_c403_is_silent_where_half_of_them_or_few_do(alike: int, others: int) -> None:
    assert fires("C.403", *same(alike, others)) == 0


@pytest.mark.parametrize(("red", "expected"), [(9, 0), (10, 6), (11, 6)])
def test_c403_fires_only_for_figures_that_are_not_tiny(red: int, expected: int) -> None:
    assert fires("C.403", *same(6, 0, red, 10)) == expected


def test_c403_counts_a_station_once_and_says_how_many_were_read() -> None:
    rows = [*same(5, 4), *same(5, 0)]
    said = findings(rows).filter(code="C.403")
    assert figures(said)[0] == {"stations": 5, "of_stations": 9, "votes": 252}


def test_c403_is_silent_for_forms_that_count_no_votes() -> None:
    rows = [{**row, "document_class": DocumentClass.ANNULLED} for row in same(8, 0)]
    assert fires("C.403", *rows) == 0
