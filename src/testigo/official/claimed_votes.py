"""Stage 7: the claims as numbers: what each figure counts, and what a claim's votes come to together.

In   CLAIMS, as they were printed.
Out  a row a claimed figure with its interval and the options that it adds up; and the sum of all votes of a
     claim at a place, where it names every option exactly once.
"""

from dataclasses import dataclass

import polars as pl

from testigo.columns import PlaceKind
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.official.claims import options_of, part_of
from testigo.official.printed import with_printed

KEY = ("claim", "contest", "place_kind", "place")
"""What names one claim about one contest at one place."""


@dataclass(frozen=True)
class ClaimedVotes:
    """The claims, read.

    figures  columns.CLAIMS, `lowest`, `highest`, `number`, `is_share` (printed.with_printed); `parts`: the
             columns that it adds up, sorted and joined by a space; `over`: the column that it is a share
             of, null for a count; `options`: its parts where they are votes of options, else null;
             `is_votes`: whether it is a count of those votes
    totals   KEY, `total`: the sum of a claim's votes where they name every option exactly once
    """

    figures: pl.DataFrame
    totals: pl.DataFrame


def read_votes(claims: pl.DataFrame, election: Election) -> ClaimedVotes:
    """Read what claims say; a value that is no figure is left out, as `claim` refused it before.

    claims  columns.CLAIMS
    """
    figures = (
        with_printed(claims)
        .filter(pl.col("lowest").is_not_null())
        .with_columns(pl.col("place_kind").fill_null(PlaceKind.JURISDICTION.value))
        .join(_parts(claims, election), on=["contest", "figure"], how="left", maintain_order="left")
        .with_columns(
            is_votes=pl.col("options").is_not_null()
            & ~pl.col("is_share")
            & pl.col("figure").str.starts_with("votes_")
        )
    )
    return ClaimedVotes(figures, _totals(figures, election))


def _parts(claims: pl.DataFrame, election: Election) -> pl.DataFrame:
    """Return what each claimed figure adds up: contest, figure, options, parts, over."""
    rows = []
    for code, figure in claims.select("contest", "figure").unique().sort("contest", "figure").iter_rows():
        contest = election.contest(code)
        columns, over = part_of(figure, contest)
        parts = " ".join(sorted(columns)) if columns else figure
        rows.append((code, figure, parts if options_of(figure, contest) else None, parts, over))
    schema = dict.fromkeys(("contest", "figure", "options", "parts", "over"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _totals(figures: pl.DataFrame, election: Election) -> pl.DataFrame:
    """One figure twice is one saying: a claim that repeats itself adds nothing."""
    votes = figures.filter("is_votes").unique([*KEY, "figure"], keep="last", maintain_order=True)
    named = (
        votes.with_columns(option=pl.col("options").str.split(" "))
        .explode("option")
        .group_by(KEY)
        .agg(named=pl.len(), different=pl.col("option").n_unique())
    )
    wanted = pl.DataFrame(
        {
            "contest": [contest.contest for contest in election.contests],
            "wanted": [len(contest.options) for contest in election.contests],
        },
        schema={"contest": pl.String, "wanted": pl.UInt32},
    )
    complete = named.join(wanted, on="contest").filter(
        (pl.col("named") == pl.col("wanted")) & (pl.col("different") == pl.col("wanted"))
    )
    sums = votes.group_by(KEY).agg(total=pl.col("lowest").sum())
    return sums.join(complete, on=KEY, how="semi").select(*KEY, "total").sort(KEY)


def is_of(contest: Contest) -> pl.Expr:
    """Whether a claim is about a contest."""
    return pl.col("contest") == contest.contest
