"""How much of a place is known, and whether what is in review could by itself change who is first."""

from dataclasses import dataclass

from markupsafe import Markup

from testigo.columns import Status
from testigo.publication.stages import Stage, stages
from testigo.publication.view import View

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


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what a name says is accepted: the number, and its share."""

    name: Markup
    number: Markup
    share: Markup


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many stations are in a status, and the voters on their rolls."""

    icon: str
    word: Markup
    stations: Markup
    registered_voters: Markup


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a place as a page shows it.

    bars        empty where nobody knows how many stations or voters there are
    of_results  whether the list of stations was made of the results themselves
    turnout     None where no station gives it
    """

    heading: Markup
    stages: list[Stage]
    bars: list[Share]
    note: Markup
    of_results: bool
    turnout: Markup | None
    materiality: Markup
    statuses: list[StatusCount]


def coverage(view: View) -> Coverage:
    """Return the coverage of a place: stations and registered voters in each status, turnout, bars."""
    say, tally = view.say, view.tally
    known = tally.value("stations") is not None
    accepted = tally.value("stations_accepted")
    return Coverage(
        heading=_heading(view),
        stages=stages(view),
        bars=_bars(view),
        note=say("coverage.note" if known else _unknown(view)),
        of_results=not known and _unknown(view) == "coverage.from_results",
        turnout=_turnout(view),
        materiality=materiality(view),
        statuses=[
            StatusCount(
                icon=ICONS[status],
                word=say(f"status.{status.value}"),
                stations=tally[f"stations_{status.value}"],
                registered_voters=_rolls(view, status),
            )
            for status in ORDER
            if status not in UNSETTLED or tally.value(f"stations_{status.value}") or not accepted
        ],
    )


def _rolls(view: View, status: Status) -> Markup:
    """Return the voters on the rolls of a status: at least, where some of its stations have no roll."""
    tally = view.tally
    voters, without = f"registered_voters_{status.value}", f"stations_{status.value}_without_roll"
    unknown = tally.value(without) or 0
    if not unknown or tally.value(voters) is None:
        return tally[voters]
    return view.say.counted("rolls.at_least", unknown, voters=tally[voters], stations=tally[without])


def materiality(view: View) -> Markup:
    """Return whether what was read and is not accepted could, by itself, change who is first."""
    say, bounds = view.say, view.bounds
    unsettled = bounds.value("unsettled_forms") or 0
    if not unsettled:
        return say("material.none")
    could = bounds.truth("unsettled_could_change")
    key = "material.unknown" if could is None else "material.yes" if could else "material.no"
    key += ".half" if view.contest.decides.by_half else ""
    return say.counted(
        key, unsettled, forms=bounds["unsettled_forms"], voters=bounds["unsettled_registered_voters"]
    )


def _unknown(view: View) -> str:
    """Return why nobody knows what share is covered: a list made of the results lacks what they lack."""
    is_of_results = view.place.jurisdiction in view.site.made_of_results
    return "coverage.from_results" if is_of_results else "coverage.unknown"


def _heading(view: View) -> Markup:
    say, tally = view.say, view.tally
    accepted = tally.value("stations_accepted") or 0
    values = {"accepted": tally["stations_accepted"], "stations": tally["stations"]}
    if not view.is_first_of_its_contest:
        return say("coverage.place", place=view.place.called(view.language))
    key = "coverage.heading" if tally.value("stations") is not None else "coverage.heading.unknown"
    return say.counted(key, accepted, **values)


def _bars(view: View) -> list[Share]:
    say, tally = view.say, view.tally
    found = []
    for what, number, share in (
        ("stations", "stations_accepted", "coverage_of_stations"),
        ("registered_voters", "registered_voters_accepted", "coverage_of_registered_voters"),
    ):
        value = tally.value(share)
        if value is not None:
            found.append(Share(say(what), tally[number], tally[share]))
    return found


def _turnout(view: View) -> Markup | None:
    tally = view.tally
    stations = tally.value("turnout_stations")
    if not stations or tally.value("turnout") is None:
        return None
    return view.say.counted("turnout", stations, turnout=tally["turnout"], stations=tally["turnout_stations"])
