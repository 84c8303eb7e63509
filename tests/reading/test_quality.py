"""How good a photo is, in numbers."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from testigo.reading.quality import Quality, measure
from tests.reading.drawn import ACTA, symbol

SHARP = symbol(ACTA)


def test_nothing_to_see_measures_nothing() -> None:
    assert measure(np.full((30, 20), 200, dtype=np.uint8)) == Quality(20, 30, sharpness=0, contrast=0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (2, 2), (3, 3)])
def test_the_smallest_photo_is_measured(shape: tuple[int, int]) -> None:
    assert measure(np.zeros(shape, dtype=np.uint8)) == Quality(shape[1], shape[0], 0, 0)


def test_a_blurred_photo_is_less_sharp() -> None:
    blurred = [np.asarray(Image.fromarray(SHARP).filter(ImageFilter.GaussianBlur(r))) for r in (1, 2, 4)]
    sharpness = [measure(each).sharpness for each in (SHARP, *blurred)]
    assert sharpness == sorted(sharpness, reverse=True)
    assert len(set(sharpness)) == len(sharpness)


def test_contrast_is_between_the_darkest_and_the_brightest_twentieth() -> None:
    assert measure(SHARP).contrast == 255
    assert measure(SHARP // 2 + 60).contrast == 127


def test_turning_a_photo_changes_no_measure_but_its_sides() -> None:
    size = len(SHARP) // 8 * 8 + 1  # so that every eighth row is the same from both ends
    square = SHARP[:size, :size]
    assert measure(square).sharpness == measure(np.rot90(square, 2)).sharpness
    assert (measure(SHARP[:100]).width, measure(SHARP[:100]).height) == (SHARP.shape[1], 100)
