"""Rows and digits on pixels that nobody drew for them: found rightly or not at all, and nothing breaks."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from testigo.reading.decode import Grey
from testigo.reading.digits import read_digits
from testigo.reading.qr import find_codes
from testigo.reading.registration import Row, find_rows
from testigo.reading.trial import FIGURES, TRIAL, trial_layout, trial_photo

LAYOUT = trial_layout()
POINTS = st.tuples(st.floats(-500, 900), st.floats(-500, 900))


def trial() -> Grey:
    return np.asarray(Image.open(io.BytesIO(trial_photo("PNG"))))


def rows_of(grey: Grey, number: int = len(FIGURES)) -> tuple[Row, ...] | None:
    (code,) = find_codes(grey)
    assert code.corners is not None
    return find_rows(grey, code.corners, code.squares, LAYOUT, number)


def test_the_figures_of_our_own_trial_are_found_and_read() -> None:
    rows = rows_of(trial())
    assert rows is not None
    assert tuple(figure.digits for figure in read_digits(trial(), rows, LAYOUT)) == FIGURES


@pytest.mark.parametrize("number", [0, 1, 3, 4, 6, 7, 401])
def test_another_number_of_rows_than_the_form_has_is_not_found(number: int) -> None:
    assert rows_of(trial(), number) is None


def test_a_code_without_figures_above_it_has_no_rows() -> None:
    grey = trial().copy()
    grey[:300] = 255
    assert find_codes(grey)[0].content == TRIAL.encode()
    assert rows_of(grey) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.tuples(POINTS, POINTS, POINTS, POINTS), st.integers(0, 60))
def test_noise_and_corners_that_are_nowhere_break_nothing(
    seed: int, corners: tuple[tuple[float, float], ...], squares: int
) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, size=(240, 320), dtype=np.uint8)
    rows = find_rows(noise, corners, squares, LAYOUT, len(FIGURES))
    assert rows is None or len(read_digits(noise, rows, LAYOUT)) == len(FIGURES)


@settings(max_examples=60, deadline=None)
@given(POINTS, POINTS, POINTS)
def test_rows_that_are_nowhere_have_no_figures_or_some_and_break_nothing(
    end: tuple[float, float], across: tuple[float, float], down: tuple[float, float]
) -> None:
    (figure,) = read_digits(trial(), [Row(end, across, down)], LAYOUT)
    assert figure.digits == "" or figure.digits.isdecimal()
    assert 0 <= figure.likeness <= 1000
    assert 0 <= figure.lead <= 1000
