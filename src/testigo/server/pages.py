"""A page of headquarters: its words in the language of who asks; and every refusal as a page.

In   a request, a template, what it shows.
Out  HTML; a name that a view did not set is an error, never an empty place.
"""

import hashlib
import html
from collections.abc import Mapping
from functools import cache
from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from markupsafe import Markup

from testigo.acts.edit_definition import is_drill
from testigo.catalogue import LANGUAGES
from testigo.errors import InputError, Message, Problem, TestigoError, shorten
from testigo.publication.engine import rendered
from testigo.publication.format import Unit, shown
from testigo.publication.words import Words
from testigo.server.guard import house_for, visit_of

DOMAIN = "headquarters"
PACKAGE = "testigo.server"
LANGUAGE_COOKIE = "testigo-language"
MOST_PROBLEMS = 100
STYLES = (("testigo.publication", "testigo.css"), ("testigo.server", "headquarters.css"))
SCRIPTS = (("testigo.server", "headquarters.js"), ("testigo.server", "sending.js"))


def page(
    request: HttpRequest,
    template: str,
    values: Mapping[str, object] | None = None,
    *,
    status: int = 200,
    problems: tuple[str, ...] = (),
) -> HttpResponse:
    """Return a page.

    problems  sentences that stand on top of it: why what was asked was not done
    """
    house, visit, language = house_for(request), visit_of(request), language_of(request)
    words = words_of(language)
    frame: dict[str, object] = {
        "t": words,
        "language": language,
        "languages": [one for one in LANGUAGES if one != language],
        "path": request.path,
        "csrf": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
            get_token(request)
        ),
        "style": f"/assets/{asset('css')[0]}.css",
        "script": f"/assets/{asset('js')[0]}.js",
        "inside": visit is not None,
        "is_made": house.is_made,
        "is_sealed": house.is_sealed,
        "drill": is_drill(house.folder) if visit is not None else None,
        "problems": list(problems),
    }
    text = rendered(template, {**frame, **(values or {})}, PACKAGE)
    return HttpResponse(text, status=status)


def words_of(language: str) -> Words:
    """Return the words of headquarters in a language."""
    return _words(language)


@cache
def _words(language: str) -> Words:
    return Words(language, DOMAIN)


def language_of(request: HttpRequest) -> str:
    """Return the language of who asks: as she chose, else as her browser says, else the first of ours."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    for part in request.headers.get("Accept-Language", "").split(","):
        language = part.partition(";")[0].partition("-")[0].strip().lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def number(request: HttpRequest, value: int) -> str:
    """Return a count as people of the language write it."""
    return shown(value, Unit.COUNT, language_of(request))


def sentences(error: TestigoError, language: str) -> tuple[str, ...]:
    """Return what an error says, problem by problem, in a language as far as the catalogues have it."""
    if not isinstance(error, InputError):
        return (in_language(error.args[0] if error.args else "", language),)
    said = [problem_sentence(one, language) for one in error.problems[:MOST_PROBLEMS]]
    left = len(error.problems) - MOST_PROBLEMS
    if left > 0:
        said.append(str(words_of(language).counted("problems.more", left, number=left)))
    return tuple(said)


def problem_sentence(problem: Problem, language: str) -> str:
    """Return one problem: its place, value, what is wrong and what to do."""
    words, place = words_of(language), problem.place
    where = [place.file.removeprefix("--")]
    if place.row is not None:
        where.append(str(words("problem.row", row=place.row)))
    if place.column is not None:
        where.append(html.unescape(str(words("problem.column", column=place.column))))
    value = "" if problem.value is None else f" «{shorten(problem.value)}»"
    said = (in_language(problem.message, language), in_language(problem.remedy, language))
    return f"{', '.join(where)}: {said[0]}{value}. {said[1]}"


def in_language(text: object, language: str) -> str:
    """Return a sentence in a language; as it is where it is no message of a catalogue yet."""
    return text.in_language(language) if isinstance(text, Message) else str(text)


def refusal(request: HttpRequest, error: TestigoError) -> HttpResponse:
    """Return the page that says why an act was not done."""
    problems = sentences(error, language_of(request))
    return page(request, "refused.html", {"reason": "act"}, status=409, problems=problems)


def refused_request(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page of a request that is not answered, by the status that says why."""
    words = words_of(language_of(request))
    text = rendered(
        "closed.html",
        {
            "t": words,
            "language": language_of(request),
            "style": f"/assets/{asset('css')[0]}.css",
            "heading": words(f"closed.{status}"),
            "advice": words(f"closed.{status}.advice"),
        },
        PACKAGE,
    )
    return HttpResponse(text, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page of a form that was not sent from a page of ours."""
    return refused_request(request, 403)


def not_found(request: HttpRequest, **_exception: Exception) -> HttpResponse:
    """Return the page of an address that is none."""
    return refused_request(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page of a fault of ours."""
    return refused_request(request, 500)


@cache
def asset(kind: str) -> tuple[str, bytes]:
    """Return the style sheet or the script of all pages: the hash of it, and its bytes."""
    parts = STYLES if kind == "css" else SCRIPTS
    content = b"".join((resources.files(package) / "assets" / file).read_bytes() for package, file in parts)
    return hashlib.sha256(content).hexdigest()[:16], content
