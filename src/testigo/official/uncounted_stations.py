"""Stage 7: how many stations of a place a claim may leave out, by what it says itself.

In   the claims as numbers (official.claimed_votes), TALLY of the contest, the places of the definition.
Out  a row a claim and place that says, or lies in a place of which it says, how many stations it counts.

96.87 % of 30,026 may be as little as 96.865 %: at most 941 are outside; 29,085 of them leave out just 941.
They may all lie in one state, so what is said of the country bounds every place in it. A claim that says
nothing is taken for the whole place.
"""

import polars as pl

from testigo.columns import COUNT
from testigo.official.claims import COVERING
from testigo.official.printed import UNITS_OF_A_PERCENT

WHOLE = 100 * UNITS_OF_A_PERCENT


def uncounted_stations(said: pl.DataFrame, tally: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return claim, place, uncounted: the most stations of the place that the claim can leave out.

    said           official.claimed_votes figures of one contest, of jurisdictions
    jurisdictions  columns.JURISDICTIONS
    uncounted       stations; null where nobody knows how many there are: then nothing can be proven there
    """
    spoken = _spoken(said, tally)
    at = said.select("claim", "place", at="place").unique(maintain_order=True)
    parents = jurisdictions.select(at="jurisdiction", parent="parent")
    found = []
    for _ in range(jurisdictions["level"].n_unique()):
        found.append(at.join(spoken, on=["claim", "at"]).select("claim", "place", "uncounted"))
        at = at.join(parents, on="at").select("claim", "place", at="parent").drop_nulls()
    return pl.concat(found).group_by("claim", "place").agg(pl.col("uncounted").min()).sort("claim", "place")


def _spoken(said: pl.DataFrame, tally: pl.DataFrame) -> pl.DataFrame:
    """Return claim, at, uncounted of the places of which a claim says how much it counts.

    Where it gives both the number of stations and their share, the smaller of what they leave out holds.
    """
    counted = said.filter(pl.col("figure").is_in(COVERING)).unique(
        ["claim", "place", "figure"], keep="last", maintain_order=True
    )
    stations = tally.select("stations", place="jurisdiction")
    by_share = pl.col("stations") * (WHOLE - pl.col("lowest")) // WHOLE
    by_number = (pl.col("stations") - pl.col("lowest")).clip(0)
    outside = pl.when("is_share").then(by_share).otherwise(by_number).cast(COUNT)
    return (
        counted.join(stations, on="place", how="left")
        .group_by("claim", at="place", maintain_order=True)
        .agg(uncounted=outside.min())
    )
