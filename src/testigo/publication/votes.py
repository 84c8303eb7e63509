"""The votes of a place: the finding as a sentence, bars for the two in front, and every option by name."""

from typing import Any

from markupsafe import Markup

from testigo.publication import charts
from testigo.publication.view import View, option_name

MANY_OPTIONS = 20
"""With more options than this the list has their numbers on the ballot, and no shares: a page stays small."""


def headline(view: View) -> Markup:
    """Return the finding of a place: who is ahead in its published forms, and by how much."""
    say, bounds = view.say, view.bounds
    accepted = view.tally.value("stations_accepted") or 0
    scope = "national" if view.is_first_of_its_contest else "place"
    forms = say.counted("forms", accepted, forms=view.tally["stations_accepted"])
    values: dict[str, object] = {"forms": forms}
    if scope == "place":
        values["place"] = _name_of_place(view)
    variant = finding(view)
    if variant in ("double", "ahead", "last", "tie", "alone"):
        values |= {"first": view.short(bounds.text("first")), "second": view.short(bounds.text("second"))}
        values |= {"lead": bounds["lead"], "votes": bounds["first_votes"]}
    if variant in ("ahead", "last"):
        return say.counted(f"{scope}.{variant}", bounds.value("lead") or 0, **values)
    if variant in ("tie", "alone"):
        return say.counted(f"{scope}.{variant}", bounds.value("first_votes") or 0, **values)
    return say(f"{scope}.{variant}", **values)


def finding(view: View) -> str:
    """Return which of the few things there is to say: none, nobody, alone, tie, last, double or ahead."""
    first, second = view.bounds.value("first_votes"), view.bounds.value("second_votes")
    if not view.tally.value("stations_accepted"):
        return "none"
    if not first:
        return "nobody"
    if second is None:
        return "alone"
    if first == second:
        return "tie"
    if (view.contest.decides.winners or 1) > 1:
        return "last"
    return "double" if first > 2 * second else "ahead"


def votes(view: View) -> dict[str, Any]:
    """Return the bars of the two in front and of the rest, all others by name, and the note below."""
    bounds = view.bounds
    shown = [option for option in (bounds.text("first"), bounds.text("second")) if option is not None]
    bars = [_bar(view, option) for option in shown]
    rest = [option for option in view.contest.options if option.option not in shown]
    many = len(view.contest.options) > MANY_OPTIONS
    if len(rest) > 1:
        bars.append(_bar_of_rest(view))
    listed = view.contest.options if many else rest
    return {
        "heading": _heading(view),
        "bars": bars,
        "rest": [
            {
                "name": option_name(option, view.language, numbered=many),
                "votes": total(view, f"votes_{option.option}"),
                "share": None if many else view.tally[f"share_{option.option}"],
            }
            for option in listed
        ],
        "note": _note(view),
    }


def total(view: View, column: str) -> Markup:
    """Return a total; where fewer stations have the figure than are accepted, "at least", and how many."""
    stations, accepted = view.tally.value(f"{column}_stations"), view.tally.value("stations_accepted")
    if stations and accepted and stations < accepted:
        return view.say.counted(
            "at_least", stations, total=view.tally[column], stations=view.tally[f"{column}_stations"]
        )
    return view.tally[column]


def _name_of_place(view: View) -> Markup:
    return Markup("<bdi>{}</bdi>").format(view.place.called(view.language))


def _heading(view: View) -> Markup:
    accepted = view.tally.value("stations_accepted") or 0
    return view.say.counted("votes.heading", accepted, forms=view.tally["stations_accepted"])


def _bar(view: View, option: str) -> dict[str, Any]:
    share = view.tally.value(f"share_{option}") or 0
    return {
        "name": view.full(option),
        "votes": total(view, f"votes_{option}"),
        "share": view.tally[f"share_{option}"],
        "drawing": charts.bar(share, view.fill(option)),
    }


def _bar_of_rest(view: View) -> dict[str, Any]:
    bounds = view.bounds
    return {
        "name": view.say.counted("rest", bounds.value("rest_options") or 0, options=bounds["rest_options"]),
        "votes": bounds["rest_votes"],
        "share": bounds["share_rest"],
        "drawing": charts.bar(bounds.value("share_rest") or 0, "f3"),
    }


def _note(view: View) -> Markup:
    say = view.say
    parts = [say("note.valid", votes=total(view, "valid_votes"))]
    for column in ("null_votes", "blank_votes"):
        if view.tally.value(column) is not None:
            parts.append(say(f"note.{column}", votes=total(view, column)))
    parts.append(say("note.shares"))
    parts.append(patterns(view))
    return Markup(" ").join(parts)


def patterns(view: View) -> Markup:
    """Return which option is solid and which is striped, for print and for eyes without colour."""
    drawn = list(view.site.fills[view.contest.contest])
    if len(drawn) < 2:
        return Markup()
    key = "note.patterns" if len(view.contest.options) > len(drawn) else "note.patterns.two"
    return view.say(key, solid=view.short(drawn[0]), striped=view.short(drawn[1]))
