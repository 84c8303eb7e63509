"""People: who typed and decided how much, and what it would change to take all of one person's back.

What it would change is shown before it is done: stations by status, never whom it favours.
"""

import random

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.invalidate import invalidate, would_fall
from testigo.acts.people_seen import people_seen
from testigo.acts.signing import reason_given, signed_by, signers
from testigo.errors import TestigoError
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, refused_request, sentences, words_of

SIGNING = ("person", "organisation", "second_person", "second_organisation", "reason")


def overview(request: HttpRequest) -> HttpResponseBase:
    """Show everybody."""
    house = house_for(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language_of(request))
    with house.looking() as operation:
        people = people_seen(operation)
    shown = [
        {
            "code": one.code,
            "roles": ", ".join(one.roles),
            "organisation": one.organisation,
            "typed": number(request, one.typed),
            "decided": number(request, one.decided),
            "fallen": number(request, one.fallen),
            "last": "" if one.last_day is None else words.day(one.last_day),
        }
        for one in people
    ]
    return page(request, "people.html", {"people": shown})


def person(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what invalidating a person would change; do it, where those who sign may."""
    house, language = house_for(request), language_of(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language)
    problems: tuple[str, ...] = ()
    given = {name: request.POST.get(name, "").strip() for name in SIGNING}
    if request.method == "POST":
        try:
            by = signers(
                given["person"],
                given["second_person"] or None,
                given["organisation"] or None,
                given["second_organisation"] or None,
            )
            reason = reason_given(given["reason"])
            with house.writing() as operation:
                signed = signed_by(operation, by, (None, None), reason, house.today(), dry_run=False)
                invalidate(operation, code, None, signed, random.SystemRandom().sample)
            return HttpResponseRedirect("/people")
        except TestigoError as error:
            problems = sentences(error, language)
    with house.looking() as operation:
        if code not in {one.code for one in people_seen(operation)}:
            return refused_request(request, 404)
        falls = would_fall(operation, code, house.today())
        election = operation.election
    shown = {
        "code": code,
        "names": words.counted("people.stand", falls.names, number=number(request, falls.names)),
        "stands": bool(falls.names),
        "is_made": falls.is_made,
        "changes": [
            {
                "contest": election.contest(one.contest).called(language),
                "status": words(f"status.{one.status.name}"),
                "before": number(request, one.before),
                "after": number(request, one.after),
            }
            for one in falls.changes
        ],
        "given": given,
    }
    return page(request, "person.html", shown, problems=problems, status=409 if problems else 200)
