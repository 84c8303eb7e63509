"""Invented countries: every shape gives a definition that loads, and its votes add up."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.columns import FrameKind
from testigo.election.load import check
from testigo.errors import RefusedError
from testigo.forms.arithmetic import comparisons
from testigo.simulate.shape import Shape
from tests.simulate.invented import invent


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    options = draw(st.integers(1, 12))
    return Shape(
        stations=draw(st.integers(1, 120)),
        levels=draw(st.integers(1, 6)),
        stations_a_place=draw(st.integers(1, 5)),
        contests=draw(st.integers(1, 4)),
        options=options,
        lines=draw(st.sampled_from([0, options, options + 7, 38])),
        unlisted=draw(st.sampled_from([0, 0, 17])),
    )


@settings(max_examples=60, deadline=None)
@given(shapes(), st.integers(0, 10**9))
def test_every_shape_gives_a_definition_without_a_fault_whose_votes_add_up(shape: Shape, seed: int) -> None:
    invented = invent(shape, seed)
    election, warnings = check(invented.files)
    assert not [warning for warning in warnings if "votes in no contest" not in warning.message]
    assert election.stations.height == shape.stations
    assert len(election.levels) == shape.levels
    assert len(election.contests) == shape.contests
    assert election.drill
    for contest in election.contests:
        truth = invented.truth[contest.contest]
        for one in comparisons(contest, invented.profiles[contest.form]):
            assert truth.filter(one.printed.ne_missing(one.summed)).is_empty()
        assert truth.filter(pl.col("total_votes") > pl.col("registered_voters")).is_empty()
        assert truth.filter(pl.any_horizontal(pl.col(contest.vote_columns) < 0)).is_empty()


def test_the_same_seed_gives_the_same_definition_and_votes() -> None:
    one, same, other = invent(Shape(50), 1), invent(Shape(50), 1), invent(Shape(50), 2)
    assert one.files == same.files
    assert one.truth["contest-1"].equals(same.truth["contest-1"])
    assert one.files != other.files


def test_a_country_of_one_contest_and_38_lines_votes_on_the_form_of_venezuela() -> None:
    assert [contest.form for contest in invent(Shape(5)).election.contests] == ["venezuela-2024"]
    assert [contest.form for contest in invent(Shape(5, lines=12)).election.contests] == ["strip-1"]


def test_unlisted_stations_are_declared_for_the_country_and_its_parts_are_unknown() -> None:
    frames = invent(Shape(30, unlisted=4)).election.jurisdictions
    root = frames.row(0, named=True)
    assert (root["frame"], root["stations"]) == (FrameKind.DECLARED, 34)
    assert set(frames[1:]["frame"]) == {FrameKind.UNKNOWN}


def test_every_second_contest_is_for_some_states_only() -> None:
    invented = invent(Shape(200, contests=2))
    assert invented.truth["contest-1"].height == 200
    assert 0 < invented.truth["contest-2"].height < 200


def test_of_many_contests_each_station_votes_in_as_many_as_wished() -> None:
    shape = Shape(300, contests=30, contests_a_station=5, options=3, lines=0)
    voted = pl.concat(truth.select("station") for truth in invent(shape).truth.values())
    assert set(voted.group_by("station").len()["len"]) == {5}
    assert voted["station"].n_unique() == 300


@pytest.mark.parametrize(
    "wrong",
    [
        {"stations": 5, "contests": 3, "contests_a_station": 4},
        {"stations": 0},
        {"stations": 5, "levels": 7},
        {"stations": 5, "options": 0, "lines": 0},
        {"stations": 5, "options": 9, "lines": 8},
        {"stations": 5, "options": 100, "lines": 100},
        {"stations": 5, "stations_a_place": 99},
    ],
)
def test_an_impossible_shape_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(RefusedError, match="No country has this shape"):
        Shape(**wrong)  # type: ignore[arg-type]


def test_all_that_is_impossible_about_a_shape_is_said_at_once() -> None:
    with pytest.raises(RefusedError, match=r"stations.*levels.*contests"):
        Shape(stations=0, levels=9, contests=0)


def test_stations_of_the_first_states_only_have_pages_where_that_is_wished() -> None:
    election = invent(Shape(60, pages_of_states=1)).election
    assert [
        code
        for code in election.jurisdictions.filter(level=2)["jurisdiction"]
        if election.has_station_pages(code)
    ] == ["1"]
    assert invent(Shape(60)).election.station_pages is None
    with pytest.raises(RefusedError, match="pages of states need states"):
        Shape(60, levels=1, pages_of_states=1)
