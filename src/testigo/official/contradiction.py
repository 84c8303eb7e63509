"""Stage 7: where an official claim cannot be true if the forms are genuine, proven by arithmetic.

Three arguments, at every jurisdiction of which something is claimed, each with the smallest number that
carries it:

* A part cannot exceed the whole. A claim that covers a share of the stations leaves out at most N stations;
  even if these were the N most favourable forms of an option, the rest of our forms must be in the claim.
* More forms cannot add more votes for one option than for all options together.
* A printed share must be the quotient of the printed votes, rounded or cut off as the claim says; where it
  does not say, either way.

What the stations outside a claim could explain is not said, and neither is a claim larger than the forms.
And one observation that is no contradiction: votes that are exactly the printed percentages of their sum
(official.percentages).
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from testigo.columns import CONTRADICTIONS, PlaceKind, conform, empty, ratio
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claimed_votes import KEY, ClaimedVotes, is_of, read_votes
from testigo.official.claims import BALLOTS, VALID_VOTES
from testigo.official.compare import figures_of
from testigo.official.heaviest_forms import Weight, with_heaviest_forms
from testigo.official.percentages import made_of_percentages
from testigo.official.printed import UNITS_OF_A_HUNDREDTH, UNITS_OF_A_PERCENT
from testigo.official.uncounted_stations import uncounted_stations

AT = ("claim", "place")


class ContradictionKind(StrEnum):
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
    """Return CONTRADICTIONS between each claim and the accepted forms of its place, and within each claim.

    claims  columns.CLAIMS;  tallies  contest -> TALLY;  results  contest -> RESULTS
    """
    if claims.is_empty():
        return empty(CONTRADICTIONS)
    votes = read_votes(claims, election)
    of_forms = [
        _against_forms(votes, contest, tallies[contest.contest], results[contest.contest], election)
        for contest in election.contests
    ]
    percentages = made_of_percentages(votes).with_columns(
        kind=pl.lit(ContradictionKind.VOTES_ARE_PERCENTAGES.value)
    )
    found = [*of_forms, _shares_that_are_not_their_votes(votes), percentages]
    return pl.concat(conform(frame, CONTRADICTIONS) for frame in found).sort(
        "claim", "contest", "place", pl.col("kind").cast(pl.Enum(ContradictionKind)), "figure"
    )


def _against_forms(
    votes: ClaimedVotes, contest: Contest, tally: pl.DataFrame, results: pl.DataFrame, election: Election
) -> pl.DataFrame:
    """Return the contradictions between the claims about one contest and its accepted forms."""
    of_jurisdictions = pl.col("place_kind") == PlaceKind.JURISDICTION.value
    said = votes.figures.filter(is_of(contest) & of_jurisdictions)
    totals = votes.totals.filter(is_of(contest) & of_jurisdictions)
    figures = _claimed_beside_ours(said, totals, contest, tally)
    uncounted = uncounted_stations(said, tally, election.jurisdictions)
    cannot_say = uncounted.filter(pl.col("uncounted").is_null())
    asked = figures.join(cannot_say, on=AT, how="anti").join(
        uncounted, on=AT, how="left", maintain_order="left"
    )
    doubts = pl.concat([_fewer(asked), _more_for_one(asked)])
    weighed = with_heaviest_forms(doubts, results, election.stations)
    # What the stations that the claim leaves out can explain is no contradiction.
    proven = weighed.filter(pl.col("excess") > pl.col("held"))
    return _in_rows(proven)


def _claimed_beside_ours(
    said: pl.DataFrame, totals: pl.DataFrame, contest: Contest, tally: pl.DataFrame
) -> pl.DataFrame:
    """Return a row a claimed count of votes of options or lines: theirs and ours, and both sums of all."""
    is_line = pl.col("figure").is_in(contest.line_columns)
    counts = (
        said.filter(pl.col("is_votes") | (is_line & ~pl.col("is_share")))
        .unique([*AT, "figure"], keep="last", maintain_order=True)
        .select(*KEY, "figure", columns=pl.coalesce("options", "figure"), theirs="lowest")
    )
    ours = figures_of(counts, contest, PlaceKind.JURISDICTION, tally).select("place", "figure", "ours")
    known = tally.select(
        "level",
        place="jurisdiction",
        ours_in_all=pl.sum_horizontal(contest.vote_columns),
        lacking=_lacking(contest),
    )
    return (
        counts.join(ours.unique(["place", "figure"]), on=["place", "figure"], maintain_order="left")
        .join(known, on="place", maintain_order="left")
        .join(totals.select(*AT, theirs_in_all="total"), on=AT, how="left", maintain_order="left")
    )


def _lacking(contest: Contest) -> pl.Expr:
    """The columns of votes that some accepted form of the place lacks."""
    counted = pl.col("stations_accepted")
    lacking = [
        pl.when(pl.col(f"{column}_stations") < counted).then(pl.lit(column))
        for column in contest.vote_columns
    ]
    return pl.concat_list(lacking)


def _fewer(asked: pl.DataFrame) -> pl.DataFrame:
    """Figures of which the forms have more votes than the claim."""
    excess = pl.col("ours") - pl.col("theirs")
    return _doubts(asked, excess, Weight.ITS_VOTES, ContradictionKind.FEWER_THAN_FORMS)


def _more_for_one(asked: pl.DataFrame) -> pl.DataFrame:
    """Figures to which the claim adds more than to all together.

    An option that some forms lack has more votes than our sum of it: what is added would be overstated.
    """
    added, added_in_all = pl.col("theirs") - pl.col("ours"), pl.col("theirs_in_all") - pl.col("ours_in_all")
    of_options = asked.filter(
        pl.col("columns").str.split(" ").list.set_intersection("lacking").list.len() == 0,
        pl.col("columns").str.starts_with("votes_"),
        added_in_all >= 0,
    ).with_columns(ours=added_in_all, theirs=added)
    return _doubts(
        of_options,
        pl.col("theirs") - pl.col("ours"),
        Weight.OTHERS_VOTES,
        ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL,
    )


def _doubts(asked: pl.DataFrame, excess: pl.Expr, weight: Weight, kind: ContradictionKind) -> pl.DataFrame:
    return asked.filter(excess > 0).select(
        *KEY,
        "level",
        "figure",
        "columns",
        "ours",
        "theirs",
        "uncounted",
        excess=excess,
        weight=pl.lit(weight.value),
        kind=pl.lit(kind.value),
    )


def _in_rows(proven: pl.DataFrame) -> pl.DataFrame:
    """Write what is proven as CONTRADICTIONS."""
    fewer = proven.filter(pl.col("kind") == ContradictionKind.FEWER_THAN_FORMS.value)
    without_best = fewer.filter(pl.col("uncounted").is_not_null()).with_columns(
        kind=pl.lit(ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST.value)
    )
    more = proven.filter(pl.col("kind") == ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL.value)
    return pl.concat(
        conform(frame.with_columns(votes=votes, stations=stations), CONTRADICTIONS)
        for frame, votes, stations in (
            (fewer, pl.col("excess"), pl.col("forms")),
            (without_best, pl.col("excess") - pl.col("held"), pl.col("uncounted")),
            (more, pl.col("excess"), pl.lit(None)),
        )
    )


def _shares_that_are_not_their_votes(votes: ClaimedVotes) -> pl.DataFrame:
    """Every share that its own claim's figures do not give, however it was made of them."""
    counts = votes.figures.filter(~pl.col("is_share")).unique(
        [*KEY, "parts"], keep="last", maintain_order=True
    )
    ballots = counts.filter(pl.col("figure") == BALLOTS).select(*KEY, over=pl.lit(BALLOTS), total="lowest")
    wholes = pl.concat([votes.totals.select(*KEY, over=pl.lit(VALID_VOTES), total="total"), ballots])
    shares = (
        votes.figures.filter("is_share")
        .join(counts.select(*KEY, "parts", counted="lowest"), on=[*KEY, "parts"])
        .join(wholes.filter(pl.col("total") > 0), on=[*KEY, "over"])
    )
    exact = pl.col("counted") * (100 * UNITS_OF_A_PERCENT)
    total = pl.col("total")
    wrong = (exact < pl.col("lowest") * total) | (exact > pl.col("highest") * total)
    return shares.filter(wrong).select(
        *KEY,
        "figure",
        kind=pl.lit(ContradictionKind.SHARE_IS_NOT_ITS_VOTES.value),
        ours=ratio(pl.col("counted"), total),
        theirs=pl.col("number") // UNITS_OF_A_HUNDREDTH,
    )
