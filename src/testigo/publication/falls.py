"""Totals of others that fell, for the page of corrections: adding forms cannot take votes away.

In   what the authority and others claim, as it was compared with ours.
Out  counts that a source gives lower than the last time, with both figures.
"""

from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from testigo.columns import PlaceKind
from testigo.publication.claim_names import claim_name
from testigo.publication.figures import Row
from testigo.publication.format import Unit
from testigo.publication.official import figure_name
from testigo.publication.shard import Record, Site
from testigo.publication.view import View
from testigo.publication.words import name, words
from testigo.snapshot import Snapshot

MOST_FALLS = 5


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that a source gives lower in its `later` claim than in its `earlier` one."""

    source: Markup
    figure: Markup
    place: Markup
    earlier: Markup
    later: Markup
    before: Markup
    after: Markup


def falls(snapshot: Snapshot, site: Site, language: str) -> list[Fall]:
    """Return the largest falls in words and marks; the figures are those of the comparison with ours."""
    found = falling(snapshot.discrepancies, snapshot.evidence.claims).head(MOST_FALLS)
    return [_fall(snapshot, site, language, row) for row in found.iter_rows(named=True)]


def _fall(snapshot: Snapshot, site: Site, language: str, row: Record) -> Fall:
    contest = snapshot.election.contest(row["contest"])
    place = site.places[row["place"]]

    def marked(claim: str, value: int) -> Markup:
        address = ("discrepancies", claim, row["contest"], row["place"], row["figure"])
        unknown = words(language)("unknown")
        return Row({"theirs_lowest": value}, language, unknown, *address, unit=Unit.COUNT)["theirs_lowest"]

    return Fall(
        source=name(row["source"]),
        figure=figure_name(View(site, language, contest, place, {}, {}), row["figure"]),
        place=name(place.called(language)),
        earlier=claim_name(site, row["claim_before"], language),
        later=claim_name(site, row["claim"], language),
        before=marked(row["claim_before"], row["before"]),
        after=marked(row["claim"], row["after"]),
    )


def falling(discrepancies: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return counts of a jurisdiction that a source claims lower than the last time, the largest fall first:
    source, contest, place, figure, claim_before, before, claim, after.
    """
    key = ["source", "contest", "place", "figure"]
    dated = claims.select("claim", "source", "date").unique("claim", keep="first").drop_nulls()
    counts = discrepancies.filter(
        (pl.col("unit") == Unit.COUNT.value)
        & (pl.col("place_kind") == PlaceKind.JURISDICTION.value)
        & (pl.col("theirs_lowest") == pl.col("theirs_highest"))
    )
    told = counts.join(dated, on="claim").sort("date", "claim")
    steps = told.select(
        *key,
        "date",
        "claim",
        after="theirs_lowest",
        before=pl.col("theirs_lowest").shift().over(key),
        claim_before=pl.col("claim").shift().over(key),
        date_before=pl.col("date").shift().over(key),
    )
    fell = steps.filter((pl.col("after") < pl.col("before")) & (pl.col("date") > pl.col("date_before")))
    return fell.sort(pl.col("before") - pl.col("after"), *key, descending=[True, *([False] * len(key))])
