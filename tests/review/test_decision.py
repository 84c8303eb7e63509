"""The figures of a decision: what a reading says, never a repair."""

from collections.abc import Mapping

from testigo.columns import DocumentClass
from testigo.review.decision import (
    Figures,
    NoFigures,
    accepted_class,
    accepted_figures,
    why_it_cannot_count,
)
from tests import world

STATION = "A1-1.01"
LINES = world.contest(lines=[("r1", "red"), ("r2", "red"), ("b1", "blue")])


def accept(*rows: Mapping[str, object], chosen: str | None = None, of: object = None) -> Figures | NoFigures:
    contest = LINES if of is LINES else world.contest()
    return accepted_figures(world.readings(rows, contest), chosen, contest, world.PROFILE)


def row(**figures: object) -> dict[str, object]:
    return world.reading(STATION, **figures)


def known(figures: Figures | NoFigures) -> dict[str, int]:
    assert not isinstance(figures, NoFigures)
    return {name: value for name, value in figures.items() if value is not None}


def test_the_figures_of_the_chosen_reading_are_taken_whole() -> None:
    rows = row(red=1, blue=2, null_votes=3), row(red=1, blue=5, null_votes=4)
    assert known(accept(*rows, chosen="r1")) == {"votes_red": 1, "votes_blue": 5, "null_votes": 4}


def test_a_reading_that_does_not_stand_cannot_be_chosen() -> None:
    assert accept(row(red=1, blue=2), chosen="r9") is NoFigures.NO_SUCH_READING


def test_without_a_choice_the_readings_must_agree_on_votes() -> None:
    assert accept(row(red=1, blue=2), row(red=1, blue=3)) is NoFigures.READINGS_DIFFER


def test_a_figure_other_than_votes_on_which_they_differ_is_null() -> None:
    figures = known(accept(row(red=1, blue=2, null_votes=3), row(red=1, blue=2, null_votes=4)))
    assert figures == {"votes_red": 1, "votes_blue": 2}


def test_what_one_did_not_read_comes_from_the_other() -> None:
    assert known(accept(row(red=1), row(blue=2))) == {"votes_red": 1, "votes_blue": 2}


def test_a_wrong_sum_is_accepted_as_it_stands() -> None:
    assert known(accept(row(red=1, blue=2, valid_votes=9)))["valid_votes"] == 9


def test_a_reading_that_has_the_lines_has_the_options() -> None:
    figures = known(accept(row(line_r1=1, line_r2=2, line_b1=4), of=LINES))
    assert (figures["votes_red"], figures["votes_blue"]) == (3, 4)


def test_a_decision_without_the_votes_of_an_option_is_incomplete() -> None:
    assert why_it_cannot_count({"votes_red": 1}, world.contest(), None) is NoFigures.INCOMPLETE
    assert why_it_cannot_count({"votes_red": 1, "votes_blue": None}, world.contest(), None) is not None
    assert why_it_cannot_count({"votes_red": 1, "votes_blue": 0}, world.contest(), None) is None


def test_the_lines_of_an_option_are_its_votes() -> None:
    lines = {"line_r1": 1, "line_r2": 2, "votes_blue": 3}
    assert why_it_cannot_count(lines, LINES, None) is None
    assert why_it_cannot_count({**lines, "line_r2": None}, LINES, None) is NoFigures.INCOMPLETE


def test_an_option_that_some_forms_lack_may_be_absent() -> None:
    contest = world.contest(options=("red", "write-ins"), optional=("write-ins",))
    assert why_it_cannot_count({"votes_red": 1}, contest, None) is None


def test_an_annulled_or_never_installed_station_needs_no_votes() -> None:
    for declared in (DocumentClass.ANNULLED, DocumentClass.NOT_INSTALLED):
        assert why_it_cannot_count({}, world.contest(), declared) is None


def test_where_a_station_was_not_installed_no_votes_are_decided() -> None:
    closed = DocumentClass.NOT_INSTALLED
    for figures in ({"votes_red": 1, "votes_blue": 0}, {"line_r1": 2}):
        assert why_it_cannot_count(figures, LINES, closed) is NoFigures.NOBODY_VOTED
    assert why_it_cannot_count({"votes_red": 0, "votes_blue": None}, LINES, closed) is None
    assert why_it_cannot_count({"votes_red": 1}, LINES, DocumentClass.ANNULLED) is None


def test_who_accepts_a_reading_accepts_what_it_takes_the_paper_for() -> None:
    annulled = DocumentClass.ANNULLED
    read = world.readings([row(document_class=annulled), row(red=1, blue=0)])
    assert accepted_class(read, "r0") is annulled
    assert accepted_class(read, "r1") is None
    assert accepted_class(read, None) is None
    assert accepted_class(read.head(1), None) is annulled
