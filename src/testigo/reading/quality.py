"""Stage 3: how good a photo is, in numbers that a person can be told. Runs only in `sandbox`.

In   grey pixels.
Out  `Quality`. It decides nothing: what is read is read, and a sharp photo may be of the wrong thing.

Whole numbers only, over every eighth row and column, so that every machine gets the same.
"""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

EVERY = 8


@dataclass(frozen=True)
class Quality:
    """Measures of one photo.

    width, height  px, the right way up
    sharpness      mean square of the second difference of grey, in grey levels squared: 0 = nothing to see;
                   print that can be read is in the hundreds, a blurred photo below 50
    contrast       grey levels between the darkest and the brightest twentieth, 0 to 255
    """

    width: int
    height: int
    sharpness: int
    contrast: int

    def figures(self) -> dict[str, int]:
        """Return the measures by name, as a finding has them."""
        return asdict(self)


def measure(grey: NDArray[np.uint8]) -> Quality:
    """Measure a photo."""
    height, width = grey.shape
    across = _second_difference(grey[::EVERY, :])
    down = _second_difference(grey[:, ::EVERY].T)
    differences = np.concatenate([across.ravel(), down.ravel()])
    squares = int(np.square(differences, dtype=np.int64).sum())
    return Quality(
        width=width,
        height=height,
        sharpness=squares // max(1, len(differences)),
        contrast=_contrast(grey[::EVERY, ::EVERY]),
    )


def _second_difference(rows: NDArray[np.uint8]) -> NDArray[np.int16]:
    wide = rows.astype(np.int16)
    difference: NDArray[np.int16] = wide[:, 2:] - 2 * wide[:, 1:-1] + wide[:, :-2]
    return difference


def _contrast(grey: NDArray[np.uint8]) -> int:
    levels = np.sort(grey, axis=None)
    twentieth = len(levels) // 20
    return int(levels[-1 - twentieth]) - int(levels[twentieth])
