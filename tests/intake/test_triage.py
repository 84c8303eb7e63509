"""What an unknown station is: said, never applied."""

import polars as pl
import pytest

from testigo.intake.triage import Likeness, triage

KNOWN = pl.Series(["010101001.01", "010101001.02", "Erie/Del 001", "AB-1"])


@pytest.mark.parametrize(
    ("code", "likeness", "known"),
    [
        ("999999999.01", Likeness.UNKNOWN, None),
        ("10101001.1", Likeness.ZEROS, "010101001.01"),
        ("010101001.2", Likeness.ZEROS, "010101001.02"),
        ("ERIE/Del 001", Likeness.LOOKS, "Erie/Del 001"),
        ("Erie/Del001", Likeness.LOOKS, "Erie/Del 001"),
        ("\u0410\u0412-1", Likeness.LOOKS, "AB-1"),
        ("AB\N{ZERO WIDTH SPACE}-1", Likeness.LOOKS, "AB-1"),
        ("AB-\N{ARABIC-INDIC DIGIT ONE}", Likeness.LOOKS, "AB-1"),
        ("AB-l", Likeness.LOOKS, "AB-1"),
        ("O10101001.O1", Likeness.LOOKS, "010101001.01"),
    ],
)
def test_an_unknown_code_is_named(code: str, likeness: Likeness, known: str | None) -> None:
    (found,) = triage(pl.Series([code]), KNOWN).rows()
    assert found == (code, 1, likeness, known)


def test_known_codes_are_not_listed_and_the_most_frequent_unknown_one_comes_first() -> None:
    codes = pl.Series(["b", "a", "a", "AB-1"])
    assert triage(codes, KNOWN).select("station", "rows").rows() == [("a", 2), ("b", 1)]


def test_two_stations_that_differ_only_in_zeros_are_never_proposed() -> None:
    (found,) = triage(pl.Series(["001"]), pl.Series(["1", "01"])).rows()
    assert found == ("001", 1, Likeness.UNKNOWN, None)
