"""The day of the seal stands beside the day of the vote, and neither sentence can be false."""

import datetime
from pathlib import Path

import pytest

from testigo.acts.definition import SealDays
from testigo.cli.seal_day import in_words
from tests.cli.small import FILES, make_small

VOTE = datetime.date(2030, 1, 6)


@pytest.mark.parametrize(
    ("day", "before"), [(5, True), (6, False), (7, False)], ids=["the day before", "the day", "after"]
)
def test_what_was_sealed_on_the_day_of_the_vote_or_later_is_not_said_to_be_sealed_before(
    day: int, before: bool
) -> None:
    said = in_words(SealDays(datetime.date(2030, 1, day), VOTE))
    assert ("before the day of the vote" in said) == before
    assert f"2030-01-0{day}" in said
    assert "2030-01-06" in said


def test_the_command_says_both_days_of_an_election_that_is_over(tmp_path: Path) -> None:
    files = FILES | {"election.toml": FILES["election.toml"].replace("2030-01-06", "2024-07-28")}
    small = make_small(tmp_path, files=files)
    assert small.run("election seal") == 0
    assert "the day of the vote is 2024-07-28: it was not sealed before" in small.out
    assert small.run("election check") == 0
    assert "it was not sealed before" in small.out
