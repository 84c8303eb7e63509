"""Stage 7: what the authority says of a place beside what the forms say.

A claim is compared at its own place and figure: a jurisdiction's with TALLY, a station's with RESULTS. A
printed share is an interval, and ours is the exact quotient of its votes: a claimed share differs only where
that lies outside all that is printed so. Where a claim names the votes of every option, their sum is compared
too: as `valid_votes`, although nobody printed it.

Sums are compared as what they are (columns.Compared). Ours is at least what it says where forms are missing
or an accepted form lacks the figure: a larger claim says nothing against it. A claim is at least what it says
where it covers a part of the stations: being smaller says nothing against it. A share of either says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.columns import (
    COUNT,
    DISCREPANCIES,
    HUNDREDTHS_OF_A_PERCENT,
    TEXT,
    Compared,
    PlaceKind,
    conform,
    empty,
    ratio,
)
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claimed_votes import KEY, ClaimedVotes, is_of, read_votes
from testigo.official.claims import COVERING, VALID_VOTES, part_of
from testigo.official.lacking import lacking
from testigo.official.printed import UNITS_OF_A_HUNDREDTH
from testigo.official.uncounted_stations import uncounted_stations
from testigo.tally.coverage import valid_votes_are_whole

PLACE = {PlaceKind.JURISDICTION: "jurisdiction", PlaceKind.STATION: "station"}
"""The column that names a place in our table of it."""
NUMBERS = ("ours", "part", "over", "ours_stations")
HERE = ("contest", "place_kind", "place")
QUOTIENTS = {
    "turnout": (pl.col("turnout_ballots"), pl.col("turnout_registered_voters")),
    "coverage_of_stations": (
        pl.col("stations_accepted") - pl.col("stations_not_installed"),
        pl.col("stations") - pl.col("stations_not_installed"),
    ),
    "coverage_of_registered_voters": (
        pl.col("registered_voters_accepted"),
        pl.col("registered_voters_of_frame"),
    ),
}
"""What the ratios of TALLY are the quotients of (tally.coverage)."""


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
    claimed = _with_sums_of_all(read_votes(claims, election))
    found = [
        _of_contest(claimed.filter(is_of(contest)), _Ours(contest, tallies, results, election))
        for contest in election.contests
    ]
    return conform(pl.concat(found), DISCREPANCIES).sort("claim", "contest", "place", "figure")


@dataclass(frozen=True)
class _Ours:
    """Our tables, and which contest is compared."""

    contest: Contest
    tallies: Mapping[str, pl.DataFrame]
    results: Mapping[str, pl.DataFrame]
    election: Election

    @property
    def tally(self) -> pl.DataFrame:
        return self.tallies[self.contest.contest]

    @property
    def result(self) -> pl.DataFrame:
        return self.results[self.contest.contest]


def _with_sums_of_all(votes: ClaimedVotes) -> pl.DataFrame:
    figures = votes.figures.select(
        *KEY, "figure", "lowest", "highest", "number", "is_share", claimed=pl.lit(value=True)
    )
    printed_totals = figures.filter(pl.col("figure") == VALID_VOTES)
    totals = votes.totals.join(printed_totals, on=KEY, how="anti").select(
        *KEY,
        figure=pl.lit(VALID_VOTES),
        lowest="total",
        highest="total",
        number=pl.lit(None, COUNT),
        is_share=pl.lit(value=False),
        claimed=pl.lit(value=False),
    )
    return pl.concat([figures, totals])


def _of_contest(claimed: pl.DataFrame, ours: _Ours) -> pl.DataFrame:
    """Return DISCREPANCIES of the claims about one contest."""
    contest, tally = ours.contest, ours.tally
    figures = pl.concat(
        figures_of(claimed, contest, kind, table)
        for kind, table in ((PlaceKind.JURISDICTION, tally), (PlaceKind.STATION, ours.result))
    )
    of_jurisdictions = claimed.filter(pl.col("place_kind") == PlaceKind.JURISDICTION.value)
    lacks = lacking(of_jurisdictions, contest, ours.result, ours.election.stations)
    uncounted = uncounted_stations(of_jurisdictions, tally, ours.election.jurisdictions)
    places = tally.select(
        place="jurisdiction",
        place_kind=pl.lit(PlaceKind.JURISDICTION.value),
        forms_missing=pl.col("stations_accepted").ne_missing(pl.col("stations")),
    )
    both = (
        claimed.join(figures, on=[*HERE, "figure"], how="left", maintain_order="left")
        .join(places, on=["place_kind", "place"], how="left", maintain_order="left")
        .join(lacks, on=["place_kind", "place", "figure"], how="left", maintain_order="left")
        .join(
            uncounted.select(
                "claim",
                "place",
                is_partial=pl.col("uncounted").fill_null(1) > 0,
                place_kind=pl.lit(PlaceKind.JURISDICTION.value),
            ),
            on=["claim", "place_kind", "place"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("forms_missing", "at_least", "is_partial").fill_null(value=False))
    )
    sided = both.with_columns(_ends()).with_columns(difference=_difference())
    return sided.with_columns(case=case(pl.col("forms_missing") | pl.col("at_least"), pl.col("is_partial")))


def figures_of(claimed: pl.DataFrame, contest: Contest, kind: PlaceKind, table: pl.DataFrame) -> pl.DataFrame:
    """Return our figures of every claimed place and figure.

    claimed  place_kind, place, figure, of one contest;  table  TALLY, or RESULTS for stations
    returns  contest, place_kind, place, figure; `ours` (a count, or hundredths of a percent); `part` and
             `over`, whose quotient a share is exactly (`over` null for a count); `ours_stations`
    """
    of_kind = claimed.filter(pl.col("place_kind") == kind.value)
    places = table.rename({PLACE[kind]: "place"}).join(of_kind, on="place", how="semi")
    found = [
        places.select("place", pl.lit(figure).alias("figure"), **_figure(figure, contest, table))
        for figure in of_kind["figure"].unique().sort().to_list()
    ]
    schema = {
        "place": TEXT,
        "figure": TEXT,
        **dict.fromkeys(NUMBERS, COUNT),
    }
    return conform(pl.concat(found) if found else empty(schema), schema).select(
        pl.lit(contest.contest).alias("contest"), pl.lit(kind.value).alias("place_kind"), pl.all()
    )


def _figure(figure: str, contest: Contest, table: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return ours, part, over and ours_stations of a figure; null where we have none."""
    none = pl.lit(None, dtype=COUNT)
    columns, over = part_of(figure, contest)
    if not columns:
        if figure in QUOTIENTS and figure in table.columns:
            part, whole = QUOTIENTS[figure]
            return {"ours": ratio(part, whole), "part": part, "over": whole, "ours_stations": none}
        known = figure in table.columns and figure not in COVERING
        columns = (figure,) if known else ()
    if not set(columns) <= set(table.columns) or not columns:
        return dict.fromkeys(NUMBERS, none)
    part = pl.sum_horizontal(columns, ignore_nulls=False)
    behind = [f"{column}_stations" for column in (*columns, *([] if over is None else [over]))]
    stations = pl.min_horizontal(behind) if set(behind) <= set(table.columns) else none
    if over is None:
        return {"ours": part, "part": part, "over": none, "ours_stations": stations}
    whole = pl.col(over)
    if over == "valid_votes" and "stations_accepted" in table.columns:
        # A share of what some stations lack is none at all, neither at least nor at most.
        part, whole = (pl.when(valid_votes_are_whole()).then(each) for each in (part, whole))
    return {"ours": ratio(part, whole), "part": part, "over": whole, "ours_stations": stations}


def _ends() -> list[pl.Expr]:
    """The two ends of what the claim may mean, in votes or in hundredths of a percent, rounded inwards.

    Of a share with more decimals no hundredth may lie between them: then both are the nearest below it.
    """
    upwards = -(-pl.col("lowest") // UNITS_OF_A_HUNDREDTH)
    downwards = pl.col("highest") // UNITS_OF_A_HUNDREDTH
    printed = pl.col("number") // UNITS_OF_A_HUNDREDTH
    between = upwards <= downwards
    return [
        pl.when(~pl.col("is_share"))
        .then(end)
        .when(between)
        .then(rounded)
        .otherwise(printed)
        .alias(f"theirs_{end}")
        for end, rounded in (("lowest", upwards), ("highest", downwards))
    ] + [pl.when("is_share").then(pl.lit("hundredths of a percent")).otherwise(pl.lit("count")).alias("unit")]


def _difference() -> pl.Expr:
    """Theirs minus ours to the nearest end, exactly: a share's away from 0 to whole hundredths.

    A count where ours is a share, or a share where ours is a count, is compared with nothing.
    """
    ours, lowest, highest = pl.col("ours"), pl.col("lowest"), pl.col("highest")
    of_count = pl.when(ours > highest).then(highest - ours).otherwise((lowest - ours).clip(0))
    over = pl.col("over")
    exact = pl.col("part") * (HUNDREDTHS_OF_A_PERCENT * UNITS_OF_A_HUNDREDTH)
    hundredths = over * UNITS_OF_A_HUNDREDTH
    below = -((exact - highest * over + hundredths - 1) // hundredths)
    above = (lowest * over - exact + hundredths - 1) // hundredths
    of_share = (
        pl.when(over <= 0)
        .then(None)
        .when(exact > highest * over)
        .then(below)
        .when(exact < lowest * over)
        .then(above)
        .otherwise(0)
    )
    is_count = over.is_null()
    return (
        pl.when(ours.is_null() | (pl.col("is_share") == is_count))
        .then(None)
        .when("is_share")
        .then(of_share)
        .otherwise(of_count)
        .cast(COUNT)
    )


def case(ours_lacks: pl.Expr, theirs_lacks: pl.Expr) -> pl.Expr:
    """Return how rows of DISCREPANCIES stand: columns.Compared, from `difference` and `unit`.

    ours_lacks    whether forms of the place are missing, or an accepted one lacks the figure
    theirs_lacks  whether the claim says that it covers a part of the stations
    """
    difference = pl.col("difference")
    is_share = pl.col("unit") != "count"
    explained = (ours_lacks & ((difference > 0) | is_share)) | (theirs_lacks & ((difference < 0) | is_share))
    return (
        pl.when(difference.is_null())
        .then(pl.lit(Compared.UNKNOWN.value))
        .when(difference == 0)
        .then(pl.lit(Compared.AGREES.value))
        .when(explained)
        .then(pl.lit(Compared.INCOMPLETE.value))
        .otherwise(pl.lit(Compared.DIFFERS.value))
    )
