"""Invented nights: what went wrong is marked, and what is accepted is true."""

from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.columns import Method, Status
from testigo.errors import RefusedError
from testigo.simulate.mishaps import CALM, CONTRADICTORY, FORGERIES, Mishap, Rates
from testigo.simulate.night import ContestNight, Night
from testigo.simulate.papers import CLOSE, MINUTES_A_DAY
from testigo.simulate.shape import Shape
from testigo.snapshot import Snapshot
from tests.simulate.invented import Invented, invent

SMALL = Shape(60)
USUAL = Rates()


@cache
def town() -> Invented:
    return invent(SMALL)


@cache
def usual_night() -> Night:
    return town().night(USUAL)


@cache
def usual_snapshot() -> Snapshot:
    return town().snapshot(usual_night())


def only_contest(night: Night) -> ContestNight:
    return night.contests["contest-1"]


def statuses(kind: Mishap) -> set[str]:
    """The statuses of the stations that have a story, on the usual night."""
    stories = only_contest(usual_night()).papers.stories.filter(pl.col("story") == kind.value)
    results = usual_snapshot().results["contest-1"]
    return set(results.join(stories, on="station", how="semi")["status"])


def wrong_among_accepted(invented: Invented, snapshot: Snapshot) -> int:
    """How many accepted stations have a figure of votes that is not the truth."""
    wrong = 0
    for contest in invented.election.contests:
        votes = [*contest.vote_columns, *contest.line_columns, "valid_votes"]
        both = snapshot.results[contest.contest].join(
            invented.truth[contest.contest], on="station", suffix=" true"
        )
        accepted = both.filter(pl.col("status") == Status.ACCEPTED.value)
        differs = pl.any_horizontal([pl.col(name) != pl.col(f"{name} true") for name in votes])
        wrong += accepted.filter(differs).height
    return wrong


def test_the_tally_of_a_night_on_which_nothing_happens_is_the_truth() -> None:
    snapshot = town().snapshot(town().night(CALM))
    (contest,) = town().election.contests
    truth = town().truth["contest-1"].select(pl.all().exclude("station").sum()).row(0, named=True)
    country = snapshot.tallies["contest-1"].row(0, named=True)
    assert country["stations_accepted"] == SMALL.stations
    for figure in (*contest.vote_columns, *contest.line_columns, "valid_votes", "null_votes", "total_votes"):
        assert country[figure] == truth[figure]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(1, 60),
    st.sampled_from([(1, 0), (2, 0), (4, 9), (10, 38)]),
    st.sampled_from([0.0, 0.05, 0.3]),
)
def test_whatever_happens_the_result_of_an_accepted_station_is_its_truth(
    seed: int, stations: int, ballot: tuple[int, int], often: float
) -> None:
    invented = invent(Shape(stations, options=ballot[0], lines=ballot[1], contests=2), seed)
    rates = Rates(
        changed_figures=often, changed_code=often, bad_sums=often, forged_copy=often, zero_report=often,
        unreadable_code=0.3,
        checked=0.2, transposed_digits=often, skipped_line=often, wrong_station=often, mistyped_row=often,
    )  # fmt: skip
    assert wrong_among_accepted(invented, invented.snapshot(invented.night(rates, seed))) == 0


def test_the_same_seed_gives_the_same_night() -> None:
    one, same, other = town().night(USUAL, 4), town().night(USUAL, 4), town().night(USUAL, 5)
    assert only_contest(one).readings.equals(only_contest(same).readings)
    assert only_contest(one).papers.photos.equals(only_contest(same).papers.photos)
    assert not only_contest(one).papers.photos.equals(only_contest(other).papers.photos)


def test_the_smallest_night_has_every_kind_of_mishap_and_marks_it() -> None:
    night = only_contest(usual_night())
    seen = {
        *night.papers.stories["story"],
        *night.papers.papers["done"],
        *night.papers.photos["done"],
        *night.marks["done"],
    }
    assert seen == {kind.value for kind in Mishap}
    assert night.papers.stories["late"].any()
    wrong = night.papers.photos.join(night.papers.papers, on="paper")
    assert not wrong.filter(pl.col("submitted_as") != pl.col("station")).is_empty()


def test_a_reading_that_is_not_marked_says_what_its_paper_prints_or_what_its_code_says() -> None:
    night = only_contest(usual_night())
    names = [*night.contest.line_columns, "null_votes"]
    marked = night.readings.join(night.marks, on="reading").filter(pl.col("done") == Mishap.NONE.value)
    for method, papers in ((Method.MACHINE_CODE, night.coded()), (Method.PERSON, night.printed())):
        read = marked.filter(pl.col("method") == method.value)
        both = read.join(papers, on="paper", suffix=" paper")
        assert both.height == read.height > 0
        assert both.filter(pl.any_horizontal([pl.col(n) != pl.col(f"{n} paper") for n in names])).is_empty()


def test_a_reading_that_is_marked_differs_from_what_it_should_be() -> None:
    night = only_contest(usual_night())
    marked = night.readings.join(night.marks, on="reading").filter(
        (pl.col("done") != Mishap.NONE.value) & (pl.col("method") == Method.PERSON.value)
    )
    both = marked.join(night.printed(), on="paper", suffix=" paper")
    names = ["station", *night.contest.line_columns]
    same = pl.all_horizontal([pl.col(name) == pl.col(f"{name} paper") for name in names])
    assert both.height == marked.height > 0
    assert both.filter(same).is_empty()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Mishap.CHANGED_FIGURES, {Status.DISPUTED}),
        (Mishap.CHANGED_CODE, {Status.DISPUTED}),
        (Mishap.FORGED_COPY, {Status.DISPUTED}),
        (Mishap.BAD_SUMS, {Status.QUARANTINED, Status.DISPUTED}),
        (Mishap.ZERO_REPORT, {Status.QUARANTINED, Status.DISPUTED}),
    ],
)
def test_no_station_with_a_forged_or_zero_form_is_accepted(kind: Mishap, expected: set[Status]) -> None:
    assert statuses(kind)
    assert statuses(kind) <= expected


@pytest.mark.parametrize("kind", [Mishap.OTHER_COPY, Mishap.OTHER_PHOTO, Mishap.SAME_PHOTO])
def test_a_form_that_comes_twice_counts_once(kind: Mishap) -> None:
    calm = Rates(**{**vars(CALM), kind.name.lower(): 0.5})
    snapshot = town().snapshot(town().night(calm))
    assert set(snapshot.results["contest-1"]["status"]) == {Status.ACCEPTED}
    assert wrong_among_accepted(town(), snapshot) == 0


def test_a_form_of_a_station_that_does_not_exist_counts_nowhere() -> None:
    night = only_contest(usual_night())
    strangers = night.papers.papers.filter(pl.col("done") == Mishap.NO_SUCH_STATION.value)
    assert not strangers.is_empty()
    assert set(strangers["station"]).isdisjoint(town().election.stations["station"])
    assert usual_snapshot().unknown_readings == strangers.height


@pytest.mark.parametrize("kind", CONTRADICTORY)
def test_of_a_form_whose_print_and_code_disagree_one_is_the_truth(kind: Mishap) -> None:
    night = only_contest(usual_night())
    struck = pl.col("done") == kind.value
    printed, coded = night.printed().filter(struck), night.coded().filter(struck)
    true, false = (coded, printed) if kind is Mishap.CHANGED_FIGURES else (printed, coded)
    truth = night.truth.join(true, on="station", how="semi")
    assert true.height > 0
    assert true.select(night.figures).equals(truth.select(night.figures))
    assert not false.select(night.figures).equals(truth.select(night.figures))


def test_the_same_photo_comes_twice_and_is_read_once() -> None:
    photos = only_contest(usual_night()).papers.photos
    twice = photos.filter(pl.col("done") == Mishap.SAME_PHOTO.value)
    assert not twice["first"].any()
    assert set(twice["photo"]) <= set(photos.filter("first")["photo"])
    readings = only_contest(usual_night()).readings
    assert readings["reading"].is_unique().all()


def test_most_forms_come_on_the_second_day_and_none_before_the_polls_close() -> None:
    minutes = invent(Shape(5_000)).night(CALM).contests["contest-1"].papers.photos["minute"]
    night = (minutes < MINUTES_A_DAY).mean()
    second_day = ((minutes >= MINUTES_A_DAY) & (minutes < 2 * MINUTES_A_DAY)).mean()
    assert minutes.min() >= CLOSE  # type: ignore[operator]
    assert night == pytest.approx(0.136, abs=0.02)
    assert second_day == pytest.approx(0.795, abs=0.02)
    assert minutes.is_sorted()


def test_no_story_is_told_of_two_kinds_at_one_station() -> None:
    papers = only_contest(usual_night()).papers
    told = papers.papers.filter(pl.col("done").is_in([kind.value for kind in FORGERIES]))
    for station, done in told.filter(pl.col("station") == pl.col("of")).select("station", "done").iter_rows():
        story = papers.stories.filter(pl.col("station") == station)["story"].item()
        assert story == done


def test_rates_outside_0_to_1_are_refused_together() -> None:
    with pytest.raises(RefusedError, match="missing, bad_sums"):
        Rates(missing=1.5, bad_sums=-0.1)
