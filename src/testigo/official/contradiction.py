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

from testigo.columns import CONTRADICTIONS, COUNT, PlaceKind, conform, empty, ratio
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claimed_votes import KEY, ClaimedVotes, read_votes
from testigo.official.claims import STATIONS_COUNTED
from testigo.official.printed import UNITS_OF_A_HUNDREDTH, UNITS_OF_A_PERCENT
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
    if claims.is_empty():
        return empty(CONTRADICTIONS)
    votes = read_votes(claims, election)
    within = [_shares_that_are_not_their_votes(votes), _votes_that_are_percentages(votes)]
    of_root = votes.figures.filter(
        (pl.col("place") == election.root) & (pl.col("place_kind") == PlaceKind.JURISDICTION.value)
    )
    rows: list[Row] = []
    for (claim, code), said in of_root.group_by("claim", "contest", maintain_order=True):
        contest = election.contest(str(code))
        tally = tallies[contest.contest].filter(pl.col("jurisdiction") == election.root)
        key = dict(zip(KEY, (claim, code, PlaceKind.JURISDICTION.value, election.root), strict=True))
        total = _total(votes.totals, key)
        if tally["stations_accepted"].item():
            found = _against_forms(said, total, contest, tally, results[contest.contest])
            rows.extend({**dict.fromkeys(CONTRADICTIONS), **key, **row} for row in found)
    forms = pl.DataFrame(rows, schema=CONTRADICTIONS)
    whole = pl.concat([forms, *(conform(frame, CONTRADICTIONS) for frame in within)])
    return whole.sort("claim", "contest", "place", maintain_order=True)


Votes = Mapping[str, tuple[tuple[str, ...], int]]
"""The claimed counts of one claim: figure -> (vote columns, votes)."""


def _total(totals: pl.DataFrame, key: Row) -> int | None:
    found = totals.filter(pl.col(name).eq(pl.lit(value)) for name, value in key.items())["total"]
    return None if found.is_empty() else int(found.item())


def _against_forms(
    said: pl.DataFrame, total: int | None, contest: Contest, tally: pl.DataFrame, results: pl.DataFrame
) -> list[Row]:
    rows: list[Row] = []
    votes: Votes = {
        figure: (tuple(options.split(" ")), theirs)
        for figure, options, theirs in said.filter("is_votes")
        .select("figure", "options", "lowest")
        .iter_rows()
    }
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
    return rows + _more_for_one_than_for_all(votes, total, tally)


def most_stations_left_out(said: pl.DataFrame, stations: int | None) -> int | None:
    """Return the most stations that a claim can leave out, by the rounding of the share it says it counts.

    96.87 % of 30,026 may be as little as 96.865 %: at most 941 are outside. None where nothing is said.
    """
    counted = said.filter(pl.col("figure") == STATIONS_COUNTED)
    if counted.is_empty() or stations is None:
        return None
    lowest, is_share = counted.select("lowest", "is_share").row(0)
    if not is_share:
        return None
    return math.floor(stations * (1 - Fraction(lowest, 100 * UNITS_OF_A_PERCENT)))


def _more_for_one_than_for_all(votes: Votes, total: int | None, tally: pl.DataFrame) -> list[Row]:
    """An option that some forms lack has more votes than our sum of it: what is added would be overstated."""
    valid = tally["valid_votes"].item()
    forms = tally["stations_accepted"].item()
    if total is None or valid is None:
        return []
    added_in_all = total - int(valid)
    rows: list[Row] = []
    for figure, (columns, theirs) in votes.items():
        if any(tally[f"{column}_stations"].item() < forms for column in columns):
            continue
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


def _shares_that_are_not_their_votes(votes: ClaimedVotes) -> pl.DataFrame:
    """Every share that its own claim's votes do not give, whatever its rounding."""
    counts = votes.figures.filter("is_votes").unique([*KEY, "options"], keep="last", maintain_order=True)
    shares = (
        votes.figures.filter("is_share")
        .join(counts.select(*KEY, "options", counted="lowest"), on=[*KEY, "options"])
        .join(votes.totals.filter(pl.col("total") > 0), on=KEY)
    )
    exact = pl.col("counted") * (100 * UNITS_OF_A_PERCENT)
    total = pl.col("total")
    wrong = (exact < pl.col("lowest") * total) | (exact > pl.col("highest") * total)
    return shares.filter(wrong).select(
        *KEY,
        "figure",
        kind=pl.lit(Kind.SHARE_IS_NOT_ITS_VOTES.value),
        ours=ratio(pl.col("counted"), total),
        theirs=(pl.col("lowest") + pl.col("highest")) // (2 * UNITS_OF_A_HUNDREDTH),
    )


def _votes_that_are_percentages(votes: ClaimedVotes) -> pl.DataFrame:
    """Whether three groups' votes are all percentages with one decimal of their sum, rounded to votes.

    Said only where fewer than one in LEAST_STRANGE results would be: in a small total many are by chance.
    """
    groups = (
        votes.figures.filter("is_votes")
        .unique([*KEY, "figure"], keep="last", maintain_order=True)
        .join(votes.totals.filter(pl.col("total") >= FEWEST_VOTES), on=KEY)
        .with_columns(nearest=_rounded_votes(pl.col("lowest"), pl.col("total")))
        .group_by(KEY, maintain_order=True)
        .agg(pl.len(), pl.col("total").first(), same=(pl.col("nearest") == pl.col("lowest")).all())
        .filter((pl.col("len") == 3) & pl.col("same"))
    )
    such = [results_that_are_percentages(total, STEPS) for total in groups["total"]]
    one_in = [
        _rounded(math.comb(total + 2, 2), 1, number)
        for total, number in zip(groups["total"], such, strict=True)
    ]
    return groups.select(*KEY, kind=pl.lit(Kind.VOTES_ARE_PERCENTAGES.value)).with_columns(
        ours=pl.Series(such, dtype=COUNT), votes=pl.Series(one_in, dtype=COUNT)
    )


STEPS = 1000
"""Percentages with one decimal."""
LEAST_STRANGE = 1000
FEWEST_VOTES = math.isqrt(2 * LEAST_STRANGE * math.comb(STEPS + 2, 2))
"""The smallest total in which at most one result in LEAST_STRANGE is made of exact percentages."""


def _rounded_votes(votes: pl.Expr, total: pl.Expr) -> pl.Expr:
    """The votes that the nearest percentage with one decimal gives of a total, rounded half up."""
    steps = (2 * votes * STEPS + total) // (2 * total)
    return (2 * steps * total + STEPS) // (2 * STEPS)


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
