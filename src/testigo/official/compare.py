"""Stage 7: what the authority says of a place beside what the forms say.

A claim is compared at its own place and figure. A printed share is an interval, so a claimed share differs
only where ours lies outside all that rounds to it. Where a claim names the votes of every option, their sum
is compared too: as `valid_votes`, although nobody printed it.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import polars as pl

from testigo.columns import DISCREPANCIES
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claims import STATIONS_COUNTED, Printed, options_of, printed

Row = dict[str, object]


def compare(claims: pl.DataFrame, tallies: Mapping[str, pl.DataFrame], election: Election) -> pl.DataFrame:
    """Return DISCREPANCIES: a row a claimed figure, and one for the sum of all votes where it can be made.

    claims   columns.CLAIMS;  tallies  contest -> TALLY
    """
    rows: list[Row] = []
    for claim in claims.iter_rows(named=True):
        contest = election.contest(claim["contest"])
        tally = tallies[contest.contest].filter(pl.col("jurisdiction") == claim["place"])
        value = printed(claim["value"], claim["thousands"])
        if value is not None:
            rows.append(_row(claim, claim["figure"], ours(claim["figure"], contest, tally), value))
    rows.extend(_sums_of_all_votes(claims, tallies, election))
    frame = pl.DataFrame(rows, schema=DISCREPANCIES)
    return frame.sort("claim", "contest", "place", "figure")


def ours(figure: str, contest: Contest, tally: pl.DataFrame) -> int | None:
    """Return our figure of one row of TALLY; shares in hundredths of a percent; None where we have none."""
    columns = options_of(figure, contest)
    if columns is None:
        if figure == STATIONS_COUNTED or figure not in tally.columns:
            return None
        value = tally[figure].item()
        return None if value is None else int(value)
    votes = tally.select(pl.sum_horizontal(columns, ignore_nulls=False)).item()
    if votes is None or figure.startswith("votes_"):
        return None if votes is None else int(votes)
    valid = tally["valid_votes"].item()
    return None if not valid else (2 * 10_000 * int(votes) + int(valid)) // (2 * int(valid))


def _row(claim: Mapping[str, object], figure: str, our: int | None, value: Printed) -> Row:
    scale = 100 if value.is_share else 1
    lowest = int((value.lowest * scale).to_integral_value(ROUND_CEILING))
    highest = int((value.highest * scale).to_integral_value(ROUND_FLOOR))
    if our is None:
        difference = None
    elif our > highest:
        difference = highest - our
    else:
        difference = max(lowest - our, 0)
    return {
        "claim": claim["claim"],
        "place": claim["place"],
        "contest": claim["contest"],
        "figure": figure,
        "ours": our,
        "theirs_lowest": lowest,
        "theirs_highest": highest,
        "difference": difference,
        "unit": "hundredths of a percent" if value.is_share else "count",
    }


def votes_by_figure(claims: pl.DataFrame, contest: Contest) -> dict[str, tuple[tuple[str, ...], int]]:
    """Return the claimed counts of one claim and place: figure -> (vote columns, votes)."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for figure, text, thousands in claims.select("figure", "value", "thousands").iter_rows():
        columns = options_of(figure, contest)
        value = printed(text, thousands)
        if columns and value is not None and not value.is_share and figure.startswith("votes_"):
            found[figure] = (columns, int(value.lowest))
    return found


def sum_of_all_votes(votes: Mapping[str, tuple[tuple[str, ...], int]], contest: Contest) -> int | None:
    """Return the sum of a claim's votes where they name every option exactly once; else None."""
    named = [column for columns, _ in votes.values() for column in columns]
    return (
        sum(number for _, number in votes.values()) if sorted(named) == sorted(contest.vote_columns) else None
    )


def _sums_of_all_votes(
    claims: pl.DataFrame, tallies: Mapping[str, pl.DataFrame], election: Election
) -> list[Row]:
    rows = []
    for (claim, place, contest_code), said in claims.group_by(
        "claim", "place", "contest", maintain_order=True
    ):
        contest = election.contest(str(contest_code))
        total = sum_of_all_votes(votes_by_figure(said, contest), contest)
        if total is None or "valid_votes" in said["figure"].to_list():
            continue
        tally = tallies[contest.contest].filter(pl.col("jurisdiction") == place)
        exact = Printed(Decimal(total), Decimal(total), is_share=False)
        key = {"claim": claim, "place": place, "contest": contest_code}
        rows.append(_row(key, "valid_votes", ours("valid_votes", contest, tally), exact))
    return rows
