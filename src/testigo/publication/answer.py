"""Can what is missing change who is first? The one answer of a place (columns.Answer), in words.

In   the view of a contest at a place.
Out  the panel of the front page, the sentence of other pages, what the front page says below its heading.

For a contest won by a majority the question is whether somebody has more than half of the valid votes.
"""

from typing import Any

from markupsafe import Markup

from testigo.columns import Answer
from testigo.publication import charts
from testigo.publication.view import View
from testigo.publication.words import name

KNOWN = (Answer.NO, Answer.YES, Answer.COMPLETE, Answer.TIED)
"""Answers with a heading of their own; of all others it is said why there is none."""


def answer_of(view: View) -> Answer:
    """Return the answer of a place."""
    return Answer(str(view.bounds.text("answer")))


def panel(view: View) -> dict[str, Any]:
    """Return the panel that says whether what is outstanding can change who is first, or who has half."""
    say, said = view.say, answer_of(view)
    question = "half" if view.contest.decides.by_half else "decided"
    found: dict[str, Any] = {"drawing": None, "sum": None, "notes": [], "unknown": None, "short": Markup()}
    if said not in KNOWN:
        return found | {"heading": say(f"{question}.unknown"), "unknown": _why_unknown(view)}
    found |= {"heading": say(f"{question}.{said.value}"), "short": short(view), "sum": _sum(view)}
    if said in (Answer.NO, Answer.YES) and question == "decided":
        found |= _best_case(view)
    return found | {"notes": list(_notes(view))}


def short(view: View) -> Markup:
    """Return the answer as a sentence; empty where there is none."""
    say, said = view.say, answer_of(view)
    if said not in KNOWN:
        return Markup()
    if not view.contest.decides.by_half:
        return say(f"decided.short.{said.value}", **_pair(view))
    has = say("half.has" if view.bounds.truth("more_than_half") else "half.nobody", **_pair(view))
    return has + Markup(" ") + say(f"half.short.{said.value}")


def lead(view: View) -> Markup | None:
    """Return the answer below the heading of the front page; None where there is none."""
    said = answer_of(view)
    if said not in KNOWN:
        return None
    keys = {Answer.NO: "lead.decided", Answer.YES: "lead.open"}
    if view.contest.decides.by_half or said not in keys:
        return short(view)
    return view.say(keys[said], **_pair(view))


def _pair(view: View) -> dict[str, Markup]:
    return {side: view.short(view.bounds.text(side)) for side in ("first", "second")}


def _sum(view: View) -> list[tuple[Markup, Markup]] | None:
    say, bounds, said = view.say, view.bounds, answer_of(view)
    if said not in (Answer.NO, Answer.YES):
        return None
    most = say("decided.voters.at_most" if bounds.truth("outstanding_at_most") else "decided.voters")
    missing = (most, bounds["outstanding_registered_voters"])
    if view.contest.decides.by_half:
        of_first = say("half.votes", **_pair(view))
        return [(of_first, bounds["first_votes"]), (say("half.valid"), view.tally["valid_votes"]), missing]
    rows = [(say("decided.lead", **_pair(view)), bounds["lead"]), missing]
    if said is Answer.NO:
        rows.append((say("decided.lacks", **_pair(view)), bounds["margin_if_all_outstanding"]))
    return rows


def _best_case(view: View) -> dict[str, Any]:
    bounds = view.bounds
    drawing = charts.best_case(
        bounds.value("first_votes") or 0,
        bounds.value("second_votes") or 0,
        bounds.value("outstanding_registered_voters") or 0,
        (view.fill(bounds.text("first")), view.fill(bounds.text("second"))),
    )
    votes = {"first_votes": bounds["first_votes"], "second_votes": bounds["second_votes"]}
    case = view.say("decided.case", **_pair(view))
    return {"case": case, "drawing": drawing, "legend": _legend(view), **_pair(view), **votes}


def _legend(view: View) -> list[tuple[Markup, Markup]]:
    """Return what the dashed part and the gap of the drawing are, each a swatch and its number."""
    say, bounds = view.say, view.bounds
    voters = bounds.signed("outstanding_registered_voters")
    keys = [(charts.swatch("ghost"), say("decided.ghost.key", voters=voters))]
    if answer_of(view) is Answer.NO and bounds.value("margin_if_all_outstanding"):
        gap = say("decided.gap.key", votes=bounds["margin_if_all_outstanding"])
        keys.append((charts.swatch("gapf"), gap))
    return keys


def _notes(view: View) -> list[Markup]:
    say, bounds, said = view.say, view.bounds, answer_of(view)
    notes = [short(view)] if view.contest.decides.by_half or said in (Answer.COMPLETE, Answer.TIED) else []
    if said in (Answer.NO, Answer.COMPLETE):
        notes.append(say("decided.if"))
    forms = bounds.value("forms_to_undo")
    if forms is not None:
        notes.append(say.counted("decided.undo", forms, forms=bounds["forms_to_undo"]))
    if said is Answer.YES and not view.contest.decides.by_half:
        notes.append(say("decided.wait"))
    beyond = bounds.value("ballots_claimed_beyond")
    if beyond:
        notes.append(say.counted("decided.beyond", beyond, ballots=bounds["ballots_claimed_beyond"]))
    return notes


def _why_unknown(view: View) -> Markup:
    say, said = view.say, answer_of(view)
    if said is Answer.ROLLS_DO_NOT_BOUND:
        stations = view.bounds.value("stations_over_roll") or 0
        return say.counted("decided.over_roll", stations, stations=view.bounds["stations_over_roll"])
    keys = {
        Answer.ANOTHER_RULE: "decided.rule",
        Answer.NO_VOTES: "decided.nothing_yet",
        Answer.ALONE: "decided.alone",
        Answer.VOTES_UNREAD: "decided.unread",
        Answer.VALID_VOTES_UNKNOWN: "half.valid_unknown",
        Answer.FRAME_UNKNOWN: "decided.frame_unknown",
        Answer.ROLL_UNKNOWN: "decided.roll_unknown",
    }
    return say(keys[said], place=name(view.place.called(view.language)))
