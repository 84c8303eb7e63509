"""Stage 7: add up the accepted results of one contest in every jurisdiction.

Stations are added once, where they hang; the sums of a jurisdiction are then those of what lies below it.
Figures of a result are null unless it is accepted, so a plain sum counts only what is accepted; the sum of
nulls is 0, therefore every total comes with the number of stations behind it.

Source: NIST SP 1500-100 r2, VoteCounts of a GpUnit.
"""

from collections.abc import Sequence

import polars as pl

from testigo.columns import COUNT, DocumentClass, Status

STATUSES = tuple(status.value for status in Status)


def add_up(
    results: pl.DataFrame,
    stations: pl.DataFrame,
    jurisdictions: pl.DataFrame,
    levels: Sequence[str],
    figures: Sequence[str],
    votes: Sequence[str],
    read: pl.DataFrame,
) -> pl.DataFrame:
    """Add up the stations of every jurisdiction.

    results        RESULTS of one contest, a row a station
    stations       the same stations in the same order: jurisdiction, registered_voters, level_1 ...
    jurisdictions  columns.JURISDICTIONS; each gets a row, also where nothing is
    levels         level_1 ... level_n, the columns of `stations`
    figures        figure columns of the contest; `votes` those of its options
    read           tally.ballots_read.BALLOTS_READ
    returns        jurisdiction, level, the figures and `<figure>_stations` (accepted stations that have
                   it), stations and rolls by status, and what turnout and bounds are made from
    """
    placed = pl.concat([results, stations.select("jurisdiction", roll="registered_voters")], how="horizontal")
    placed = placed.join(read, on="station", how="left", maintain_order="left")
    sums = [*_figures(figures), *_statuses(), *_outstanding(), *_unread(votes), *_wins(votes), *_turnout()]
    by_place = (
        placed.with_columns(_front(votes), pl.coalesce("roll", "registered_voters").alias("roll"))
        .group_by("jurisdiction", maintain_order=True)
        .agg(*sums)
    )
    paths = stations.select("jurisdiction", *levels).unique("jurisdiction", maintain_order=True)
    totals = by_place.join(paths, on="jurisdiction", maintain_order="left")
    added = [name for name in by_place.columns if name != "jurisdiction"]
    rolled = pl.concat(
        totals.filter(pl.col(level).is_not_null())
        .group_by(pl.col(level).alias("place"), maintain_order=True)
        .agg(pl.col(added).sum())
        for level in levels
    )
    whole = jurisdictions.select("jurisdiction", "level", "frame").join(
        rolled, left_on="jurisdiction", right_on="place", how="left", maintain_order="left"
    )
    return whole.with_columns(pl.col(added).fill_null(0)).with_columns(_null_where_no_station_has_it(figures))


def _figures(figures: Sequence[str]) -> list[pl.Expr]:
    sums = [pl.col(figure).sum() for figure in figures]
    return sums + [pl.col(figure).count().cast(COUNT).alias(f"{figure}_stations") for figure in figures]


def _null_where_no_station_has_it(figures: Sequence[str]) -> list[pl.Expr]:
    return [pl.when(pl.col(f"{figure}_stations") > 0).then(figure).alias(figure) for figure in figures]


def _statuses() -> list[pl.Expr]:
    expressions = [pl.len().cast(COUNT).alias("stations_listed")]
    for status in STATUSES:
        is_status = pl.col("status") == status
        expressions.append(is_status.sum().cast(COUNT).alias(f"stations_{status}"))
        expressions.append(pl.col("roll").filter(is_status).sum().alias(f"registered_voters_{status}"))
        without = (pl.col("roll").is_null() & is_status).sum().cast(COUNT)
        expressions.append(without.alias(f"stations_{status}_without_roll"))
    accepted = pl.col("status") == Status.ACCEPTED.value
    not_installed = pl.col("document_class") == DocumentClass.NOT_INSTALLED.value
    annulled = pl.col("document_class") == DocumentClass.ANNULLED.value
    at_least = pl.coalesce("roll", "total_votes")
    return [
        *expressions,
        not_installed.sum().cast(COUNT).alias("stations_not_installed"),
        annulled.sum().cast(COUNT).alias("stations_annulled"),
        pl.col("roll").is_null().sum().cast(COUNT).alias("stations_without_roll"),
        pl.col("roll").sum().alias("registered_voters_listed"),
        at_least.filter(accepted).sum().alias("accepted_voters_at_least"),
        (pl.col("roll").is_null() & accepted).sum().cast(COUNT).alias("accepted_without_roll"),
        (pl.col("roll").is_null() & ~accepted).sum().cast(COUNT).alias("outstanding_without_roll"),
    ]


def _outstanding() -> list[pl.Expr]:
    """What could still come of the stations that are not accepted, in votes, and how many have no roll.

    A station can give its roll, or its confirmed ballots where they are more.
    """
    is_open = pl.col("status") != Status.ACCEPTED.value
    unsettled = is_open & (pl.col("status") != Status.MISSING.value)
    most = pl.max_horizontal("roll", "ballots_confirmed").fill_null(0)
    void = pl.sum_horizontal("blank_votes", "null_votes")
    ballots = pl.coalesce("total_votes", pl.col("valid_votes") + void)
    over = pl.col("ballots_confirmed") - pl.col("roll")
    return [
        most.filter(is_open).sum().alias("outstanding_voters"),
        pl.col("ballots_confirmed").filter(is_open).sum().alias("outstanding_confirmed"),
        over.filter(is_open & (over > 0)).sum().alias("outstanding_over_roll"),
        most.filter(unsettled).sum().alias("unsettled_voters"),
        (pl.col("roll").is_null() & unsettled).sum().cast(COUNT).alias("unsettled_without_roll"),
        (pl.col("ballots_claimed") - most).clip(0).filter(is_open).sum().alias("ballots_claimed_beyond"),
        (~is_open & (ballots > pl.col("roll"))).sum().cast(COUNT).alias("accepted_over_roll"),
    ]


def _unread(votes: Sequence[str]) -> list[pl.Expr]:
    """Votes that options may have and accepted forms do not give, and how many stations set no bound to them.

    An option that a form need not have (`required = no`) may have every vote that the others leave: of the
    valid votes, else of the ballots that are not void, else of the roll.
    """
    installed = (pl.col("document_class") != DocumentClass.NOT_INSTALLED.value).fill_null(value=True)
    lacks_some = pl.any_horizontal(pl.col(column).is_null() for column in votes)
    lacks = (pl.col("status") == Status.ACCEPTED.value) & installed & lacks_some
    void = pl.sum_horizontal("blank_votes", "null_votes")
    most = pl.coalesce("valid_votes", pl.col("total_votes") - void, "roll")
    return [
        (most - pl.sum_horizontal(votes)).clip(0).filter(lacks).sum().alias("unread_votes"),
        (lacks & most.is_null()).sum().cast(COUNT).alias("unread_without_bound"),
    ]


def _front(votes: Sequence[str]) -> pl.Expr:
    """The most votes that an option has at the station; null where an option was not read."""
    return pl.max_horizontal(votes).alias("front")


def _wins(votes: Sequence[str]) -> list[pl.Expr]:
    in_front = [(pl.col(column) == pl.col("front")).fill_null(value=False) for column in votes]
    alone = pl.sum_horizontal(flag.cast(COUNT) for flag in in_front) == 1
    won = [
        (flag & alone).sum().cast(COUNT).alias(f"stations_won_{column.removeprefix('votes_')}")
        for flag, column in zip(in_front, votes, strict=True)
    ]
    tied = (pl.col("front").is_not_null() & ~alone).sum().cast(COUNT).alias("stations_tied")
    return [*won, tied]


def _turnout() -> list[pl.Expr]:
    """Turnout is over stations that have both a roll and ballots cast; never installed ones have no part."""
    installed = (pl.col("document_class") != DocumentClass.NOT_INSTALLED.value).fill_null(value=True)
    both = pl.col("registered_voters").is_not_null() & pl.col("total_votes").is_not_null() & installed
    return [
        pl.col("total_votes").filter(both).sum().alias("turnout_ballots"),
        pl.col("registered_voters").filter(both).sum().alias("turnout_registered_voters"),
        both.sum().cast(COUNT).alias("turnout_stations"),
    ]
