"""Pictures: what is drawn, in which words, the same every time."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from testigo.acts.pictures import words
from testigo.statistics.pictures import MARGIN, SIDE, Words, bars, fingerprint

SAID = Words("Title & <more>", "meaning", "across", "up")


def cells(svg: str) -> list[tuple[int, int]]:
    """Turnout and share of each spot, in percent."""
    found = re.findall(r'<path d="M(\d+) (\d+)h5v5h-5z"', svg)
    return [((int(x) - MARGIN) // 5, (MARGIN + SIDE - int(y)) // 5 - 1) for x, y in found]


def test_a_station_stands_at_its_turnout_and_share() -> None:
    svg = fingerprint(np.array([60, 60]), np.array([100, 100]), np.array([45, 45]), np.array([60, 60]), SAID)
    assert cells(svg) == [(60, 75)]


def test_full_turnout_and_all_votes_stand_inside() -> None:
    svg = fingerprint(np.array([100]), np.array([100]), np.array([100]), np.array([100]), SAID)
    assert cells(svg) == [(99, 99)]


def test_what_has_no_turnout_or_no_share_is_left_out() -> None:
    cast, roll = np.array([10, 110, 0]), np.array([0, 100, 100])
    assert cells(fingerprint(cast, roll, np.array([5, 5, 0]), np.array([10, 10, 0]), SAID)) == []


def test_more_stations_are_darker() -> None:
    def of(many: int) -> str:
        cast, roll, first = np.full(many, 60), np.full(many, 100), np.full(many, 30)
        return str(re.findall(r'opacity="\.(\d)"', fingerprint(cast, roll, first, cast, SAID))[0])

    assert of(1) < of(4) < of(1_000)


def test_bars_and_their_line_are_as_high_as_their_counts() -> None:
    svg = bars([10, 5], [5.0, 5.0], SAID)
    assert re.findall(r"v(\d+)h-", svg) == ["500", "250"]
    assert re.findall(r'd="M\d+ (\d+)h250" stroke', svg) == [f"{MARGIN + SIDE - 250}"] * 2


def test_words_of_others_are_text_and_the_picture_is_well_formed() -> None:
    one = np.array([1])
    for svg in (bars([1], [1.0], SAID), fingerprint(one, one, one, one, SAID)):
        tree = ElementTree.fromstring(svg)
        assert tree[0].text == "Title & <more>"
        assert "script" not in svg


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("picture", ["fingerprint", "digits"])
def test_a_picture_says_what_it_does_not_mean(picture: str, language: str) -> None:
    said = words(picture, language, "Red")
    assert re.search(r"does not prove|do not prove|no prueba", said.meaning)
