"""A later release that repeats a row is nothing new to the people who decided on it."""

from testigo.evidence.statements import Kind
from tests.standing.test_errata import decide, withdraw
from tests.standing.told import Told

FIRST, SECOND, THIRD = "a" * 64, "b" * 64, "c" * 64


def knew(told: Told) -> list[str]:
    return list(told.gathered().decisions["mayor"]["knew"][0])


def decided() -> Told:
    """A table was imported (statement 0), and two persons corrected a row of it."""
    told = Told()
    told.imported({"A1": {"votes_red": 5}}, file=FIRST)
    decide(told, Kind.CORRECTED, {"votes_red": 6}, "0.0:A1")
    return told


def test_a_decision_knows_a_row_that_later_releases_repeat() -> None:
    told = decided()
    told.imported({"A1": {"votes_red": 5}}, file=SECOND, replaces=FIRST)
    newest = told.imported({"A1": {"votes_red": 5}}, file=THIRD, replaces=SECOND)
    assert knew(told) == ["0.0:A1", f"{newest}.0:A1"]


def test_a_decision_does_not_know_a_row_that_a_release_changed() -> None:
    told = decided()
    repeated = told.imported({"A1": {"votes_red": 5}}, file=SECOND, replaces=FIRST)
    withdraw(told, f"{repeated}.0:A1")
    told.imported({"A1": {"votes_red": 9}}, file=THIRD, replaces=SECOND)
    assert knew(told) == ["0.0:A1"]


def test_a_decision_does_not_know_the_row_of_another_table() -> None:
    told = decided()
    told.imported({"A1": {"votes_red": 5}}, file=SECOND)
    assert knew(told) == ["0.0:A1"]
