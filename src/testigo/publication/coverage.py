"""How much of a place is known, and whether the rest could still change who is first."""

from typing import Any

from markupsafe import Markup

from testigo.columns import FrameKind, Status
from testigo.publication import charts
from testigo.publication.stages import stages
from testigo.publication.view import View
from testigo.publication.words import name

ICONS = {
    Status.ACCEPTED: "ok",
    Status.PENDING: "unk",
    Status.DISPUTED: "warn",
    Status.QUARANTINED: "stop",
    Status.MISSING: "unk",
}
UNSETTLED = (Status.PENDING, Status.DISPUTED, Status.QUARANTINED)
"""Statuses whose rows are left out where there are none: a sentence says so."""
ORDER = (Status.ACCEPTED, Status.PENDING, Status.DISPUTED, Status.QUARANTINED, Status.MISSING)


def coverage(view: View) -> dict[str, Any]:
    """Return the coverage of a place: stations and registered voters in each status, turnout, bars."""
    say, tally = view.say, view.tally
    known = tally.value("stations") is not None
    accepted = tally.value("stations_accepted")
    return {
        "heading": _heading(view),
        "stages": stages(view),
        "bars": _bars(view),
        "note": say("coverage.note" if known else "coverage.unknown"),
        "turnout": _turnout(view),
        "materiality": materiality(view),
        "statuses": [
            {
                "icon": ICONS[status],
                "word": say(f"status.{status.value}"),
                "stations": tally[f"stations_{status.value}"],
                "registered_voters": tally[f"registered_voters_{status.value}"],
            }
            for status in ORDER
            if status not in UNSETTLED or tally.value(f"stations_{status.value}") or not accepted
        ],
    }


def decided(view: View) -> dict[str, Any]:
    """Return the panel that says whether what is outstanding can change who is first."""
    say, bounds = view.say, view.bounds
    answer = bounds.truth("decided")
    panel: dict[str, Any] = {"heading": say("decided.unknown"), "drawing": None, "sum": None, "notes": []}
    panel |= {"unknown": None, "short": Markup()}
    if answer is None:
        return panel | {"unknown": _why_unknown(view)}
    first, second = view.short(bounds.text("first")), view.short(bounds.text("second"))
    names = {"first": first, "second": second}
    panel["heading"] = say("decided.no" if answer else "decided.yes")
    panel["short"] = say("decided.short.no" if answer else "decided.short.yes", **names)
    panel["case"] = say("decided.case", **names)
    panel["drawing"] = _drawing(view)
    panel |= names | {"first_votes": bounds["first_votes"], "second_votes": bounds["second_votes"]}
    voters = say("decided.voters.at_most" if bounds.truth("outstanding_at_most") else "decided.voters")
    panel["sum"] = [
        (say("decided.lead", **names), bounds["lead"]),
        (voters, bounds["outstanding_registered_voters"]),
    ]
    if answer:
        panel["sum"].append((say("decided.lacks", **names), bounds["margin_if_all_outstanding"]))
        forms = bounds.value("forms_to_undo")
        panel["notes"] = [say("decided.if")]
        if forms is not None:
            panel["notes"].append(say.counted("decided.undo", forms, forms=bounds["forms_to_undo"]))
    else:
        panel["notes"] = [say("decided.wait")]
    return panel


def materiality(view: View) -> Markup:
    """Return whether what was read and is not accepted could, by itself, change who is first."""
    say, bounds = view.say, view.bounds
    unsettled = bounds.value("unsettled_forms") or 0
    if not unsettled:
        return say("material.none")
    could = bounds.truth("unsettled_could_change")
    key = "material.unknown" if could is None else "material.yes" if could else "material.no"
    return say.counted(
        key, unsettled, forms=bounds["unsettled_forms"], voters=bounds["unsettled_registered_voters"]
    )


def _why_unknown(view: View) -> Markup:
    say = view.say
    if view.contest.decides.winners is None:
        return say("decided.rule")
    if len(view.contest.options) == 1:
        return say("decided.alone")
    if not view.has_votes:
        return say("decided.nothing_yet")
    if view.place.frame == FrameKind.UNKNOWN:
        return say("decided.frame_unknown", place=name(view.place.called(view.language)))
    return say("decided.roll_unknown")


def _drawing(view: View) -> tuple[Markup, Markup]:
    bounds = view.bounds
    return charts.best_case(
        bounds.value("first_votes") or 0,
        bounds.value("second_votes") or 0,
        bounds.value("outstanding_registered_voters") or 0,
        (view.fill(bounds.text("first")), view.fill(bounds.text("second"))),
    )


def _heading(view: View) -> Markup:
    say, tally = view.say, view.tally
    accepted = tally.value("stations_accepted") or 0
    values = {"accepted": tally["stations_accepted"], "stations": tally["stations"]}
    if not view.is_first_of_its_contest:
        return say("coverage.place", place=view.place.called(view.language))
    key = "coverage.heading" if tally.value("stations") is not None else "coverage.heading.unknown"
    return say.counted(key, accepted, **values)


def _bars(view: View) -> list[dict[str, Any]]:
    say, tally = view.say, view.tally
    found = []
    for what, number, share in (
        ("stations", "stations_accepted", "coverage_of_stations"),
        ("registered_voters", "registered_voters_accepted", "coverage_of_registered_voters"),
    ):
        value = tally.value(share)
        if value is not None:
            found.append({"name": say(what), "number": tally[number], "share": tally[share]})
    return found


def _turnout(view: View) -> Markup | None:
    tally = view.tally
    stations = tally.value("turnout_stations")
    if not stations or tally.value("turnout") is None:
        return None
    return view.say.counted("turnout", stations, turnout=tally["turnout"], stations=tally["turnout_stations"])
