"""The page of corrections: what is in review, what was withdrawn, decided and amended, and how that is done.

In   the snapshot, whose ERRATA are public; the data files, one of which has every row.
Out  a page a language. Counts and effect first, then rows with both figures; most of them when there are few,
     the first ones of each kind and the whole table as a file when there are many.
"""

import datetime
from typing import Any

import polars as pl
from markupsafe import Markup

from testigo.cells import errata_counts, numbered_errata
from testigo.columns import ErratumKind, PlaceKind, Status
from testigo.election.contests import Contest
from testigo.publication.figures import Row
from testigo.publication.files import Files
from testigo.publication.layout import Page, page, place_path, station_path
from testigo.publication.official import figure_name
from testigo.publication.shard import Record, Site
from testigo.publication.view import View
from testigo.publication.words import Words, code, name, words
from testigo.snapshot import Snapshot

MOST_ROWS = 40
"""Rows on the page, so that it stays light, shared by the kinds; every row is in data/errata.csv."""
MOST_COUNT = 1_000_000_000
"""No count is larger."""
MOST_FIGURES = 3
"""Figures of a place on the page: those that moved most."""
IN_REVIEW = (Status.DISPUTED, Status.QUARANTINED, Status.PENDING)
STEPS = ("found", "two", "reason", "entry")


def errata_page(snapshot: Snapshot, site: Site, language: str, files: Files) -> Page:
    """Return the page in one language."""
    say = words(language)
    counts = {row["kind"]: row for row in errata_counts(snapshot).iter_rows(named=True)}
    changed = sum(counts[kind]["places"] for kind in (ErratumKind.CORRECTION, ErratumKind.DECISION))
    withdrawn = counts[ErratumKind.WITHDRAWAL]["readings"]
    return page(
        site,
        language,
        "errata.html",
        "errata.html",
        say("nav.errata"),
        heading=_heading(say, changed, withdrawn, snapshot),
        counts=[*_in_review(snapshot, say), *_counted(counts, say)],
        kinds=[block for kind in ErratumKind if (block := _block(snapshot, site, say, kind))],
        steps=[say(f"errata.step.{step}") for step in STEPS],
        table=files.get("errata.csv"),
    )


def _heading(say: Words, changed: int, withdrawn: int, snapshot: Snapshot) -> Markup:
    if changed or withdrawn:
        return say("errata.heading")
    review = sum(_root_tally(snapshot, contest)[f"stations_{status}"] or 0 for contest in
                 snapshot.election.contests for status in IN_REVIEW)  # fmt: skip
    return say("errata.heading.review" if review else "errata.heading.none")


def _root_tally(snapshot: Snapshot, contest: Contest) -> Record:
    tally = snapshot.tallies[contest.contest]
    return tally.filter(pl.col("jurisdiction") == snapshot.election.root).row(0, named=True)


def _in_review(snapshot: Snapshot, say: Words) -> list[dict[str, Any]]:
    """Return how many forms of each contest wait for people, and how many are missing."""
    several = len(snapshot.election.contests) > 1
    lines = []
    for contest in snapshot.election.contests:
        row = Row(
            _root_tally(snapshot, contest),
            say.language,
            say("unknown"),
            "tally",
            contest.contest,
            snapshot.election.root,
        )
        of = name(contest.called(say.language)) if several else Markup()
        for status in (*IN_REVIEW, Status.MISSING):
            lines.append({"name": say(f"status.{status}"), "number": row[f"stations_{status}"], "note": of})
    return lines


def _counted(counts: dict[str, Record], say: Words) -> list[dict[str, Any]]:
    lines = []
    for kind in ErratumKind:
        row = Row(counts[kind], say.language, say("none"), "errata_counts", kind.value)
        of_readings = kind in (ErratumKind.WITHDRAWAL, ErratumKind.RESTORATION)
        column = "readings" if of_readings else "places"
        lines.append(
            {
                "name": say(f"errata.{kind}"),
                "number": row[column],
                "note": say(f"errata.count.{column}"),
            }
        )
    return lines


def _block(snapshot: Snapshot, site: Site, say: Words, kind: ErratumKind) -> dict[str, Any] | None:
    """Return the newest entries of one kind; None where there is none."""
    errata = numbered_errata(snapshot)
    kinds = errata["kind"].n_unique()
    errata = errata.filter(pl.col("kind") == kind.value)
    if errata.is_empty():
        return None
    newest = newest_rows(errata, MOST_ROWS // kinds)
    return {
        "id": kind.value,
        "heading": say(f"errata.{kind}"),
        "text": say(f"errata.{kind}.text"),
        "rows": [_row(snapshot, site, say, row) for row in newest.iter_rows(named=True)],
        "more": errata.height > newest.height,
    }


def newest_rows(errata: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the newest entries, of each the figures that moved most, votes of options before all others."""
    of_option = pl.col("figure").str.starts_with("votes_").fill_null(value=False)
    distance = (pl.col("after").fill_null(0) - pl.col("before").fill_null(0)).abs()
    moved = pl.when(of_option).then(distance + MOST_COUNT).otherwise(distance)
    entry = ["day", "contest", "place_kind", "place", "reading"]
    largest = errata.filter(moved.rank("ordinal", descending=True).over(entry) <= MOST_FIGURES)
    return largest.sort("day", "nth", descending=[True, False]).head(most)


def _row(snapshot: Snapshot, site: Site, say: Words, row: Record) -> dict[str, Any]:
    marks = Row(row, say.language, say("errata.no_figure"), "errata", str(row["nth"]))
    return {
        "day": say.day(datetime.date.fromisoformat(row["day"])),
        "place": code(row["place"]),
        "href": _href(snapshot, site, row),
        "figure": _figure(snapshot, site, say, row),
        "before": marks["before"],
        "after": marks["after"],
        "reason": say("errata.no_reason") if row["reason"] is None else name(row["reason"]),
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
    if figure is None:
        return Markup()
    if row["contest"] is None:
        return say("registered_voters" if figure == "registered_voters" else "stations")
    contest = snapshot.election.contest(row["contest"])
    root = site.places[snapshot.election.root]
    return figure_name(View(site, say.language, contest, root, {}, {}), figure)
