"""What a page of another version may hold that ours has not: stripes of a contest, in its own colour only."""

import pytest

from testigo.verification.foreign_pages import of_another_version

STRIPES = (
    '<pattern id="p2k1" class="{}" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
)


def test_stripes_of_a_contest_without_a_bar_are_of_another_version() -> None:
    assert of_another_version(STRIPES.format("k1"))


@pytest.mark.parametrize("of", ["k2", "k", "f1", "k1 k2"])
def test_stripes_in_the_colour_of_another_contest_are_not(of: str) -> None:
    assert not of_another_version(STRIPES.format(of))
