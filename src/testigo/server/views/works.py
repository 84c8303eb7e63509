"""What takes long: how far it is, and then what came of it."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from testigo.server.guard import house_for
from testigo.server.pages import language_of, page, refused_request, sentences, words_of
from testigo.server.views.outcomes import lines_of, next_page


def work(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show a work."""
    found = house_for(request).works.get(number)
    if found is None:
        return refused_request(request, 404)
    language = language_of(request)
    words = words_of(language)
    problems: tuple[str, ...] = ()
    if found.error is not None:
        problems = sentences(found.error, language)
    elif found.broke:
        problems = (str(words("work.broke")),)
    shown = {
        "number": str(number),
        "title": words(f"work.{found.kind}"),
        "is_over": found.is_over,
        "went_well": found.is_over and not problems,
        "done": found.done,
        "total": found.total or 1,
        "is_counted": bool(found.total),
        "lines": [] if found.outcome is None else lines_of(found.outcome, request),
        "next": next_page(found.kind),
    }
    return page(request, "work.html", shown, problems=problems)


def state(request: HttpRequest, number: int) -> HttpResponseBase:
    """Tell the page of a work how far it is."""
    found = house_for(request).works.get(number)
    if found is None:
        return refused_request(request, 404)
    return JsonResponse({"done": found.done, "total": found.total, "over": found.is_over})
