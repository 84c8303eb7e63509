"""The page of the quick count: what a sample says of the sum of all forms, and what it does not.

In   what is told of a contest (`told.Told`).
Out  the page. Before the response that the plan announced it has no share at all: only how many came.
"""

import datetime
from typing import Any

from markupsafe import Markup

from testigo.publication import plots
from testigo.publication.figures import Row
from testigo.publication.format import data_path
from testigo.publication.page_frame import Page
from testigo.publication.shard import Record
from testigo.publication.told import ESTIMATE, Told
from testigo.publication.words import code, fingerprint, name
from testigo.statistics.disclosed import SAMPLE
from testigo.statistics.plan import Sample
from testigo.statistics.tables import LEAD

MOST_SHOWN = 5
"""Options in the table; the others are in data/statistics/estimates.csv."""
ROOM = 60
"""Hundredths of a percent above and below what a panel shows."""


def estimate_page(told: Told) -> Page:
    """Return the page of a contest that has a row of counts."""
    counts, shares = told.only("estimate_counts"), told.rows.get("estimates", [])
    rows = [_share(told, values) for values in shares]
    return told.page(
        ESTIMATE,
        told.say("nav.estimate"),
        heading=_heading(told, rows, counts),
        counts=told.marked("estimate_counts", counts),
        bars=[_bar(told, row) for row in rows[:2] if row["figure"] != LEAD],
        rows=[_cells(told, row) for row in [*rows[: MOST_SHOWN - 1], *rows[-1:]]] if rows else [],
        more=len(rows) > MOST_SHOWN,
        panels=_panels(told),
        not_meant=_not_meant(told, counts),
        response=_response(told),
        first=told.called(rows[0]["figure"]) if rows else None,
        sample=_draw(told),
        when=_when(told, counts),
    )


def _share(told: Told, values: Record) -> dict[str, Any]:
    return {"figure": values["figure"], "marks": told.row("estimates", values, values["figure"])}


def _heading(told: Told, rows: list[dict[str, Any]], counts: Row) -> Markup:
    if not rows:
        return told.say("estimate.not_yet", came=counts["stations_came"], drawn=counts["stations_drawn"])
    marks = rows[0]["marks"]
    key = "estimate.title" if marks.value("share_low") is not None else "estimate.title.without"
    return told.say(
        key,
        came=counts["stations_came"],
        first=told.called(rows[0]["figure"]),
        low=marks["share_low"],
        high=marks["share_high"],
        estimate=marks["share_estimate"],
    )


def _bar(told: Told, row: dict[str, Any]) -> dict[str, Any]:
    marks: Row = row["marks"]
    low, high = marks.value("share_low"), marks.value("share_high")
    estimate = marks.value("share_estimate") or 0
    return {
        "name": told.called(row["figure"]),
        "between": None
        if low is None
        else told.say("between", low=marks["share_low"], high=marks["share_high"]),
        "share": marks["share_estimate"],
        "drawing": plots.interval(
            estimate if low is None else low,
            estimate if high is None else high,
            estimate,
            marks.value("share_counted"),
            told.fill(row["figure"]),
        ),
    }


def _cells(told: Told, row: dict[str, Any]) -> dict[str, Any]:
    marks: Row = row["marks"]
    low, high, counted = (marks.value(f"share_{name}") for name in ("low", "high", "counted"))
    known = low is not None and high is not None and counted is not None
    return {
        "name": told.say("lead") if row["figure"] == LEAD else told.called(row["figure"]),
        "marks": told.marked("estimates", marks),
        "between": told.say("between", low=marks["share_low"], high=marks["share_high"])
        if low is not None
        else told.say("unknown"),
        "inside": None if not known else bool(low <= counted <= high),  # type: ignore[operator]
    }


def _panels(told: Told) -> list[dict[str, Any]]:
    """Return a panel for the first and for the second: how their intervals narrow, on one scale of points."""
    steps: dict[str, list[Record]] = {}
    for row in told.rows.get("estimate_steps", []):
        if row["share_half_width"] is not None:
            steps.setdefault(row["figure"], []).append(row)
    steps = {figure: rows for figure, rows in steps.items() if len(rows) > 1}
    if not steps:
        return []
    half = max(row["share_half_width"] for rows in steps.values() for row in rows) + ROOM
    return [_panel(told, figure, rows, half) for figure, rows in steps.items()]


def _panel(told: Told, figure: str, steps: list[Record], half: int) -> dict[str, Any]:
    rows = [told.row("estimate_steps", row, figure, row["part"]) for row in steps]
    counted = next((row["share_counted"] for row in told.rows["estimates"] if row["figure"] == figure), None)
    middle = steps[-1]["share_estimate"]
    drawn = [(row["stations"], row["share_estimate"], row["share_half_width"]) for row in steps]
    return {
        "name": told.called(figure),
        "drawing": plots.band(drawn, middle - half, middle + half, counted, told.fill(figure)),
        "rows": [told.marked("estimate_steps", row) for row in rows],
        "first": rows[0]["stations"],
        "last": rows[-1]["stations"],
    }


def _not_meant(told: Told, counts: Row) -> list[Markup]:
    """Return what the estimate does not say, as far as it holds for this sample."""
    say, sample = told.say, told.sample
    lines = []
    listed, declared = counts.value("stations_listed") or 0, counts.value("stations_declared")
    key = "not.list" if declared is None or declared <= listed else "not.beyond"
    lines.append(say(key, listed=counts["stations_listed"], declared=counts["stations_declared"]))
    if (counts.value("stations_came") or 0) < (counts.value("stations_drawn") or 0):
        lines.append(say("not.missing", missing=counts["share_missing"]))
        if counts.value("share_term") is not None:
            lines.append(say("not.term", term=counts["share_term"], differ=counts["points_may_differ"]))
        needed = counts.value("share_needed")
        if needed is not None and counts.value("share_term") is not None:
            lines.append(
                say("not.needed" if needed <= 10_000 else "not.nothing", needed=counts["share_needed"])
            )
    else:
        lines.append(say("not.all_came"))
    if counts.value("stations_elsewhere"):
        lines.append(say("not.elsewhere", elsewhere=counts["stations_elsewhere"]))
    if sample is not None and sample.earlier_sizes:
        lines.append(say("not.extended"))
    if sample is not None and not sample.plan_signature:
        lines.append(say("not.signed"))
    return [*lines, say("not.poll")]


def _response(told: Told) -> list[dict[str, Any]]:
    """Return how many came of each stratum and of each fifth of places by size."""
    rows = []
    for values in told.rows.get("responses", []):
        if values["cells"] == "size":
            called: Markup = told.say(f"size.{values['cell']}")
        else:
            place = told.site.places.get(values["cell"])
            called = (
                name(place.called(told.language) if place else values["cell"])
                if values["cell"]
                else told.say("all")
            )
        rows.append(
            {
                "name": called,
                "marks": told.marked(
                    "responses", told.row("responses", values, values["cells"], values["cell"])
                ),
            }
        )
    return rows


def _draw(told: Told) -> dict[str, Any] | None:
    """Return how anyone draws the same sample."""
    sample = told.sample
    if sample is None:
        return None
    return {
        "frame": fingerprint(sample.plan.frame.sha256),
        "seed": code(sample.seed),
        "first": code(sample.stations[0]),
        "file": data_path(SAMPLE, drill=told.site.election.drill),
        "command": code("testigo sample show --stations sample.txt"),
    }


def _when(told: Told, counts: Row) -> Markup | None:
    """Return since when, and from which response on, figures are shown."""
    sample: Sample | None = told.sample
    if sample is None:
        return None
    hour = datetime.datetime.fromisoformat(sample.plan.not_before)
    return told.say(
        "when",
        day=told.say.day(hour.date()),
        hour=code(hour.strftime("%H:%M")),
        response=counts["percent_shown_from"],
        confidence=counts["percent_confidence"],
    )
