"""Stage 2, before a mapping: which column is the sum of others, or more than all of them together.

In   `TableProfile`, and what each column probably is.
Out  the totals and the roll that no word of the header names; how often options add up to the valid votes.
"""

import polars as pl

from testigo.suggest.table_profile import TableProfile
from testigo.tables.digits import with_latin_digits

ROWS_TRIED = 2_000
ENOUGH = 0.9
"""Share of rows by which a guess is taken."""


def total_among(profile: TableProfile, figures: dict[str, str]) -> dict[str, str]:
    """Return the column that is the sum of all other votes, or of all but one, which is then the roll.

    It needs no word of the header, so it works in any script; what words said already stands.
    """
    votes = [name for name, figure in figures.items() if figure.startswith("votes_")]
    known = [name for name, figure in figures.items() if figure == "valid_votes"]
    has_roll = "registered_voters" in figures.values()
    if len(votes) < 3:
        return {}
    digits = _digits(profile, [*votes, *known]).head(ROWS_TRIED)
    for total in known or votes:
        others = [name for name in votes if name != total]
        more = digits.select(others).sum_horizontal() - digits[total]
        if _share(more == 0) >= ENOUGH and digits[total].sum():
            return {total: "valid_votes"}
        rolls = () if has_roll else [name for name in others if (digits[name] >= digits[total]).all()]
        for roll in rolls:
            if _share(more == digits[roll]) >= ENOUGH:
                return {total: "valid_votes", roll: "registered_voters"}
    return {}


def roll_among(profile: TableProfile, figures: dict[str, str]) -> dict[str, str]:
    """Return the one column that all ballots of no row exceed, where no word of a header names a roll."""
    if "registered_voters" in figures.values():
        return {}
    votes = [name for name, figure in figures.items() if figure.startswith("votes_")]
    total = next((name for name, figure in figures.items() if figure in ("total_votes", "valid_votes")), None)
    if total is None or len(votes) < 2:
        return {}
    digits = _digits(profile, [*votes, total]).head(ROWS_TRIED)
    rolls = [name for name in votes if digits.height and bool((digits[name] > digits[total]).all())]
    return {rolls[0]: "registered_voters"} if len(rolls) == 1 else {}


def _digits(profile: TableProfile, names: list[str]) -> pl.DataFrame:
    """Return the numbers of count columns, marks between digits taken out, of the rows that have all."""
    return profile.cells.select(
        with_latin_digits(pl.col(name)).str.replace_all(r"\.0+ *$|[^0-9]", "").cast(pl.Int64, strict=False)
        for name in names
    ).drop_nulls()


def _share(holds: pl.Series) -> float:
    return int(holds.sum()) / max(1, holds.len())


def summed(profile: TableProfile, figures: dict[str, str]) -> float | None:
    """Return in which share of the rows the options add up to the valid votes; None where that is unknown."""
    votes = [name for name, figure in figures.items() if figure.startswith("votes_")]
    valid = [name for name, figure in figures.items() if figure == "valid_votes"]
    if not votes or not valid:
        return None
    digits = _digits(profile, [*votes, *valid])
    holds = digits.select(pl.sum_horizontal(votes) == pl.col(valid[0])).to_series()
    return _share(holds) if holds.len() else None
