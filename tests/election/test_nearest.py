"""What is proposed for a code that nothing has: zeros, looks, spelling; never another number."""

import pytest

from testigo.election.nearest import nearest, proposing
from testigo.tables.days import OF_A_SPREADSHEET


@pytest.mark.parametrize(
    ("code", "known", "expected"),
    [
        ("votes_reed", ["votes_red", "votes_blue"], "votes_red"),
        ("president", ["presidente", "mayor"], "presidente"),
        ("VE-A", ["VE-B", "VE-C"], None),  # another one beside it, not a slip
        ("1", ["01", "02"], "01"),
        ("001.1", ["001.01", "001.02"], "001.01"),
        ("О1", ["01", "02"], "01"),  # a Cyrillic letter
        ("mayor", ["Mayor", "MAYOR"], None),  # two look the same: which one?
        ("103", ["101", "102"], None),  # of bare numbers the next one is another place
        ("quite another", ["mayor", "council"], None),
        ("x", [], None),
    ],
)
def test_the_code_that_may_be_meant_is_proposed(code: str, known: list[str], expected: str | None) -> None:
    assert nearest(code, known) == expected


def test_a_day_is_said_to_be_one_and_nothing_else_is_proposed() -> None:
    assert proposing("4-Jan", ["1-4", "4-Jun"], "Mend it.") == f"{OF_A_SPREADSHEET}. Mend it."


def test_without_a_near_code_the_remedy_stands_alone() -> None:
    assert proposing("103", ["101"], "Mend it.") == proposing(None, ["101"], "Mend it.") == "Mend it."
