"""`testigo missing`: what is still to be chased, and what a dispute is about."""

import csv
import io

from tests.cli.small import Small


def chased(small: Small) -> dict[str, dict[str, str]]:
    assert small.run("missing", "--csv") == 0, small.err
    return {row["station"]: row for row in csv.DictReader(io.StringIO(small.out))}


def test_a_disputed_station_shows_each_option_on_which_readings_differ(disputed: Small) -> None:
    row = chased(disputed)["001.01"]
    assert (row["status"], row["differs"]) == ("disputed", "votes_blue 50 or 60")


def test_every_version_is_shown_and_none_before_the_others(disputed: Small) -> None:
    assert disputed.typed("reader-3", "001.01,mayor,90,60") == 0
    assert chased(disputed)["001.01"]["differs"] == "votes_red 90 or 100; votes_blue 50 or 60"


def test_nothing_is_said_to_differ_where_nobody_read_a_second_time(small: Small) -> None:
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert {row["differs"] for row in chased(small).values()} == {""}
