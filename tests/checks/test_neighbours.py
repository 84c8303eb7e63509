"""Rule N.501: does a station vote quite otherwise than the rest of its polling place?"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.checks.neighbours import FEWEST_EXPECTED, STANDARD_DEVIATIONS, exceeds
from testigo.columns import DocumentClass
from tests import world
from tests.checks.checking import Row, figures, findings, fires, good

COUNTS = st.integers(min_value=0, max_value=2_000)


def split(station: str, red: int, blue: int, **changed: object) -> Row:
    totals: Row = {"valid_votes": red + blue, "null_votes": 0, "total_votes": red + blue}
    return good(station=station, **{"red": red, "blue": blue, **totals, **changed})


def place(*stations: tuple[int, int]) -> list[Row]:
    """The forms of the stations of polling place A1-1."""
    return [split(f"A1-1.0{number}", *each) for number, each in enumerate(stations, start=1)]


def test_n501_fires_at_the_station_that_stands_apart() -> None:
    said = findings(place((300, 100), (290, 110), (100, 300)))
    assert said.filter(pl.col("station") == "A1-1.03")["code"].to_list() == ["N.501"]


def test_n501_names_the_pair_here_and_in_the_rest_of_the_place() -> None:
    said = findings(place((300, 100), (290, 110), (100, 300))).filter(pl.col("station") == "A1-1.03")
    assert figures(said) == [{"votes_red": 100, "votes_blue": 300, "rest_first": 590, "rest_second": 210}]


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ((236, 164), 0),  # z^2 = 24.50 against 166 and 234
        ((237, 163), 1),  # 25.21
        ((100, 300), 0),  # and the other way: 24.53
        ((99, 301), 1),  # 25.33
    ],
)
def test_n501_fires_beyond_five_standard_deviations_either_way(here: tuple[int, int], expected: int) -> None:
    said = findings([*place(here, (166, 234))])
    assert said.filter(pl.col("station") == "A1-1.01").height == expected


def test_n501_is_silent_at_a_place_with_one_station() -> None:
    assert fires("N.501", split("A1-1.01", 390, 10)) == 0


def test_n501_is_silent_across_polling_places() -> None:
    assert fires("N.501", split("A1-1.01", 390, 10), split("A2-1.01", 10, 390)) == 0


def test_n501_is_silent_where_the_polling_place_is_not_known() -> None:
    nowhere = world.stations().with_columns(polling_place=pl.lit(None, pl.String))
    election = world.election(station_frame=nowhere)
    assert fires("N.501", *place((390, 10), (10, 390)), election=election) == 0


def test_n501_is_silent_for_small_numbers() -> None:
    """9 of 300 expected in the smallest cell: the approximation is not to be trusted there."""
    assert fires("N.501", *place((250, 0), (18, 18), (250, 0))) == 0


def test_n501_is_silent_where_a_figure_of_the_pair_was_not_read() -> None:
    assert fires("N.501", split("A1-1.01", 390, 10), {**split("A1-1.02", 10, 390), "votes_blue": None}) == 0


@pytest.mark.parametrize("declared", [DocumentClass.ANNULLED, DocumentClass.NOT_INSTALLED])
def test_n501_is_silent_for_forms_that_count_no_votes(declared: DocumentClass) -> None:
    forms = split("A1-1.01", 390, 10), split("A1-1.02", 10, 390, document_class=declared)
    assert fires("N.501", *forms) == 0


def test_n501_counts_a_neighbour_with_two_equal_readings_once() -> None:
    once = findings(place((300, 100), (200, 200)))
    twice = findings([*place((300, 100), (200, 200)), split("A1-1.02", 200, 200)])
    assert {each["rest_first"] for each in figures(once)} == {200, 300}
    assert {each["rest_first"] for each in figures(twice)} == {200, 300}


def test_n501_leaves_out_a_neighbour_whose_readings_differ() -> None:
    """A disputed station says nothing of its neighbours; the third station is compared with the first."""
    forms = [*place((200, 200), (390, 10), (200, 200)), split("A1-1.02", 10, 390)]
    said = findings(forms).filter(pl.col("code") == "N.501")
    assert set(said["station"]) == {"A1-1.02"}


def test_n501_is_silent_in_a_contest_with_one_option() -> None:
    only = world.contest(options=("red",))
    forms = [world.reading(f"A1-1.0{number}", red=400 * number - 399) for number in (1, 2)]
    assert fires("N.501", *forms, of=only) == 0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (125, 75, False),  # z^2 is 25 and no more
        (126, 74, True),
        (20, 0, True),  # 10 expected in the smallest cell, and no less
        (19, 0, False),
    ],
)
def test_n501_begins_beyond_its_border_and_with_enough_expected(a: int, b: int, expected: bool) -> None:
    frame = pl.DataFrame({"a": [a], "b": [b]})
    column = pl.col("a"), pl.col("b")
    assert frame.select(exceeds(*column, *reversed(column))).item() is expected


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_comparison_is_that_of_exact_fractions(a: int, b: int, c: int, d: int) -> None:
    here, rest, first, second = a + b, c + d, a + c, b + d
    everybody = here + rest
    product = here * rest * first * second
    z_squared = Fraction(everybody * (a * d - b * c) ** 2, product) if product else Fraction(0)
    smallest = Fraction(min(here, rest) * min(first, second), everybody) if everybody else Fraction(0)
    expected = smallest >= FEWEST_EXPECTED and z_squared > STANDARD_DEVIATIONS**2

    frame = pl.DataFrame({"a": [a], "b": [b], "c": [c], "d": [d]})
    answer = frame.select(exceeds(*(pl.col(column) for column in "abcd"))).item()
    assert answer is expected
