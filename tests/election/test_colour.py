import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.colour import OTHERS, PALETTE, Mode, contrast, from_palette, is_legible, legible

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the ends of the scale, and values that the screens' README prints
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#777777", 1.0),
        ("#1b5795", "#fffefa", 7.3),
        ("#1b5795", "#f5f2e9", 6.6),
        ("#d0483c", "#fffefa", 4.5),
        ("#9ccaf6", "#15171a", 10.4),
        ("#e2695a", "#1f2226", 4.9),
        ("#8b857a", "#fffefa", 3.6),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.06)


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0


@given(COLOURS, st.sampled_from(Mode))
def test_a_colour_is_legible_after_its_lightness_was_moved(colour: str, mode: Mode) -> None:
    assert is_legible(legible(colour, mode), mode)


@given(COLOURS, st.sampled_from(Mode))
def test_a_colour_that_is_legible_stays_as_it_is(colour: str, mode: Mode) -> None:
    moved = legible(colour, mode)

    assert legible(moved, mode) == moved
    assert (moved == colour) == is_legible(colour, mode)


def test_a_colour_is_darkened_for_daylight_and_lightened_for_the_dark() -> None:
    assert contrast(legible("#ffff00", Mode.LIGHT), "#000000") < contrast("#ffff00", "#000000")
    assert contrast(legible("#1b5795", Mode.DARK), "#000000") > contrast("#1b5795", "#000000")


def test_after_the_palette_all_options_are_grey() -> None:
    assert from_palette(0) == PALETTE[0]
    assert from_palette(len(PALETTE)) == OTHERS
