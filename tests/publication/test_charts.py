"""Charts are drawn from the numbers that stand beside them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from testigo.publication import charts
from testigo.publication.page_frame import place_path
from testigo.publication.shard import Place, chunks

SHARES = st.integers(0, 10_000)


def widths(drawn: str) -> list[float]:
    return [float(width) for width in re.findall(r' width="([0-9.]+)%"', drawn)]


@given(SHARES)
def test_a_bar_is_as_long_as_its_share(share: int) -> None:
    assert abs(widths(charts.bar(share, "f1"))[0] - share / 100) <= 0.0501


@given(st.lists(SHARES, max_size=4).filter(lambda shares: sum(shares) <= 10_000))
def test_parts_of_a_whole_stand_end_to_end(shares: list[int]) -> None:
    drawn = charts.row([(share, "f1") for share in shares])
    assert abs(sum(widths(drawn)) - sum(shares) / 100) <= 0.0501 * len(shares)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_best_case_never_leaves_its_frame(first: int, second: int, outstanding: int) -> None:
    for drawn in charts.best_case(first, second, outstanding, ("f1", "f2")):
        assert sum(widths(drawn)) <= 100.2


def test_the_gap_is_drawn_where_even_everybody_outstanding_falls_short() -> None:
    decided = charts.best_case(100, 40, 50, ("f1", "f2"))[1]
    open_ = charts.best_case(100, 40, 80, ("f1", "f2"))[1]
    assert "gapf" in decided
    assert "gapf" not in open_


@given(st.lists(st.tuples(SHARES, st.integers(0, 10**7)), min_size=2, max_size=30))
def test_the_strip_spans_from_the_lowest_to_the_highest_share(points: list[tuple[int, int]]) -> None:
    places = [float(place) for place in re.findall(r'cx="([0-9.]+)%"', charts.strip(points, "f1"))]
    assert len(places) == len(points)
    assert min(places) >= 6
    assert max(places) <= 94.1


def test_a_jurisdiction_called_index_does_not_take_the_place_of_a_folders_index() -> None:
    first = Place("A", "X", 2, "A", "listed", None, "A")
    below = Place("index", "A", 3, "Index", "listed", None, "A")
    assert place_path(first) == "A/index.html"
    assert place_path(below) == "A/_index.html"
    assert place_path(below, 2) == "A/_index_p2.html"


@given(st.lists(st.integers(), max_size=50), st.integers(1, 7))
def test_pieces_of_a_list_put_together_are_the_list(items: list[int], size: int) -> None:
    pieces = chunks(items, size)
    assert [item for piece in pieces for item in piece] == items
    assert all(len(piece) <= size for piece in pieces)
