"""The print of a form: found by its code, read in its own digits, held against the code."""

from dataclasses import replace

import numpy as np
import pytest

from testigo.forms.layout import printed_columns
from testigo.reading.classify import FormReading, read_form
from testigo.reading.printed import PrintCheck
from testigo.simulate.chance import Chance
from testigo.simulate.damage import NO_DAMAGE, Damage, mild_damage
from testigo.simulate.forge import forged
from testigo.simulate.mishaps import Mishap
from testigo.simulate.sheet import Sheet
from tests.reading.drawn import jpeg, symbol
from tests.reading.printed_forms import CONTEST, cut, form, photo, sheet, side_by_side, truth, with_print

LAYOUT = form().profile.layout
COLUMNS = () if LAYOUT is None else printed_columns(LAYOUT, form().contest)
IN_CODE = len(COLUMNS) - 1
"""Printed figures that the code has or that follow from it: all but the roll."""


def read(content: bytes) -> FormReading:
    return read_form(content, [form()])


def beside(paper: Sheet, damage: Damage = NO_DAMAGE) -> PrintCheck:
    check = read(photo(paper, damage)).print
    assert check is not None
    return check


def row_of(column: str) -> int:
    return COLUMNS.index(column)


def with_figures(changed: dict[str, int]) -> Sheet:
    """The form with these figures printed, its code left alone."""
    rows = {row_of(column): value for column, value in changed.items()}
    return with_print(lambda row, _, figure: rows.get(row, figure))


LEADER, RUNNER_UP = sorted(form().contest.vote_columns, key=lambda column: -truth()[column])[:2]


def test_every_figure_of_a_clean_photo_is_read_as_it_is_printed() -> None:
    figures = read(photo(sheet())).look.figures
    assert [figure.digits for figure in figures] == [str(truth()[column]) for column in COLUMNS]


def test_an_honest_form_agrees_with_its_code_in_every_figure() -> None:
    assert beside(sheet()) == PrintCheck(IN_CODE, {}, 0, contradicts=False)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_form_may_lie_in_any_direction(turn: int) -> None:
    assert beside(sheet(), Damage(turn=turn, scale=0.8)).agreeing == IN_CODE


@pytest.mark.parametrize("seed", range(6))
def test_mild_damage_leaves_nearly_every_figure_readable_and_none_contradicting(seed: int) -> None:
    check = beside(sheet(), mild_damage(Chance.of(seed)))
    assert check.contradicting == {}
    assert check.agreeing >= IN_CODE - 3


@pytest.mark.parametrize("seed", range(6))
def test_printed_votes_that_were_moved_are_named_whatever_the_damage(seed: int) -> None:
    moved = forged(truth(), form().contest, Mishap.CHANGED_FIGURES)
    changed = {column: value for column, value in moved.items() if value and value != truth()[column]}
    check = beside(with_figures(changed), mild_damage(Chance.of(seed)))
    assert check.contradicts
    assert check.contradicting.items() <= changed.items()


def test_two_numbers_that_moved_by_the_same_votes_suffice() -> None:
    changed = {LEADER: truth()[LEADER] - 40, RUNNER_UP: truth()[RUNNER_UP] + 40}
    check = beside(with_figures(changed))
    assert (check.contradicting, check.contradicts) == (changed, True)


def test_one_printed_number_that_differs_accuses_nobody() -> None:
    check = beside(with_figures({LEADER: truth()[LEADER] + 40}))
    assert check.contradicting == {LEADER: truth()[LEADER] + 40}
    assert not check.contradicts


def test_a_print_and_a_code_of_two_forms_contradict_each_other() -> None:
    shifted = with_print(lambda row, _, figure: figure + 11 + row)
    assert beside(shifted).contradicts


def test_a_figure_that_is_covered_is_unreadable_and_contradicts_nothing() -> None:
    check = beside(with_figures({LEADER: 9_999_999}))
    assert (check.unreadable, check.contradicting) == (1, {})


def test_a_form_without_a_layout_is_read_as_before() -> None:
    bare = replace(form(), profile=replace(form().profile, layout=None))
    reading = read_form(photo(sheet()), [bare])
    assert (len(reading.codes), reading.print) == (1, None)


def test_a_photo_whose_column_of_figures_is_cut_off_says_nothing_of_the_print() -> None:
    reading = read(cut(photo(sheet()), right=0.8))
    assert (len(reading.codes), reading.print) == (1, None)


def test_a_photo_whose_first_figures_are_cut_off_says_nothing_of_the_print() -> None:
    reading = read(cut(photo(sheet()), top=0.3))
    assert (len(reading.codes), reading.print) == (1, None)


def test_a_form_of_which_rows_are_missing_contradicts_nothing() -> None:
    whole = sheet()
    shorter = replace(whole, lines=tuple(line for line in whole.lines if line.text != "VOTOS NULOS"))
    reading = read(photo(shorter))
    assert reading.print is None or not reading.print.contradicts


def test_a_photo_of_two_forms_says_nothing_of_their_prints() -> None:
    reading = read(side_by_side(photo(sheet()), photo(sheet(f"{CONTEST} paper 1"))))
    assert (len(reading.codes), reading.print) == (2, None)


def bare(*, above: int = 0, below: int = 0, noise: int = 0) -> bytes:
    """A picture of the honest form's code and of nothing else: white paper, or grey noise, around it."""
    text = read(photo(sheet())).codes[0].text
    code = symbol(text)
    high, wide = code.shape[:2]
    paper = np.full((above + high + below, wide), 255, np.uint8)
    if noise:
        paper = np.random.default_rng(noise).integers(90, 255, paper.shape, np.uint8, endpoint=True)
    paper[above : above + high] = code
    return jpeg(paper)


BARE: list[dict[str, int]] = [
    {},
    {"above": 900},
    {"above": 900, "below": 200},
    {"above": 900, "noise": 1},
    {"above": 1800, "noise": 2},
]


@pytest.mark.parametrize("around", BARE)
def test_a_code_without_its_form_is_said_to_be_one(around: dict[str, int]) -> None:
    reading = read(bare(**around))
    assert [code.formless for code in reading.codes] == [True]


def test_a_code_on_its_form_is_not() -> None:
    assert [code.formless for code in read(photo(sheet())).codes] == [False]


def test_a_code_of_a_form_of_which_no_layout_is_known_is_not() -> None:
    one = form()
    unknown = replace(one, profile=replace(one.profile, layout=None))
    assert [code.formless for code in read_form(bare(), [unknown]).codes] == [False]


def test_two_codes_on_one_photo_are_both_without_a_form_that_can_be_told_theirs() -> None:
    reading = read(side_by_side(photo(sheet()), photo(sheet(f"{CONTEST} paper 1"))))
    assert [code.formless for code in reading.codes] == [True, True]
