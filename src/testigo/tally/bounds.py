"""Stage 7: what the rest could change at most, without any assumption (spec/tally.md).

M is what everything that is not accepted could still give (`tally.outstanding`). The lead is *decided* when
it is greater than M: even if every outstanding voter turned out for the runner-up. A share lies in
[V_c / (V+M), (V_c+M) / (V+M)]. Everything holds if the accepted forms are genuine, which no sum can tell.
"""

import polars as pl

from testigo.columns import Status, bounds_schema, conform, ratio
from testigo.election.contests import Contest
from testigo.tally.answer import DECIDED, OPEN, answer, unsettled_could_change
from testigo.tally.coverage import valid_votes_are_whole, votes_are_whole
from testigo.tally.outstanding import outstanding

UNSETTLED = (Status.PENDING, Status.DISPUTED, Status.QUARANTINED)


def bounds(tally: pl.DataFrame, jurisdictions: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return first, second, lead, M, the answer, *decided* and the interval of every share.

    tally          what `tally.coverage.cover` gives
    jurisdictions  columns.JURISDICTIONS
    returns        columns.bounds_schema, a row a jurisdiction; `forms_to_undo` is filled by `tally.undo`
    """
    options = [option.option for option in contest.options]
    missing = outstanding(tally, jurisdictions)
    ranked = tally.join(rank(tally, contest), on="jurisdiction", how="left", maintain_order="left").join(
        missing, on="jurisdiction", how="left", maintain_order="left"
    )
    bounded = ranked.with_columns(
        lead=pl.col("first_votes") - pl.col("second_votes"),
        unsettled_registered_voters=_known_of_unsettled(),
        unsettled_forms=pl.sum_horizontal(f"stations_{status.value}" for status in UNSETTLED),
        stations_over_roll=pl.col("accepted_over_roll"),
        valid_votes_known=valid_votes_are_whole(),
        rest_votes=pl.col("valid_votes_of_options") - pl.col("first_votes") - pl.col("second_votes"),
        rest_options=pl.lit(len(options) - min(2, len(options))),
    ).with_columns(
        margin_if_all_outstanding=pl.col("lead") - pl.col("outstanding_registered_voters"),
        answer=answer(contest),
        unsettled_could_change=unsettled_could_change(contest),
        more_than_half=_more_than_half(contest),
    )
    voters = pl.col("outstanding_registered_voters")
    valid = pl.when("valid_votes_known").then("valid_votes")
    all_whole = pl.all_horizontal(votes_are_whole(column) for column in contest.vote_columns)
    bounded = bounded.with_columns(
        decided=_decided(contest),
        share_first=_share_of("first", options),
        share_second=_share_of("second", options),
        share_rest=pl.when(all_whole).then(ratio(pl.col("rest_votes"), valid)),
    ).with_columns(
        share_lead=pl.when(pl.col("share_first").is_not_null() & pl.col("share_second").is_not_null()).then(
            ratio(pl.col("lead"), valid)
        ),
        **{
            f"share_lowest_{option}": ratio(pl.col(column), valid + voters)
            for option, column in zip(options, contest.vote_columns, strict=True)
        },
        **{
            f"share_highest_{option}": pl.when(votes_are_whole(column)).then(
                ratio(pl.col(column) + voters, valid + voters)
            )
            for option, column in zip(options, contest.vote_columns, strict=True)
        },
    )
    return conform(bounded, bounds_schema(options))


def _decided(contest: Contest) -> pl.Expr:
    """Whether the sums decide who is first; null where they have no answer, and for a majority."""
    if contest.decides.winners is None:
        return pl.lit(None, pl.Boolean)
    said = pl.col("answer")
    return pl.when(said.is_in([*DECIDED, *OPEN])).then(said.is_in(list(DECIDED)))


def _known_of_unsettled() -> pl.Expr:
    """What the unsettled stations could give as far as it is known; null, not 0, where no roll of them is."""
    some = (pl.col("unsettled_voters") > 0) | (pl.col("unsettled_without_roll") == 0)
    return pl.when(some).then("unsettled_voters")


def _share_of(which: str, options: list[str]) -> pl.Expr:
    """Return the share of the option that is in front, or behind it."""
    return pl.coalesce(pl.when(pl.col(which) == option).then(f"share_{option}") for option in options)


def _more_than_half(contest: Contest) -> pl.Expr:
    """Whether the first has more than half of the accepted valid votes; null unless that is asked."""
    if not contest.decides.by_half:
        return pl.lit(None, pl.Boolean)
    above = 2 * pl.col("first_votes") > pl.col("valid_votes")
    return pl.when(pl.col("valid_votes_known")).then(above)


def rank(tally: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return who is in front of each jurisdiction: the last that would win and the first that would not.

    On equal votes the order of the ballot speaks. A contest won by n has the n-th and the next one.
    """
    last_winner = (contest.decides.winners or 1) - 1
    votes = contest.vote_columns
    order = pl.col("votes").sort_by("votes", "place_on_ballot", descending=[True, False])
    names = pl.col("option").sort_by("votes", "place_on_ballot", descending=[True, False])
    place = {column: number for number, column in enumerate(votes)}
    return (
        tally.select("jurisdiction", *votes)
        .unpivot(index="jurisdiction", variable_name="column", value_name="votes")
        .filter(pl.col("votes").is_not_null())
        .with_columns(
            option=pl.col("column").str.strip_prefix("votes_"),
            place_on_ballot=pl.col("column").replace_strict(place, return_dtype=pl.Int64),
        )
        .group_by("jurisdiction")
        .agg(
            first=names.get(last_winner, null_on_oob=True),
            second=names.get(last_winner + 1, null_on_oob=True),
            first_votes=order.get(last_winner, null_on_oob=True),
            second_votes=order.get(last_winner + 1, null_on_oob=True),
            valid_votes_of_options=pl.col("votes").sum(),
        )
    )
