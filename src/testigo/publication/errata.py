"""The page of corrections: what is in review, what was withdrawn, decided and amended, and how that is done.

In   the snapshot, whose ERRATA are public; the data files, one of which has every row.
Out  a page a language. Counts and effect first (`doubts`), then what waits, then every entry with both
     figures; all of them when there are few, the newest of each kind and the whole as a file when many.
"""

import datetime
from typing import Any

import polars as pl
from markupsafe import Markup

from testigo.cells import errata_counts, numbered_errata
from testigo.columns import ErratumKind, PlaceKind
from testigo.publication.changes import OF_CLAIMS
from testigo.publication.claim_names import claim_name
from testigo.publication.doubts_section import Doubts
from testigo.publication.falls import falls
from testigo.publication.figures import Row
from testigo.publication.files import Files, path_of
from testigo.publication.format import safe_name
from testigo.publication.official import figure_name
from testigo.publication.page_frame import Page, page, place_path, station_path
from testigo.publication.shard import Record, Site
from testigo.publication.view import View
from testigo.publication.words import Words, code, name, words
from testigo.snapshot import Snapshot

MOST_ROWS = 24
"""Rows on the page, so that it stays light, shared by the kinds; every row is in data/errata.csv."""
LEAST_ROWS = 4
MOST_COUNT = 1_000_000_000
"""No count is larger."""
MOST_FIGURES = 3
"""Figures of a place on the page: those that moved most."""
STEPS = ("found", "two", "reason", "entry")


def errata_page(snapshot: Snapshot, site: Site, language: str, files: Files) -> Page:
    """Return the page in one language."""
    say, doubts = words(language), Doubts(snapshot, site, language)
    counts = {row["kind"]: row for row in errata_counts(snapshot).iter_rows(named=True)}
    empty = "errata.heading.none" if snapshot.evidence.errata.is_empty() else "errata.heading"
    return page(
        site,
        language,
        "errata.html",
        "errata.html",
        say("nav.errata"),
        heading=doubts.heading() or say(empty),
        cards=doubts.cards(),
        effects=doubts.effects(),
        review=doubts.under_review(),
        pending=doubts.to_be_incorporated(),
        falls=falls(snapshot, site, language),
        counts=_counted(counts, say),
        kinds=[block for kind in ErratumKind if (block := _block(snapshot, site, say, kind))],
        steps=[say(f"errata.step.{step}") for step in STEPS],
        table=path_of(files, "errata.csv"),
        results=path_of(files, f"results-{safe_name(snapshot.election.contests[0].contest)}.csv"),
    )


def _counted(counts: dict[str, Record], say: Words) -> list[dict[str, Any]]:
    """Return how many readings or places each kind of entry is about, where there are any."""
    lines = []
    for kind in ErratumKind:
        row = Row(counts[kind], say.language, say("none"), "errata_counts", kind.value)
        of_readings = kind in (ErratumKind.WITHDRAWAL, ErratumKind.RESTORATION) and row.value("readings")
        column = "readings" if of_readings else "places"
        if row.value(column):
            note = say(f"errata.count.{column}")
            lines.append({"name": say(f"errata.{kind}"), "number": row[column], "note": note})
    return lines


def _block(snapshot: Snapshot, site: Site, say: Words, kind: ErratumKind) -> dict[str, Any] | None:
    """Return the newest entries of one kind; None where there is none."""
    errata = numbered_errata(snapshot)
    kinds = errata["kind"].n_unique()
    errata = errata.filter(pl.col("kind") == kind.value)
    if errata.is_empty():
        return None
    newest = newest_rows(errata, max(MOST_ROWS // kinds, LEAST_ROWS))
    return {
        "id": kind.value.replace(" ", "-"),
        "heading": say(f"errata.{kind}"),
        "text": say(f"errata.{kind}.text"),
        "entries": _entries(snapshot, site, say, newest),
        "more": errata.height > newest.height,
    }


def newest_rows(errata: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the newest entries, of each the figures that moved most, votes of options before all others."""
    of_option = pl.col("figure").str.starts_with("votes_").fill_null(value=False)
    distance = (pl.col("after").fill_null(0) - pl.col("before").fill_null(0)).abs()
    moved = pl.when(of_option).then(distance + MOST_COUNT).otherwise(distance)
    largest = errata.filter(moved.rank("ordinal", descending=True).over(ENTRY) <= MOST_FIGURES)
    return largest.sort("day", "nth", descending=[True, False]).head(most)


ENTRY = ("day", "contest", "place_kind", "place", "reading", "reason")


def _entries(snapshot: Snapshot, site: Site, say: Words, rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the entries of some rows, each with its place, day, reason and the figures that it moved."""
    return [
        {
            **_about(snapshot, site, say, entry.row(0, named=True)),
            "rows": [
                _moved(snapshot, site, say, row) for row in entry.drop_nulls("figure").iter_rows(named=True)
            ],
        }
        for entry in rows.partition_by(ENTRY, maintain_order=True)
    ]


def _about(snapshot: Snapshot, site: Site, say: Words, row: Record) -> dict[str, Any]:
    return {
        "day": say.day(datetime.date.fromisoformat(row["day"])),
        "place": _place(site, say, row),
        "href": _href(snapshot, site, row),
        "reason": say("errata.no_reason") if row["reason"] is None else name(row["reason"]),
    }


def _place(site: Site, say: Words, row: Record) -> Markup:
    """Return what an entry is about: a jurisdiction by its name, another place by its code, and the claim."""
    place = site.places.get(row["place"]) if row["place_kind"] == PlaceKind.JURISDICTION.value else None
    named = code(row["place"]) if place is None else name(place.called(say.language))
    if row["kind"] not in OF_CLAIMS:
        return named
    return claim_name(site, row["reading"], say.language) + Markup(" · ") + named


def _moved(snapshot: Snapshot, site: Site, say: Words, row: Record) -> dict[str, Any]:
    marks = Row(row, say.language, say("errata.no_figure"), "errata", str(row["nth"]))
    return {
        "figure": _figure(snapshot, site, say, row),
        "before": marks["before"],
        "after": marks["after"],
    }


def _href(snapshot: Snapshot, site: Site, row: Record) -> str | None:
    """Return the way to the page of the place, if it has one."""
    if row["place_kind"] == PlaceKind.JURISDICTION.value:
        place = site.places.get(row["place"])
        return None if place is None else place_path(place)
    station = snapshot.election.stations.filter(pl.col("station") == row["place"])
    if station.is_empty():
        return None
    place = site.places[station["jurisdiction"].item()]
    if not site.election.has_station_pages(place.first):
        return place_path(place)
    return station_path(place.first, row["place"])


def _figure(snapshot: Snapshot, site: Site, say: Words, row: Record) -> Markup:
    figure = row["figure"]
    if row["contest"] is None:
        return say("registered_voters" if figure == "registered_voters" else "stations")
    contest = snapshot.election.contest(row["contest"])
    root = site.places[snapshot.election.root]
    return figure_name(View(site, say.language, contest, root, {}, {}), figure)
