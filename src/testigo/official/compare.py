"""Stage 7: what the authority says of a place beside what the forms say.

A claim is compared at its own place and figure: a jurisdiction's with TALLY, a station's with RESULTS. A
printed share is an interval, so a claimed share differs only where ours lies outside all that rounds to it.
Where a claim names the votes of every option, their sum is compared too: as `valid_votes`, although nobody
printed it.
"""

from collections.abc import Mapping

import polars as pl

from testigo.columns import COUNT, DISCREPANCIES, PlaceKind, conform, empty, ratio
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claimed_votes import KEY, is_of, read_votes
from testigo.official.claims import STATIONS_COUNTED, options_of
from testigo.official.printed import UNITS_OF_A_HUNDREDTH

VALID_VOTES = "valid_votes"
PLACE = {PlaceKind.JURISDICTION: "jurisdiction", PlaceKind.STATION: "station"}
"""The column that names a place in our table of it."""


def compare(
    claims: pl.DataFrame,
    tallies: Mapping[str, pl.DataFrame],
    results: Mapping[str, pl.DataFrame],
    election: Election,
) -> pl.DataFrame:
    """Return DISCREPANCIES: a row a claimed figure, and one for the sum of all votes where it can be made.

    claims   columns.CLAIMS;  tallies  contest -> TALLY;  results  contest -> RESULTS
    """
    if claims.is_empty():
        return empty(DISCREPANCIES)
    votes = read_votes(claims, election)
    figures = votes.figures.select(*KEY, "figure", "lowest", "highest", "is_share")
    printed_totals = figures.filter(pl.col("figure") == VALID_VOTES)
    totals = votes.totals.join(printed_totals, on=KEY, how="anti").select(
        *KEY, figure=pl.lit(VALID_VOTES), lowest="total", highest="total", is_share=pl.lit(value=False)
    )
    claimed = pl.concat([figures, totals])
    ours = pl.concat(
        figures_of(claimed.filter(is_of(contest)), contest, kind, table[contest.contest])
        for contest in election.contests
        for kind, table in ((PlaceKind.JURISDICTION, tallies), (PlaceKind.STATION, results))
    )
    both = claimed.join(
        ours, on=["contest", "place_kind", "place", "figure"], how="left", maintain_order="left"
    )
    return conform(both.with_columns(_ends()).with_columns(_difference()), DISCREPANCIES).sort(
        "claim", "contest", "place", "figure"
    )


def figures_of(claimed: pl.DataFrame, contest: Contest, kind: PlaceKind, table: pl.DataFrame) -> pl.DataFrame:
    """Return our figures of every claimed place and figure: contest, place_kind, place, figure, ours.

    claimed  place_kind, place, figure, of one contest;  table  TALLY, or RESULTS for stations
    """
    of_kind = claimed.filter(pl.col("place_kind") == kind.value)
    figures = of_kind["figure"].unique().sort().to_list()
    places = table.rename({PLACE[kind]: "place"}).join(of_kind, on="place", how="semi")
    wide = places.select("place", **{figure: _figure(figure, contest, table) for figure in figures})
    return wide.unpivot(figures, index="place", variable_name="figure", value_name="ours").select(
        pl.lit(contest.contest).alias("contest"),
        pl.lit(kind.value).alias("place_kind"),
        "place",
        "figure",
        pl.col("ours").cast(COUNT),
    )


def _figure(figure: str, contest: Contest, table: pl.DataFrame) -> pl.Expr:
    """Return our figure; shares in hundredths of a percent; null where we have none."""
    columns = options_of(figure, contest)
    if columns is None:
        known = figure in table.columns and figure != STATIONS_COUNTED
        return pl.col(figure) if known else pl.lit(None, dtype=COUNT)
    votes = pl.sum_horizontal(columns, ignore_nulls=False)
    return votes if figure.startswith("votes_") else ratio(votes, pl.col(VALID_VOTES))


def _ends() -> list[pl.Expr]:
    """The two ends of what the claim may mean, in votes or in hundredths of a percent, rounded inwards."""
    upwards = -(-pl.col("lowest") // UNITS_OF_A_HUNDREDTH)
    downwards = pl.col("highest") // UNITS_OF_A_HUNDREDTH
    return [
        pl.when("is_share").then(upwards).otherwise("lowest").alias("theirs_lowest"),
        pl.when("is_share").then(downwards).otherwise("highest").alias("theirs_highest"),
        pl.when("is_share").then(pl.lit("hundredths of a percent")).otherwise(pl.lit("count")).alias("unit"),
    ]


def _difference() -> pl.Expr:
    ours, lowest, highest = pl.col("ours"), pl.col("theirs_lowest"), pl.col("theirs_highest")
    outside = pl.when(ours > highest).then(highest - ours).otherwise((lowest - ours).clip(0))
    return pl.when(ours.is_not_null()).then(outside).alias("difference")
