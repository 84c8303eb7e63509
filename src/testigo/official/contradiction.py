"""Stage 7: where an official claim cannot be true if the forms are genuine, proven by arithmetic.

Three arguments, each with the smallest number that carries it:

* A part cannot exceed the whole. A claim that covers a share of the stations leaves out at most N stations;
  even if these were the N most favourable forms of an option, the rest of our forms must be in the claim.
* More forms cannot add more votes for one option than for all options together.
* A printed share must be the rounded quotient of the printed votes.

And one observation that is no contradiction: votes that are exactly the printed percentages of their sum,
which counting does not give (statistics.md, section 7).
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

import polars as pl

from testigo.columns import CONTRADICTIONS
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claims import STATIONS_COUNTED, options_of, printed
from testigo.official.compare import sum_of_all_votes, votes_by_figure
from testigo.tally.undo import fewest_forms, most_favourable

Row = dict[str, object]


class Kind(StrEnum):
    """What is impossible, or strange."""

    FEWER_THAN_FORMS = "fewer votes than the forms"
    """ours, theirs, votes = ours - theirs; stations = forms that would have to be wholly false at least."""
    FEWER_THAN_ALL_BUT_THE_BEST = "fewer votes than the forms without the most favourable"
    """stations = the most that the claim can leave out; votes = what contradicts even so."""
    MORE_FOR_ONE_THAN_FOR_ALL = "adds more votes for one than for all"
    """ours = votes added in all; theirs = votes added for the option; votes = the difference."""
    SHARE_IS_NOT_ITS_VOTES = "a share that its votes do not give"
    """ours = the share that the votes give, theirs = as printed (hundredths of a percent)."""
    VOTES_ARE_PERCENTAGES = "votes that are exact percentages"
    """ours = how many such results exist for the total; votes = one in how many results is such."""


def contradictions(
    claims: pl.DataFrame,
    tallies: Mapping[str, pl.DataFrame],
    results: Mapping[str, pl.DataFrame],
    election: Election,
) -> pl.DataFrame:
    """Return CONTRADICTIONS between each claim and the accepted forms, and within each claim.

    Forms are held against claims of the root only: a claim of a lower place needs its own results.
    """
    rows: list[Row] = []
    for (claim, place, code), said in claims.group_by("claim", "place", "contest", maintain_order=True):
        contest = election.contest(str(code))
        tally = tallies[contest.contest].filter(pl.col("jurisdiction") == place)
        key = {"claim": claim, "place": place, "contest": code}
        votes = votes_by_figure(said, contest)
        found = _within(said, votes, contest)
        if place == election.root and tally["stations_accepted"].item():
            found += _against_forms(said, votes, contest, tally, results[contest.contest])
        rows.extend({**dict.fromkeys(CONTRADICTIONS), **key, **row} for row in found)
    return pl.DataFrame(rows, schema=CONTRADICTIONS)


Votes = Mapping[str, tuple[tuple[str, ...], int]]


def _against_forms(
    said: pl.DataFrame, votes: Votes, contest: Contest, tally: pl.DataFrame, results: pl.DataFrame
) -> list[Row]:
    rows: list[Row] = []
    left_out = most_stations_left_out(said, tally["stations"].item())
    for figure, (columns, theirs) in votes.items():
        added = results.select(figure=pl.sum_horizontal(columns, ignore_nulls=False))
        ours = int(added["figure"].sum())
        if ours <= theirs:
            continue
        row: Row = {"figure": figure, "ours": ours, "theirs": theirs}
        false_forms = fewest_forms(added, "figure", ours - theirs)
        rows.append({**row, "kind": Kind.FEWER_THAN_FORMS, "votes": ours - theirs, "stations": false_forms})
        if left_out is not None:
            without_best = ours - most_favourable(added, "figure", left_out) - theirs
            if without_best > 0:
                rows.append(
                    {
                        **row,
                        "kind": Kind.FEWER_THAN_ALL_BUT_THE_BEST,
                        "votes": without_best,
                        "stations": left_out,
                    }
                )
    return rows + _more_for_one_than_for_all(votes, contest, tally)


def most_stations_left_out(said: pl.DataFrame, stations: int | None) -> int | None:
    """Return the most stations that a claim can leave out, by the rounding of the share it says it counts.

    96.87 % of 30,026 may be as little as 96.865 %: at most 941 are outside. None where nothing is said.
    """
    counted = said.filter(pl.col("figure") == STATIONS_COUNTED)
    if counted.is_empty() or stations is None:
        return None
    value = printed(counted["value"][0], counted["thousands"][0])
    if value is None or not value.is_share:
        return None
    return math.floor(stations * (1 - Fraction(value.lowest) / 100))


def _more_for_one_than_for_all(votes: Votes, contest: Contest, tally: pl.DataFrame) -> list[Row]:
    total = sum_of_all_votes(votes, contest)
    if total is None:
        return []
    added_in_all = total - int(tally["valid_votes"].item())
    rows: list[Row] = []
    for figure, (columns, theirs) in votes.items():
        added = theirs - int(tally.select(pl.sum_horizontal(columns)).item())
        if added > added_in_all >= 0:
            rows.append(
                {
                    "kind": Kind.MORE_FOR_ONE_THAN_FOR_ALL,
                    "figure": figure,
                    "ours": added_in_all,
                    "theirs": added,
                    "votes": added - added_in_all,
                }
            )
    return rows


def _within(said: pl.DataFrame, votes: Votes, contest: Contest) -> list[Row]:
    total = sum_of_all_votes(votes, contest)
    if not total:
        return []
    rows: list[Row] = []
    by_columns = dict(votes.values())
    for figure, text, thousands in said.select("figure", "value", "thousands").iter_rows():
        columns = options_of(figure, contest)
        value = printed(text, thousands)
        if columns not in by_columns or value is None or not value.is_share:
            continue
        share = Fraction(by_columns[columns] * 100, total)
        if not Fraction(value.lowest) <= share <= Fraction(value.highest):
            rows.append(
                {
                    "kind": Kind.SHARE_IS_NOT_ITS_VOTES,
                    "figure": figure,
                    "ours": round(share * 100),
                    "theirs": int((value.lowest + value.highest) * 50),
                }
            )
    return rows + _votes_are_percentages([number for _, number in votes.values()], total)


def _votes_are_percentages(votes: list[int], total: int) -> list[Row]:
    """Whether three groups' votes are all percentages with one decimal of their sum, rounded to votes."""
    steps = 1000
    nearest = [_rounded(_rounded(number, steps, total), total, steps) for number in votes]
    if len(votes) != 3 or nearest != votes:
        return []
    such = results_that_are_percentages(total, steps)
    one_in = _rounded(math.comb(total + 2, 2), 1, such)
    return [{"kind": Kind.VOTES_ARE_PERCENTAGES, "ours": such, "votes": one_in}]


def results_that_are_percentages(total: int, steps: int) -> int:
    """Return how many results of three groups with sum `total` are percentages of it in `steps` steps."""
    first, second = pl.col("first"), pl.col("second")
    parts = pl.Series("first", range(steps + 1), dtype=pl.Int64).to_frame()
    pairs = parts.join(parts.rename({"first": "second"}), how="cross").filter(first + second <= steps)
    rounded = [
        (part * (2 * total) + steps) // (2 * steps) for part in (first, second, steps - first - second)
    ]
    return int(pairs.select((pl.sum_horizontal(rounded) == total).sum()).item())


def _rounded(number: int, numerator: int, denominator: int) -> int:
    """number * numerator / denominator, rounded half up."""
    return (2 * number * numerator + denominator) // (2 * denominator)
